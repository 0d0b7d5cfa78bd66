import { CLIENT_OPTION, type Arguments, type Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { required } from "#cli/parse.ts";
import { createClient, getClient, updateClient } from "#clients/clients.ts";
import { recordEvents } from "#ledger/events.ts";
import { everybodyAgain } from "#messages/planning/apply-policy.ts";
import { clockNow } from "#platform/clock.ts";
import { UsageError } from "#platform/errors.ts";

/** Of customers whose language nobody named, where it is not English: of those that templates are shipped in. */
const LANGUAGES: Readonly<Record<string, string>> = { PL: "pl" };

const MOST_CHARACTERS = 300;
const NONE = "none";

/** A text, or undefined; "none" takes a contact away. */
function given(args: Arguments, name: string, mayBeNone: boolean): string | null | undefined {
  const text = args.text(name)?.trim();
  if (text === undefined) return undefined;
  if (mayBeNone && text === NONE) return null;
  if (text.length > 0 && text.length <= MOST_CHARACTERS) return text;
  throw new UsageError(`--${name} needs 1 to ${MOST_CHARACTERS} characters`);
}

const edit: Command = {
  words: ["client", "edit"],
  usage:
    "--client SLUG [--name NAME] [--zone ZONE] [--language en] [--phone N|none] [--email M|none] [--site S|none]",
  about: "Changes name, zone, language or contacts of a client; slug, currency and country stay.",
  options: {
    ...CLIENT_OPTION,
    name: { type: "string" },
    zone: { type: "string" },
    language: { type: "string" },
    phone: { type: "string" },
    email: { type: "string" },
    site: { type: "string" },
  },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const language = given(args, "language", false) ?? undefined;
    if (language !== undefined && !/^[a-z]{2,3}$/.test(language)) {
      throw new UsageError(`--language "${language}" is none; write it like en`);
    }
    const email = given(args, "email", true);
    if (typeof email === "string" && !/^[^\s@]+@[^\s@]+$/.test(email)) {
      throw new UsageError(`--email "${email}" is no mail address`);
    }
    const changes = {
      name: given(args, "name", false) ?? undefined,
      zone: given(args, "zone", false) ?? undefined,
      language,
      phone: given(args, "phone", true),
      email,
      site: given(args, "site", true),
    };
    const { client, fields } = await session.asClient(slug, async (tx, clientId) => {
      const now = await clockNow(tx);
      const changed = await updateClient(tx, clientId, changes);
      if (changed.includes("zone")) await everybodyAgain(tx, clientId, now);
      if (changed.length > 0) {
        const body = { fields: changed };
        await recordEvents(tx, clientId, now, [{ kind: "client.updated", actor: "cli", body }]);
      }
      return { client: await getClient(tx, clientId), fields: changed };
    });
    const { name, zone, phone, email: mailbox, site } = client;
    const shown = {
      client: slug,
      name,
      zone,
      language: client.language,
      phone,
      email: mailbox,
      site,
    };
    const text =
      fields.length === 0 ? "nothing is another than before" : `${fields.join(", ")} changed`;
    return { json: { ...forScripts(shown), changed: fields }, text };
  },
};

export const clientCommands: readonly Command[] = [
  edit,
  {
    words: ["client", "create"],
    usage:
      "SLUG --name NAME --currency ZAR --country ZA --zone Africa/Johannesburg [--language en] [--phone N] [--email M] [--site S]",
    about: "Makes a client: an organisation that collects through this installation.",
    options: {
      name: { type: "string" },
      currency: { type: "string" },
      country: { type: "string" },
      zone: { type: "string" },
      language: { type: "string" },
      phone: { type: "string" },
      email: { type: "string" },
      site: { type: "string" },
    },
    positionals: [1, 1],
    async run(session, args) {
      const { app } = await session.installation();
      const slug = args.positionals[0]!;
      const country = required(args, "country", "ZA");
      const language = args.text("language") ?? LANGUAGES[country] ?? "en";
      const clientId = await createClient(
        app,
        {
          slug,
          name: required(args, "name", '"Harbour Fibre"'),
          currency: required(args, "currency", "ZAR"),
          country,
          zone: required(args, "zone", "Africa/Johannesburg"),
          language,
          phone: args.text("phone"),
          email: args.text("email"),
          site: args.text("site"),
        },
        await clockNow(app),
      );
      return {
        json: { client: slug, id: `cli_${clientId}` },
        text: `client ${slug} made; customers whose language the book does not say hear ${language}`,
      };
    },
  },
];
