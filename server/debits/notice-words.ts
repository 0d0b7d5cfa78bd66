// The notice of one debit: whether, when, to whom and with which words; pure.
import type { NewMessage } from "#messages/outbox.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { zonesOf } from "#messages/planning/zones.ts";
import { aboutClient } from "#messages/templates/about-client.ts";
import { disclosureAt } from "#policies/consent.ts";
import { earliestAllowed } from "#policies/contact-rules.ts";
import { dateOf, DAY_MS, dayAt, dayOfDate, startOfDay } from "#policies/day.ts";
import type { NoticeFacts, NoticePoint } from "./notice-facts.ts";
import type { DebitSettings } from "./settings.ts";

/** What is wrong is looked at again so much later, for as long as there is time before the strike. */
const AGAIN_MS = DAY_MS / 4;

export type NoticePlan =
  | { readonly message: NewMessage; readonly isLate: boolean }
  /** Nobody can be told now; `again`: when to look once more. */
  | { readonly problem: string; readonly again: number | undefined };

/** What becomes of a notice that is due. */
export function planNotice(
  context: PlanContext,
  settings: DebitSettings,
  facts: NoticeFacts,
  nowMs: number,
): NoticePlan {
  const { client, policy } = context;
  const country = facts.country;
  const numbers = facts.points.flatMap((one) => (one.channel === "sms" ? [one.address] : []));
  const zones = facts.zone === null ? zonesOf(null, country, numbers) : [facts.zone];
  const zone = zones[0] ?? client.zone;
  const strike = dayOfDate(facts.strikeOn);
  const again = nowMs + AGAIN_MS < startOfDay(strike, zone) ? nowMs + AGAIN_MS : undefined;
  if (dayAt(nowMs, zone) >= strike) return { problem: "too_late", again: undefined };
  if (facts.heldBy !== null) return { problem: facts.heldBy, again };
  const point = pointFor(context, settings, facts.points);
  if (typeof point === "string") return { problem: point, again };
  const allowed = earliestAllowed({
    zones,
    country,
    channel: point.channel,
    class: "notice",
    profiles: policy?.profiles ?? [],
    party: policy?.party ?? "first",
    between: undefined,
    from: nowMs,
  });
  if (!("at" in allowed) || allowed.at >= startOfDay(strike, zone))
    return { problem: "contact_hours", again: undefined };
  const isLate = dayAt(allowed.at, zone) > dayOfDate(facts.noticeBy);
  // Until the cut-off an answer helps; what is later than that is still told, up to the strike.
  const cutoff = facts.cutoffAt.epochMilliseconds;
  const notAfter = allowed.at < cutoff ? cutoff : startOfDay(strike, zone);
  return {
    isLate,
    message: {
      class: "notice",
      lane: 2,
      channel: point.channel,
      address: point.address,
      disclosure: disclosureAt(point.disclosure, point.customers),
      template: settings.template,
      language: facts.language,
      data: wordsOf(context, settings, facts, point, dayAt(allowed.at, zone)),
      notBefore: allowed.at,
      notAfter,
      customerId: facts.customerId,
      contactPointId: point.id,
      factsVersion: facts.factsVersion,
    },
  };
}

const MOST_SPECIFIC = ["opted_out", "address_dead", "undeliverable", "no_route"] as const;

/** The first point, by the client's order of channels, that may be used; else why none may. */
function pointFor(
  { routes }: PlanContext,
  { channels }: DebitSettings,
  points: readonly NoticePoint[],
): NoticePoint | string {
  const why = (point: NoticePoint): string | undefined => {
    if (point.optedOut) return "opted_out";
    if (point.dead) return "address_dead";
    if (point.failed) return "undeliverable";
    return routes.some((route) => route.channel === point.channel) ? undefined : "no_route";
  };
  const wanted = channels.flatMap((channel) => points.filter((one) => one.channel === channel));
  const usable = wanted.find((one) => why(one) === undefined);
  if (usable) return usable;
  const reasons = wanted.map(why);
  return MOST_SPECIFIC.find((reason) => reasons.includes(reason)) ?? "no_contact_point";
}

function wordsOf(
  { client }: PlanContext,
  settings: DebitSettings,
  facts: NoticeFacts,
  point: NoticePoint,
  today: number,
): NewMessage["data"] {
  const { name, phone, email } = client;
  const contact = settings.contact ?? phone ?? email ?? name;
  const queries = settings.queries_number ?? phone;
  const { options } = settings;
  return {
    client: aboutClient(client),
    customer: { name: facts.customerName, reference: facts.customerReference },
    ...(point.person === null ? {} : { person: { name: point.person } }),
    today: dateOf(today),
    vars: {
      seller: settings.seller ?? name,
      contact,
      product: facts.product || settings.product || (settings.seller ?? name),
      amount: { minor: facts.amountMinor, currency: facts.currency },
      strike_on: facts.strikeOn,
      // One number for both is said once.
      ...(queries && queries !== contact && { queries_number: queries }),
      ...Object.fromEntries(
        Object.entries(options).map(([digit, meaning]) => [`option_${digit}`, meaning]),
      ),
    },
  };
}
