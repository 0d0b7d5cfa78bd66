// Reading the facts of accounts and deciding them, against plainly reading the rows that those facts are made of.
import { sql } from "kysely";
import { loadContext, policyFor, type PlanContext } from "#messages/planning/context.ts";
import { decideAll } from "#messages/planning/decide-all.ts";
import { loadSubjects } from "#messages/planning/facts.ts";
import { asClient, openDb, openPool, type Db, type Tx } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import type { Facts } from "#policies/types.ts";
import { measured, peakRssMb, type Cost } from "./measure.ts";
import { round, share, type BenchResult } from "./result.ts";
import { seedClient, seedCustomers, THURSDAY } from "./seed.ts";
import { settle, type Stage } from "./stage.ts";

/** As many customers in a transaction as the looker takes. */
const SET = 500;
/** Accounts that are read plainly, with their facts, and decided, before the next ones are. */
const STRETCH = 20 * SET;

/** `size` accounts with five open invoices each. Nothing is written: this is what a preview of everybody does. */
export async function benchDecide(stage: Stage, size: number): Promise<BenchResult> {
  const at = await stage.database();
  const { clientId } = await seedClient(at, THURSDAY);
  const ids = await seedCustomers(at, clientId, size, THURSDAY);
  await settle(at);
  const db = openDb(openPool(at, "dunlin_worker", 1));
  try {
    const context = await asClient(db, clientId, async (tx) => await loadContext(tx, clientId));
    const pass = async (work: SetWork, customerIds: readonly string[]) =>
      await measured(stage.socketDir, async () => await inSets(db, clientId, customerIds, work));
    const works = {
      plain: readPlainly(clientId),
      facts: readFacts(context),
      decide: decideSet(context),
    };
    for (const work of Object.values(works)) await pass(work, ids.slice(0, 2 * SET));
    const [plain, facts, { cost, seen }] = await inTurn(
      [works.plain, works.facts, works.decide],
      ids,
      pass,
    );
    assert(seen === size && facts.seen === size, `${seen} of ${size} accounts were decided`);
    const cpuUs = cost.ownCpuUs + cost.databaseCpuUs;
    return {
      name: "decide",
      size,
      per_s: round(size / cost.seconds),
      ceiling_per_s: round(size / plain.cost.seconds),
      ratio: round(plain.cost.seconds / cost.seconds, 3),
      rss_mb: round(peakRssMb()),
      cpu_us_per_item: round(cpuUs / size, 1),
      limits: `reading: of the time of a decision ${share(plain.cost.seconds, cost.seconds)} is plain reading of accounts, invoices and contact points, ${share(facts.cost.seconds - plain.cost.seconds, cost.seconds)} the other facts and putting them together, the rest deciding; the database takes ${share(cost.databaseCpuUs, cpuUs)} of the processor time`,
    };
  } finally {
    await db.destroy();
  }
}

type Total = { cost: Cost; seen: number };

/**
 * Stretch by stretch each of the works, another one first each time: who reads a page that the others find warm, and what the
 * machine does beside, is the same for all.
 */
async function inTurn(
  works: readonly [SetWork, SetWork, SetWork],
  ids: readonly string[],
  pass: (work: SetWork, ids: readonly string[]) => Promise<{ cost: Cost; value: number }>,
): Promise<[Total, Total, Total]> {
  const none = (): Total => ({ cost: { seconds: 0, ownCpuUs: 0, databaseCpuUs: 0 }, seen: 0 });
  const totals: [Total, Total, Total] = [none(), none(), none()];
  for (let from = 0, first = 0; from < ids.length; from += STRETCH, first += 1) {
    for (let turn = 0; turn < works.length; turn += 1) {
      const index = (first + turn) % works.length;
      const { cost, value } = await pass(works[index]!, ids.slice(from, from + STRETCH));
      const total = totals[index]!;
      total.seen += value;
      total.cost = {
        seconds: total.cost.seconds + cost.seconds,
        ownCpuUs: total.cost.ownCpuUs + cost.ownCpuUs,
        databaseCpuUs: total.cost.databaseCpuUs + cost.databaseCpuUs,
      };
    }
  }
  return totals;
}

/** Returns how many accounts it saw. */
type SetWork = (tx: Tx, customerIds: readonly string[]) => Promise<number>;

async function inSets(
  db: Db,
  clientId: string,
  customerIds: readonly string[],
  work: SetWork,
): Promise<number> {
  let seen = 0;
  for (let from = 0; from < customerIds.length; from += SET) {
    const set = customerIds.slice(from, from + SET);
    seen += await asClient(db, clientId, async (tx) => await work(tx, set));
  }
  return seen;
}

/** The ceiling: the rows that there are, by the same keys, left as they come. */
function readPlainly(clientId: string): SetWork {
  return async (tx, customerIds) => {
    const { rows } = await sql<{ accountId: string }>`
      select a.account_id, a.customer_id, a.currency, c.facts_version, a.outcome, a.reason,
        c.language, c.zone, c.country, c.segment, c.kind
      from dunlin.account a join dunlin.customer c using (client_id, customer_id)
      where a.client_id = ${clientId} and a.customer_id = any(${customerIds}::uuid[])`.execute(tx);
    const accountIds = rows.map((row) => row.accountId);
    await sql`
      select account_id, invoice_id, due_on - date '1970-01-01' as due_on, open_minor from dunlin.invoice
      where client_id = ${clientId} and account_id = any(${accountIds}::uuid[]) and open_minor > 0`.execute(
      tx,
    );
    await sql`
      select customer_id, contact_point_id, kind, address, disclosure, rank from dunlin.contact_point
      where client_id = ${clientId} and customer_id = any(${customerIds}::uuid[]) and retired_at is null`.execute(
      tx,
    );
    return rows.length;
  };
}

function readFacts(context: PlanContext): SetWork {
  return async (tx, customerIds) => (await loadSubjects(tx, context, customerIds, THURSDAY)).length;
}

function decideSet(context: PlanContext): SetWork {
  const { policy } = context;
  assert(policy, "the client has a policy");
  const policyOf = (facts: Facts) => policyFor({ ...context, policy }, facts);
  return async (tx, customerIds) => {
    const subjects = await loadSubjects(tx, context, customerIds, THURSDAY);
    return decideAll(subjects, policyOf, THURSDAY.epochMilliseconds, new Map()).length;
  };
}
