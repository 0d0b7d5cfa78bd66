// What customers may agree to, what one is offered, and plans.
import { z } from "zod";
import { CustomerPath, requireCustomer } from "../deps.ts";
import { amountOf, Decimal, Minor } from "../money.ts";
import { change, query, type Working } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import { Currency, DayOnWire, InstantOnWire, MinorOnWire, snakeKeys, Words } from "../wire.ts";
import { getClient } from "#clients/clients.ts";
import { limitsOf, offersFor, setLimits } from "#ledger/arrangements.ts";
import { accountIdOf, endHolds } from "#ledger/holds.ts";
import { listPlans } from "#ledger/plan-list.ts";
import { makePlan } from "#ledger/plans.ts";
import { changeCustomer } from "#messages/planning/change.ts";
import {
  instalmentDays,
  splitEvenly,
  type Instalment,
  type Limits,
} from "#policies/arrangements.ts";
import { sentenceOfRefusal } from "#policies/refusal-words.ts";

const TAG = "Holds, disputes, promises";

const Settings = z.object({
  offers_part: z.boolean(),
  offers_promise: z.boolean(),
  offers_plan: z.boolean(),
  promise_days: z.int(),
  open_promises: z.int(),
  least_part_percent: z.int(),
  least_part_minor: MinorOnWire,
  plan_instalments: z.int(),
  plan_days: z.int(),
  least_instalment_minor: MinorOnWire,
  tolerance_days: z.int(),
  tolerance_percent: z.int(),
  paid_hold_days: z.int(),
  silence_days: z.int(),
});

/** The limits in force. */
export const arrangements = query({
  needs: "client:read",
  tag: TAG,
  summary: "What customers may agree to by themselves: limits of part payments, promises and plans",
  response: Settings,
  example: {},
  work: async ({ tx, clientId }) => snakeKeys(await limitsOf(tx, clientId)),
});

/** Changes what is given; the rest stays. */
export const putArrangements = change({
  needs: "client:write",
  tag: TAG,
  summary: "Change the limits of part payments, promises and plans; what is not named stays",
  description:
    "Money is in minor units of the account's own currency. The tolerance is that of promises made from now on.",
  body: Settings.extend({ least_part_minor: Minor, least_instalment_minor: Minor })
    .partial()
    .strict(),
  response: Settings,
  example: { body: { promise_days: 21, plan_instalments: 4, tolerance_days: 2 } },
  work: async ({ tx, clientId, now, actor }, { body }) => {
    const asked = Object.fromEntries(
      Object.entries(body).map(([key, value]) => [
        key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
        key.endsWith("_minor") ? BigInt(value as string) : value,
      ]),
    );
    const limits: Limits = { ...(await limitsOf(tx, clientId)), ...asked };
    await refusedAs(422, setLimits(tx, clientId, limits, { now, actor }));
    return snakeKeys(await limitsOf(tx, clientId));
  },
});

async function accountOf(
  { tx, clientId }: Working,
  customerId: string,
  asked: string | undefined,
): Promise<{ accountId: string; currency: string }> {
  const currency = asked ?? (await getClient(tx, clientId)).currency;
  const accountId = await refusedAs(422, accountIdOf(tx, clientId, customerId, currency));
  return { accountId, currency };
}

/** What the customer is offered now. */
export const offers = query({
  needs: "ledger:read",
  tag: TAG,
  summary: "What the customer may agree to now: parts, the last day of a promise, plans",
  params: CustomerPath,
  query: z.strictObject({ currency: Currency.exactOptional() }),
  response: z.object({
    currency: z.string(),
    today: DayOnWire,
    pay_full_minor: MinorOnWire,
    least_part_minor: MinorOnWire,
    suggestions_minor: z.array(MinorOnWire),
    promisable_minor: MinorOnWire,
    may_promise: z.boolean(),
    promise_until: DayOnWire,
    plans: z.array(
      z.object({
        instalments: z.int(),
        each_minor: MinorOnWire,
        last_minor: MinorOnWire,
        first_on: DayOnWire,
      }),
    ),
  }),
  example: { params: { ref: "C/1 é" } },
  work: async (working, { params, query: asked }) => {
    const { tx, clientId, now } = working;
    const customerId = await requireCustomer(working, params.ref);
    const { accountId } = await accountOf(working, customerId, asked.currency);
    const offer = await offersFor(tx, clientId, accountId, now);
    return {
      currency: offer.currency,
      today: offer.today,
      pay_full_minor: offer.payFull,
      least_part_minor: offer.leastPart,
      suggestions_minor: [...offer.suggestions],
      promisable_minor: offer.promisable,
      may_promise: offer.mayPromise,
      promise_until: offer.promiseUntil,
      plans: offer.plans.map(({ instalments, each, last, firstOn }) => ({
        instalments,
        each_minor: each,
        last_minor: last,
        first_on: firstOn,
      })),
    };
  },
});

const PlanBody = z.strictObject({
  currency: Currency.exactOptional(),
  /** Equal instalments, monthly from the first day on. */
  amount: Decimal.exactOptional(),
  amount_minor: Minor.exactOptional(),
  count: z.int().min(2).max(60).exactOptional(),
  first_on: DayOnWire.exactOptional(),
  /** Or each of them. */
  instalments: z
    .array(
      z.strictObject({
        amount: Decimal.exactOptional(),
        amount_minor: Minor.exactOptional(),
        due_on: DayOnWire,
      }),
    )
    .min(2)
    .max(60)
    .exactOptional(),
  beyond_limits: z.boolean().default(false),
});

function instalmentsOf(body: z.output<typeof PlanBody>, currency: string): Instalment[] {
  const { instalments, count, first_on: firstOn } = body;
  if ((instalments === undefined) === (count === undefined)) {
    throw new HttpProblem(422, "give either instalments, or count with first_on and amount");
  }
  if (instalments) {
    return instalments.map((one, k) => ({
      amountMinor: amountOf(one, currency, `instalments.${k}.`),
      dueOn: one.due_on,
    }));
  }
  if (firstOn === undefined) throw new HttpProblem(422, "first_on (body): is missing");
  const days = instalmentDays(firstOn, count ?? 0);
  const amounts = splitEvenly(amountOf(body, currency), count ?? 1);
  return days.map((dueOn, k) => ({ dueOn, amountMinor: amounts[k] ?? 0n }));
}

/** Makes a plan. */
export const addPlan = change({
  needs: "ledger:write",
  tag: TAG,
  summary: "Plan: pay in instalments, each a promise that is tested by itself",
  description:
    "Instalment k falls k months after the first day; the last takes what does not divide evenly. What the client's limits refuse is a 422 that names the nearest plan, unless `beyond_limits` says that a person agreed to more.",
  params: CustomerPath,
  body: PlanBody,
  response: z.object({
    plan_id: z.uuid(),
    promise_ids: z.array(z.uuid()),
    messages: z.int(),
    withdrawn: z.int(),
  }),
  status: 201,
  example: {
    params: { ref: "C/1 é" },
    body: { amount: "30.00", count: 2, first_on: "2026-07-03" },
  },
  work: async (working, { params, body }) => {
    const { tx, clientId, actor } = working;
    const customerId = await requireCustomer(working, params.ref);
    const { accountId, currency } = await accountOf(working, customerId, body.currency);
    const instalments = instalmentsOf(body, currency);
    const plan = {
      customerId,
      accountId,
      instalments,
      beyondLimits: body.beyond_limits,
      by: actor,
    };
    const { done, messages, withdrawn } = await changeCustomer(tx, clientId, actor, async (now) => {
      const answer = await makePlan(tx, clientId, plan, now);
      if ("made" in answer) return answer.made;
      throw new HttpProblem(422, sentenceOfRefusal(answer.refused, currency));
    });
    return { plan_id: done.planId, promise_ids: [...done.promiseIds], messages, withdrawn };
  },
});

const Plan = z.object({
  plan_id: z.uuid(),
  currency: z.string(),
  amount_minor: MinorOnWire,
  state: z.string(),
  made_at: InstantOnWire,
  made_by: z.string(),
  decided_at: InstantOnWire.nullable(),
  instalments: z.array(
    z.object({
      instalment: z.int(),
      promise_id: z.uuid(),
      hold_id: z.uuid(),
      due_on: DayOnWire,
      amount_minor: MinorOnWire,
      received_minor: MinorOnWire,
      state: z.string(),
    }),
  ),
});

/** The customer's plans. */
export const plans = query({
  needs: "ledger:read",
  tag: TAG,
  summary: "Plans of a customer with their instalments, newest first, at most 100",
  params: CustomerPath,
  response: z.object({ plans: z.array(Plan) }),
  example: { params: { ref: "C/1 é" } },
  work: async (working, { params }) => {
    const customerId = await requireCustomer(working, params.ref);
    const found = await listPlans(working.tx, working.clientId, customerId);
    return {
      plans: found.map((plan) => ({
        ...snakeKeys(plan),
        instalments: plan.instalments.map(snakeKeys),
      })),
    };
  },
});

/** Calls a plan off. */
export const endPlan = change({
  needs: "ledger:write",
  tag: TAG,
  summary:
    "Call off the customer's open plan with all its open instalments; 409 when there is none",
  params: CustomerPath,
  body: z.strictObject({ plan_id: z.uuid().exactOptional(), reason: Words(500).exactOptional() }),
  bodyOptional: true,
  response: z.object({ plan_id: z.uuid(), messages: z.int(), withdrawn: z.int() }),
  example: { params: { ref: "C/1 é" }, body: { reason: "paid by another way" } },
  work: async (working, { params: { ref }, body }) => {
    const { tx, clientId, actor } = working;
    const customerId = await requireCustomer(working, ref);
    const open = (await listPlans(tx, clientId, customerId)).find(
      ({ state, planId }) => state === "open" && (body.plan_id ?? planId) === planId,
    );
    const instalment = open?.instalments.find(({ state }) => state === "open");
    if (!open || !instalment)
      throw new HttpProblem(409, `customer "${ref}" has no open plan to end`);
    const kinds = ["promise"] as const;
    const { holdId } = instalment;
    const end = { customerReference: ref, kinds, holdId, why: body.reason, by: actor };
    const { messages, withdrawn } = await changeCustomer(
      tx,
      clientId,
      actor,
      async (now) => await endHolds(tx, clientId, end, now),
    );
    return { plan_id: open.planId, messages, withdrawn };
  },
});
