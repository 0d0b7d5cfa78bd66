import { CLIENT_OPTION, type Answer, type Arguments, type Command } from "#cli/command.ts";
import { minorOption } from "#cli/commands/holds.ts";
import { forScripts } from "#cli/json.ts";
import { dateOption, required } from "#cli/parse.ts";
import { table } from "#cli/table.ts";
import { getClient } from "#clients/clients.ts";
import { limitsOf, offersFor, setLimits } from "#ledger/arrangements.ts";
import { accountIdOf, customerIdOf, endHolds } from "#ledger/holds.ts";
import { listPlans } from "#ledger/plan-list.ts";
import { makePlan } from "#ledger/plans.ts";
import { changeCustomer } from "#messages/planning/change.ts";
import { clockNow } from "#platform/clock.ts";
import type { Tx } from "#platform/db.ts";
import { UsageError, UserError } from "#platform/errors.ts";
import { formatMoney } from "#platform/money.ts";
import {
  instalmentDays,
  LIMIT_BOUNDS,
  splitEvenly,
  type Instalment,
  type Limits,
} from "#policies/arrangements.ts";
import { sentenceOfRefusal } from "#policies/refusal-words.ts";

const options = {
  ...CLIENT_OPTION,
  currency: { type: "string" },
  amount: { type: "string" },
  count: { type: "string" },
  start: { type: "string" },
  "beyond-limits": { type: "boolean" },
  id: { type: "string" },
  reason: { type: "string" },
} as const;

const slugOf = (args: Arguments): string => required(args, "client", "harbour-fibre");

async function accountOf(tx: Tx, clientId: string, args: Arguments) {
  const customerId = await customerIdOf(tx, clientId, args.positionals[0]!);
  const currency = args.text("currency") ?? (await getClient(tx, clientId)).currency;
  return {
    customerId,
    currency,
    accountId: await accountIdOf(tx, clientId, customerId, currency),
  };
}

const planOffer: Command = {
  words: ["plan", "offer"],
  usage: "CUSTOMER_REF --client SLUG [--currency C]",
  about: "What the customer may agree to now: parts, the last day of a promise, plans.",
  options,
  positionals: [1, 1],
  run: async (session, args) =>
    await session.asClient(slugOf(args), async (tx, clientId) => {
      const { accountId, currency } = await accountOf(tx, clientId, args);
      const offer = await offersFor(tx, clientId, accountId, await clockNow(tx));
      const money = (minor: bigint): string => formatMoney(minor, currency, "en");
      const plans = offer.plans.map(({ instalments, each, last, firstOn }) => ({
        instalments,
        each_minor: each,
        last_minor: last,
        first_on: firstOn,
      }));
      return {
        json: {
          currency,
          today: offer.today,
          pay_full_minor: offer.payFull,
          least_part_minor: offer.leastPart,
          suggestions_minor: offer.suggestions,
          promisable_minor: offer.promisable,
          may_promise: offer.mayPromise,
          promise_until: offer.promiseUntil,
          plans,
        },
        text: [
          `in full ${money(offer.payFull)}, in part from ${money(offer.leastPart)}`,
          offer.mayPromise
            ? `a promise of up to ${money(offer.promisable)} by ${offer.promiseUntil.toString()}`
            : "no promise",
          ...offer.plans.map(
            ({ instalments, each, firstOn }) =>
              `${instalments} instalments of ${money(each)} from ${firstOn.toString()}`,
          ),
        ].join("\n"),
      };
    }),
};

function wholeNumber(args: Arguments, name: string): number {
  const text = required(args, name, "3");
  if (!/^\d{1,4}$/.test(text)) {
    throw new UsageError(`--${name} "${text}" is no whole number; give one such as 3`);
  }
  return Number(text);
}

function instalmentsOf(args: Arguments, amountMinor: bigint): Instalment[] {
  const count = wholeNumber(args, "count");
  if (count < 2 || count > 60) {
    throw new UsageError(`--count ${count} is not between 2 and 60; change it`);
  }
  const firstOn = dateOption(required(args, "start", "2026-01-31"), "--start");
  const amounts = splitEvenly(amountMinor, count);
  return instalmentDays(firstOn, count).map((dueOn, k) => ({
    dueOn,
    amountMinor: amounts[k] ?? 0n,
  }));
}

const planCreate: Command = {
  words: ["plan", "create"],
  usage:
    "CUSTOMER_REF --client SLUG --count N --start DATE [--amount 100.00] [--currency C] [--beyond-limits]",
  about:
    "Records a plan: equal instalments, monthly from the start on; without an amount over all that can be promised.",
  options,
  positionals: [1, 1],
  run: async (session, args) =>
    await session.asClient(slugOf(args), async (tx, clientId) => {
      const { accountId, customerId, currency } = await accountOf(tx, clientId, args);
      const given = args.text("amount");
      const amountMinor =
        given === undefined
          ? (await offersFor(tx, clientId, accountId, await clockNow(tx))).promisable
          : minorOption(given, currency, "--amount");
      const instalments = instalmentsOf(args, amountMinor);
      const beyondLimits = args.flag("beyond-limits");
      const plan = { customerId, accountId, instalments, beyondLimits, by: "cli" };
      const { done, messages, withdrawn } = await changeCustomer(
        tx,
        clientId,
        "cli",
        async (now) => {
          const answer = await makePlan(tx, clientId, plan, now);
          if ("made" in answer) return answer.made;
          throw new UserError(sentenceOfRefusal(answer.refused, currency));
        },
      );
      const lines = instalments.map(
        (one) => `${one.dueOn.toString()} ${formatMoney(one.amountMinor, currency, "en")}`,
      );
      return {
        json: {
          plan_id: done.planId,
          promise_ids: done.promiseIds,
          instalments: instalments.map(forScripts),
          withdrawn,
          messages,
        },
        text: `plan recorded; ${withdrawn} queued messages withdrawn\n${lines.join("\n")}`,
      };
    }),
};

const HEAD = ["plan", "state", "instalment", "due on", "amount", "received", "kept"];

const planList: Command = {
  words: ["plan", "list"],
  usage: "CUSTOMER_REF --client SLUG",
  about: "Lists the customer's plans with their instalments.",
  options,
  positionals: [1, 1],
  run: async (session, args) =>
    await session.asClient(slugOf(args), async (tx, clientId) => {
      const customerId = await customerIdOf(tx, clientId, args.positionals[0]!);
      const plans = await listPlans(tx, clientId, customerId);
      const rows = plans.flatMap((plan) =>
        plan.instalments.map((one) => [
          plan.planId,
          plan.state,
          one.instalment,
          one.dueOn,
          formatMoney(one.amountMinor, plan.currency, "en"),
          formatMoney(one.receivedMinor, plan.currency, "en"),
          one.state,
        ]),
      );
      const json = plans.map((plan) => ({
        ...forScripts(plan),
        instalments: plan.instalments.map(forScripts),
      }));
      return { json: { rows: json }, text: rows.length === 0 ? "no plans" : table(HEAD, rows) };
    }),
};

const planCancel: Command = {
  words: ["plan", "cancel"],
  usage: "CUSTOMER_REF --client SLUG [--id PLAN] [--reason WHY]",
  about: "Calls the customer's open plan off, with all its open instalments.",
  options,
  positionals: [1, 1],
  run: async (session, args) =>
    await session.asClient(slugOf(args), async (tx, clientId) => {
      const reference = args.positionals[0]!;
      const customerId = await customerIdOf(tx, clientId, reference);
      const id = args.text("id");
      const open = (await listPlans(tx, clientId, customerId)).find(
        (plan) => plan.state === "open" && (id ?? plan.planId) === plan.planId,
      );
      const instalment = open?.instalments.find(({ state }) => state === "open");
      if (!open || !instalment) {
        throw new UserError(`customer "${reference}" has no open plan to cancel`);
      }
      const end = {
        customerReference: reference,
        kinds: ["promise"] as const,
        holdId: instalment.holdId,
        why: args.text("reason"),
        by: "cli",
      };
      const { messages, withdrawn } = await changeCustomer(
        tx,
        clientId,
        "cli",
        async (now) => await endHolds(tx, clientId, end, now),
      );
      return {
        json: { plan_id: open.planId, withdrawn, messages },
        text: `plan cancelled; ${withdrawn} queued messages withdrawn`,
      };
    }),
};

const OFFERS = ["offersPart", "offersPromise", "offersPlan"] as const;
const NUMBERS = Object.keys(LIMIT_BOUNDS) as (keyof typeof LIMIT_BOUNDS)[];

/** The option of a limit: `promiseDays` is --promise-days. */
const optionOf = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const limitOptions = {
  ...CLIENT_OPTION,
  ...Object.fromEntries(
    [...OFFERS, ...NUMBERS].map((name) => [optionOf(name), { type: "string" } as const]),
  ),
};

function answerOf(limits: Limits): Answer {
  const rows = Object.entries(limits).map(([name, value]) => [
    optionOf(name).replaceAll("-", " "),
    typeof value === "boolean" ? (value ? "on" : "off") : String(value),
  ]);
  return { json: forScripts(limits), text: table(["limit", "value"], rows) };
}

const arrangementsShow: Command = {
  words: ["arrangements", "show"],
  usage: "--client SLUG",
  about: "What customers may agree to by themselves; money in minor units.",
  options: CLIENT_OPTION,
  positionals: [0, 0],
  run: async (session, args) =>
    await session.asClient(slugOf(args), async (tx, clientId) =>
      answerOf(await limitsOf(tx, clientId)),
    ),
};

function changesOf(args: Arguments): Partial<Limits> {
  const changes: Record<string, boolean | number | bigint> = {};
  for (const name of OFFERS) {
    const text = args.text(optionOf(name));
    if (text === undefined) continue;
    if (text !== "on" && text !== "off") {
      throw new UsageError(`--${optionOf(name)} "${text}": use on or off`);
    }
    changes[name] = text === "on";
  }
  for (const name of NUMBERS) {
    const text = args.text(optionOf(name));
    if (text === undefined) continue;
    if (!/^\d{1,16}$/.test(text)) {
      throw new UsageError(`--${optionOf(name)} "${text}" is no whole number; give one such as 30`);
    }
    changes[name] = typeof LIMIT_BOUNDS[name][0] === "bigint" ? BigInt(text) : Number(text);
  }
  return changes;
}

const arrangementsSet: Command = {
  words: ["arrangements", "set"],
  usage: `--client SLUG ${OFFERS.map((name) => `[--${optionOf(name)} on|off]`).join(" ")} ${NUMBERS.map((name) => `[--${optionOf(name)} N]`).join(" ")}`,
  about: "Changes what customers may agree to; what is not named stays.",
  options: limitOptions,
  positionals: [0, 0],
  run: async (session, args) => {
    const changes = changesOf(args);
    return await session.asClient(slugOf(args), async (tx, clientId) => {
      const limits = { ...(await limitsOf(tx, clientId)), ...changes };
      await setLimits(tx, clientId, limits, { now: await clockNow(tx), actor: "cli" });
      return answerOf(limits);
    });
  },
};

export const planCommands: readonly Command[] = [
  planOffer,
  planCreate,
  planList,
  planCancel,
  arrangementsShow,
  arrangementsSet,
];
