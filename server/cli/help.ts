import type { Command } from "#cli/command.ts";

/** The help page: of one command when its words are given, else of all. */
export function help(commands: readonly Command[], argv: readonly string[]): string {
  const words = argv.filter((word) => word !== "help" && !word.startsWith("-"));
  const chosen = commands.filter((command) => words.every((word, i) => command.words[i] === word));
  const listed = words.length > 0 && chosen.length > 0 ? chosen : commands;
  const lines = listed.map(
    (command) => `  ${command.words.join(" ")} ${command.usage}\n      ${command.about}`,
  );
  return [
    "usage: npm run -s dunlin -- COMMAND … [--json]",
    "",
    ...lines,
    "",
    "With --json the last line of the output is one JSON object. Exit code: 0 ok, 1 refused or failed, 2 usage.",
  ].join("\n");
}
