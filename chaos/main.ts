// `npm run chaos -- [--messages N] [--kills N] [--seed N] [--json]`: real processes are killed, connections cut and stalled,
// and the clock moved, while messages go out; then what the network really took is compared with what Dunlin says.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, UserError } from "#platform/errors.ts";
import type { Fault } from "./compare.ts";
import { Network } from "./network.ts";
import { readOptions, type Options } from "./options.ts";
import { killPostgres } from "./postgres.ts";
import { Processes } from "./processes.ts";
import { run, type Run } from "./run.ts";

/** Whatever happens, it is over by then. */
const LONGEST_MS = 1_800_000;
const SHOWN = 5;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const home = await mkdtemp("/tmp/dunlin-chaos-");
  await chmod(home, 0o755); // as root PostgreSQL runs as another user, who must pass
  const processes = await Processes.in(home);
  const network = new Network(join(home, "network"));
  const ended = Promise.withResolvers<never>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => ended.reject(new UserError(`ended by ${signal}`)));
  const late = setTimeout(
    () => ended.reject(new Error(`not over after ${LONGEST_MS / 60_000} minutes`)),
    LONGEST_MS,
  );
  let ok = false;
  try {
    const result = await Promise.race([
      run(options, processes, network, (text) => console.error(text)),
      ended.promise,
    ]);
    ok = isOk(result);
    show(result, options, ok);
  } finally {
    clearTimeout(late);
    await processes.stop();
    await killPostgres(home);
    await network.close();
    await processes.closeLog();
    if (ok) await rm(home, { recursive: true, force: true });
    else console.error(`what happened can be looked at in ${home} (chaos.log, network/)`);
  }
  if (!ok) process.exitCode = 1;
}

/** What must hold. An uncertain message is no breach; more of them than the windows that were open, or a needless one, is. */
function isOk({ lost, duplicates, uncertain, unexplained, windows, judge }: Run): boolean {
  return (
    lost.length === 0 &&
    duplicates.length === 0 &&
    uncertain <= windows &&
    unexplained.length === 0 &&
    judge["ok"] === true
  );
}

function show(result: Run, { messages, json, seed }: Options, ok: boolean): void {
  const { kills, delivered, lost, duplicates, uncertain, windows, unexplained } = result;
  const line = {
    messages,
    kills,
    delivered,
    lost: lost.length,
    duplicates: duplicates.length,
    uncertain,
    windows,
    ok,
    handed_over: result.handedOver,
    torsos: result.torsos,
    unexplained: unexplained.length,
    uncertain_by_death: result.uncertainByDeath,
    judge: result.judge["ok"] === true,
    orderly_end: result.orderlyEnd,
    seed,
    harms: result.struck.map(({ harm, moment, taken, tookMs }) => ({
      harm,
      moment,
      taken,
      took_ms: tookMs,
    })),
  };
  if (result.judge["ok"] !== true) console.error(JSON.stringify(result.judge));
  for (const [name, faults] of Object.entries({ lost, duplicates, unexplained }))
    showFaults(name, faults);
  if (json) return console.log(JSON.stringify(line));
  for (const [key, value] of Object.entries(line)) {
    if (key !== "harms") console.log(`${key.padEnd(20)} ${JSON.stringify(value)}`);
  }
}

function showFaults(name: string, faults: readonly Fault[]): void {
  for (const { to, why } of faults.slice(0, SHOWN)) console.error(`${name}: ${to} ${why}`);
  if (faults.length > SHOWN) console.error(`${name}: ${faults.length - SHOWN} more`);
}

await main().catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : messageOf(error));
  process.exitCode = error instanceof UserError ? 2 : 1;
});
