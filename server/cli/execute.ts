import { runAudited } from "#cli/audited.ts";
import { allCommands, commandsAt } from "#cli/commands.ts";
import { help } from "#cli/help.ts";
import { toJson } from "#cli/json.ts";
import { parseCommand, wordsFirst } from "#cli/parse.ts";
import type { Session } from "#cli/session.ts";
import { messageOf, UsageError, UserError } from "#platform/errors.ts";

export type Outcome = {
  readonly exit: 0 | 1 | 2;
  /** For stdout; its last line with --json is one JSON object. */
  readonly output?: string;
  /** For stderr. */
  readonly problem?: string;
};

/**
 * Runs one command, given by its words. Never throws: what went wrong is in the outcome. The session is opened when the
 * command is understood, and left to the caller to close. `interrupted` rejects when the command must end.
 */
export async function execute(
  given: readonly string[],
  openSession: () => Session,
  interrupted: Promise<never>,
): Promise<Outcome> {
  const asJson = given.includes("--json");
  const argv = wordsFirst(given);
  try {
    if (argv[0] === "help" || argv.includes("--help") || argv.includes("-h")) {
      const text = help(await allCommands(), argv);
      return { exit: 0, output: asJson ? toJson({ help: text }) : text };
    }
    const { command, args } = parseCommand(await commandsAt(argv[0]), argv);
    const answer = await Promise.race([runAudited(command, openSession(), args), interrupted]);
    return { exit: answer.exit ?? 0, output: asJson ? toJson(answer.json) : answer.text };
  } catch (error) {
    const expected = error instanceof UserError || error instanceof UsageError;
    const problem = expected || !(error instanceof Error) ? messageOf(error) : error.stack;
    const output = asJson ? { output: toJson({ error: messageOf(error) }) } : {};
    return { exit: error instanceof UsageError ? 2 : 1, problem: problem ?? "", ...output };
  }
}
