// Placing and ending what stops collection. Who calls evaluates the customer afterwards, in the same transaction.
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { ownLimitsOf } from "#ledger/arrangements.ts";
import { recordEvents } from "#ledger/events.ts";
import { factsChanged } from "#ledger/facts-changed.ts";
import { callOffPlans } from "#ledger/promises.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { toleranceOf } from "#policies/arrangements.ts";
import type { HoldKind } from "#policies/types.ts";

export type NewHold = {
  readonly customerReference: string;
  readonly kind: HoldKind;
  /** Invoice references; none: the whole account, or with no currency the whole customer. */
  readonly invoices?: readonly string[] | undefined;
  readonly currency?: string | undefined;
  readonly until?: Temporal.PlainDate | undefined;
  readonly reason?: string | undefined;
  readonly by: string;
};

export type NewPromise = {
  readonly customerReference: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** By the end of this day. */
  readonly dueOn: Temporal.PlainDate;
  /** Forgiven of amount and day; where not given, by the client's limits, and nothing where it never set any. */
  readonly toleranceMinor?: bigint | undefined;
  readonly toleranceDays?: number | undefined;
  readonly invoices?: readonly string[] | undefined;
  readonly by: string;
};

/** The customer's id by the client's own reference; a `UserError` when there is none. */
export async function customerIdOf(tx: Tx, clientId: string, reference: string): Promise<string> {
  const row = await tx
    .selectFrom("customer")
    .select("customerId")
    .where("clientId", "=", clientId)
    .where("reference", "=", reference)
    .executeTakeFirst();
  if (!row) throw new UserError(`there is no customer "${reference}"; check the reference`);
  return row.customerId;
}

/** The id of the customer's account in that currency; a `UserError` when there is none. */
export async function accountIdOf(
  tx: Tx,
  clientId: string,
  customerId: string,
  currency: string,
): Promise<string> {
  const row = await tx
    .selectFrom("account")
    .select("accountId")
    .where("clientId", "=", clientId)
    .where("customerId", "=", customerId)
    .where("currency", "=", currency)
    .executeTakeFirst();
  if (!row) throw new UserError(`the customer has no account in ${currency}`);
  return row.accountId;
}

async function invoiceIdsOf(
  tx: Tx,
  clientId: string,
  customerId: string,
  references: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string; reference: string }>`
    select i.invoice_id as id, i.reference from dunlin.invoice i join dunlin.account a using (client_id, account_id)
    where i.client_id = ${clientId} and a.customer_id = ${customerId} and i.reference = any(${references}::text[])
  `.execute(tx);
  const missing = references.find((wanted) => !rows.some((row) => row.reference === wanted));
  if (missing !== undefined) throw new UserError(`the customer has no invoice "${missing}"`);
  return rows.map((row) => row.id);
}

export type Placed = { readonly holdId: string; readonly customerId: string };

/** Places a hold or a dispute from now on. */
export async function placeHold(
  tx: Tx,
  clientId: string,
  hold: NewHold,
  now: Temporal.Instant,
): Promise<Placed> {
  const customerId = await customerIdOf(tx, clientId, hold.customerReference);
  const accountId =
    hold.currency === undefined ? null : await accountIdOf(tx, clientId, customerId, hold.currency);
  await factsChanged(tx, clientId, [customerId], now);
  const placed = await insertHold(tx, clientId, { ...hold, customerId, accountId }, now);
  await recordEvents(tx, clientId, now, [
    {
      kind: hold.kind === "dispute" ? "dispute.opened" : "hold.placed",
      customerId,
      accountId: accountId ?? undefined,
      actor: hold.by,
      cause: placed.holdId,
      body: { kind: hold.kind, until: hold.until?.toString(), invoices: placed.invoiceIds },
    },
  ]);
  return placed;
}

type HoldRow = Pick<NewHold, "kind" | "invoices" | "until" | "reason" | "by"> & {
  readonly customerId: string;
  readonly accountId: string | null;
  readonly amountMinor?: bigint;
};

async function insertHold(tx: Tx, clientId: string, hold: HoldRow, now: Temporal.Instant) {
  const { holdId } = await tx
    .insertInto("hold")
    .values({
      clientId,
      customerId: hold.customerId,
      accountId: hold.accountId,
      kind: hold.kind,
      amountMinor: hold.amountMinor ?? null,
      untilOn: hold.until ?? null,
      reason: hold.reason ?? null,
      placedAt: now,
      placedBy: hold.by,
    })
    .returning("holdId")
    .executeTakeFirstOrThrow();
  const invoiceIds = hold.invoices?.length
    ? await invoiceIdsOf(tx, clientId, hold.customerId, hold.invoices)
    : [];
  if (invoiceIds.length > 0) {
    await sql`insert into dunlin.hold_invoice (client_id, hold_id, invoice_id)
      select ${clientId}, ${holdId}, unnest(${invoiceIds}::uuid[])`.execute(tx);
  }
  return { holdId, customerId: hold.customerId, invoiceIds };
}

/** Records a promise to pay; it holds its part of the account until the end of its day. */
export async function makePromise(
  tx: Tx,
  clientId: string,
  promise: NewPromise,
  now: Temporal.Instant,
): Promise<Placed & { promiseId: string }> {
  checkPromise(promise);
  const customerId = await customerIdOf(tx, clientId, promise.customerReference);
  await refusePast(tx, clientId, promise.dueOn, now);
  const accountId = await accountIdOf(tx, clientId, customerId, promise.currency);
  await factsChanged(tx, clientId, [customerId], now);
  return await insertPromise(
    tx,
    clientId,
    { ...promise, ...(await tolerancesFor(tx, clientId, promise)), customerId, accountId },
    now,
  );
}

async function tolerancesFor(
  tx: Tx,
  clientId: string,
  { amountMinor, toleranceMinor, toleranceDays }: NewPromise,
): Promise<{ toleranceMinor: bigint; toleranceDays: number }> {
  const own = await ownLimitsOf(tx, clientId);
  return {
    toleranceMinor: toleranceMinor ?? (own ? toleranceOf(own, amountMinor) : 0n),
    toleranceDays: toleranceDays ?? own?.toleranceDays ?? 0,
  };
}

type PromiseRow = Pick<NewPromise, "amountMinor" | "dueOn" | "invoices" | "by"> & {
  readonly customerId: string;
  readonly accountId: string;
  readonly toleranceMinor: bigint;
  readonly toleranceDays: number;
};

/** Writes a promise with its hold, which lasts as long as the promise may be kept. The customer's facts are changed already. */
export async function insertPromise(
  tx: Tx,
  clientId: string,
  promise: PromiseRow,
  now: Temporal.Instant,
): Promise<Placed & { promiseId: string }> {
  const { customerId, accountId, amountMinor, dueOn, toleranceMinor, toleranceDays, by } = promise;
  const until = dueOn.add({ days: toleranceDays });
  const { holdId } = await insertHold(
    tx,
    clientId,
    { customerId, accountId, kind: "promise", invoices: promise.invoices, amountMinor, until, by },
    now,
  );
  const { promiseId } = await tx
    .insertInto("promise")
    .values({
      clientId,
      accountId,
      holdId,
      amountMinor,
      dueOn,
      toleranceMinor,
      toleranceDays,
      madeAt: now,
      madeBy: by,
    })
    .returning("promiseId")
    .executeTakeFirstOrThrow();
  await recordEvents(tx, clientId, now, [
    {
      kind: "promise.made",
      customerId,
      accountId,
      actor: by,
      cause: promiseId,
      body: { amount_minor: amountMinor, due_on: dueOn.toString() },
    },
  ]);
  return { holdId, promiseId, customerId };
}

function checkPromise({ amountMinor, toleranceMinor = 0n, toleranceDays = 0 }: NewPromise): void {
  if (amountMinor <= 0n) throw new UserError("a promise must be of more than nothing");
  if (toleranceDays < 0 || toleranceDays > 30) {
    throw new UserError(`tolerance of ${toleranceDays} days is not between 0 and 30; change it`);
  }
  if (toleranceMinor < 0n || toleranceMinor >= amountMinor) {
    throw new UserError(
      `tolerance ${toleranceMinor} is not less than the promised ${amountMinor} (minor units); lower it`,
    );
  }
}

async function refusePast(
  tx: Tx,
  clientId: string,
  dueOn: Temporal.PlainDate,
  now: Temporal.Instant,
): Promise<void> {
  const { zone } = await getClient(tx, clientId);
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  if (Temporal.PlainDate.compare(dueOn, today) < 0) {
    throw new UserError(
      `the promise's date ${dueOn.toString()} is over; give today's or a later one`,
    );
  }
}

export type EndHold = {
  readonly customerReference: string;
  /** One hold by its id; without it all live ones of the kinds. */
  readonly holdId?: string | undefined;
  readonly kinds: readonly HoldKind[];
  /** Only holds about one of these invoices. */
  readonly invoices?: readonly string[] | undefined;
  readonly why?: string | undefined;
  readonly by: string;
};

/** Ends holds, disputes or promises from now on; a `UserError` when there is none to end. */
export async function endHolds(
  tx: Tx,
  clientId: string,
  end: EndHold,
  now: Temporal.Instant,
): Promise<{ ended: string[]; customerId: string }> {
  const customerId = await customerIdOf(tx, clientId, end.customerReference);
  const invoiceIds = end.invoices?.length
    ? await invoiceIdsOf(tx, clientId, customerId, end.invoices)
    : null;
  await factsChanged(tx, clientId, [customerId], now);
  const { rows } = await sql<{ holdId: string; kind: HoldKind; accountId: string | null }>`
    update dunlin.hold h set ended_at = ${now}, ended_by = ${end.by}, ended_why = ${end.why ?? null}
    where client_id = ${clientId} and customer_id = ${customerId} and ended_at is null
      and kind = any(${end.kinds}::text[])
      and (${end.holdId ?? null}::uuid is null or hold_id = ${end.holdId ?? null}::uuid)
      and (${invoiceIds}::uuid[] is null or exists (select from dunlin.hold_invoice i
        where i.client_id = h.client_id and i.hold_id = h.hold_id and i.invoice_id = any(${invoiceIds}::uuid[])))
    returning hold_id, kind, account_id
  `.execute(tx);
  if (rows.length === 0) {
    throw new UserError(
      `customer "${end.customerReference}" has no live ${end.kinds.join(" or ")} to end`,
    );
  }
  const ended = rows.map((row) => row.holdId);
  const { rows: planIds } = await sql<{ planId: string | null }>`
    update dunlin.promise set state = 'cancelled', decided_at = ${now}
    where client_id = ${clientId} and state = 'open' and hold_id = any(${ended}::uuid[])
    returning plan_id
  `.execute(tx);
  await recordEvents(
    tx,
    clientId,
    now,
    rows.map((row) => ({
      kind:
        row.kind === "dispute"
          ? "dispute.closed"
          : row.kind === "promise"
            ? "promise.cancelled"
            : "hold.ended",
      customerId,
      accountId: row.accountId ?? undefined,
      actor: end.by,
      cause: row.holdId,
      body: { kind: row.kind },
    })),
  );
  // An instalment that is called off takes its plan with it.
  const plans = planIds.flatMap(({ planId }) => planId ?? []);
  await callOffPlans(tx, clientId, { planIds: plans, customerId, by: end.by }, now);
  return { ended, customerId };
}

export type HoldLine = {
  readonly holdId: string;
  readonly kind: HoldKind;
  readonly currency: string | null;
  readonly amountMinor: bigint | null;
  readonly invoices: string[];
  readonly untilOn: Temporal.PlainDate | null;
  readonly reason: string | null;
  readonly placedAt: Temporal.Instant;
  readonly placedBy: string;
  readonly endedAt: Temporal.Instant | null;
  readonly promiseState: string | null;
  readonly promiseId: string | null;
  readonly dueOn: Temporal.PlainDate | null;
  /** How much of the promise has come in. */
  readonly receivedMinor: bigint | null;
  readonly planId: string | null;
  readonly instalment: number | null;
};

/** The customer's holds of the kinds, live and ended, newest first, at most 500. */
export async function listHolds(
  tx: Tx,
  clientId: string,
  customerReference: string,
  kinds: readonly HoldKind[],
): Promise<HoldLine[]> {
  const customerId = await customerIdOf(tx, clientId, customerReference);
  const { rows } = await sql<HoldLine>`
    select h.hold_id, h.kind, a.currency, h.amount_minor, h.until_on, h.reason, h.placed_at, h.placed_by, h.ended_at,
      p.state as promise_state, p.promise_id, p.due_on, p.received_minor, p.plan_id, p.instalment,
      array(select i.reference from dunlin.hold_invoice x join dunlin.invoice i using (client_id, invoice_id)
        where x.client_id = h.client_id and x.hold_id = h.hold_id order by i.reference) as invoices
    from dunlin.hold h
    left join dunlin.account a using (client_id, account_id)
    left join dunlin.promise p using (client_id, hold_id)
    where h.client_id = ${clientId} and h.customer_id = ${customerId} and h.kind = any(${kinds}::text[])
    order by h.placed_at desc, h.hold_id desc limit 500
  `.execute(tx);
  return rows;
}
