import { CLIENT_OPTION, type Answer, type Arguments, type Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { required } from "#cli/parse.ts";
import type { Session } from "#cli/session.ts";
import { table } from "#cli/table.ts";
import { loadContext } from "#messages/planning/context.ts";
import { listUnmatched, matchByHand, rematch } from "#payments/unmatched.ts";
import { clockNow } from "#platform/clock.ts";
import { UsageError } from "#platform/errors.ts";
import { formatMoney } from "#platform/money.ts";

const MOST_LISTED = 1_000;

/** `payments match`: tries them again, lists the rest, or gives one to whom it belongs. */
export const matchCommand: Command = {
  words: ["payments", "match"],
  usage: "[PAYMENT (--customer REF | --invoice REF)] --client SLUG",
  about: "Lists the payments that nobody claims, or gives one to a customer or an invoice.",
  options: { ...CLIENT_OPTION, customer: { type: "string" }, invoice: { type: "string" } },
  positionals: [0, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const [reference] = args.positionals;
    return reference === undefined
      ? await list(session, slug)
      : await match(session, slug, reference, args);
  },
};

async function list(session: Session, slug: string): Promise<Answer> {
  const { matched, rows } = await session.asClient(slug, async (tx, id) => {
    const context = await loadContext(tx, id);
    const done = await rematch(tx, context, { now: await clockNow(tx), actor: "cli" });
    return { matched: done.matched, rows: await listUnmatched(tx, id, MOST_LISTED) };
  });
  const lines = rows.map((row) => [
    row.reference,
    row.paidOn,
    formatMoney(row.amountMinor, row.currency, "en-GB"),
    row.payer ?? row.customerReference ?? "",
    row.text ?? row.invoiceReference ?? "",
  ]);
  const head = matched > 0 ? [`${matched} have their customer by now`] : [];
  const rest =
    rows.length === 0
      ? "every payment has its customer"
      : table(["payment", "paid on", "amount", "payer", "says"], lines);
  return {
    json: { matched, rows: rows.map(forScripts) },
    text: [...head, rest].join("\n"),
  };
}

async function match(
  session: Session,
  slug: string,
  reference: string,
  args: Arguments,
): Promise<Answer> {
  const [customerReference, invoiceReference] = [args.text("customer"), args.text("invoice")];
  if ((customerReference === undefined) === (invoiceReference === undefined)) {
    throw new UsageError("name either --customer REF or --invoice REF");
  }
  const done = await session.asClient(slug, async (tx, id) => {
    const options = { now: await clockNow(tx), actor: "cli" };
    const wanted = { reference, customerReference, invoiceReference };
    return await matchByHand(tx, await loadContext(tx, id), wanted, options);
  });
  return {
    json: { ...done },
    text: `matched; ${done.allocated === 0 ? "nothing was open, it is kept as credit" : "allocated"}, ${done.withdrawn} queued messages withdrawn`,
  };
}
