// The command line. The last line of stdout with --json is one JSON object; exit 0 ok, 1 refused or failed, 2 usage.
import { enableCompileCache } from "node:module";
import { join } from "node:path";

/** A command that was interrupted has ended by then, whatever it waits for. */
const STOP_MS = 9_000;

// Half of a short command's time would go into reading our own source. What is imported after this line is kept compiled;
// where the folder can't be written nothing is kept, and nothing else is different.
enableCompileCache(join(import.meta.dirname, "../../node_modules/.cache/dunlin"));

let hurry = false;
const interrupted = Promise.withResolvers<never>();
interrupted.promise.catch(() => undefined); // nobody may be waiting yet

const [{ execute }, { Session }, { readConfig }, { openLog }, { UserError }] = await Promise.all([
  import("#cli/execute.ts"),
  import("#cli/session.ts"),
  import("#platform/config.ts"),
  import("#platform/log.ts"),
  import("#platform/errors.ts"),
]);

// A signal to npm's process group reaches us twice: each is handled, the second changes nothing.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    hurry = true;
    interrupted.reject(new UserError(`stopped by ${signal}`));
    setTimeout(() => process.exit(1), STOP_MS).unref();
  });
}

let session: InstanceType<typeof Session> | undefined;
const outcome = await execute(
  process.argv.slice(2),
  () => {
    const config = readConfig();
    // A command says what it did by its answer; only what went wrong is logged beside it.
    const logLevel = config.logLevel === "info" ? "warn" : config.logLevel;
    session = new Session({ ...config, logLevel }, openLog);
    return session;
  },
  interrupted.promise,
);
if (outcome.problem !== undefined) console.error(outcome.problem);
if (outcome.output !== undefined) console.log(outcome.output);
await session?.close({ hurry }).catch((error: unknown) => console.error(error));
// Sessions with the far side are closed by now; whatever library still holds a handle must not keep a command alive.
process.exit(outcome.exit);
