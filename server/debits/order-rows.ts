// The rows of debit orders: what is worked out of an order, its mandate and the settings, and how it is written.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import { bigintAsText } from "#ledger/events.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import type { Tx } from "#platform/db.ts";
import { dateOf, dayOfDate } from "#policies/day.ts";
import type { Mandate } from "./mandates.ts";
import type { NewOrder, Source } from "./orders.ts";
import { noticePeriodOf, type DebitSettings } from "./settings.ts";
import type { Standing } from "./stop-rows.ts";
import { cutoffAt, noticeTime } from "./timing.ts";

export type OrderRow = {
  readonly debitId: string;
  readonly mandateId: string;
  readonly customerId: string;
  readonly creditorSchemeId: string | null;
  readonly paymentInfoId: string | null;
  readonly endToEndId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly strikeOn: Temporal.PlainDate;
  readonly cutoffAtMs: number;
  readonly product: string;
  readonly campaign: string;
  readonly invoices: readonly string[];
  readonly state: "planned" | "stopped";
  readonly noticeAtMs: number | null;
  readonly noticeBy: Temporal.PlainDate;
  readonly noticeLate: boolean;
  readonly noticeProblem: string | null;
  readonly attempt: number;
  readonly retryOf: string | null;
  readonly firstStrikeOn: Temporal.PlainDate;
  readonly source: Source;
};

type About = {
  readonly order: NewOrder;
  readonly mandate: Mandate;
  /** The customer's own zone, else the client's. */
  readonly zone: string;
  readonly standing: readonly Standing[];
  readonly now: Temporal.Instant;
  readonly source: Source;
};

/** Everything that is decided about an order as it comes: cut-off, when the customer is told, and whether it is stopped. */
export function rowOf(
  { client, policy }: PlanContext,
  settings: DebitSettings,
  { order, mandate, zone, standing, now, source }: About,
): OrderRow {
  const strike = dayOfDate(order.strikeOn);
  const notice = noticeTime(strike, noticePeriodOf(settings, mandate), {
    country: client.country,
    hours: {
      zones: [zone],
      country: client.country,
      channel: "sms",
      profiles: policy?.profiles ?? [],
      party: policy?.party ?? "first",
    },
    nowMs: now.epochMilliseconds,
  });
  const isStopped = mandate.state === "cancelled" || standing.length > 0;
  const isTold = settings.notify && !isStopped;
  return {
    debitId: randomUUIDv7(),
    mandateId: mandate.mandateId,
    customerId: mandate.customerId,
    creditorSchemeId: mandate.creditorSchemeId,
    paymentInfoId: order.paymentInfoId ?? null,
    endToEndId: order.endToEndId,
    amountMinor: order.amountMinor,
    currency: order.currency,
    strikeOn: order.strikeOn,
    cutoffAtMs: cutoffAt(strike, settings.cutoff, client),
    product: order.product ?? (mandate.product || (settings.product ?? "")),
    campaign: order.campaign ?? "",
    invoices: order.invoices ?? [],
    state: isStopped ? "stopped" : "planned",
    noticeAtMs: isTold ? (notice.at ?? null) : null,
    noticeBy: dateOf(notice.by),
    noticeLate: isTold && notice.isLate,
    noticeProblem: settings.notify ? (notice.at === undefined ? "too_late" : null) : "not_wanted",
    attempt: order.retry?.attempt ?? 0,
    retryOf: order.retry?.of ?? null,
    firstStrikeOn: order.retry?.firstStrikeOn ?? order.strikeOn,
    source,
  };
}

/** Inserts orders, or gives known ones their new amount, day and notice. One statement. */
export async function writeOrders(
  tx: Tx,
  clientId: string,
  orders: readonly OrderRow[],
  { now, actor }: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<void> {
  if (orders.length === 0) return;
  const rows = orders.map((one) => ({
    debit_id: one.debitId,
    mandate_id: one.mandateId,
    customer_id: one.customerId,
    payment_info_id: one.paymentInfoId,
    end_to_end_id: one.endToEndId,
    amount_minor: one.amountMinor,
    currency: one.currency,
    strike_on: one.strikeOn.toString(),
    cutoff_at: one.cutoffAtMs / 1000,
    product: one.product,
    campaign: one.campaign,
    invoices: one.invoices,
    state: one.state,
    notice_at: one.noticeAtMs === null ? null : one.noticeAtMs / 1000,
    notice_by: one.noticeBy.toString(),
    notice_late: one.noticeLate,
    notice_problem: one.noticeProblem,
    attempt: one.attempt,
    retry_of: one.retryOf,
    first_strike_on: one.firstStrikeOn.toString(),
    source: one.source,
  }));
  await sql`
    insert into dunlin.debit_order as d (client_id, debit_id, mandate_id, customer_id, payment_info_id, end_to_end_id,
      amount_minor, currency, strike_on, cutoff_at, product, campaign, invoices, state, notice_at, notice_by, notice_late,
      notice_problem, attempt, retry_of, first_strike_on, source, created_at, created_by, changed_at)
    select ${clientId}, debit_id, mandate_id, customer_id, payment_info_id, end_to_end_id, amount_minor, currency,
      strike_on, to_timestamp(cutoff_at), product, campaign,
      array(select jsonb_array_elements_text(invoices)), state, to_timestamp(notice_at), notice_by, notice_late,
      notice_problem, attempt, retry_of, first_strike_on, source, ${now}, ${actor}, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows, bigintAsText)}::jsonb) as row (debit_id uuid, mandate_id uuid,
      customer_id uuid, payment_info_id text, end_to_end_id text, amount_minor bigint, currency text, strike_on date,
      cutoff_at float8, product text, campaign text, invoices jsonb, state text, notice_at float8, notice_by date,
      notice_late boolean, notice_problem text, attempt smallint, retry_of uuid, first_strike_on date, source text)
    on conflict (client_id, end_to_end_id) do update set amount_minor = excluded.amount_minor,
      currency = excluded.currency, strike_on = excluded.strike_on, cutoff_at = excluded.cutoff_at,
      product = excluded.product, payment_info_id = coalesce(excluded.payment_info_id, d.payment_info_id),
      state = excluded.state, notice_at = excluded.notice_at, notice_by = excluded.notice_by,
      notice_late = excluded.notice_late, notice_problem = excluded.notice_problem,
      first_strike_on = case when d.attempt = 0 then excluded.first_strike_on else d.first_strike_on end,
      changed_at = excluded.changed_at
    where d.state in ('planned', 'notified')
  `.execute(tx);
}
