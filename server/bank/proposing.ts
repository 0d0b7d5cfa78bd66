// Whose money it may be, for a person to say: by amount and name, by an account that paid for a customer before.
import { sql } from "kysely";
import type { Job } from "./job.ts";
import { likenessOf, wordsOf } from "./names.ts";
import { loadMoved, type Stored } from "./rows.ts";
import type { Tx } from "#platform/db.ts";

export type Proposal = {
  readonly entryId: string;
  readonly customerId: string;
  readonly accountId: string;
  /** Out of 100. */
  readonly score: number;
  readonly reasons: readonly string[];
};

/** Writes proposals down; one that is there already is left as it is, decided or not. */
export async function propose(tx: Tx, job: Job, proposals: readonly Proposal[]): Promise<number> {
  if (proposals.length === 0) return 0;
  const { clientId } = job.context.client;
  const rows = proposals.map((one) => ({
    entry_id: one.entryId,
    customer_id: one.customerId,
    account_id: one.accountId,
    score: one.score,
    reasons: one.reasons,
  }));
  const { rows: written } = await sql`
    insert into dunlin.bank_proposal (client_id, entry_id, customer_id, account_id, score, reasons, created_at)
    select ${clientId}, entry_id, customer_id, account_id, score,
      array(select jsonb_array_elements_text(reasons)), ${job.now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (entry_id uuid, customer_id uuid, account_id uuid,
      score smallint, reasons jsonb)
    on conflict (client_id, entry_id, account_id) do nothing returning 1`.execute(tx);
  return written.length;
}

/** Accounts that owe, or that paid from the same account before. */
type Candidate = {
  readonly accountId: string;
  readonly customerId: string;
  readonly currency: string;
  readonly name: string;
  /** What is asked for in one sum: an invoice, or all that is open. */
  readonly asksMinor: bigint;
};

/** Rows that one look brings back at most; beyond it the amount says too little. */
const MOST_CANDIDATES = 100_000;
const MOST_FOR_ENTRY = 3;
const LEAST_LIKENESS = 0.6;

/** Proposes for unmatched credits behind `after`, at most `limit`. The last entry that was looked at; undefined at the end. */
export async function proposeByAmount(
  tx: Tx,
  job: Job,
  page: {
    readonly fileId?: string | undefined;
    readonly after: string | undefined;
    readonly limit: number;
  },
): Promise<{ readonly last: string | undefined; readonly proposed: number }> {
  const { clientId } = job.context.client;
  const after = page.after ?? "00000000-0000-0000-0000-000000000000";
  const ofFile = page.fileId === undefined ? sql`true` : sql`e.file_id = ${page.fileId}`;
  const entries = await loadMoved(
    tx,
    clientId,
    sql`e.what = 'credit' and e.entry_id > ${after} and ${ofFile}
      and (e.state = 'posted' and p.account_id is null and p.reversed_minor < p.amount_minor or e.state = 'doubtful')`,
    page.limit,
  );
  if (entries.length === 0) return { last: undefined, proposed: 0 };
  const byPayer = await payersBefore(tx, clientId, entries);
  const byAmount = await askersOf(tx, clientId, entries);
  const proposals = entries.flatMap((entry) => best(entry, byAmount, byPayer));
  const proposed = await propose(tx, job, proposals);
  return { last: entries.at(-1)!.entryId, proposed };
}

async function askersOf(
  tx: Tx,
  clientId: string,
  entries: readonly Stored[],
): Promise<ReadonlyMap<string, readonly Candidate[]>> {
  const amounts = [...new Set(entries.map((one) => String(one.amountMinor)))];
  const { rows } = await sql<Candidate>`
    with asking as (
      select account_id, open_minor as asks_minor from dunlin.invoice
      where client_id = ${clientId} and open_minor > 0 and open_minor = any(${amounts}::bigint[])
      union
      select account_id, sum(open_minor)::bigint from dunlin.invoice
      where client_id = ${clientId} and open_minor > 0
      group by account_id having sum(open_minor) = any(${amounts}::bigint[])
    )
    select a.account_id, a.customer_id, a.currency, c.name, asking.asks_minor
    from asking join dunlin.account a on a.client_id = ${clientId} and a.account_id = asking.account_id
    join dunlin.customer c on c.client_id = a.client_id and c.customer_id = a.customer_id
    limit ${MOST_CANDIDATES}`.execute(tx);
  // By amount and each word of the name, so that a name is compared with those that share a word only.
  const found = new Map<string, Candidate[]>();
  for (const row of rows) {
    for (const word of wordsOf(row.name)) {
      const key = keyOf(row.asksMinor, row.currency, word);
      const list = found.get(key);
      if (list) list.push(row);
      else found.set(key, [row]);
    }
  }
  return found;
}

function keyOf(minor: bigint, currency: string, word: string): string {
  return `${minor} ${currency} ${word}`;
}

async function payersBefore(
  tx: Tx,
  clientId: string,
  entries: readonly Stored[],
): Promise<ReadonlyMap<string, readonly Candidate[]>> {
  const keys = [...new Set(entries.flatMap((one) => one.payerKey ?? []))];
  if (keys.length === 0) return new Map();
  const { rows } = await sql<Candidate & { payerKey: string }>`
    select distinct e.payer_key, a.account_id, a.customer_id, a.currency, c.name, 0::bigint as asks_minor
    from dunlin.bank_entry e
    join dunlin.payment p using (client_id, payment_id)
    join dunlin.account a on a.client_id = p.client_id and a.account_id = p.account_id
    join dunlin.customer c on c.client_id = a.client_id and c.customer_id = a.customer_id
    where e.client_id = ${clientId} and e.what = 'credit' and e.payer_key = any(${keys}::text[])
    limit ${MOST_CANDIDATES}`.execute(tx);
  return Map.groupBy(rows, (row) => row.payerKey);
}

/** The likeliest accounts of an entry. Pure. */
function best(
  entry: Stored,
  byAmount: ReadonlyMap<string, readonly Candidate[]>,
  byPayer: ReadonlyMap<string, readonly Candidate[]>,
): readonly Proposal[] {
  const words = entry.payers.flatMap(wordsOf);
  const asking = words.flatMap(
    (word) => byAmount.get(keyOf(entry.amountMinor, entry.currency, word)) ?? [],
  );
  const paidBefore = (byPayer.get(entry.payerKey ?? "") ?? []).filter(
    (one) => one.currency === entry.currency,
  );
  const all = new Map([...paidBefore, ...asking].map((one) => [one.accountId, one]));
  const scored = [...all.values()].flatMap((one): Proposal[] => {
    const name = Math.max(0, ...entry.payers.map((payer) => likenessOf(payer, one.name)));
    const isAmount = asking.some((other) => other.accountId === one.accountId);
    const isPayer = paidBefore.some((other) => other.accountId === one.accountId);
    if (!isPayer && name < LEAST_LIKENESS) return [];
    const reasons = [
      ...(isAmount ? ["amount"] : []),
      ...(name >= LEAST_LIKENESS ? ["name"] : []),
      ...(isPayer ? ["payer"] : []),
    ];
    const score = Math.round((isAmount ? 40 : 0) + name * 40 + (isPayer ? 20 : 0));
    const { accountId, customerId } = one;
    return [{ entryId: entry.entryId, customerId, accountId, score: Math.min(99, score), reasons }];
  });
  return scored.toSorted((a, b) => b.score - a.score).slice(0, MOST_FOR_ENTRY);
}
