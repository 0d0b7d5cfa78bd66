// An answer to the notice of a debit from a number that several customers share: nothing that was announced there is processed.
import { sql } from "kysely";
import { answerNotice, openNotices } from "#debits/answering.ts";
import type { Option } from "#debits/types.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import type { Tx } from "#platform/db.ts";
import type { Question } from "./answering.ts";

/** Customers looked at; a number of more is no one's. */
const MOST_CUSTOMERS = 10;

/** Stops every debit of which a notice went to the address. False when there is none. The customers' locks are held. */
export async function stopSharedDebits(
  tx: Tx,
  context: PlanContext,
  { question, option }: { readonly question: Question; readonly option: Option },
  now: Temporal.Instant,
): Promise<boolean> {
  const { clientId } = context.client;
  const { inboundId, arrived, who } = question;
  let any = false;
  for (const customerId of who.candidates.slice(0, MOST_CUSTOMERS)) {
    const notices = await openNotices(tx, clientId, customerId, now);
    const debitIds = await toldThere(tx, clientId, notices, arrived.from);
    if (debitIds.length === 0) continue;
    const given = { customerId, option, inboundId, by: "customer", debitIds };
    any = (await answerNotice(tx, clientId, given, now)).length > 0 || any;
  }
  return any;
}

async function toldThere(
  tx: Tx,
  clientId: string,
  notices: readonly { readonly debitId: string; readonly noticeMessageId: string }[],
  address: string,
): Promise<string[]> {
  if (notices.length === 0) return [];
  const { rows } = await sql<{ messageId: string }>`
    select message_id from dunlin.message
    where client_id = ${clientId} and address = ${address}
      and message_id = any(${notices.map((one) => one.noticeMessageId)}::uuid[])
  `.execute(tx);
  const told = new Set(rows.map((row) => row.messageId));
  return notices.filter((one) => told.has(one.noticeMessageId)).map((one) => one.debitId);
}
