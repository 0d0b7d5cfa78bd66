import type { Command } from "#cli/command.ts";
import { required } from "#cli/parse.ts";
import { createClient } from "#clients/clients.ts";
import { clockNow } from "#platform/clock.ts";

/** Of customers whose language nobody named, where it is not English: of those that templates are shipped in. */
const LANGUAGES: Readonly<Record<string, string>> = { PL: "pl" };

export const clientCommands: readonly Command[] = [
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
