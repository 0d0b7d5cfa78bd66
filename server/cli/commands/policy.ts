import { readFile } from "node:fs/promises";
import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { faultLine } from "#cli/fault-line.ts";
import { required } from "#cli/parse.ts";
import { routelessNote } from "#cli/routeless.ts";
import { applyPolicy } from "#messages/planning/apply-policy.ts";
import { parseRoutes, setRoutes } from "#messages/routes/set-routes.ts";
import { clockNow } from "#platform/clock.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import { readSealKey } from "#platform/seal.ts";

async function readText(file: string): Promise<string> {
  return await readFile(file, "utf8").catch((cause: unknown) => {
    throw new UserError(`${file} can't be read: ${messageOf(cause)}`);
  });
}

/** Adapters whose providers call us, and those of them that tell everything at one address. */
const CALLED = new Set(["twilio", "http", "whatsapp", "messenger"]);
const ALL_IN_ONE = new Set(["whatsapp", "messenger"]);

/** What shows the window of web chat on a page. */
const windowTag = (publicUrl: string, routeId: string): string =>
  `<script src="${publicUrl}/chat.js" data-site="${routeId}" defer></script>`;

export const policyCommands: readonly Command[] = [
  {
    words: ["policy", "apply"],
    usage: "FILE --client SLUG",
    about: "Checks a policy (YAML) and puts it in force as a new version.",
    options: CLIENT_OPTION,
    positionals: [1, 1],
    async run(session, args) {
      const slug = required(args, "client", "harbour-fibre");
      const source = await readText(args.positionals[0]!);
      return await session.asClient(slug, async (tx, clientId) => {
        const result = await applyPolicy(tx, clientId, source, await clockNow(tx), "cli");
        if ("errors" in result) {
          const lines = result.errors.map(faultLine);
          return { json: { errors: result.errors }, text: lines.join("\n"), exit: 1 };
        }
        return {
          json: { version: result.version, unchanged: result.unchanged },
          text: result.unchanged
            ? `version ${result.version} says the same already`
            : `version ${result.version} is in force${await routelessNote(tx, clientId)}`,
        };
      });
    },
  },
  {
    words: ["route", "set"],
    usage: "FILE --client SLUG",
    about: "Creates and changes routes with their senders, speeds and prices (YAML).",
    options: CLIENT_OPTION,
    positionals: [1, 1],
    async run(session, args) {
      const slug = required(args, "client", "harbour-fibre");
      const { checkConfig } = await import("../../compose.ts");
      const { providerAddresses } = await import("../../compose-http.ts");
      const routes = parseRoutes(await readText(args.positionals[0]!), checkConfig);
      const sealKey = await readSealKey(session.config);
      const { set, warnings, ids } = await session.asClient(
        slug,
        async (tx, clientId) => await setRoutes(tx, clientId, routes, sealKey),
      );
      const installation = await session.installation();
      const called = routes.filter(({ adapter }) => CALLED.has(adapter));
      const adapterOf = new Map(routes.map(({ name, adapter }) => [name, adapter]));
      const addresses = await Promise.all(
        called.map(async ({ name }) => ({
          route: name,
          ...(await providerAddresses(installation, ids.get(name)!)),
        })),
      );
      const lines = addresses.map(({ route, sms, status, events }) =>
        ALL_IN_ONE.has(adapterOf.get(route) ?? "")
          ? `route ${route}: answers of customers and receipts come to ${events}`
          : `route ${route}: answers of customers come to ${sms}, receipts to ${status}`,
      );
      const windows = routes.flatMap(({ name, adapter }) =>
        adapter === "chat"
          ? `route ${name}: ${windowTag(installation.config.publicUrl, ids.get(name)!)}`
          : [],
      );
      const told = [...lines, ...windows, ...warnings];
      const text = [`${set.length} routes set: ${set.join(", ")}`, ...told];
      const json = { routes: set, warnings, ...(addresses.length > 0 ? { addresses } : {}) };
      return { json, text: text.join("\n") };
    },
  },
];
