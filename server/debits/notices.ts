// Telling people before a debit: planned when its time has come, said again when what was said is not true any more, and
// tried another way when it did not arrive.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { say } from "#messages/outbox.ts";
import { loadContext } from "#messages/planning/context.ts";
import { startChore, type Chore } from "#platform/chore.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";
import { dueNotices, lockDue, type NoticeFacts } from "./notice-facts.ts";
import { planNotice, type NoticePlan } from "./notice-words.ts";
import { loadDebitSettings } from "./settings.ts";
import { withdrawNotices } from "./withdrawing.ts";

const POLL_MS = 5_000;
/** What failed after its hand-over is looked for in one round of so many. */
const ROUNDS_BETWEEN = 60;
const ACTOR = "debits";
/** Sets of one client in one round. */
const MOST_SETS = 200;

/** Tells people of debits from time to time. Any number of processes may do it. */
export function startNoticing(db: Db, log: Logger, everyMs = POLL_MS): Chore {
  let round = 0;
  return startChore(log, "notices of debits wait", { everyMs }, async (signal) => {
    const isThorough = round % ROUNDS_BETWEEN === 0;
    round += 1;
    return await noticeAll(db, log, { isEnding: () => signal.aborted, isThorough });
  });
}

type Round = { readonly isEnding: () => boolean; readonly isThorough: boolean };

/** Plans every notice that is due, client by client, and follows up those that were planned; how many were written. */
export async function noticeAll(db: Db, log: Logger, round: Partial<Round> = {}): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select dunlin.clients_with_debits(dunlin.clock_now()) as id`.execute(db);
  let said = 0;
  for (const { id } of rows) {
    if (round.isEnding?.() === true) return said;
    said += await noticeClient(db, id, round).catch((error: unknown) => {
      log.warn({ client: id, error: messageOf(error) }, "notices of debits can't be planned");
      return 0;
    });
  }
  return said;
}

/** The same for one client; `isThorough`: what failed after its hand-over is looked for as well. */
export async function noticeClient(
  db: Db,
  clientId: string,
  { isEnding = () => false, isThorough = true }: Partial<Round> = {},
): Promise<number> {
  await asClient(db, clientId, async (tx) => {
    const now = await clockNow(tx);
    await followUp(tx, clientId, now);
    if (isThorough) await followFailed(tx, clientId, now);
  });
  let said = 0;
  for (let set = 0; set < MOST_SETS && !isEnding(); set += 1) {
    const done = await asClient(db, clientId, async (tx) => await noticeSet(tx, clientId));
    said += done.said;
    if (done.looked === 0) break;
  }
  return said;
}

/**
 * What became of notices that were planned: handed over makes their debits `notified`; taken back, failed or expired makes
 * them due once more.
 */
async function followUp(tx: Tx, clientId: string, now: Temporal.Instant): Promise<void> {
  const { rows } = await sql<{ debitId: string; customerId: string; messageId: string }>`
    with last as (
      select d.debit_id, told.message_id,
        told.state = 'uncertain' or told.handed_over_at is not null and told.state <> 'failed' as told,
        told.state in ('planned', 'queued', 'held') as waiting
      from dunlin.debit_order d
      cross join lateral (
        select m.message_id, m.state, m.handed_over_at from dunlin.debit_notice n
        join dunlin.message m using (client_id, message_id)
        where n.client_id = d.client_id and n.debit_id = d.debit_id
          and n.amount_minor = d.amount_minor and n.strike_on = d.strike_on
        order by n.at desc, n.message_id desc limit 1
      ) told
      where d.client_id = ${clientId} and d.state = 'planned' and d.notice_at is null and d.notice_problem is null
      limit 5000
      for update of d skip locked
    )
    update dunlin.debit_order d set changed_at = ${now},
      state = case when l.told then 'notified' else d.state end,
      notice_at = case when l.told then null else ${now}::timestamptz end
    from last l
    where d.client_id = ${clientId} and d.debit_id = l.debit_id and not l.waiting
    returning d.debit_id, d.customer_id, case when l.told then l.message_id end as message_id
  `.execute(tx);
  await recordEvents(
    tx,
    clientId,
    now,
    rows
      .filter((row) => row.messageId !== null)
      .map(({ debitId, customerId, messageId }) => ({
        kind: "debit.notified",
        customerId,
        messageId,
        actor: ACTOR,
        cause: debitId,
        body: { debit_id: debitId },
      })),
  );
}

/** What was handed over and did not arrive after all is said once more by another way, while there is time. */
async function followFailed(tx: Tx, clientId: string, now: Temporal.Instant): Promise<void> {
  await sql`
    update dunlin.debit_order d set state = 'planned', notice_at = ${now}, changed_at = ${now}
    where d.client_id = ${clientId} and d.state = 'notified' and d.strike_on > (${now}::timestamptz at time zone 'UTC')::date
      and exists (select from dunlin.debit_notice n join dunlin.message m using (client_id, message_id)
        where n.client_id = d.client_id and n.debit_id = d.debit_id and m.state = 'failed')
      and not exists (select from dunlin.debit_notice n join dunlin.message m using (client_id, message_id)
        where n.client_id = d.client_id and n.debit_id = d.debit_id and m.state <> 'failed'
          and (m.handed_over_at is not null or m.state in ('planned', 'queued', 'held', 'uncertain')))
      and d.debit_id in (select x.debit_id from dunlin.debit_order x where x.client_id = ${clientId}
        and x.state = 'notified' order by x.strike_on limit 20000 for update skip locked)
  `.execute(tx);
}

type Planned = { readonly facts: NoticeFacts; readonly plan: NoticePlan };

async function noticeSet(tx: Tx, clientId: string): Promise<{ looked: number; said: number }> {
  const now = await clockNow(tx);
  const customerIds = await lockDue(tx, clientId, now);
  if (customerIds.length === 0) return { looked: 0, said: 0 };
  const context = await loadContext(tx, clientId);
  const settings = await loadDebitSettings(tx, clientId);
  const due = await dueNotices(tx, clientId, customerIds, now);
  const ids = due.map((one) => one.debitId);
  // What was held for want of words is not said beside the new one.
  await withdrawNotices(tx, clientId, ids, { reason: "replaced", actor: ACTOR, now });
  const planned = due.map((facts) => ({
    facts,
    plan: planNotice(context, settings, facts, now.epochMilliseconds),
  }));
  const telling = planned.flatMap(({ facts, plan }) =>
    "message" in plan ? [{ facts, ...plan }] : [],
  );
  const messages = telling.map((one) => one.message);
  const said = await say(tx, context, messages, now, ACTOR);
  await noteNotices(
    tx,
    clientId,
    said.map(({ messageId }, index) => ({ messageId, facts: telling[index]!.facts })),
    now,
  );
  const problems = new Map(
    said.flatMap(({ state, reason }, index) =>
      state === "planned" ? [] : [[telling[index]!.facts.debitId, reason ?? state] as const],
    ),
  );
  await writeBack(tx, clientId, planned, problems, now);
  await tellOfLate(tx, clientId, telling, now);
  return { looked: due.length, said: said.length };
}

async function noteNotices(
  tx: Tx,
  clientId: string,
  notices: readonly { readonly messageId: string; readonly facts: NoticeFacts }[],
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into dunlin.debit_notice (client_id, debit_id, message_id, amount_minor, strike_on, at)
    select ${clientId}, debit_id, message_id, amount_minor, strike_on, ${now}
    from unnest(${notices.map(({ facts }) => facts.debitId)}::uuid[], ${notices.map((one) => one.messageId)}::uuid[],
      ${notices.map(({ facts }) => facts.amountMinor)}::bigint[], ${notices.map(({ facts }) => facts.strikeOn)}::date[])
      as row (debit_id, message_id, amount_minor, strike_on)
  `.execute(tx);
}

const HOUR_MS = 3_600_000;

async function writeBack(
  tx: Tx,
  clientId: string,
  planned: readonly Planned[],
  problems: ReadonlyMap<string, string>,
  now: Temporal.Instant,
): Promise<void> {
  const rows = planned.map(({ facts, plan }) => {
    const said = problems.get(facts.debitId);
    const told = "message" in plan ? said === undefined : false;
    const again = "again" in plan ? plan.again : told ? undefined : now.epochMilliseconds + HOUR_MS;
    return {
      debit_id: facts.debitId,
      again: again === undefined ? null : again / 1000,
      problem: "problem" in plan ? plan.problem : (said?.slice(0, 200) ?? null),
      late: facts.noticeLate || ("message" in plan && plan.isLate),
    };
  });
  await sql`
    update dunlin.debit_order d set notice_at = to_timestamp(r.again), notice_problem = r.problem, notice_late = r.late
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (debit_id uuid, again float8, problem text, late boolean)
    where d.client_id = ${clientId} and d.debit_id = r.debit_id
  `.execute(tx);
}

async function tellOfLate(
  tx: Tx,
  clientId: string,
  telling: readonly { readonly facts: NoticeFacts; readonly isLate: boolean }[],
  now: Temporal.Instant,
): Promise<void> {
  await recordEvents(
    tx,
    clientId,
    now,
    telling
      .filter((one) => one.isLate)
      .map(({ facts }) => ({
        kind: "debit.notice_late",
        customerId: facts.customerId,
        actor: ACTOR,
        cause: facts.debitId,
        body: { debit_id: facts.debitId, notice_by: facts.noticeBy.toString() },
      })),
  );
}
