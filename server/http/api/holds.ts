import { z } from "zod";
import { CustomerPath, requireCustomer } from "../deps.ts";
import { amountOf, Decimal, decimalOf, Minor } from "../money.ts";
import { change, query, type Working } from "../operation.ts";
import { refusedAs } from "../problems.ts";
import { Currency, DayOnWire, InstantOnWire, MinorOnWire, snakeKeys, Words } from "../wire.ts";
import { getClient } from "#clients/clients.ts";
import { endHolds, listHolds, makePromise, placeHold } from "#ledger/holds.ts";
import { changeCustomer } from "#messages/planning/change.ts";
import type { HoldKind } from "#policies/types.ts";

const HOLD_KINDS = ["manual", "breathing_space", "vulnerable", "deceased"] as const;

/** What stops collection: the noun in the path, and the kinds behind it. */
export const HELD = {
  holds: HOLD_KINDS,
  disputes: ["dispute"],
  promises: ["promise"],
} as const satisfies Record<string, readonly HoldKind[]>;

const Invoices = z.array(Words(200)).min(1).max(500);
const Done = z.object({ hold_id: z.uuid(), messages: z.int(), withdrawn: z.int() });
const DisputeBody = z.strictObject({
  invoices: Invoices.exactOptional(),
  currency: Currency.exactOptional(),
  until: DayOnWire.exactOptional(),
  reason: Words(500).exactOptional(),
});
const HoldBody = DisputeBody.extend({ kind: z.enum(HOLD_KINDS).default("manual") });

async function place(
  working: Working,
  ref: string,
  { kind, ...body }: z.output<typeof DisputeBody> & { kind: HoldKind },
) {
  await requireCustomer(working, ref);
  const { tx, clientId, actor } = working;
  const { done, messages, withdrawn } = await changeCustomer(
    tx,
    clientId,
    actor,
    async (now) =>
      await placeHold(tx, clientId, { ...body, customerReference: ref, kind, by: actor }, now),
  );
  return { hold_id: done.holdId, messages, withdrawn };
}

/** Stops collection of invoices, an account or the whole customer until it is ended. */
export const addHold = change({
  needs: "ledger:write",
  tag: "Holds, disputes, promises",
  summary: "Hold: stop collection of the invoices, or of everything, until it is ended",
  params: CustomerPath,
  body: HoldBody,
  response: Done,
  status: 201,
  example: { params: { ref: "C/1 é" }, body: { reason: "moving house", until: "2026-07-15" } },
  work: async (working, { params, body }) => await place(working, params.ref, body),
});

/** Opens a dispute, which holds what it is about. */
export const addDispute = change({
  needs: "ledger:write",
  tag: "Holds, disputes, promises",
  summary: "Dispute: stop collection of what is disputed until it is settled",
  params: CustomerPath,
  body: DisputeBody,
  response: Done,
  status: 201,
  example: { params: { ref: "C/1 é" }, body: { invoices: ["INV-2"], reason: "never delivered" } },
  work: async (working, { params, body }) =>
    await place(working, params.ref, { ...body, kind: "dispute" }),
});

const PromiseBody = z.strictObject({
  amount: Decimal.exactOptional(),
  amount_minor: Minor.exactOptional(),
  currency: Currency.exactOptional(),
  due_on: DayOnWire,
  /** What is forgiven of it, in money and in days after its own; by the client's limits where it has set any. */
  tolerance: Decimal.exactOptional(),
  tolerance_days: z.int().min(0).max(30).exactOptional(),
  invoices: Invoices.exactOptional(),
});

/** Records a promise to pay; whether it was kept is tested by itself. */
export const addPromise = change({
  needs: "ledger:write",
  tag: "Holds, disputes, promises",
  summary: "Promise to pay by the end of a day; tested by itself",
  params: CustomerPath,
  body: PromiseBody,
  response: Done.extend({ promise_id: z.uuid() }),
  status: 201,
  example: { params: { ref: "C/1 é" }, body: { amount: "149.90", due_on: "2026-07-03" } },
  work: async (working, { params, body }) => await promise(working, params.ref, body),
});

async function promise(working: Working, ref: string, body: z.output<typeof PromiseBody>) {
  await requireCustomer(working, ref);
  const { tx, clientId, actor } = working;
  const currency = body.currency ?? (await getClient(tx, clientId)).currency;
  const amountMinor = amountOf(body, currency);
  const toleranceMinor =
    body.tolerance === undefined ? undefined : decimalOf(body.tolerance, currency, "tolerance");
  const { invoices, due_on: dueOn, tolerance_days: toleranceDays } = body;
  const tolerances = { toleranceMinor, toleranceDays };
  const made = { customerReference: ref, currency, amountMinor, dueOn, ...tolerances, invoices };
  const { done, messages, withdrawn } = await changeCustomer(
    tx,
    clientId,
    actor,
    async (now) => await makePromise(tx, clientId, { ...made, by: actor }, now),
  );
  return { hold_id: done.holdId, promise_id: done.promiseId, messages, withdrawn };
}

/** Ends one by its id, those about some invoices, or all live ones; 409 when there is none. */
export const endHeld = (noun: string, kinds: readonly HoldKind[]) =>
  change({
    needs: "ledger:write",
    tag: "Holds, disputes, promises",
    summary: `End ${noun}: one by its id, those about some invoices, or all live ones`,
    params: CustomerPath,
    body: z.strictObject({
      hold_id: z.uuid().exactOptional(),
      invoices: Invoices.exactOptional(),
      reason: Words(500).exactOptional(),
    }),
    bodyOptional: true,
    response: z.object({ ended: z.array(z.uuid()), messages: z.int(), withdrawn: z.int() }),
    example: { params: { ref: "C/1 é" }, body: { reason: "settled by phone" } },
    work: async (working, { params: { ref }, body }) => {
      const { hold_id: holdId, invoices, reason: why } = body;
      await requireCustomer(working, ref);
      const { tx, clientId, actor } = working;
      const end = { customerReference: ref, holdId, kinds, invoices, why, by: actor };
      const { done, messages, withdrawn } = await changeCustomer(
        tx,
        clientId,
        actor,
        async (now) => await refusedAs(409, endHolds(tx, clientId, end, now)),
      );
      return { ended: done.ended, messages, withdrawn };
    },
  });

const Held = z.object({
  hold_id: z.uuid(),
  kind: z.string(),
  currency: z.string().nullable(),
  amount_minor: MinorOnWire.nullable(),
  invoices: z.array(z.string()),
  until: DayOnWire.nullable(),
  reason: z.string().nullable(),
  placed_at: InstantOnWire,
  placed_by: z.string(),
  ended_at: InstantOnWire.nullable(),
  /** Of a promise: open, kept, part_kept, broken or cancelled; the day it is for, and what has come in of it. */
  promise_state: z.string().nullable(),
  promise_id: z.uuid().nullable(),
  due_on: DayOnWire.nullable(),
  received_minor: MinorOnWire.nullable(),
  plan_id: z.uuid().nullable(),
  instalment: z.int().nullable(),
});

/** Live and ended ones, newest first. */
export const listHeld = (noun: string, kinds: readonly HoldKind[]) =>
  query({
    needs: "ledger:read",
    tag: "Holds, disputes, promises",
    summary: `All ${noun} of a customer, live and ended ones, newest first, at most 500`,
    params: CustomerPath,
    response: z.object({ rows: z.array(Held) }),
    example: { params: { ref: "C/1 é" } },
    work: async (working, { params: { ref } }) => {
      await requireCustomer(working, ref);
      const rows = await listHolds(working.tx, working.clientId, ref, kinds);
      return { rows: rows.map(({ untilOn, ...row }) => ({ ...snakeKeys(row), until: untilOn })) };
    },
  });
