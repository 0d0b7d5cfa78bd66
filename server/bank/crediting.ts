// Money that came: payments are posted, matched or not, and the debits that it collected are told so.
import { sql } from "kysely";
import { debitsOfBatch, type Debit } from "./debit-facts.ts";
import type { Counts, Job } from "./job.ts";
import { matchCredits, type Matched } from "./matching.ts";
import type { Moved } from "./moved.ts";
import { propose } from "./proposing.ts";
import { settleEntries, type Settled } from "./rows.ts";
import { recordResults, type DebitResult } from "#debits/results.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import { reversePayments } from "#payments/reversing.ts";
import { postPayments, type NewPayment } from "#payments/payments.ts";
import type { Tx } from "#platform/db.ts";

type Posting = {
  readonly moved: Moved;
  readonly matched: Matched;
  /** Debits that one sum collected together. */
  readonly batch: readonly Debit[];
};

/** Posts credits that are news, at most about 1,000, in the caller's transaction. */
export async function postCredits(
  tx: Tx,
  job: Job,
  credits: readonly Moved[],
  counts: Counts,
): Promise<void> {
  if (credits.length === 0) return;
  const { clientId } = job.context.client;
  const matches = await matchCredits(tx, clientId, credits);
  const postings: Posting[] = [];
  for (const [at, moved] of credits.entries()) {
    const matched = matches[at]!;
    const batch = matched.match ? [] : await batchOf(tx, clientId, moved);
    postings.push({ moved, matched, batch });
  }
  // Whom the payments and the debits are about is locked at once, in one order.
  await lockCustomers(tx, clientId, customersOf(postings));
  const options = { now: job.now, actor: job.actor, ...(job.batchId && { batchId: job.batchId }) };
  const payments = await paymentsOf(tx, clientId, postings);
  for (let from = 0; from < payments.length; from += 1_000) {
    await postPayments(tx, job.context, payments.slice(from, from + 1_000), options);
  }
  const ids = await paymentIds(tx, clientId, payments);
  const references = new Map(payments.map((one) => [one.entryId, one.reference]));
  const settled = postings.map((one) =>
    settledOf(one, ids.get(references.get(one.moved.entryId)!)),
  );
  await settleEntries(tx, clientId, settled);
  await tellDebits(tx, job, postings);
  await takeBackAtOnce(tx, job, settled);
  await propose(tx, job, perhapsOf(postings));
  for (const { matched, batch } of postings) {
    if (matched.match || batch.length > 0) counts.matched += 1;
    else counts.unmatched += 1;
  }
}

/** The debits that a sum without details stands for: those of its batch, when they come to just that. */
async function batchOf(tx: Tx, clientId: string, moved: Moved): Promise<readonly Debit[]> {
  const { isDetail, paymentInfoId, currency, amountMinor } = moved;
  if (isDetail || paymentInfoId === undefined) return [];
  const debits = (await debitsOfBatch(tx, clientId, paymentInfoId)) ?? [];
  const isOurs = debits.every((one) => one.currency === currency);
  const sum = debits.reduce((total, one) => total + one.amountMinor, 0n);
  return isOurs && sum === amountMinor ? debits : [];
}

function customersOf(postings: readonly Posting[]): string[] {
  return [
    ...new Set(
      postings.flatMap(({ matched, batch }) => [
        ...(matched.match ? [matched.match.customerId] : []),
        ...batch.map((one) => one.customerId),
      ]),
    ),
  ];
}

/** By which a debit's payment is known, whoever tells of it first. */
export function referenceOfDebit(debitId: string): string {
  return `debit:${debitId}`;
}

const OWN = (entryId: string): string => `bank:${entryId}`;

/** The payments of each posting; the money of a debit has the debit's reference, and another one after it came back. */
async function paymentsOf(
  tx: Tx,
  clientId: string,
  postings: readonly Posting[],
): Promise<readonly (NewPayment & { readonly entryId: string })[]> {
  const debits = postings.flatMap(({ matched, batch }) =>
    [matched.match?.debit ?? [], ...batch].flat(),
  );
  const gone = await returnedReferences(tx, clientId, debits);
  return postings.flatMap(({ moved, matched: { match }, batch }) => {
    const common = {
      entryId: moved.entryId,
      currency: moved.currency,
      paidOn: moved.bookedOn,
      payer: moved.payers.join(" / ").slice(0, 200) || undefined,
      text: [...moved.references, moved.text].join(" ").trim().slice(0, 1_000) || undefined,
    };
    if (batch.length > 0) {
      return batch.map((debit) => ({
        ...common,
        reference: referenceOfDebit(debit.debitId),
        amountMinor: debit.amountMinor,
        customerReference: debit.customerReference,
        invoiceReference: debit.invoices.length === 1 ? debit.invoices[0] : undefined,
      }));
    }
    const ofDebit = match?.debit && referenceOfDebit(match.debit.debitId);
    return [
      {
        ...common,
        reference:
          match?.paid?.paymentReference ??
          (ofDebit && !gone.has(ofDebit) ? ofDebit : OWN(moved.entryId)),
        amountMinor: moved.amountMinor,
        customerReference: match?.customerReference,
        invoiceReference: match?.invoiceReference,
      },
    ];
  });
}

async function returnedReferences(
  tx: Tx,
  clientId: string,
  debits: readonly Debit[],
): Promise<ReadonlySet<string>> {
  const references = debits.map((one) => referenceOfDebit(one.debitId));
  const { rows } = await sql<{ reference: string }>`
    select reference from dunlin.payment where client_id = ${clientId} and reference = any(${references}::text[])
      and reversed_minor = amount_minor`.execute(tx);
  return new Set(rows.map((row) => row.reference));
}

async function paymentIds(
  tx: Tx,
  clientId: string,
  payments: readonly NewPayment[],
): Promise<ReadonlyMap<string, string>> {
  const references = payments.map((one) => one.reference);
  const { rows } = await sql<{ reference: string; paymentId: string }>`
    select reference, payment_id from dunlin.payment
    where client_id = ${clientId} and reference = any(${references}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.reference, row.paymentId]));
}

function settledOf(
  { moved: { entryId }, matched: { match }, batch }: Posting,
  paymentId: string | undefined,
): Settled {
  if (batch.length > 0) {
    return { entryId, state: "posted", paymentId: undefined, debitId: undefined, how: "batch" };
  }
  const debitId = match?.debit?.debitId;
  return { entryId, state: "posted", paymentId, debitId, how: match?.how };
}

/** Money of debits whose return was told before their collection. */
async function takeBackAtOnce(tx: Tx, job: Job, settled: readonly Settled[]): Promise<void> {
  const { clientId } = job.context.client;
  const debitIds = settled.flatMap((one) => (one.paymentId ? (one.debitId ?? []) : []));
  if (debitIds.length === 0) return;
  const { rows } = await sql<{ entryId: string; debitId: string; amountMinor: bigint }>`
    select distinct on (debit_id) entry_id, debit_id, amount_minor from dunlin.bank_entry
    where client_id = ${clientId} and debit_id = any(${debitIds}::uuid[]) and what = 'return' and state = 'done'
      and payment_id is null order by debit_id, entry_id`.execute(tx);
  const paid = new Map(settled.map((one) => [one.debitId, one.paymentId!]));
  const waiting = rows.map((row) => ({ ...row, paymentId: paid.get(row.debitId)! }));
  await reversePayments(
    tx,
    job.context,
    waiting.map(({ paymentId, amountMinor, entryId }) => ({
      paymentId,
      amountMinor,
      reason: "returned" as const,
      cause: entryId,
    })),
    { now: job.now, actor: job.actor },
  );
  await settleEntries(
    tx,
    clientId,
    waiting.map(({ entryId, paymentId, debitId }) => ({
      entryId,
      state: "done" as const,
      paymentId,
      debitId,
      how: undefined,
    })),
  );
}

async function tellDebits(tx: Tx, job: Job, postings: readonly Posting[]): Promise<void> {
  const results = postings.flatMap(({ moved, matched, batch }): DebitResult[] => {
    const debits = matched.match?.debit ? [matched.match.debit] : batch;
    return debits.flatMap((debit) =>
      // One that has come back already is not collected after all.
      debit.state === "collected" || debit.state === "returned"
        ? []
        : [
            {
              debitId: debit.debitId,
              outcome: "collected",
              amountMinor: debit.amountMinor,
              currency: debit.currency,
              on: moved.bookedOn,
              cause: moved.entryId,
            },
          ],
    );
  });
  const { clientId } = job.context.client;
  for (let from = 0; from < results.length; from += 1_000) {
    await recordResults(tx, clientId, results.slice(from, from + 1_000), job.now, job.actor);
  }
}

function perhapsOf(postings: readonly Posting[]) {
  return postings.flatMap(({ moved, matched }) =>
    matched.perhaps.map((owner) => ({
      entryId: moved.entryId,
      customerId: owner.customerId,
      accountId: owner.accountId,
      score: 50,
      reasons: ["reference"],
    })),
  );
}
