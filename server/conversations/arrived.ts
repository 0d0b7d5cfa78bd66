// What arrives, made safe to keep: bounded, in normal form, without card numbers, with its keyword read.
import { createHash } from "node:crypto";
import type { Channel, Inbound } from "#messages/route.ts";
import { isText } from "#policies/channels.ts";
import { addressOf } from "./address.ts";
import { isAutomatic } from "./automatic.ts";
import { redactCardNumbers } from "./card-numbers.ts";
import { ownWords } from "./keywords-own-words.ts";
import { revokesCalls } from "#understanding/revocation.ts";
import { keywordOf, type Keyword } from "#understanding/keywords.ts";
import { INTENTS, type Intent } from "#understanding/types.ts";

/** An inbound message as it is stored. */
export type Arrived = {
  readonly routeId: string;
  readonly channel: Channel;
  readonly from: string;
  readonly to: string;
  readonly subject: string | null;
  readonly body: string;
  readonly providerId: string | null;
  /** Ids of earlier messages that it names, without angle brackets. */
  readonly answers: readonly string[];
  readonly keyword: Keyword | undefined;
  /** A STOP by text message that speaks of telephone calls. */
  readonly stopsCalls: boolean;
  readonly automatic: boolean;
  readonly incomplete: boolean;
  /** Of whom the operator has asked what it means. */
  readonly proposed: Intent | undefined;
};

const MOST_BODY = 100_000;
const MOST_SUBJECT = 500;
const MOST_PROVIDER_ID = 255;
const MOST_ANSWERS = 50;

/** Reads what an adapter brought. `country` (ISO 3166) is where numbers without a prefix belong. Never throws. */
export function readInbound(inbound: Inbound, country: string): Arrived {
  const from = addressOf(inbound.channel, storable(inbound.from), country);
  const subject = inbound.subject && redactCardNumbers(storable(inbound.subject));
  const body = redactCardNumbers(storable(inbound.text));
  const keyword = keywordIn(inbound, body, subject ?? "");
  return {
    routeId: inbound.routeId,
    channel: inbound.channel,
    from,
    to: addressOf(inbound.channel, storable(inbound.to), country),
    subject: subject ? cut(subject, MOST_SUBJECT) : null,
    body: cut(body, MOST_BODY),
    providerId: inbound.providerId ? boundedId(storable(inbound.providerId)) : null,
    answers: (inbound.answers ?? [])
      .slice(0, MOST_ANSWERS)
      .map((id) => cut(storable(id).replaceAll(/[<>\s]/gu, ""), MOST_PROVIDER_ID)),
    keyword,
    stopsCalls: keyword === "STOP" && isText(inbound.channel) && revokesCalls(body),
    automatic: inbound.automatic || soundsAutomatic(inbound.channel, { from, subject, text: body }),
    incomplete: inbound.incomplete ?? false,
    proposed: INTENTS.find((intent) => intent === inbound.proposed),
  };
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).toWellFormed();
}

// Two long ids that only differ at the end must not become one.
function boundedId(id: string): string {
  if (id.length <= MOST_PROVIDER_ID) return id;
  return `sha256:${createHash("sha256").update(id).digest("hex")}`;
}

function soundsAutomatic(
  channel: Channel,
  arrived: { readonly from: string; readonly subject: string | undefined; readonly text: string },
): boolean {
  // Behind those stand people: no machine of theirs answers there, and their addresses are no numbers.
  if (["voice", "messenger", "chat"].includes(channel)) return false;
  return isAutomatic({ ...arrived, headers: channel === "email" ? {} : undefined });
}

/** Of an e-mail the writer's own words count; the subject only where there are none, as in an "unsubscribe" by a link. */
function keywordIn(inbound: Inbound, body: string, subject: string): Keyword | undefined {
  if (inbound.channel !== "email") return keywordOf(body)?.keyword;
  const own = ownWords(body);
  if (own !== "") return keywordOf(own)?.keyword;
  const isReply = (inbound.answers ?? []).length > 0 || /^\s*\p{L}{1,5}\s*:/u.test(subject);
  return isReply ? undefined : keywordOf(subject)?.keyword;
}
