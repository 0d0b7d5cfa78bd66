// "1": a debit that the customer was told of is stopped by a digit, and the file leaves without it, with proof.
import { readFile } from "node:fs/promises";
import { assert } from "#platform/errors.ts";
import { CLIENT, DEBTORS } from "./book.ts";
import { debitXml, sumOf, writeDebits } from "./debit-files.ts";
import type { Story } from "./half-and-rest.ts";
import { Phone } from "./phone.ts";
import type { Json } from "./stage.ts";

const [STOPPED, ...OTHERS] = DEBTORS;
const mine = ["--client", CLIENT];

/** Plays it. The clock stands on Thursday morning, and on Friday's when it ends, before the cut-off. */
export async function stoppedByADigit({ stage, log, step }: Story): Promise<void> {
  const { orders, settings, file } = await writeDebits(stage.home);
  const phones = DEBTORS.map(({ phone }) => new Phone(stage, phone));
  const [phone, ...others] = phones;
  await step("three debits are imported, and told of over SMPP", async () => {
    await stage.dunlin("debits", "settings", settings, ...mine);
    const {
      added,
      late,
      rejected_count: rejected,
    } = await stage.dunlin("debits", "import", orders, ...mine);
    assert(
      added === DEBTORS.length && late === 0 && rejected === 0,
      `the import says ${String(added)} added, ${String(late)} late, ${String(rejected)} rejected`,
    );
    await stage.dunlin("clock", "advance", "P1D");
    for (const [k, one] of phones.entries()) {
      const amount = `R ${DEBTORS[k]!.amount.replace(".", ",")}`;
      await one.hears(
        "the notice",
        new RegExp(`debit ${amount} for water on 30 `, "u"),
        /1 cancel this debit/u,
      );
    }
  });
  await step("the customer answers 1, and is told that it is stopped", async () => {
    await phone!.answers("1");
    await phone!.hears(
      "the confirmation",
      /stopped the debit of R 149,00 for water on 30 /u,
      /not be processed/u,
    );
    for (const one of others) await one.hearsNothingMore("after the notice");
  });
  await step("the bureau sees the flag, and nothing else", async () => await bureauSees(stage));
  await step("the pain.008 leaves without that debit, with proof", async () => {
    const events = await log.events(STOPPED.reference);
    const answered = events.find((one) => one.kind === "debit.answered");
    assert(
      answered?.cause,
      `there is no event debit.answered with its reply: ${JSON.stringify(events)}`,
    );
    await leavesWithout(stage, file, { replyId: answered.cause, at: answered.at });
  });
}

async function bureauSees(stage: Story["stage"]): Promise<void> {
  const { key } = await stage.dunlin("apikey", "create", ...mine, "--scope", "stops:read");
  const { stops } = await stage.api(String(key), "/v1/debits/do-not-process");
  const flags = stops as Json[];
  const [flag] = flags;
  const says = `the list says ${JSON.stringify(flags)}`;
  assert(flags.length === 1 && flag?.["end_to_end_id"] === STOPPED.endToEnd, says);
  assert(flag["mandate_id"] === STOPPED.mandate && flag["option"] === 1, says);
  assert(flag["meaning"] === "cancel_debit" && flag["after_cutoff"] === false, says);
  for (const path of ["/v1/debits", "/v1/messages", "/v1/events", "/v1/customers"]) {
    const refused = await stage.api(String(key), path).then(
      () => false,
      () => true,
    );
    assert(refused, `a key of a bureau may read ${path}`);
  }
}

type Reply = { readonly replyId: string; readonly at: string };

async function leavesWithout(stage: Story["stage"], file: string, reply: Reply): Promise<void> {
  const given = await readFile(file, "utf8");
  const done = await stage.dunlin("debits", "filter", file, "--mark-sent", ...mine);
  const says = JSON.stringify(done);
  assert(done["kept"] === OTHERS.length && done["removed"] === 1, `the filter says ${says}`);
  assert(
    done["sum_before"] === sumOf(DEBTORS) && done["sum_after"] === sumOf(OTHERS),
    `sums: ${says}`,
  );
  assert((await readFile(file, "utf8")) === given, "the file that was given is another now");
  const written = await readFile(String(done["output"]), "utf8");
  assert(!written.includes(STOPPED.endToEnd), `${STOPPED.endToEnd} is still in the file`);
  for (const one of OTHERS)
    assert(written.includes(debitXml(one)), `${one.endToEnd} is not in the file as it was`);
  const totals = `<NbOfTxs>${OTHERS.length}</NbOfTxs><CtrlSum>${sumOf(OTHERS)}</CtrlSum>`;
  assert(written.split(totals).length === 3, `not both totals are ${totals}: ${written}`);
  const report = await readFile(String(done["report"]), "utf8");
  const [head, line, ...more] = report
    .trimEnd()
    .split("\r\n")
    .map((one) => one.split(","));
  const cell = (name: string) => line?.[head?.indexOf(name) ?? -1];
  assert(line !== undefined && more.length === 0, `the report is not about one debit: ${report}`);
  assert(cell("end_to_end") === STOPPED.endToEnd && cell("option") === "1", report);
  assert(
    cell("reply_id") === reply.replyId,
    `the report does not name the reply ${reply.replyId}: ${report}`,
  );
  assert(
    Date.parse(cell("reply_at") ?? "") === Date.parse(reply.at),
    `the report does not name the time of the reply, ${reply.at}: ${report}`,
  );
}
