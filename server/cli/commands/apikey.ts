import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { required } from "#cli/parse.ts";
import { table } from "#cli/table.ts";
import { createApiKey, listApiKeys, revokeApiKey } from "#auth/api-keys.ts";
import { clockNow } from "#platform/clock.ts";
import { UsageError, UserError } from "#platform/errors.ts";

const MOST_DAYS = 3_650;

const create: Command = {
  words: ["apikey", "create"],
  usage: "--client SLUG --scope NOUN:read|write … [--name NAME] [--days N]",
  about: "Makes an API key for a client's own systems; it is shown once and never again.",
  options: {
    ...CLIENT_OPTION,
    scope: { type: "string", multiple: true },
    name: { type: "string" },
    days: { type: "string" },
  },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const days = args.text("days");
    if (days !== undefined && (!/^\d{1,4}$/.test(days) || +days < 1 || +days > MOST_DAYS)) {
      throw new UsageError(`--days "${days}" is no number of days from 1 to ${MOST_DAYS}`);
    }
    const name = args.text("name") ?? "made on the command line";
    const made = await session.asClient(slug, async (tx, clientId) => {
      const now = await clockNow(tx);
      const expiresAt = days === undefined ? undefined : now.add({ hours: 24 * Number(days) });
      const wanted = { name, scopes: args.list("scope"), expiresAt };
      return await createApiKey(tx, clientId, wanted, { actor: "cli", now });
    });
    return {
      json: { key: made.key, id: made.keyId, scopes: made.scopes },
      text: `${made.key}\nKeep it: it is not shown again. It may ${made.scopes.join(", ")}.`,
    };
  },
};

const list: Command = {
  words: ["apikey", "list"],
  usage: "--client SLUG",
  about: "Lists the API keys of a client, live ones first.",
  options: CLIENT_OPTION,
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const rows = await session.asClient(slug, async (tx, id) => await listApiKeys(tx, id));
    const head = ["key", "name", "begins", "scopes", "last used", "ends"];
    const lines = rows.map((row) => [
      row.keyId,
      row.name,
      row.hint,
      row.scopes.join(" "),
      row.lastUsedAt?.toString() ?? "never",
      row.revokedAt ? "revoked" : (row.expiresAt?.toString() ?? "never"),
    ]);
    return { json: { rows }, text: rows.length === 0 ? "there are no keys" : table(head, lines) };
  },
};

const revoke: Command = {
  words: ["apikey", "revoke"],
  usage: "KEY --client SLUG",
  about: "Ends an API key, named by its id; running servers refuse it within two seconds.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const [keyId] = args.positionals;
    const done = await session.asClient(slug, async (tx, clientId) => {
      if (!/^[0-9a-f-]{36}$/i.test(keyId!)) return false;
      return await revokeApiKey(tx, clientId, keyId!, { actor: "cli", now: await clockNow(tx) });
    });
    if (!done) throw new UserError(`there is no live key ${keyId}; apikey list shows them`);
    return { json: { key: keyId, revoked: true }, text: `key ${keyId} is revoked` };
  },
};

export const apiKeyCommands: readonly Command[] = [create, list, revoke];
