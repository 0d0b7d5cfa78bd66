// What a pain.002 says of debits: rejected before any money moved, or settled.
import { sql } from "kysely";
import { referenceOfDebit } from "./crediting.ts";
import { debitsOfBatch, findDebits, type Debit } from "./debit-facts.ts";
import type { Job } from "./job.ts";
import { isSuccess } from "./reading/status-report.ts";
import type { StatusLine } from "./reading/types.ts";
import { recordResults, type DebitResult } from "#debits/results.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import { postPayments } from "#payments/payments.ts";
import { reversePayments } from "#payments/reversing.ts";
import type { Tx } from "#platform/db.ts";

/** ISO 20022, external payment transaction status codes: refused, and settled; all others are on their way. */
const REFUSED = new Set(["RJCT", "CANC"]);
const SETTLED = new Set(["ACSC", "ACCC"]);

export type StatusCounts = {
  /** Debits that the bank accepted or settled. */
  matched: number;
  /** Debits that it refused. */
  returned: number;
  unmatched: number;
  /** Said before. */
  duplicates: number;
  /** About other messages than debits. */
  other: number;
};

type About = { readonly line: StatusLine; readonly debits: readonly Debit[] };
type Outcome = "collected" | "failed" | undefined;

/** Takes down statuses, at most about 500, in the caller's transaction; sentences for what contradicts itself. */
export async function postStatuses(
  tx: Tx,
  job: Job,
  fileId: string,
  lines: readonly StatusLine[],
  counts: StatusCounts,
): Promise<readonly string[]> {
  const ours = lines.filter((line) => !line.messageName?.startsWith("pain.001"));
  counts.other += lines.length - ours.length;
  const warnings = ours.flatMap(contradictionOf);
  const about = await debitsAbout(tx, job, ours);
  const { clientId } = job.context.client;
  await lockCustomers(tx, clientId, [
    ...new Set(about.flatMap(({ debits }) => debits.map((one) => one.customerId))),
  ]);
  const results: DebitResult[] = [];
  const said = new Set<string>();
  for (const { line, debits } of about) {
    const outcome = outcomeOf(line);
    const news = debits.filter((debit) => outcome !== undefined && isNews(debit, outcome, said));
    for (const debit of news) {
      said.add(debit.debitId);
      results.push({
        debitId: debit.debitId,
        outcome: outcome!,
        reasonCode: outcome === "failed" ? line.reasonCode : undefined,
        amountMinor: debit.amountMinor,
        currency: debit.currency,
        on: line.collectOn ?? debit.strikeOn,
        cause: fileId,
      });
    }
    count(line, debits, news, outcome, counts);
  }
  await collect(tx, job, about, results);
  await giveBack(tx, job, fileId, results);
  await recordResults(tx, clientId, results, job.now, job.actor);
  return warnings;
}

function outcomeOf({ status, reasonCode }: StatusLine): Outcome {
  if (REFUSED.has(status ?? "")) return isSuccess(reasonCode) ? undefined : "failed";
  return SETTLED.has(status ?? "") ? "collected" : undefined;
}

function contradictionOf({ status, reasonCode, line, endToEndId }: StatusLine): readonly string[] {
  if (!REFUSED.has(status ?? "") || !isSuccess(reasonCode)) return [];
  return [
    `line ${line}: ${endToEndId ?? "a status"} is ${status} for the reason ${reasonCode}, which means success; it is left as it was, ask the bank`,
  ];
}

function isNews(debit: Debit, outcome: "collected" | "failed", said: ReadonlySet<string>): boolean {
  if (said.has(debit.debitId) || debit.state === outcome) return false;
  // What came back later than this was said is not told anew.
  return debit.state !== "returned" && !(outcome === "collected" && debit.state === "failed");
}

function count(
  line: StatusLine,
  debits: readonly Debit[],
  news: readonly Debit[],
  outcome: Outcome,
  counts: StatusCounts,
): void {
  // Accepting a message or a batch says nothing of its debits yet.
  if (debits.length === 0) {
    if (line.level === "transaction" || outcome !== undefined) counts.unmatched += 1;
    else counts.other += 1;
  } else if (outcome === undefined) counts.matched += line.level === "transaction" ? 1 : 0;
  else if (outcome === "failed") counts.returned += news.length;
  else counts.matched += news.length;
  if (outcome !== undefined) counts.duplicates += debits.length - news.length;
}

async function debitsAbout(
  tx: Tx,
  job: Job,
  lines: readonly StatusLine[],
): Promise<readonly About[]> {
  const { clientId } = job.context.client;
  const single = lines.filter((line) => line.level === "transaction");
  const found = await findDebits(
    tx,
    clientId,
    single.map((line) => ({
      endToEndId: line.endToEndId,
      mandateReference: line.amountMinor === undefined ? undefined : line.mandateReference,
      amountsMinor: line.amountMinor === undefined ? [] : [line.amountMinor],
      anyAmount: line.amountMinor === undefined,
      currency: line.currency ?? job.context.client.currency,
      on: line.collectOn ?? job.now.toZonedDateTimeISO(job.context.client.zone).toPlainDate(),
    })),
  );
  const debits = new Map(single.map((line, at) => [line, found[at]]));
  const about: About[] = [];
  for (const line of lines) {
    if (line.level === "transaction") {
      const debit = debits.get(line);
      about.push({ line, debits: debit ? [debit] : [] });
    } else about.push({ line, debits: await debitsOfMany(tx, clientId, line) });
  }
  // A single debit's own status goes before that of its batch.
  return about.toSorted((a, b) => rankOf(a.line) - rankOf(b.line));
}

function rankOf({ level }: StatusLine): number {
  return level === "transaction" ? 0 : level === "payment" ? 1 : 2;
}

/** The debits of a payment information, or of a message whose batches it does not name: those were sent and not heard of. */
async function debitsOfMany(tx: Tx, clientId: string, line: StatusLine): Promise<readonly Debit[]> {
  if (outcomeOf(line) === undefined) return [];
  const id = line.level === "payment" ? line.paymentInfoId : line.messageId;
  if (id === undefined) return [];
  const debits = (await debitsOfBatch(tx, clientId, id)) ?? [];
  return debits.filter((one) => one.state !== "stopped");
}

/** Posts what was settled, under the debits' own references: the bank's statement finds it posted. */
async function collect(
  tx: Tx,
  job: Job,
  about: readonly About[],
  results: readonly DebitResult[],
): Promise<void> {
  const settled = new Map(
    results.flatMap((one) => (one.outcome === "collected" ? [[one.debitId, one.on]] : [])),
  );
  const debits = about.flatMap((one) => one.debits).filter((one) => settled.has(one.debitId));
  const options = { now: job.now, actor: job.actor, ...(job.batchId && { batchId: job.batchId }) };
  const payments = [...new Map(debits.map((one) => [one.debitId, one])).values()].map((debit) => ({
    reference: referenceOfDebit(debit.debitId),
    currency: debit.currency,
    amountMinor: debit.amountMinor,
    paidOn: settled.get(debit.debitId)!,
    customerReference: debit.customerReference,
    invoiceReference: debit.invoices.length === 1 ? debit.invoices[0] : undefined,
  }));
  for (let from = 0; from < payments.length; from += 1_000) {
    await postPayments(tx, job.context, payments.slice(from, from + 1_000), options);
  }
}

/** What had been posted of debits that the bank now says it refused. */
async function giveBack(
  tx: Tx,
  job: Job,
  cause: string,
  results: readonly DebitResult[],
): Promise<void> {
  const { clientId } = job.context.client;
  const references = results.flatMap((one) =>
    one.outcome === "failed" ? [referenceOfDebit(one.debitId!)] : [],
  );
  const { rows } = await sql<{ paymentId: string; amountMinor: bigint }>`
    select payment_id, amount_minor from dunlin.payment
    where client_id = ${clientId} and reference = any(${references}::text[]) and reversed_minor < amount_minor`.execute(
    tx,
  );
  await reversePayments(
    tx,
    job.context,
    rows.map((row) => ({ ...row, reason: "returned" as const, cause })),
    { now: job.now, actor: job.actor },
  );
}
