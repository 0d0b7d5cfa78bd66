import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { required } from "#cli/parse.ts";
import { clockNow } from "#platform/clock.ts";
import { eraseCustomer } from "#privacy/erase.ts";
import { customerFile, fileAsJson } from "#privacy/export.ts";
import { fileAsPdf } from "#privacy/export-pdf.ts";
import { installationSecret } from "#privacy/secret.ts";

const exportFile: Command = {
  words: ["customer", "export"],
  usage: "CUSTOMER_REF --client SLUG --out DIR",
  about: "Writes everything about a customer, said and heard, decided and paid, as JSON and PDF.",
  options: { ...CLIENT_OPTION, out: { type: "string" } },
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const folder = required(args, "out", "exports");
    const [reference] = args.positionals;
    const file = await session.asClient(
      slug,
      async (tx, clientId) => await customerFile(tx, clientId, reference!, await clockNow(tx)),
    );
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const name = join(folder, `customer-${String(file.customer["id"])}`);
    const files = [`${name}.json`, `${name}.pdf`] as const;
    await writeFile(files[0], fileAsJson(file), { mode: 0o600 });
    await writeFile(files[1], await fileAsPdf(file), { mode: 0o600 });
    return { json: { files }, text: files.join("\n") };
  },
};

const erase: Command = {
  words: ["customer", "erase"],
  usage: "CUSTOMER_REF --client SLUG",
  about: "Forgets who a customer was; invoices, payments and dates stay. It can't be undone.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const [reference] = args.positionals;
    const erased = await session.asClient(slug, async (tx, clientId) => {
      const by = { actor: "cli", now: await clockNow(tx), secret: await installationSecret(tx) };
      return await eraseCustomer(tx, clientId, reference!, by);
    });
    const { changed, withdrawn, erasedAt } = erased;
    const text = changed
      ? `erased; the ledger names the customer ${erased.reference} now; ${withdrawn} waiting messages withdrawn`
      : `erased already on ${erasedAt.round("second").toString()}`;
    return {
      json: { reference: erased.reference, erased_at: erasedAt, withdrawn, changed },
      text,
    };
  },
};

export const customerCommands: readonly Command[] = [exportFile, erase];
