// The command line. The last line of stdout with --json is one JSON object; exit 0 ok, 1 refused or failed, 2 usage.
import { commands } from "#cli/commands.ts";
import { help } from "#cli/help.ts";
import { toJson } from "#cli/json.ts";
import { parseCommand } from "#cli/parse.ts";
import { Session } from "#cli/session.ts";
import { readConfig } from "#platform/config.ts";
import { messageOf, UsageError, UserError } from "#platform/errors.ts";
import { openLog } from "#platform/log.ts";

async function main(argv: readonly string[]): Promise<number> {
  if (argv.length === 0 || argv[0] === "help" || argv.includes("--help")) {
    console.log(help(commands, argv));
    return 0;
  }
  const asJson = argv.includes("--json");
  let session: Session | undefined;
  try {
    const { command, args } = parseCommand(commands, argv);
    const config = readConfig();
    session = new Session({ ...config, logLevel: quieter(config.logLevel) }, openLog);
    const interrupted = interruption();
    const answer = await Promise.race([command.run(session, args), interrupted]);
    console.log(asJson ? toJson(answer.json) : answer.text);
    return answer.exit ?? 0;
  } catch (error) {
    const known = error instanceof UserError || error instanceof UsageError;
    const text =
      known || !(error instanceof Error) ? messageOf(error) : (error.stack ?? error.message);
    console.error(text);
    if (asJson) console.log(JSON.stringify({ error: messageOf(error) }));
    return error instanceof UsageError ? 2 : 1;
  } finally {
    await session?.close();
  }
}

// A command says what it did by its answer; only what went wrong is logged beside it.
function quieter(level: string): string {
  return level === "info" ? "warn" : level;
}

function interruption(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => reject(new UserError(`stopped by ${signal}`)));
    }
  });
}

process.exitCode = await main(process.argv.slice(2));
// Sessions with the far side are closed by now; whatever library still holds a handle must not keep a command alive.
process.exit();
