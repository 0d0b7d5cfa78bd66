// What the policy would do over the real book, day by day, by the function that does it for real. Writes nothing.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import { draft } from "#messages/outbox.ts";
import { loadContext, type PlanContext } from "#messages/planning/context.ts";
import { evolve } from "#messages/planning/evolve.ts";
import { loadSubjects, type Subject } from "#messages/planning/facts.ts";
import { loadDetails, messagesOf, type Details } from "#messages/planning/speak.ts";
import type { Channel } from "#messages/route.ts";
import { roundToMinor } from "#messages/text/price.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { DAY_MS, dateOf, dayAt, dayOfDate, startOfDay } from "#policies/day.ts";
import { decide } from "#policies/decide.ts";
import type { Day, EpochMs } from "#policies/types.ts";

export type SimulatedDay = {
  readonly date: Temporal.PlainDate;
  readonly sms: number;
  readonly email: number;
  readonly voice: number;
  readonly segments: number;
  readonly cost: readonly { readonly currency: string; readonly minor: bigint }[];
};

export type Simulation = {
  readonly days: readonly SimulatedDay[];
  /** Decisions over all days, by reason code. */
  readonly reasons: Record<string, number>;
};

type Counted = Record<Channel, number> & { segments: number; micros: bigint };

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
    readonly onProgress?: (customers: number) => void;
  },
): Promise<Simulation> {
  const context = await loadContext(tx, clientId);
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
      sms: 0,
      email: 0,
      voice: 0,
      segments: 0,
      micros: 0n,
    })),
    reasons: {},
  };
  await eachPage(tx, clientId, async (customerIds, done) => {
    const subjects = await loadSubjects(tx, context, customerIds, options.now);
    const invoiceIds = subjects.flatMap(({ facts }) => facts.invoices.map((one) => one.id));
    const details = await loadDetails(tx, clientId, customerIds, invoiceIds);
    for (const subject of subjects) simulateSubject(run, subject, details);
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
  const { micros, ...counts } = day;
  const cost = micros > 0n ? [{ currency, minor: roundToMinor(micros, currency) }] : [];
  return { date: dateOf(first + index), ...counts, cost };
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

function simulateSubject(run: Run, subject: Subject, details: Details): void {
  const { context, start, end, reasons } = run;
  const policy = context.policy!;
  let { facts } = subject;
  let at = start;
  const mostLooks = Math.ceil((end - start) / DAY_MS) * LOOKS_A_DAY;
  for (let look = 0; at < end && look < mostLooks; look += 1) {
    const answer = decide({ ...facts, bookAsOf: at }, policy, at);
    for (const decision of answer.decisions) {
      reasons[decision.reason] = (reasons[decision.reason] ?? 0) + 1;
      if (decision.outcome !== "send") continue;
      const saying = { subject: { ...subject, facts }, answer, decision, decisionId: "" };
      const instant = Temporal.Instant.fromEpochMilliseconds(at);
      for (const message of messagesOf(context, saying, details, instant)) count(run, message);
    }
    facts = { ...evolve(facts, answer, at), nextEpisodeId: randomUUIDv7() };
    if (answer.nextLookAt === undefined) return;
    at = Math.max(answer.nextLookAt, at + 60_000);
  }
}

function count(run: Run, message: ReturnType<typeof messagesOf>[number]): void {
  const day = run.days[dayAt(message.notBefore, run.context.client.zone) - run.first];
  if (!day) return;
  const drafted = draft(run.context, message);
  if (drafted.state === "suppressed") {
    const reason = drafted.reason ?? "suppressed";
    run.reasons[reason] = (run.reasons[reason] ?? 0) + 1;
    return;
  }
  day[message.channel] += 1;
  day.segments += message.channel === "sms" ? drafted.segments : 0;
  day.micros += drafted.priceMicros;
}
