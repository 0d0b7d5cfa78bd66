// The books catch up with the bank: money that nobody was known for is tried again when there is news of customers, invoices,
// debits or payments by link.
import { sql } from "kysely";
import { tryAgain } from "./deciding.ts";
import { startRounds } from "#clients/rounds.ts";
import { loadContext } from "#messages/planning/context.ts";
import type { Chore } from "#platform/chore.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import type { Logger } from "#platform/log.ts";

const POLL_MS = 60_000;
/** Of 500 entries each, in a transaction of its own: a round does not hold the next client for long. */
const MOST_SETS = 10;

/** Tries again for every client from time to time. Any number of processes may do it. */
export function startRetrying(db: Db, log: Logger, everyMs = POLL_MS): Chore {
  const failed = "unmatched money of the bank was not tried again";
  return startRounds(db, log, { everyMs, failed }, async (clientId, signal) => {
    await retryClient(db, clientId, () => signal.aborted);
  });
}

/** Goes on with the client's look, or begins one where there is news; how many entries found whose they are. */
export async function retryClient(
  db: Db,
  clientId: string,
  isEnding: () => boolean = () => false,
): Promise<number> {
  let matched = 0;
  for (let set = 0; set < MOST_SETS && !isEnding(); set += 1) {
    const done = await asClient(db, clientId, async (tx) => await retrySet(tx, clientId));
    if (!done) return matched;
    matched += done.matched;
  }
  return matched;
}

/** Whoever writes long may commit behind what is newer: without news it is looked once a day. */
const LOOK_AFTER_HOURS = 24;
const NOTHING = "00000000-0000-0000-0000-000000000000";

/** Undefined: there is nothing to look at, or another process does. */
async function retrySet(
  tx: Tx,
  clientId: string,
): Promise<{ readonly matched: number } | undefined> {
  if (!(await isAnyOpen(tx, clientId))) return undefined;
  const now = await clockNow(tx);
  const news = await newsOf(tx, clientId);
  await sql`insert into dunlin.bank_retry (client_id, news, changed_at) values (${clientId}, '', ${now})
    on conflict do nothing`.execute(tx);
  const { rows } = await sql<{ news: string; cursor: string | null; isOld: boolean }>`
    select news, cursor, changed_at < ${now.subtract({ hours: LOOK_AFTER_HOURS })} as is_old from dunlin.bank_retry where client_id = ${clientId} for update skip locked`.execute(
    tx,
  );
  const [kept] = rows;
  if (!kept || (kept.cursor === null && kept.news === news && !kept.isOld)) return undefined;
  const job = { context: await loadContext(tx, clientId), now, actor: "system" };
  const { matched, returned, last } = await tryAgain(tx, job, kept.cursor ?? NOTHING);
  // What comes while a look goes on begins another one.
  const begun = kept.cursor === null ? news : kept.news;
  await sql`update dunlin.bank_retry set news = ${begun}, cursor = ${last ?? null}, changed_at = ${now}
    where client_id = ${clientId}`.execute(tx);
  return { matched: matched + returned };
}

async function isAnyOpen(tx: Tx, clientId: string): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from dunlin.bank_entry where client_id = ${clientId} and state in ('open', 'doubtful'))
      or exists (select from dunlin.payment p where p.client_id = ${clientId} and p.account_id is null
        and p.reversed_minor < p.amount_minor) as any`.execute(tx);
  return rows[0]!.any;
}

/** Ids grow with time: the newest of each kind say whether there is news. */
async function newsOf(tx: Tx, clientId: string): Promise<string> {
  const { rows } = await sql<{ news: string }>`
    select concat_ws(' ',
      (select customer_id from dunlin.customer where client_id = ${clientId} order by customer_id desc limit 1),
      (select invoice_id from dunlin.invoice where client_id = ${clientId} order by invoice_id desc limit 1),
      (select debit_id from dunlin.debit_order where client_id = ${clientId} order by debit_id desc limit 1),
      (select payment_id from dunlin.payment where client_id = ${clientId} order by payment_id desc limit 1)) as news`.execute(
    tx,
  );
  return rows[0]!.news;
}
