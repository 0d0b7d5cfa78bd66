import { readFile } from "node:fs/promises";
import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { required } from "#cli/parse.ts";
import type { Session } from "#cli/session.ts";
import { table } from "#cli/table.ts";
import { clockNow } from "#platform/clock.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import { readSealKey } from "#platform/seal.ts";
import { parseDefinition } from "#sources/definition.ts";
import { runSource } from "#sources/run.ts";
import {
  getSource,
  listRuns,
  listSources,
  removeSource,
  setSource,
  type StoredSource,
} from "#sources/store.ts";

const composition = async () => await import("../../compose.ts");

async function readText(file: string): Promise<string> {
  return await readFile(file, "utf8").catch((cause: unknown) => {
    throw new UserError(`${file} can't be read: ${messageOf(cause)}`);
  });
}

const by = async (session: Session) => {
  const { app } = await session.installation();
  return { actor: "cli", now: await clockNow(app) };
};

function standing({ enabled, failures, staleAt }: StoredSource): string {
  if (!enabled) return "off";
  if (failures > 0) return `failing (${failures})`;
  return staleAt === null ? "good" : "missed";
}

const shown = ({ clientId: _clientId, ...source }: StoredSource): Record<string, unknown> =>
  forScripts(source);

const set: Command = {
  words: ["source", "set"],
  usage: "FILE --client SLUG",
  about: "Has books and payments fetched on a schedule, as the file says (YAML).",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const { checkSettingsOfSource } = await composition();
    const definition = parseDefinition(await readText(args.positionals[0]!), checkSettingsOfSource);
    const { config } = await session.installation();
    const key = await readSealKey(config);
    const author = await by(session);
    const source = await session.asClient(
      slug,
      async (tx, clientId) => await setSource(tx, clientId, definition, key, author),
    );
    return {
      json: shown(source),
      text: `source ${source.name} (${source.kind}) ${source.enabled ? "runs next" : "would run"} at ${source.nextAt.toString()}`,
    };
  },
};

const list: Command = {
  words: ["source", "list"],
  usage: "--client SLUG [--runs NAME]",
  about: "Lists the sources with how they stand, or the last runs of one.",
  options: { ...CLIENT_OPTION, runs: { type: "string" } },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const name = args.text("runs");
    if (name !== undefined) return await runsOf(session, slug, name);
    const rows = await session.asClient(slug, async (tx, id) => await listSources(tx, id));
    const lines = rows.map((row) => [
      row.name,
      row.kind,
      standing(row),
      row.advancedAt.toString(),
      row.nextAt.toString(),
      row.lastError ?? "",
    ]);
    const head = ["source", "kind", "state", "books as of", "next run", "last trouble"];
    return {
      json: { rows: rows.map(shown) },
      text: rows.length === 0 ? "no sources" : table(head, lines),
    };
  },
};

async function runsOf(session: Session, slug: string, name: string) {
  const rows = await session.asClient(slug, async (tx, clientId) => {
    await getSource(tx, clientId, name);
    return await listRuns(tx, clientId, { name, limit: 50 });
  });
  const lines = rows.map((row) => [
    row.startedAt.toString(),
    row.state,
    row.pages,
    row.records,
    row.rejected,
    row.error ?? "",
  ]);
  const head = ["began", "state", "pages", "records", "rejected", "trouble"];
  return {
    json: { rows: rows.map((row) => forScripts(row)) },
    text: rows.length === 0 ? "it never ran" : table(head, lines),
  };
}

const run: Command = {
  words: ["source", "run"],
  usage: "NAME --client SLUG [--yes]",
  about: "Fetches now and says what came of it; --yes applies a full book that settles much.",
  options: { ...CLIENT_OPTION, yes: { type: "boolean" } },
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const name = args.positionals[0]!;
    const source = await session.asClient(slug, async (tx, id) => await getSource(tx, id, name));
    const ports = await (await composition()).sourcePorts(await session.installation());
    const outcome = await runSource(ports, source, { actor: "cli", yes: args.flag("yes") });
    if (!outcome) throw new UserError(`source "${name}" is being run already; look again later`);
    const { state, records, pages, rejected, error, full } = outcome;
    const { batchId = null } = outcome;
    return {
      json: forScripts({
        state,
        records,
        pages,
        rejected,
        full,
        error: error ?? null,
        batchId,
        result: outcome.result,
      }),
      text:
        error ??
        `${state === "applied" ? "applied" : "nothing new"}: ${records} records on ${pages} pages, ${rejected} rejected`,
      exit: state === "failed" ? 1 : 0,
    };
  },
};

const remove: Command = {
  words: ["source", "remove"],
  usage: "NAME --client SLUG",
  about: "Ends a source; what it brought stays.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const name = args.positionals[0]!;
    const author = await by(session);
    await session.asClient(slug, async (tx, id) => await removeSource(tx, id, name, author));
    return { json: { removed: name }, text: `source ${name} is removed` };
  },
};

export const sourceCommands: readonly Command[] = [set, list, run, remove];
