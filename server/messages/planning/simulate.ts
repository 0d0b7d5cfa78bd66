// What the policy would do over the real book, day by day, by the function that does it for real. Writes nothing.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import { draft } from "#messages/outbox.ts";
import { loadContext, policyFor, type PlanContext } from "#messages/planning/context.ts";
import { decideAll, type Contacts, type Decided } from "#messages/planning/decide-all.ts";
import { evolve } from "#messages/planning/evolve.ts";
import { loadSubjects, type Subject } from "#messages/planning/facts.ts";
import { loadDetails, messagesOf, type Details } from "#messages/planning/speak.ts";
import type { Channel } from "#messages/route.ts";
import { roundToMinor } from "#messages/text/price.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { DAY_MS, MINUTE_MS, dateOf, dayAt, dayOfDate, startOfDay } from "#policies/day.ts";
import type { Day, EpochMs, Facts, Policy } from "#policies/types.ts";

export type SimulatedDay = {
  readonly date: Temporal.PlainDate;
  readonly sms: number;
  readonly email: number;
  readonly voice: number;
  /** Where there is any. */
  readonly whatsapp?: number;
  readonly segments: number;
  readonly cost: readonly { readonly currency: string; readonly minor: bigint }[];
};

export type Simulation = {
  readonly days: readonly SimulatedDay[];
  /** Decisions over all days, by reason code. */
  readonly reasons: Record<string, number>;
};

type Counted = { counts: Map<Channel, number> } & { segments: number; micros: bigint };

const PAGE = 500;
/** A policy that asks to be looked at more often than this is broken; its account ends there. */
const LOOKS_A_DAY = 24;

/** Simulates `days` days from `from` on, as if nobody paid, answered or changed anything, and the books stayed fresh. */
export async function simulate(
  tx: Tx,
  clientId: string,
  options: {
    readonly days: number;
    readonly from: Temporal.PlainDate | undefined;
    readonly now: Temporal.Instant;
    /** Instead of the one in force. */
    readonly policy?: Policy | undefined;
    readonly onProgress?: (customers: number) => void;
  },
): Promise<Simulation> {
  const found = await loadContext(tx, clientId);
  const context = options.policy === undefined ? found : { ...found, policy: options.policy };
  if (!context.policy) {
    throw new UserError("the client has no policy yet; apply one with: policy apply FILE");
  }
  const { zone } = context.client;
  const start =
    options.from === undefined
      ? options.now.epochMilliseconds
      : Math.max(startOfDay(dayOfDate(options.from), zone), 0);
  const first = dayAt(start, zone);
  const run: Run = {
    context,
    start,
    end: startOfDay(first + options.days, zone),
    first,
    days: Array.from({ length: options.days }, () => ({
      counts: new Map(),
      segments: 0,
      micros: 0n,
    })),
    reasons: {},
  };
  await eachPage(tx, clientId, async (customerIds, done) => {
    const subjects = await loadSubjects(tx, context, customerIds, options.now, { hopeful: true });
    const invoiceIds = subjects.flatMap(({ facts }) => facts.invoices.map((one) => one.id));
    const details = await loadDetails(tx, clientId, customerIds, invoiceIds);
    for (const accounts of Map.groupBy(subjects, (subject) => subject.customerId).values()) {
      simulateCustomer(run, accounts, details);
    }
    options.onProgress?.(done);
  });
  return { days: run.days.map((day, index) => dayOf(run, day, index)), reasons: run.reasons };
}

type Run = {
  readonly context: PlanContext;
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly first: Day;
  readonly days: Counted[];
  readonly reasons: Record<string, number>;
};

function dayOf({ context, first }: Run, day: Counted, index: number): SimulatedDay {
  const { currency } = context.client;
  const { micros, counts, segments } = day;
  const of = (channel: Channel) => counts.get(channel) ?? 0;
  const whatsapp = of("whatsapp");
  const cost = micros > 0n ? [{ currency, minor: roundToMinor(micros, currency) }] : [];
  return {
    date: dateOf(first + index),
    sms: of("sms"),
    email: of("email"),
    voice: of("voice"),
    ...(whatsapp > 0 ? { whatsapp } : {}),
    segments,
    cost,
  };
}

async function eachPage(
  tx: Tx,
  clientId: string,
  work: (customerIds: readonly string[], done: number) => Promise<void>,
): Promise<void> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (let done = 0; ;) {
    const { rows } = await sql<{ id: string }>`
      select customer_id as id from dunlin.customer
      where client_id = ${clientId} and customer_id > ${after}::uuid order by customer_id limit ${PAGE}
    `.execute(tx);
    if (rows.length === 0) return;
    const ids = rows.map((row) => row.id);
    done += ids.length;
    await work(ids, done);
    after = ids.at(-1)!;
  }
}

/** All accounts of a customer are decided at each of their looks, as it is done for real. */
function simulateCustomer(run: Run, accounts: readonly Subject[], details: Details): void {
  const { context, start, end } = run;
  const contacts: Contacts = new Map();
  const policyOf = (facts: Facts): Policy =>
    policyFor({ ...context, policy: context.policy! }, facts);
  const mostLooks = Math.ceil((end - start) / DAY_MS) * LOOKS_A_DAY;
  let subjects = accounts;
  let at = start;
  for (let look = 0; at < end && look < mostLooks; look += 1) {
    const fresh = subjects.map((one) => ({ ...one, facts: { ...one.facts, bookAsOf: at } }));
    const decided = decideAll(fresh, policyOf, at, contacts);
    for (const one of decided) countAnswer(run, one, details, at);
    subjects = decided.map(({ answer }, index) => {
      const subject = subjects[index]!;
      const facts = { ...evolve(subject.facts, answer, at), nextEpisodeId: randomUUIDv7() };
      return { ...subject, facts };
    });
    const next = Math.min(...decided.map(({ answer }) => answer.nextLookAt ?? Infinity));
    at = Math.max(next, at + MINUTE_MS);
  }
}

function countAnswer(run: Run, { subject, answer }: Decided, details: Details, at: EpochMs): void {
  const { context, reasons } = run;
  for (const decision of answer.decisions) {
    reasons[decision.reason] = (reasons[decision.reason] ?? 0) + 1;
    if (decision.outcome !== "send") continue;
    const saying = { subject, answer, decision, decisionId: "" };
    const instant = Temporal.Instant.fromEpochMilliseconds(at);
    for (const message of messagesOf(context, saying, details, instant)) count(run, message);
  }
}

function count(run: Run, message: ReturnType<typeof messagesOf>[number]): void {
  const day = run.days[dayAt(message.notBefore, run.context.client.zone) - run.first];
  if (!day) return;
  const drafted = draft(run.context, message);
  // What would be held or has no way out is no message of that day, but its reason is told.
  if (drafted.state !== "planned") {
    const [reason = drafted.state] = (drafted.reason ?? drafted.state).split(":");
    run.reasons[reason] = (run.reasons[reason] ?? 0) + 1;
    return;
  }
  day.counts.set(message.channel, (day.counts.get(message.channel) ?? 0) + 1);
  day.segments += message.channel === "sms" ? drafted.segments : 0;
  day.micros += drafted.priceMicros;
}
