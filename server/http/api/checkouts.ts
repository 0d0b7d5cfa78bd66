// What was paid through providers: checkouts, refunds, what was paid twice, and who says that they have paid.
import { z } from "zod";
import { amountOf, Decimal, Minor } from "../money.ts";
import { inClient } from "../deps.ts";
import { change, perform, query } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import {
  DayOnWire,
  ID,
  InstantOnWire,
  Limit,
  MinorOnWire,
  snakeKeys,
  Words,
  Yes,
} from "../wire.ts";
import { changeCustomer } from "#messages/planning/change.ts";
import { listCheckouts, readCheckout, settleExcess } from "#payments/checkout-rows.ts";
import { judgeProof, listProofs, proofFile } from "#payments/proofs.ts";
import { PROVIDER_KINDS } from "#payments/provider.ts";
import { refundCheckout } from "#payments/refunds.ts";

const State = z.enum(["creating", "open", "pending", "paid", "failed", "expired"]);

const Checkout = z.object({
  checkout_id: z.uuid(),
  customer: z.string(),
  provider: z.enum(PROVIDER_KINDS),
  state: State,
  reason: z.string().nullable(),
  amount_minor: MinorOnWire,
  currency: z.string(),
  payment_ref: z.string().nullable(),
  payment_id: z.uuid().nullable(),
  reversed_minor: MinorOnWire,
  /** Paid though nothing was left to pay: a credit, until somebody sees to it. */
  excess_minor: MinorOnWire,
  excess_settled_at: InstantOnWire.nullable(),
  created_at: InstantOnWire,
  ended_at: InstantOnWire.nullable(),
});

/** Tries to pay, the newest first. */
export const checkouts = query({
  needs: "ledger:read",
  tag: "Paying",
  summary: "Payments at providers: open, waiting, paid, failed; or those that were paid twice",
  query: z.strictObject({
    customer: Words(200).exactOptional(),
    state: State.exactOptional(),
    /** Only what somebody must see to. */
    excess: Yes.default(false),
    limit: Limit(500, 100),
  }),
  response: z.object({ checkouts: z.array(Checkout) }),
  example: { query: { state: "paid" } },
  work: async ({ tx, clientId }, { query: which }) => {
    const rows = await listCheckouts(tx, clientId, which);
    return { checkouts: rows.map((row) => snakeKeys(row)) };
  },
});

const CheckoutPath = z.object({ checkout_id: z.uuid() });

/** Gives money back through the provider that took it. */
export const refund = perform({
  needs: "ledger:write",
  tag: "Paying",
  summary: "Give a payment back, in part or whole",
  description:
    "The debt is open again as soon as the provider has given the money back. `asked` means that the provider did not answer: ask again, the same refund is never made twice.",
  params: CheckoutPath,
  body: z.strictObject({ amount: Decimal.exactOptional(), amount_minor: Minor.exactOptional() }),
  bodyOptional: true,
  response: z.object({
    refund_id: z.uuid(),
    state: z.enum(["done", "asked", "failed"]),
    amount_minor: MinorOnWire,
    why: z.string().exactOptional(),
  }),
  example: { params: { checkout_id: ID }, body: { amount: "10.00" } },
  work: async ({ clientId, deps, actor }, { params, body }) => {
    const { checkout_id: checkoutId } = params;
    const checkout = await inClient(
      deps.db,
      clientId,
      async (tx) => await readCheckout(tx, clientId, checkoutId),
    );
    if (!checkout) throw new HttpProblem(404, `there is no checkout "${checkoutId}"`);
    const states = body.amount !== undefined || body.amount_minor !== undefined;
    const amountMinor = states ? amountOf(body, checkout.currency) : undefined;
    const refunding = { clientId, checkoutId, amountMinor, by: actor };
    const { why, ...refunded } = await refusedAs(409, refundCheckout(deps.pay, refunding));
    return { ...snakeKeys(refunded), ...(why === undefined ? {} : { why }) };
  },
});

/** Takes it off the list of what somebody must see to. */
export const excessSettled = change({
  needs: "ledger:write",
  tag: "Paying",
  summary: "Say that somebody has seen to what was paid twice",
  params: CheckoutPath,
  response: z.object({ checkout_id: z.uuid() }),
  example: { params: { checkout_id: ID } },
  work: async ({ tx, clientId, now, actor }, { params }) => {
    await refusedAs(404, settleExcess(tx, clientId, params.checkout_id, { now, actor }));
    return params;
  },
});

const Verdict = z.enum(["accepted", "refused"]);

const Claim = z.object({
  proof_id: z.uuid(),
  customer: z.string(),
  currency: z.string(),
  amount_minor: MinorOnWire.nullable(),
  paid_on: DayOnWire.nullable(),
  type: z.string().nullable(),
  bytes: z.int().nullable(),
  given_at: InstantOnWire,
  held_until: DayOnWire.nullable(),
  verdict: Verdict.nullable(),
  judged_by: z.string().nullable(),
});

/** Who says that they have paid. */
export const claims = query({
  needs: "ledger:read",
  tag: "Paying",
  summary: "Customers who say that they have paid; those that nobody has looked at first",
  query: z.strictObject({ open: Yes.default(false), limit: Limit(500, 100) }),
  response: z.object({ claims: z.array(Claim) }),
  example: { query: { open: "true" } },
  work: async ({ tx, clientId }, { query: { open, limit } }) => ({
    claims: (await listProofs(tx, clientId, { isOpen: open, limit })).map((row) => snakeKeys(row)),
  }),
});

const ClaimPath = z.object({ proof_id: z.uuid() });

/** The file that a customer sent. */
export const claimFile = query({
  needs: "ledger:read",
  tag: "Paying",
  summary: "The proof that a customer sent, as base64",
  params: ClaimPath,
  response: z.object({ type: z.string(), base64: z.string() }),
  example: { params: { proof_id: ID } },
  work: async ({ tx, clientId }, { params }) => {
    const file = await proofFile(tx, clientId, params.proof_id);
    if (!file) throw new HttpProblem(404, `there is no file of claim "${params.proof_id}"`);
    return { type: file.type, base64: file.bytes.toString("base64") };
  },
});

/** A person has looked at it. */
export const judgeClaim = change({
  needs: "ledger:write",
  tag: "Paying",
  summary: "Accept or refuse what a customer showed; refused, the reminders go on",
  params: ClaimPath,
  body: z.strictObject({ verdict: Verdict }),
  response: z.object({ proof_id: z.uuid(), verdict: Verdict }),
  example: { params: { proof_id: ID }, body: { verdict: "refused" } },
  work: async ({ tx, clientId, actor }, { params, body }) => {
    const { proof_id: proofId } = params;
    const judging = { proofId, verdict: body.verdict, by: actor };
    await refusedAs(
      404,
      changeCustomer(
        tx,
        clientId,
        actor,
        async (now) => await judgeProof(tx, clientId, judging, now),
      ),
    );
    return { proof_id: proofId, verdict: body.verdict };
  },
});
