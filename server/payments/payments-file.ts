import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { recordEvents } from "#ledger/events.ts";
import { freshenByBatch } from "#ledger/fresh-books.ts";
import type { Mapping } from "#ledger/reading/mapping.ts";
import { readPayments } from "#ledger/reading/payments.ts";
import type { PaymentRow, Rejection } from "#ledger/reading/types.ts";
import { loadContext } from "#messages/planning/context.ts";
import { nothingPosted, postPayments, type Posted } from "#payments/payments.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db } from "#platform/db.ts";

export type PaymentsFile = Posted & {
  readonly batch: string;
  /** At most 10,000; `rejectedCount` says how many there were. */
  readonly rejected: readonly Rejection[];
  readonly rejectedCount: number;
  /** One sentence for each guess that the file itself does not prove. */
  readonly ambiguous: readonly string[];
};

const SET = 500;
/** Rejections that are kept for the answer; more are counted only. */
const MOST_REJECTIONS = 10_000;

/**
 * Posts a file of payments, in sets, each a transaction that also takes back what it makes untrue. Safe to repeat: payments
 * that were posted before are skipped. Afterwards the books are as fresh as the file: `asOf`, or now; a file of which no
 * row could be read says nothing of who has paid, and leaves them as old as they were.
 */
export async function postPaymentsFile(
  db: Db,
  clientId: string,
  file: string,
  options: {
    readonly asOf?: Temporal.Instant | undefined;
    readonly currency?: string | undefined;
    /** How the file is written; what it does not say is worked out. */
    readonly mapping?: Mapping | undefined;
    readonly actor: string;
    readonly onProgress?: (done: { bytes: number; totalBytes: number }) => void;
  },
): Promise<PaymentsFile> {
  const client = await asClient(db, clientId, async (tx) => await getClient(tx, clientId));
  const payments = await readPayments(file, {
    mapping: options.mapping,
    currency: options.currency ?? client.currency,
    defaultCountry: client.country,
  });
  const digest = await digestOf(file);
  const batch = await openBatch(db, clientId, file, digest, options);
  const posted = nothingPosted();
  const rejected: Rejection[] = [];
  let rejectedCount = 0;
  for await (const { rows, rejections, duplicates, bytesRead } of payments.batches) {
    posted.duplicates += duplicates;
    rejectedCount += rejections.length;
    rejected.push(...rejections.slice(0, MOST_REJECTIONS - rejected.length));
    for (let at = 0; at < rows.length; at += SET) {
      add(posted, await postSet(db, clientId, rows.slice(at, at + SET), batch, options.actor));
    }
    options.onProgress?.({ bytes: bytesRead, totalBytes: payments.totalBytes });
  }
  const isNews = posted.payments + posted.duplicates > 0 || rejectedCount === 0;
  await closeBatch(db, clientId, batch, posted, { ...options, isNews });
  return { ...posted, batch, rejected, rejectedCount, ambiguous: payments.detected.ambiguous };
}

async function postSet(
  db: Db,
  clientId: string,
  rows: readonly PaymentRow[],
  batchId: string,
  actor: string,
): Promise<Posted> {
  return await asClient(db, clientId, async (tx) => {
    const now = await clockNow(tx);
    const context = await loadContext(tx, clientId);
    return await postPayments(tx, context, rows, { now, actor, batchId });
  });
}

function add(sum: Posted, more: Posted): void {
  for (const key of ["payments", "allocated", "unmatched", "duplicates", "withdrawn"] as const) {
    sum[key] += more[key];
  }
  for (const [reason, count] of Object.entries(more.decisions)) {
    sum.decisions[reason] = (sum.decisions[reason] ?? 0) + count;
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

type Options = { readonly asOf?: Temporal.Instant | undefined; readonly actor: string };

async function openBatch(
  db: Db,
  clientId: string,
  file: string,
  digest: string,
  { asOf, actor }: Options,
): Promise<string> {
  return await asClient(db, clientId, async (tx) => {
    const now = await clockNow(tx);
    const row = await tx
      .insertInto("batch")
      .values({
        clientId,
        kind: "payments",
        file: basename(file),
        digest,
        asOf: asOf ?? now,
        actor,
        startedAt: now,
      })
      .returning("batchId")
      .executeTakeFirstOrThrow();
    return row.batchId;
  });
}

async function closeBatch(
  db: Db,
  clientId: string,
  batchId: string,
  posted: Posted,
  { actor, isNews }: Options & { readonly isNews: boolean },
): Promise<void> {
  await asClient(db, clientId, async (tx) => {
    const now = await clockNow(tx);
    const state = isNews ? "applied" : "refused";
    await sql`
      update dunlin.batch set state = ${state}, applied_at = case when ${isNews} then ${now}::timestamptz end,
        result = ${JSON.stringify(posted)}::jsonb
      where client_id = ${clientId} and batch_id = ${batchId}
    `.execute(tx);
    if (isNews) await freshenByBatch(tx, clientId, batchId, now);
    await recordEvents(tx, clientId, now, [
      { kind: `batch.${state}`, actor, cause: batchId, body: { kind: "payments", ...posted } },
    ]);
  });
}
