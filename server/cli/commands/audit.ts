import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { required, wholeOption } from "#cli/parse.ts";
import { table } from "#cli/table.ts";
import { listAudit } from "#audit/audit.ts";
import { verifyAudit } from "#audit/verify.ts";
import { UsageError } from "#platform/errors.ts";

const list: Command = {
  words: ["audit", "list"],
  usage: "--client SLUG [--actor WHO] [--kind KIND] [--id ID] [--limit N]",
  about: "Who did what to which record, the newest first.",
  options: {
    ...CLIENT_OPTION,
    actor: { type: "string" },
    kind: { type: "string" },
    id: { type: "string" },
    limit: { type: "string" },
  },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const limit = wholeOption(args.text("limit") ?? "50", "--limit", 1, 1_000);
    const [actor, kind, id] = [args.text("actor"), args.text("kind"), args.text("id")];
    const wanted = { actor, kind, id, limit, newest: true };
    const rows = await session.asClient(
      slug,
      async (tx, clientId) => await listAudit(tx, clientId, wanted),
    );
    const lines = rows.map((row) => [
      String(row.seq),
      row.at.round("second").toString(),
      row.actor,
      row.action,
      row.recordId === null ? row.recordKind : `${row.recordKind} ${row.recordId}`,
    ]);
    return {
      json: { audit: rows.map((row) => forScripts(row)) },
      text: rows.length === 0 ? "nothing yet" : table(["no", "at", "who", "what", "record"], lines),
    };
  },
};

const verify: Command = {
  words: ["audit", "verify"],
  usage: "--client SLUG [--holds HASH]",
  about:
    "Finds rows of the audit that were changed, taken away or slipped in since they were sealed.",
  options: { ...CLIENT_OPTION, holds: { type: "string" } },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const holds = args.text("holds");
    if (holds !== undefined && !/^[0-9a-f]{64}$/.test(holds)) {
      throw new UsageError(`--holds "${holds}" is no hash; give the 64 digits that verify printed`);
    }
    const found = await session.asClient(
      slug,
      async (tx, clientId) => await verifyAudit(tx, clientId, holds),
    );
    const lines = [
      `${found.ok ? "ok" : "BROKEN"}: ${found.rows} rows in ${found.seals} seals, ${found.unsealed} not sealed yet`,
      ...(found.lastHash === undefined ? [] : [`last seal: ${found.lastHash}`]),
      ...(found.holds === false
        ? ["the hash of --holds is not in the chain: it was made anew"]
        : []),
      ...found.faults.map(
        ({ what, seq, seal }) => `${what}: ${seq === undefined ? "" : `row ${seq}, `}seal ${seal}`,
      ),
    ];
    return { json: forScripts(found), text: lines.join("\n"), exit: found.ok ? 0 : 1 };
  },
};

export const auditCommands: readonly Command[] = [list, verify];
