import { basename } from "node:path";
import { decideProposal, matchEntry, tryAgain } from "#bank/deciding.ts";
import { ENTRY_STATES, listEntries, listProposals, type EntryState } from "#bank/entries.ts";
import { importBankFile } from "#bank/importing.ts";
import type { Job } from "#bank/job.ts";
import { CLIENT_OPTION, type Answer, type Arguments, type Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { required } from "#cli/parse.ts";
import type { Session } from "#cli/session.ts";
import { table } from "#cli/table.ts";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import type { Tx } from "#platform/db.ts";
import { UsageError } from "#platform/errors.ts";
import { formatMoney } from "#platform/money.ts";

const MOST_LISTED = 1_000;
const SLUG = "harbour-fibre";
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const importCommand: Command = {
  words: ["bank", "import"],
  usage: "FILE --client SLUG [--despite-totals]",
  about: "Takes a statement (camt.053), a notification (camt.054) or a status report (pain.002).",
  options: { ...CLIENT_OPTION, "despite-totals": { type: "boolean" } },
  positionals: [1, 1],
  async run(session, args) {
    const clientId = await session.clientId(required(args, "client", SLUG));
    const { app } = await session.installation();
    const [file] = args.positionals;
    const done = await importBankFile(app, clientId, file!, {
      name: basename(file!),
      actor: "cli",
      despiteTotals: args.flag("despite-totals"),
    });
    const { entries, matched, returned, unmatched, duplicates, other, pending, proposals } = done;
    return {
      json: forScripts(done),
      text: [
        `${done.kind}: ${entries} entries; ${matched} matched, ${returned} returned, ${unmatched} unmatched, ${duplicates} told before, ${other} not about customers, ${pending} not booked yet`,
        ...(proposals > 0 ? [`${proposals} proposals wait for a person: bank match`] : []),
        ...done.warnings,
      ].join("\n"),
    };
  },
};

const entriesCommand: Command = {
  words: ["bank", "entries"],
  usage: "--client SLUG [--state STATE]",
  about: `Lists what banks told, the latest first; by state: ${ENTRY_STATES.join(", ")}.`,
  options: { ...CLIENT_OPTION, state: { type: "string" } },
  positionals: [0, 0],
  async run(session, args) {
    const state = args.text("state");
    if (state !== undefined && !(ENTRY_STATES as readonly string[]).includes(state)) {
      throw new UsageError(`--state "${state}" is none of ${ENTRY_STATES.join(", ")}`);
    }
    const rows = await session.asClient(
      required(args, "client", SLUG),
      async (tx, id) =>
        await listEntries(tx, id, { state: state as EntryState | undefined, limit: MOST_LISTED }),
    );
    const lines = rows.map((row) => [
      row.entryId,
      row.bookedOn,
      formatMoney(
        row.what === "credit" ? row.amountMinor : -row.amountMinor,
        row.currency,
        "en-GB",
      ),
      row.state,
      row.customer ?? row.payer ?? "",
      row.reasonCode ?? row.text ?? "",
    ]);
    return {
      json: { rows: rows.map(forScripts) },
      text:
        rows.length === 0
          ? "nothing"
          : table(["entry", "on", "amount", "state", "whose", "says"], lines),
    };
  },
};

const matchCommand: Command = {
  words: ["bank", "match"],
  usage:
    "[ENTRY (--customer REF | --invoice REF | --payment REF) | PROPOSAL (--accept | --reject)] --client SLUG",
  about: "Tries unmatched entries again and lists proposals; or takes down what a person says.",
  options: {
    ...CLIENT_OPTION,
    customer: { type: "string" },
    invoice: { type: "string" },
    payment: { type: "string" },
    accept: { type: "boolean" },
    reject: { type: "boolean" },
  },
  positionals: [0, 1],
  async run(session, args) {
    const [id] = args.positionals;
    if (id === undefined) return await list(session, args);
    if (!ID.test(id))
      throw new UsageError(`"${id}" is no id; list them with: bank match, bank entries`);
    return args.flag("accept") || args.flag("reject")
      ? await decide(session, args, id)
      : await match(session, args, id);
  },
};

async function within<T>(
  session: Session,
  args: Arguments,
  work: (tx: Tx, job: Job) => Promise<T>,
): Promise<T> {
  return await session.asClient(required(args, "client", SLUG), async (tx, id) => {
    const context = await loadContext(tx, id);
    return await work(tx, { context, now: await clockNow(tx), actor: "cli" });
  });
}

async function list(session: Session, args: Arguments): Promise<Answer> {
  const { done, rows } = await within(session, args, async (tx, job) => ({
    done: await tryAgain(tx, job),
    rows: await listProposals(tx, job.context.client.clientId, { limit: MOST_LISTED }),
  }));
  const lines = rows.map((row) => [
    row.proposalId,
    formatMoney(row.amountMinor, row.currency, "en-GB"),
    row.payer ?? "",
    row.customer,
    row.name,
    `${row.score} ${row.reasons.join(", ")}`,
  ]);
  const head = `${done.matched} matched by now, ${done.returned} returned, ${done.unmatched} unmatched`;
  const rest =
    rows.length === 0
      ? "no proposals"
      : table(["proposal", "amount", "paid by", "customer", "name", "because of"], lines);
  return { json: { ...done, rows: rows.map(forScripts) }, text: [head, rest].join("\n") };
}

async function decide(session: Session, args: Arguments, proposal: string): Promise<Answer> {
  if (args.flag("accept") === args.flag("reject")) {
    throw new UsageError("say either --accept or --reject");
  }
  const verdict = args.flag("accept") ? "accepted" : "rejected";
  const done = await within(
    session,
    args,
    async (tx, job) => await decideProposal(tx, job, proposal, verdict),
  );
  return { json: forScripts(done), text: verdict };
}

async function match(session: Session, args: Arguments, entry: string): Promise<Answer> {
  const whose = {
    customerReference: args.text("customer"),
    invoiceReference: args.text("invoice"),
    paymentReference: args.text("payment"),
  };
  const done = await within(
    session,
    args,
    async (tx, job) => await matchEntry(tx, job, entry, whose),
  );
  return { json: forScripts(done), text: "matched" };
}

export const bankCommands: readonly Command[] = [importCommand, entriesCommand, matchCommand];
