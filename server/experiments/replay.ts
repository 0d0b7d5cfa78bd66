// The last days decided again under another policy: what would have been said to whom, beside what was said.
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { loadContext, type PlanContext } from "#messages/planning/context.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import {
  compareContacts,
  type Change,
  type Compared,
  type Occasion,
} from "#policies/compare-contacts.ts";
import { dateOf, dayAt, startOfDay } from "#policies/day.ts";
import { parsePolicy } from "#policies/ladder.ts";
import type { Day, EpochMs, Policy } from "#policies/types.ts";
import { customersAfter } from "./customer-pages.ts";
import { noChanges } from "./difference.ts";
import { loadPast, type PastLife } from "./past.ts";
import { pastBooks, type PastBook } from "./past-rows.ts";
import { channelsOf, rehearse, silenceOn } from "./rehearse.ts";

export type ReplayResult = {
  readonly from: string;
  readonly to: string;
  readonly customers: number;
  /** Steps that were said, and that would have been. */
  readonly said: number;
  readonly would: number;
  readonly changes: Record<Change, number>;
  /** Why the policy would not have said what was. */
  readonly reasons: Record<string, number>;
  readonly days: { date: string; said: number; would: number }[];
  /**
   * The measure of the method itself: what was said, decided again under the policies that were in force then. How much of it
   * comes out the same, step, day, channel and words, is how far the rest may be trusted.
   */
  readonly check: { readonly said: number; readonly same: number };
  readonly linesKept: number;
  readonly linesInAll: number;
};

export type ReplayLine = Compared & { readonly accountId: string; readonly reason: string | null };

export type ReplayPorts = {
  readonly candidate: Policy;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  readonly onPage: (customers: number) => Promise<void>;
  /** Keeps lines, in the transaction of the page. */
  readonly keep: (tx: Tx, lines: readonly ReplayLine[], firstLine: number) => Promise<void>;
};

/** Lines that differ and are kept; all are counted. */
const MOST_LINES = 20_000;

/**
 * Replays from an instant until another, set by set of customers, each in a transaction of its own. Payments, disputes and
 * answers come as they really came: whether another message would have changed them is not known, so nothing is said of money.
 */
export async function replay(db: Db, clientId: string, ports: ReplayPorts): Promise<ReplayResult> {
  const run = await asClient(db, clientId, async (tx) => await begin(tx, clientId, ports));
  for (let behind: string | undefined; ;) {
    const ids = await asClient(db, clientId, async (tx) => {
      const page = await customersAfter(tx, clientId, behind);
      if (page.length > 0) await replayPage(tx, run, page);
      return page;
    });
    if (ids.length === 0) break;
    behind = ids.at(-1);
    run.customers += ids.length;
    await ports.onPage(run.customers);
  }
  const { said, would, changes, reasons, check, linesKept, linesInAll, customers } = run;
  return {
    from: dateOf(run.firstDay).toString(),
    to: dateOf(dayAt(run.end, run.zone)).toString(),
    customers,
    said,
    would,
    changes,
    reasons,
    days: run.days,
    check,
    linesKept,
    linesInAll,
  };
}

type Run = {
  readonly ports: ReplayPorts;
  readonly context: PlanContext;
  readonly zone: string;
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly firstDay: Day;
  readonly books: readonly PastBook[];
  readonly inForce: readonly { readonly since: EpochMs; readonly policy: Policy }[];
  readonly changes: Record<Change, number>;
  readonly reasons: Record<string, number>;
  readonly days: { date: string; said: number; would: number }[];
  readonly check: { said: number; same: number };
  customers: number;
  said: number;
  would: number;
  linesKept: number;
  linesInAll: number;
};

async function begin(tx: Tx, clientId: string, ports: ReplayPorts): Promise<Run> {
  const context = await loadContext(tx, clientId);
  const { zone } = context.client;
  const [start, end] = [ports.from.epochMilliseconds, ports.to.epochMilliseconds];
  const firstDay = dayAt(start, zone);
  const count = dayAt(end, zone) - firstDay + 1;
  return {
    ports,
    context,
    zone,
    start,
    end,
    firstDay,
    books: await pastBooks(tx, clientId, ports.to),
    inForce: await versionsOf(tx, clientId),
    changes: noChanges(),
    reasons: {},
    days: Array.from({ length: count }, (_, index) => ({
      date: dateOf(firstDay + index).toString(),
      said: 0,
      would: 0,
    })),
    check: { said: 0, same: 0 },
    customers: 0,
    said: 0,
    would: 0,
    linesKept: 0,
    linesInAll: 0,
  };
}

/** Every version that was put in force, the oldest first; one that no longer parses is left out. */
async function versionsOf(tx: Tx, clientId: string): Promise<Run["inForce"]> {
  const { country } = await getClient(tx, clientId);
  const rows = await tx
    .selectFrom("policy")
    .select(["version", "source", "appliedAt"])
    .where("clientId", "=", clientId)
    .where("candidate", "=", false)
    .orderBy("version")
    .execute();
  return rows.flatMap(({ version, source, appliedAt }) => {
    const parsed = parsePolicy(source, { version, country });
    return "policy" in parsed
      ? [{ since: appliedAt.epochMilliseconds, policy: parsed.policy }]
      : [];
  });
}

async function replayPage(tx: Tx, run: Run, customerIds: readonly string[]): Promise<void> {
  const { context, ports, books, start, end, inForce } = run;
  const lives = await loadPast(tx, context, customerIds, { ...ports, books });
  const lines: ReplayLine[] = [];
  for (const of of Map.groupBy(lives, (life) => life.subject.customerId).values()) {
    const would = rehearse(of, () => ports.candidate, start, end);
    const again = rehearse(
      of,
      (_, at) => inForce.findLast((one) => one.since <= at)?.policy,
      start,
      end,
    );
    for (const [index, life] of of.entries()) {
      const said = occasionsOf(life);
      if (said.length === 0 && would[index]!.occasions.length === 0) continue;
      const same = compareContacts(said, again[index]!.occasions);
      run.check.said += said.length;
      run.check.same += same.filter((one) => one.change === "same").length;
      for (const one of compareContacts(said, would[index]!.occasions)) {
        const reason =
          one.before && !one.after
            ? silenceOn(would[index]!, ports.candidate, one.before.stepId, one.before.on)
            : null;
        note(run, one, reason);
        if (one.change === "same") continue;
        lines.push({ ...one, accountId: life.subject.facts.accountId, reason });
      }
    }
  }
  run.linesInAll += lines.length;
  const kept = lines.slice(0, Math.max(0, MOST_LINES - run.linesKept));
  if (kept.length > 0) await ports.keep(tx, kept, run.linesKept + 1);
  run.linesKept += kept.length;
}

function note(run: Run, { change, before, after }: Compared, reason: string | null): void {
  run.changes[change] += 1;
  if (reason !== null) run.reasons[reason] = (run.reasons[reason] ?? 0) + 1;
  const dayOf = (one: Occasion) => run.days[one.on - run.firstDay];
  if (before) {
    run.said += 1;
    const day = dayOf(before);
    if (day) day.said += 1;
  }
  if (after) {
    run.would += 1;
    const day = dayOf(after);
    if (day) day.would += 1;
  }
}

/** Messages of one step and day are one occasion, over all their channels. */
function occasionsOf({ said, subject: { facts } }: PastLife): Occasion[] {
  const zone = facts.zones[0] ?? "UTC";
  const steps = said.flatMap((one) => {
    const { stepId, anchor } = one;
    return stepId === null || stepId === "campaign"
      ? []
      : [{ ...one, stepId, key: `${stepId} ${anchor}` }];
  });
  return [...Map.groupBy(steps, (one) => one.key).values()].map((of) => ({
    stepId: of[0]!.stepId,
    on: dayAt(of[0]!.at, zone),
    channels: channelsOf(of.map((one) => one.channel)),
    template: of[0]!.template,
  }));
}

/** The beginning of the day so many days ago, in the client's zone. */
export function startOfReplay(now: Temporal.Instant, days: number, zone: string): Temporal.Instant {
  const today = dayAt(now.epochMilliseconds, zone);
  return Temporal.Instant.fromEpochMilliseconds(startOfDay(today - days, zone));
}

/** Keeps lines as rows of a replay. */
export async function keepLines(
  tx: Tx,
  clientId: string,
  replayId: string,
  lines: readonly ReplayLine[],
  firstLine: number,
): Promise<void> {
  const side = (one: Occasion | undefined) =>
    one && {
      step: one.stepId,
      day: dateOf(one.on).toString(),
      channels: one.channels,
      template: one.template,
    };
  const rows = lines.map((line, index) => ({
    line: firstLine + index,
    account_id: line.accountId,
    change: line.change,
    said: side(line.before),
    would: side(line.after),
    reason: line.reason,
  }));
  await sql`
    insert into dunlin.policy_replay_line (client_id, replay_id, line, account_id, change, said, would, reason)
    select ${clientId}, ${replayId}, line, account_id, change, said, would, reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row
      (line integer, account_id uuid, change text, said jsonb, would jsonb, reason text)
  `.execute(tx);
}
