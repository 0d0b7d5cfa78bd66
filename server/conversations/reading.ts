// What a reply says, before anybody knows what it answers.
import type { PlanContext } from "#messages/planning/context.ts";
import { zonesOf } from "#messages/planning/zones.ts";
import { exponentOf } from "#platform/money.ts";
import { folded } from "#understanding/fold.ts";
import { amountsIn, datesIn } from "#understanding/parsing/marks.ts";
import type { Amount, Around, Intent, Understood } from "#understanding/types.ts";
import { twoDays } from "#understanding/two-days.ts";
import { isAnybodys, understand } from "#understanding/understand.ts";
import { yesOrNo } from "#understanding/yes-or-no.ts";
import type { Arrived } from "./arrived.ts";
import { withProposal } from "./proposal.ts";
import type { Correspondent, Point } from "./correspondent.ts";
import type { Reply } from "./dialogue/types.ts";
import { ownWords } from "./keywords-own-words.ts";

/** All that are shipped run at once: nobody says in which language a short text is written. */
export const LANGUAGES = ["en", "pl", "af", "zu"] as const;
/** What is longer is a letter: a person reads it, whatever its beginning resembles. */
export const MOST_CHARACTERS = 1_000;

/** Reads a reply. Pure; never throws. */
export function readReply(
  arrived: Arrived,
  { point }: Correspondent,
  { client }: PlanContext,
  now: Temporal.Instant,
): Reply {
  const written = wordsOf(arrived);
  const text = written.slice(0, MOST_CHARACTERS);
  const around: Around = {
    languages: LANGUAGES,
    language: point?.language ?? client.language,
    currency: client.currency,
    today: todayOf(point, client.zone, now),
    ...(point?.paydayDay == null ? {} : { paydayDay: point.paydayDay }),
  };
  const plain = folded(text);
  const understood = understand(text, around);
  const isLetter = written.length > MOST_CHARACTERS;
  const isOpen = () => isAnybodys(text, around);
  const bothDays = twoDays(text, datesIn(text, around), around.today);
  const known = bothDays ? inTwo(understood, isOpen) : understood;
  const read = keywordsFirst(
    isLetter ? unread(understood) : withProposal(known, arrived.proposed, isOpen),
    arrived,
  );
  const looking = read.intent === "paid_already" ? "backward" : "forward";
  const number = bareNumber(plain);
  return {
    kind: "reply",
    read,
    isHelp: arrived.keyword === "HELP",
    yesNo: yesOrNo(text, LANGUAGES),
    leans: yesOrNo(plain.split(" ", 1)[0] ?? "", LANGUAGES),
    number,
    amounts: amountsOf(text, around),
    days: datesIn(text, around, looking),
    ...(bothDays && { bothDays }),
    words: plain === "" ? 0 : plain.split(" ").length,
    asksForCall: CALL.test(plain),
    missesInvoice: MISSES_INVOICE.test(plain),
  };
}

const TO_PAY: ReadonlySet<Intent> = new Set(["pay", "pay_part", "promise", "plan"]);
const LIKELY = 0.6;

/** Two days make what is said about paying a plan; what was too unsure for it is, where nothing protected may be meant. */
function inTwo(read: Understood, isOpen: () => boolean): Understood {
  const isLikely = read.source === "none" && TO_PAY.has(read.best) && read.confidence >= LIKELY;
  return isLikely && isOpen() ? { ...read, intent: "plan", source: "rule" } : read;
}

/** Today where the customer lives. */
export function todayOf(
  point: Pick<Point, "zone" | "country"> | undefined,
  clientZone: string,
  now: Temporal.Instant,
): Temporal.PlainDate {
  const zone = point && zonesOf(point.zone, point.country, [])[0];
  return now.toZonedDateTimeISO(zone ?? clientZone).toPlainDate();
}

/** The writer's own words, of a mail without what it quotes; the subject only of an empty mail that answers none of ours. */
export function wordsOf({ channel, body, subject }: Arrived): string {
  if (channel !== "email") return body;
  const own = ownWords(body);
  const isReply = /^\s*\p{L}{1,5}\s*:/u.test(subject ?? "");
  return own !== "" || isReply ? own : (subject ?? "");
}

const BY_KEYWORD: Readonly<Record<NonNullable<Arrived["keyword"]>, Intent | undefined>> = {
  STOP: "stop",
  BALANCE: "balance",
  HELP: "other",
  START: "other",
};

const unread = (read: Understood): Understood => ({ ...read, intent: "other", source: "none" });

// A keyword is certain, whatever else the text resembles.
function keywordsFirst(read: Understood, { keyword }: Arrived): Understood {
  const intent = keyword && BY_KEYWORD[keyword];
  if (intent === undefined) return read;
  return { ...read, intent, best: intent, confidence: 1, source: "keyword" };
}

const POLITE =
  /(?: (?:please|pls|thanks|thank you|prosze|dzieki|asseblief|asb|dankie|ngicela|ngiyabonga))+$/u;

/** "2", "option 2", "2 please". */
function bareNumber(plain: string): number | undefined {
  const match = /^(?:option |number |nr |opcja |opsie |nommer )?(\d{1,9})$/u.exec(
    plain.replace(POLITE, ""),
  );
  return match ? Number(match[1]) : undefined;
}

/** A number alone is an amount where one was asked for. */
function amountsOf(text: string, around: Around): readonly Amount[] {
  const found = amountsIn(text, around);
  if (found.length > 0) return found;
  const match = /^\s*(\d{1,9})(?:[.,](\d{1,3}))?\s*$/u.exec(text);
  if (!match) return [];
  const digits = exponentOf(around.currency);
  const fraction = match[2] ?? "";
  if (fraction.length > digits) return [];
  const minor = BigInt(`${match[1]!}${fraction.padEnd(digits, "0")}`);
  return minor > 0n ? [{ minor, currency: undefined }] : [];
}

/** In English, Polish, Afrikaans and isiZulu, on folded text. */
const CALL =
  /\b(?:(?:call|phone|ring) (?:me|us|back)|callback|give me a (?:call|ring)|zadzwon\w*|oddzwon\w*|telefon(?:u|iczn\w*)? (?:do mnie|kontakt)|bel (?:my|ons)|skakel my|ngishayel\w*|ngifonel\w*|shayela|ungishayele)\b/u;

const INVOICE = String.raw`(?:invoices?|inv|bills?|statements?|faktuu?r\w*|rachun\w*|rekening\w*|invoyisi|i invoice|inivoyisi)`;
const NOT_GOT = String.raw`(?:(?:never|not|havent|hasnt|didnt|havnt|dont|no)\b.{0,30}\b(?:receiv\w*|got|get|getting|gotten|came|come|arrived?)|nie (?:dosta\w*|otrzym\w*|przyszl\w*|dotarl\w*|mam)|(?:nooit|nie|nog nie)\b.{0,30}\b(?:ontvang|gekry)|(?:angi(?:ka|zange|yi|ka yi)\w*|angitholanga|angikayitholi|ayifikanga))`;
const AFRIKAANS = String.raw`\b(?:nooit|nie)\b.{0,20}\b${INVOICE}\b.{0,20}\b(?:ontvang|gekry)\b`;
const MISSES_INVOICE = new RegExp(
  String.raw`\b${NOT_GOT}\b.{0,30}\b${INVOICE}\b|\b${INVOICE}\b.{0,30}\b${NOT_GOT}|${AFRIKAANS}`,
  "u",
);
