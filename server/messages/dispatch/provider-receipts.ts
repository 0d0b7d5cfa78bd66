/** Receipts that came over HTTP, in a process that hands nothing over. */
import { sql } from "kysely";
import type { Receipt } from "#messages/route.ts";
import type { Db } from "#platform/db.ts";
import { writeOutcomes, type Outcome } from "./outcomes.ts";
import { writeReceipts } from "./receipts.ts";
import { clean, inClient, rowsOf } from "./transaction.ts";

/**
 * Stores a set of receipts for one client. One that names a hand-over whose answer is still out, or was lost, is the answer
 * too: it has the provider's id. Applying one twice changes nothing.
 */
export async function writeProviderReceipts(
  db: Db,
  clientId: string,
  receipts: readonly Receipt[],
): Promise<void> {
  const answers = await unanswered(db, clientId, receipts);
  // A transaction of its own: receipts lock customers before messages, answers lock messages.
  if (answers.length > 0) await writeOutcomes(db, clientId, answers);
  await writeReceipts(db, clientId, receipts);
}

async function unanswered(
  db: Db,
  clientId: string,
  receipts: readonly Receipt[],
): Promise<readonly Outcome[]> {
  const named = receipts.flatMap(({ handOver, providerId, routeId }) =>
    handOver && providerId !== undefined ? [{ ...handOver, routeId, providerId }] : [],
  );
  if (named.length === 0) return [];
  return await inClient(db, clientId, async (tx) => {
    const rows = await rowsOf(
      tx,
      sql<Pick<Outcome, "routeId" | "messageId" | "attempt"> & { readonly providerId: string }>`
        select distinct on (a.message_id) a.route_id as "routeId", a.message_id as "messageId", a.attempt,
          i.provider_id as "providerId"
        from unnest(${named.map((one) => one.messageId)}::uuid[], ${named.map((one) => one.attempt)}::int[],
          ${named.map((one) => one.routeId)}::uuid[], ${named.map((one) => clean(one.providerId))}::text[])
          as i (message_id, attempt, route_id, provider_id)
        join dunlin.message m
          on m.client_id = ${clientId} and m.message_id = i.message_id and m.attempt = i.attempt
          and m.state in ('queued', 'uncertain')
        join dunlin.attempt a on a.client_id = ${clientId} and a.message_id = i.message_id
          and a.attempt = i.attempt and a.route_id = i.route_id
        order by a.message_id`,
    );
    return rows.map(({ providerId, ...hand }) => ({
      ...hand,
      outcome: "sent",
      providerIds: [providerId],
    }));
  });
}
