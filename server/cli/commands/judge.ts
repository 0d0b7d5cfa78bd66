import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { progressLine } from "#cli/progress.ts";
import { judge, judgeAll } from "#judge/judge.ts";

export const judgeCommands: readonly Command[] = [
  {
    words: ["judge"],
    usage: "[--client SLUG]",
    about: "Proves from the log and the tables that nothing was said twice, late or wrongly.",
    options: CLIENT_OPTION,
    positionals: [0, 0],
    async run(session, args) {
      const { app } = await session.installation();
      const slug = args.text("client");
      const progress = progressLine("judge");
      const show = (name: string) => progress.show(0, undefined, name);
      const verdict =
        slug === undefined
          ? await judgeAll(app, show)
          : await judge(app, await session.clientId(slug), show);
      progress.end();
      const lines = verdict.invariants.flatMap((one) => [
        `${one.ok ? "ok    " : "BROKEN"} ${one.id}. ${one.name}: ${one.checked} checked${one.ok ? "" : `, ${one.violationCount} violations`}${one.note === undefined ? "" : ` (${one.note})`}`,
        ...one.violations.map(({ rows, why }) => `         ${why} [${rows.join(" ")}]`),
      ]);
      return { json: { ...verdict }, text: lines.join("\n"), exit: verdict.ok ? 0 : 1 };
    },
  },
];
