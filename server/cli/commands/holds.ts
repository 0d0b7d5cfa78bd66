import { CLIENT_OPTION, type Answer, type Arguments, type Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { dateOption, required } from "#cli/parse.ts";
import type { Session } from "#cli/session.ts";
import { table, type Cell } from "#cli/table.ts";
import { getClient } from "#clients/clients.ts";
import { endHolds, listHolds, makePromise, placeHold, type HoldLine } from "#ledger/holds.ts";
import { changeCustomer } from "#messages/planning/change.ts";
import type { Tx } from "#platform/db.ts";
import { UsageError } from "#platform/errors.ts";
import { exponentOf, formatMoney } from "#platform/money.ts";
import { parseAmount } from "#policies/ladder-words.ts";
import type { HoldKind } from "#policies/types.ts";

const HOLD_KINDS = ["manual", "breathing_space", "vulnerable", "deceased"] as const;

const options = {
  ...CLIENT_OPTION,
  kind: { type: "string" },
  invoice: { type: "string" },
  currency: { type: "string" },
  until: { type: "string" },
  reason: { type: "string" },
  amount: { type: "string" },
  date: { type: "string" },
  tolerance: { type: "string" },
  "tolerance-days": { type: "string" },
  id: { type: "string" },
} as const;

function invoicesOf(args: Arguments): string[] | undefined {
  return args
    .text("invoice")
    ?.split(",")
    .map((one) => one.trim())
    .filter(Boolean);
}

function kindOf(args: Arguments): HoldKind {
  const kind = args.text("kind") ?? "manual";
  const found = HOLD_KINDS.find((known) => known === kind);
  if (!found)
    throw new UsageError(`--kind "${kind}" is unknown; use one of ${HOLD_KINDS.join(", ")}`);
  return found;
}

/** An amount as minor units of the currency; a `UsageError` that names the option. */
export function minorOption(text: string, currency: string, name: string): bigint {
  exponentOf(currency);
  const parsed = parseAmount(text, currency);
  if (!("value" in parsed)) throw new UsageError(`${name} "${text}": ${parsed.error}`);
  return parsed.value;
}

function daysOption(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new UsageError(`--tolerance-days "${text}" is no whole number; give one such as 2`);
}

/** Changes one customer and says what it made of the queue. */
async function change(
  session: Session,
  args: Arguments,
  work: (tx: Tx, clientId: string, now: Temporal.Instant) => Promise<{ customerId: string }>,
  text: string,
): Promise<Answer> {
  const slug = required(args, "client", "harbour-fibre");
  return await session.asClient(slug, async (tx, clientId) => {
    const changed = await changeCustomer(
      tx,
      clientId,
      "cli",
      async (now) => await work(tx, clientId, now),
    );
    const { customerId: _, ...done } = changed.done;
    const { withdrawn, messages } = changed;
    return {
      json: { ...forScripts(done), withdrawn, messages },
      text: `${text}; ${withdrawn} queued messages withdrawn`,
    };
  });
}

function endCommand(noun: string, kinds: readonly HoldKind[]): Command {
  return {
    words: [noun, "end"],
    usage: "CUSTOMER_REF --client SLUG [--invoice REF,…] [--id HOLD] [--reason WHY]",
    about: `Ends the customer's live ${noun}s, or one of them.`,
    options,
    positionals: [1, 1],
    run: async (session, args) =>
      await change(
        session,
        args,
        async (tx, clientId, now) =>
          await endHolds(
            tx,
            clientId,
            {
              customerReference: args.positionals[0]!,
              holdId: args.text("id")?.replace(/^hol_/, ""),
              kinds,
              invoices: invoicesOf(args),
              why: args.text("reason"),
              by: "cli",
            },
            now,
          ),
        `${noun} ended`,
      ),
  };
}

const LIST_HEAD = [
  "kind",
  "state",
  "amount",
  "received",
  "until",
  "invoices",
  "reason",
  "placed at",
  "id",
];

function listRow(row: HoldLine): Cell[] {
  const { amountMinor: minor, receivedMinor: received, currency } = row;
  return [
    row.kind,
    row.promiseState ?? (row.endedAt ? "ended" : "live"),
    minor === null || currency === null ? "" : formatMoney(minor, currency, "en"),
    received === null || currency === null ? "" : formatMoney(received, currency, "en"),
    row.dueOn ?? row.untilOn,
    row.invoices.join(" "),
    row.reason,
    row.placedAt.toString({ smallestUnit: "second" }),
    row.holdId,
  ];
}

function listCommand(noun: string, kinds: readonly HoldKind[]): Command {
  return {
    words: [noun, "list"],
    usage: "CUSTOMER_REF --client SLUG",
    about: `Lists the customer's ${noun}s, live and ended.`,
    options,
    positionals: [1, 1],
    async run(session, args) {
      const slug = required(args, "client", "harbour-fibre");
      const rows = await session.asClient(
        slug,
        async (tx, clientId) => await listHolds(tx, clientId, args.positionals[0]!, kinds),
      );
      const text = rows.length === 0 ? `no ${noun}s` : table(LIST_HEAD, rows.map(listRow));
      return { json: { rows: rows.map(forScripts) }, text };
    },
  };
}

function addCommand(noun: "hold" | "dispute"): Command {
  return {
    words: [noun, "add"],
    usage: `CUSTOMER_REF --client SLUG${noun === "hold" ? ` [--kind ${HOLD_KINDS.join("|")}]` : ""} [--invoice REF,…] [--currency C] [--until DATE] [--reason WHY]`,
    about: "Stops collection of the invoices, or of everything, until it is ended.",
    options,
    positionals: [1, 1],
    run: async (session, args) =>
      await change(
        session,
        args,
        async (tx, clientId, now) => {
          const until = args.text("until");
          return await placeHold(
            tx,
            clientId,
            {
              customerReference: args.positionals[0]!,
              kind: noun === "dispute" ? "dispute" : kindOf(args),
              invoices: invoicesOf(args),
              currency: args.text("currency"),
              until: until === undefined ? undefined : dateOption(until, "--until"),
              reason: args.text("reason"),
              by: "cli",
            },
            now,
          );
        },
        `${noun} placed`,
      ),
  };
}

const promiseAdd: Command = {
  words: ["promise", "add"],
  usage:
    "CUSTOMER_REF --client SLUG --amount 100.00 --date DATE [--currency C] [--tolerance 1.00] [--tolerance-days N] [--invoice REF,…]",
  about: "Records a promise to pay by the end of a day; it is tested by itself.",
  options,
  positionals: [1, 1],
  run: async (session, args) =>
    await change(
      session,
      args,
      async (tx, clientId, now) => {
        const client = await getClient(tx, clientId);
        const currency = args.text("currency") ?? client.currency;
        const tolerance = args.text("tolerance");
        const days = args.text("tolerance-days");
        return await makePromise(
          tx,
          clientId,
          {
            customerReference: args.positionals[0]!,
            currency,
            amountMinor: minorOption(required(args, "amount", "100.00"), currency, "--amount"),
            dueOn: dateOption(required(args, "date", "2026-01-31"), "--date"),
            toleranceMinor:
              tolerance === undefined ? undefined : minorOption(tolerance, currency, "--tolerance"),
            toleranceDays: days === undefined ? undefined : daysOption(days),
            invoices: invoicesOf(args),
            by: "cli",
          },
          now,
        );
      },
      "promise recorded",
    ),
};

export const holdCommands: readonly Command[] = [
  addCommand("hold"),
  listCommand("hold", HOLD_KINDS),
  endCommand("hold", HOLD_KINDS),
  addCommand("dispute"),
  listCommand("dispute", ["dispute"]),
  endCommand("dispute", ["dispute"]),
  promiseAdd,
  listCommand("promise", ["promise"]),
  endCommand("promise", ["promise"]),
];
