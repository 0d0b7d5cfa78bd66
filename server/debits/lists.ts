// Lists of mandates, debits and what must not be processed, in pages.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import type { Scheme } from "#policies/debit-schemes.ts";
import { LIVE } from "./stop-rows.ts";
import type { DebitState, StopMeaning } from "./types.ts";

export type DebitLine = {
  readonly debitId: string;
  readonly endToEndId: string;
  readonly mandate: string;
  readonly creditorSchemeId: string | null;
  readonly scheme: Scheme;
  readonly customer: string;
  readonly product: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly strikeOn: Temporal.PlainDate;
  readonly cutoffAt: Temporal.Instant;
  readonly campaign: string;
  readonly state: DebitState;
  readonly reasonCode: string | null;
  readonly attempt: number;
  readonly noticeAt: Temporal.Instant | null;
  readonly noticeBy: Temporal.PlainDate;
  readonly noticeLate: boolean;
  readonly noticeProblem: string | null;
  /** When the customer was told last, and whether it arrived. */
  readonly toldAt: Temporal.Instant | null;
  readonly told: string | null;
  /** The live stop: what it means, since when, and whether it came too late. */
  readonly stoppedAs: StopMeaning | null;
  readonly stoppedAt: Temporal.Instant | null;
  readonly stoppedLate: boolean | null;
};

export type DebitFilter = {
  readonly state?: DebitState | undefined;
  readonly campaign?: string | undefined;
  readonly customer?: string | undefined;
  readonly mandate?: string | undefined;
  readonly strikeFrom?: Temporal.PlainDate | undefined;
  readonly strikeTo?: Temporal.PlainDate | undefined;
  readonly late?: boolean | undefined;
};

const FIRST = "00000000-0000-0000-0000-000000000000";

/** Debits in the order in which they came, at most `limit` after the one with the given id. */
export async function listDebits(
  tx: Tx,
  clientId: string,
  filter: DebitFilter,
  { after = FIRST, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<DebitLine[]> {
  const { state, campaign, customer, mandate, strikeFrom, strikeTo, late } = filter;
  const where = sql`d.debit_id > ${after}::uuid
    and (${state ?? null}::text is null or d.state = ${state ?? null})
    and (${campaign ?? null}::text is null or d.campaign = ${campaign ?? null})
    and (${customer ?? null}::text is null or c.reference = ${customer ?? null})
    and (${mandate ?? null}::text is null or m.reference = ${mandate ?? null})
    and (${strikeFrom ?? null}::date is null or d.strike_on >= ${strikeFrom ?? null}::date)
    and (${strikeTo ?? null}::date is null or d.strike_on <= ${strikeTo ?? null}::date)
    and (${late ?? null}::boolean is null or d.notice_late = ${late ?? null}::boolean)`;
  return await debitLines(tx, clientId, where, limit);
}

/** One debit by its id or its end-to-end id. */
export async function findDebit(
  tx: Tx,
  clientId: string,
  key: string,
): Promise<DebitLine | undefined> {
  const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(key) ? key : null;
  const where = sql`(d.end_to_end_id = ${key} or d.debit_id = ${id}::uuid)`;
  return (await debitLines(tx, clientId, where, 1))[0];
}

async function debitLines(tx: Tx, clientId: string, where: ReturnType<typeof sql>, limit: number) {
  const { rows } = await sql<DebitLine>`
    select d.debit_id, d.end_to_end_id, m.reference as mandate, m.creditor_scheme_id, m.scheme, c.reference as customer,
      d.product, d.amount_minor, d.currency, d.strike_on, d.cutoff_at, d.campaign, d.state, d.reason_code, d.attempt,
      d.notice_at, d.notice_by, d.notice_late, d.notice_problem, told.handed_over_at as told_at, told.state as told,
      stop.meaning as stopped_as, stop.at as stopped_at, stop.after_cutoff as stopped_late
    from dunlin.debit_order d
    join dunlin.mandate m using (client_id, mandate_id)
    join dunlin.customer c on c.client_id = d.client_id and c.customer_id = d.customer_id
    left join lateral (
      select x.handed_over_at, x.state from dunlin.debit_notice n join dunlin.message x using (client_id, message_id)
      where n.client_id = d.client_id and n.debit_id = d.debit_id
      order by x.handed_over_at desc nulls last, n.message_id desc limit 1
    ) told on true
    left join lateral (
      select s.meaning, s.at, s.after_cutoff from dunlin.debit_stop s
      where s.client_id = d.client_id and s.end_to_end_id = d.end_to_end_id and ${LIVE}
      order by s.after_cutoff, s.stop_id desc limit 1
    ) stop on true
    where d.client_id = ${clientId} and ${where}
    order by d.debit_id limit ${limit}
  `.execute(tx);
  return rows;
}

export type MandateLine = {
  readonly mandateId: string;
  readonly reference: string;
  readonly creditorSchemeId: string | null;
  readonly scheme: Scheme;
  readonly customer: string;
  readonly product: string;
  readonly state: "active" | "cancelled";
  readonly noticeDays: number | null;
  readonly signedOn: Temporal.PlainDate | null;
  readonly cancelledAt: Temporal.Instant | null;
};

/** Mandates in the order in which they came. */
export async function listMandates(
  tx: Tx,
  clientId: string,
  filter: { readonly customer?: string | undefined; readonly state?: string | undefined },
  { after = FIRST, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<MandateLine[]> {
  const { customer = null, state = null } = filter;
  const { rows } = await sql<MandateLine>`
    select m.mandate_id, m.reference, m.creditor_scheme_id, m.scheme, c.reference as customer, m.product, m.state,
      m.notice_days, m.signed_on, m.cancelled_at
    from dunlin.mandate m join dunlin.customer c using (client_id, customer_id)
    where m.client_id = ${clientId} and m.mandate_id > ${after}::uuid
      and (${customer}::text is null or c.reference = ${customer}) and (${state}::text is null or m.state = ${state})
    order by m.mandate_id limit ${limit}
  `.execute(tx);
  return rows;
}
