import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Answer, Command } from "#cli/command.ts";
import { checkClient, checkZone } from "#cli/doctor/clients.ts";
import { areWorkersAlive, checkDatabase } from "#cli/doctor/database.ts";
import { ok, warning, wrong, type Finding } from "#cli/doctor/finding.ts";
import { checkDisk, checkFiles, checkPublicUrl, checkSettings } from "#cli/doctor/machine.ts";
import { checkRoute, readRoutes, type TryRoute } from "#cli/doctor/routes.ts";
import type { Session } from "#cli/session.ts";
import { clientIds, getClient } from "#clients/clients.ts";
import type { Config } from "#platform/config.ts";
import { asClient } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import type { Installation } from "#platform/installation.ts";
import { readSealKey, type SealKey } from "#platform/seal.ts";

/** Of more the oldest are looked at. */
const MOST_CLIENTS = 200;

export const doctorCommands: readonly Command[] = [
  {
    words: ["doctor"],
    usage: "[--connect]",
    about:
      "Checks settings, database, clients, routes and clocks, and says how to mend what is wrong; with --connect signs in at networks and relays too.",
    options: { connect: { type: "boolean" } },
    positionals: [0, 0],
    run: async (session, args) => answerOf(await examine(session, args.flag("connect"))),
  },
];

async function examine(session: Session, connects: boolean): Promise<readonly Finding[]> {
  const { config } = session;
  const opened = await session.installation().catch((error: unknown) => messageOf(error));
  if (typeof opened === "string") {
    const mend = "mend what the sentence names, then ask again";
    return [await checkDisk(config.home), wrong({ check: "database" }, opened, mend)];
  }
  const { key, finding } = await sealKeyOf(config);
  return [
    ...checkSettings(config, opened.demo),
    await checkDisk(config.home),
    ...(await checkFiles(config.home)),
    ...(await checkDatabase(opened)),
    await checkPublicUrl(config.publicUrl, await areWorkersAlive(opened.app)),
    finding,
    ...(await checkClients(opened, key, connects)),
  ];
}

/** Looks without making one: a new key would only hide that the old one is gone. */
async function sealKeyOf(
  config: Config,
): Promise<{ readonly key: SealKey | undefined; readonly finding: Finding }> {
  const about = { check: "seal" };
  const mend = "set DUNLIN_KEY, or put the file key back into DUNLIN_HOME";
  const isThere = await access(join(config.home, "key")).then(
    () => true,
    () => false,
  );
  if (!isThere && !config.sealKey) {
    return {
      key: undefined,
      finding: warning(about, "there is no key yet; the first secret makes one", mend),
    };
  }
  try {
    const key = await readSealKey(config);
    const where = config.sealKey ? "DUNLIN_KEY" : "the file key";
    return { key, finding: ok(about, `${where} holds a key; keep a copy apart from the backups`) };
  } catch (error) {
    return { key: undefined, finding: wrong(about, messageOf(error), mend) };
  }
}

async function checkClients(
  { app }: Installation,
  key: SealKey | undefined,
  connects: boolean,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const { probeRoute } = await import("../../compose-probe.ts");
  for (const clientId of (await clientIds(app)).slice(0, MOST_CLIENTS)) {
    const looked = await asClient(app, clientId, async (tx) => ({
      client: await getClient(tx, clientId),
      findings: await checkClient(tx, clientId, key),
      routes: await readRoutes(tx, clientId),
    }));
    const { slug, zone } = looked.client;
    found.push(await checkZone(app, slug, zone), ...looked.findings);
    const tries: TryRoute | undefined =
      connects && key ? async (row) => await probeRoute(key, { ...row, clientId }) : undefined;
    const routes = looked.routes.map(async (row) => await checkRoute(row, slug, tries));
    found.push(...(await Promise.all(routes)).flat());
  }
  return found;
}

function answerOf(findings: readonly Finding[]): Answer {
  const count = (state: Finding["state"]) => findings.filter((one) => one.state === state).length;
  const bad = count("wrong");
  const lines = findings.flatMap(({ check, of, state, says, mend }) => [
    `${state.padEnd(7)} ${check}${of === undefined ? "" : ` (${of})`}: ${says}`,
    ...(mend === undefined ? [] : [`        → ${mend}`]),
  ]);
  const end = `${bad} wrong, ${count("warning")} to know, ${count("ok")} well`;
  return {
    json: { ok: bad === 0, findings },
    text: [...lines, end].join("\n"),
    exit: bad === 0 ? 0 : 1,
  };
}
