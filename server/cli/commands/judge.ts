import { CLIENT_OPTION, type Answer, type Command } from "#cli/command.ts";
import { progressLine } from "#cli/progress.ts";
import { forScripts } from "#cli/json.ts";
import type { Session } from "#cli/session.ts";
import { clientIds, getClient } from "#clients/clients.ts";
import { judge, judgeAll } from "#judge/judge.ts";
import { lastJudgement } from "#judge/judgements.ts";
import type { Finding } from "#judge/verdict.ts";
import { asClient } from "#platform/db.ts";

export const judgeCommands: readonly Command[] = [
  {
    words: ["judge"],
    usage: "[--client SLUG] [--last]",
    about: "Proves from the log and the tables that nothing was said twice, late or wrongly.",
    options: { ...CLIENT_OPTION, last: { type: "boolean" } },
    positionals: [0, 0],
    async run(session, args) {
      const slug = args.text("client");
      if (args.flag("last")) return await lastOf(session, slug);
      const { app } = await session.installation();
      const progress = progressLine("judge");
      const show = (name: string) => progress.show(0, undefined, name);
      const verdict =
        slug === undefined
          ? await judgeAll(app, show)
          : await judge(app, await session.clientId(slug), { onProgress: show });
      progress.end();
      return {
        json: { ...verdict },
        text: linesOf(verdict.invariants).join("\n"),
        exit: verdict.ok ? 0 : 1,
      };
    },
  },
];

function linesOf(invariants: readonly Finding[]): readonly string[] {
  return invariants.flatMap((one) => [
    `${one.ok ? "ok    " : "BROKEN"} ${one.id}. ${one.name}: ${one.checked} checked${one.ok ? "" : `, ${one.violationCount} violations`}${one.note === undefined ? "" : ` (${one.note})`}`,
    ...one.violations.map(({ rows, why }) => `         ${why} [${rows.join(" ")}]`),
  ]);
}

/** What the daily round of the workers said last, of one client or of each. */
async function lastOf(session: Session, slug: string | undefined): Promise<Answer> {
  const { app } = await session.installation();
  const ids = slug === undefined ? await clientIds(app) : [await session.clientId(slug)];
  const clients = [];
  for (const clientId of ids) {
    const found = await asClient(app, clientId, async (tx) => ({
      client: (await getClient(tx, clientId)).slug,
      last: await lastJudgement(tx, clientId),
    }));
    clients.push(found);
  }
  const ok = clients.every(({ last }) => last?.ok !== false);
  const lines = clients.flatMap(({ client, last }) =>
    last
      ? [
          `${client}: judged at ${last.judgedAt.toString()} in ${last.tookMs} ms`,
          ...linesOf(last.invariants),
        ]
      : [`${client}: not judged yet; a worker does it once a day`],
  );
  const json = clients.map(({ client, last }) => ({ client, ...forScripts(last ?? { ok: null }) }));
  return { json: { ok, clients: json }, text: lines.join("\n"), exit: ok ? 0 : 1 };
}
