// Answers of customers to the notice of a debit. Called under the customer's lock, in the transaction of what they wrote.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import { loadDebitSettings, meaningOf } from "./settings.ts";
import { stopAll } from "./stopping.ts";
import { LIVE } from "./stop-rows.ts";
import type { OpenNotice, Option, Stopped } from "./types.ts";

const MOST_OPEN = 20;
/** For so long after the strike an answer is still understood as one to its notice. */
const DAYS_AFTER = 3;

/**
 * The debits of the customer that a notice went out for and that an option may be about: not struck yet and not stopped; else
 * the latest that were stopped by an answer and are not struck yet, so that "2" after "1" works; else those that struck
 * within the last three days. At most 20, the earliest strike first.
 */
export async function openNotices(
  tx: Tx,
  clientId: string,
  customerId: string,
  now: Temporal.Instant,
): Promise<OpenNotice[]> {
  const { rows } = await sql<Told>`
    select d.debit_id, d.product, d.amount_minor, d.currency, d.strike_on, d.cutoff_at,
      told.message_id as notice_message_id, stop.meaning as stopped_as, stop.act_id,
      d.strike_on >= (${now}::timestamptz at time zone coalesce(c.zone, l.zone))::date as is_ahead
    from dunlin.debit_order d
    join dunlin.customer c using (client_id, customer_id)
    join dunlin.client l using (client_id)
    join lateral (
      select n.message_id from dunlin.debit_notice n join dunlin.message m using (client_id, message_id)
      where n.client_id = d.client_id and n.debit_id = d.debit_id and m.handed_over_at is not null
      order by m.handed_over_at desc, n.message_id desc limit 1
    ) told on true
    left join lateral (
      select s.meaning, s.act_id, s.option from dunlin.debit_stop s
      where s.client_id = d.client_id and s.end_to_end_id = d.end_to_end_id and ${LIVE}
      order by s.stop_id desc limit 1
    ) stop on true
    where d.client_id = ${clientId} and d.customer_id = ${customerId} and d.state <> 'cancelled'
      and d.strike_on >= (${now}::timestamptz at time zone coalesce(c.zone, l.zone))::date - ${DAYS_AFTER}::integer
      and (stop.meaning is null or stop.option is not null)
    order by d.strike_on, d.debit_id limit 200
  `.execute(tx);
  const ahead = rows.filter((row) => row.isAhead);
  const open = ahead.filter((row) => row.stoppedAs === null);
  const lastAct = ahead
    .map((row) => row.actId ?? "")
    .toSorted()
    .at(-1);
  const answered = ahead.filter((row) => row.actId !== null && row.actId === lastAct);
  const found = [open, answered, rows.filter((row) => !row.isAhead)].find((one) => one.length > 0);
  return (found ?? []).slice(0, MOST_OPEN).map(noticeOf);
}

type Told = Omit<OpenNotice, "stoppedAs"> & {
  readonly stoppedAs: OpenNotice["stoppedAs"] | null;
  readonly actId: string | null;
  readonly isAhead: boolean;
};

function noticeOf(row: Told): OpenNotice {
  const { debitId, product, amountMinor, currency, strikeOn, cutoffAt, noticeMessageId } = row;
  const stoppedAs = row.stoppedAs ?? undefined;
  return {
    debitId,
    product,
    amountMinor,
    currency,
    strikeOn,
    cutoffAt,
    noticeMessageId,
    stoppedAs,
  };
}

export type NoticeAnswer = {
  readonly customerId: string;
  readonly option: Option;
  readonly inboundId: string | undefined;
  readonly by: string;
  readonly debitIds: readonly string[];
};

/**
 * Flags the debits "do not process" as the option means, at once: stop rows, state, event `debit.stopped`, queued notices
 * withdrawn; `cancel_agreement` ends the mandate and stops all its later debits (they are in the answer too), `wrong_amount`
 * opens a dispute. Nothing when the client gave the option no meaning.
 */
export async function answerNotice(
  tx: Tx,
  clientId: string,
  answer: NoticeAnswer,
  now: Temporal.Instant,
): Promise<Stopped[]> {
  const { option, inboundId, by, customerId } = answer;
  const meaning = meaningOf(await loadDebitSettings(tx, clientId), option);
  if (meaning === undefined) return [];
  const { rows } = await sql<{ debitId: string; mandateId: string }>`
    select debit_id, mandate_id from dunlin.debit_order
    where client_id = ${clientId} and customer_id = ${customerId} and debit_id = any(${answer.debitIds}::uuid[])
    order by debit_id`.execute(tx);
  if (rows.length === 0) return [];
  const debitIds = rows.map((row) => row.debitId);
  const wholeMandates =
    meaning === "cancel_agreement" ? [...new Set(rows.map((row) => row.mandateId))] : [];
  const act = { meaning, option, by, inboundId, reason: undefined, wholeMandates };
  const { debits } = await stopAll(tx, clientId, debitIds, act, now);
  await recordEvents(tx, clientId, now, [
    {
      kind: "debit.answered",
      customerId,
      actor: by,
      cause: inboundId,
      body: { option, meaning, debit_ids: debitIds },
    },
  ]);
  return [...debits];
}
