// Replays half a year of published receivables and compares what the system did with what a plain model of the policy says.
//   node tools/conformance/replay.ts FILE [--customers N] [--keep]
// FILE has the columns of the sample that IBM published; corners.csv beside this file is of our own making, for what that one
// does not have. --customers makes so many customers of all. --keep leaves the folder of the installation.
//
// Each day at 06:00 in New York the client's files arrive: the new invoices (a file with headings alone says that there are
// none, and keeps the books fresh), the payments, then the disputes that end and begin. Then the clock is moved to the next
// morning by way of everything that falls due. Exit 1 when anything differs.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { check, type Seen } from "./check.ts";
import { Dunlin } from "./dunlin.ts";
import { expect, SIMULATED_DAYS } from "./expected.ts";
import { Files } from "./files.ts";
import { FIRST_DAY, happeningsOf, isoOf, readSample, type Day } from "./receivables.ts";
import type { Sample } from "./receivables.ts";
import { contactsOf } from "./scenario.ts";

const here = import.meta.dirname;
const ZONE = "America/New_York";

const morningOf = (day: Day): Temporal.Instant =>
  Temporal.PlainDate.from(isoOf(day))
    .toZonedDateTime({ timeZone: ZONE, plainTime: "06:00" })
    .toInstant();

async function setUp(dunlin: Dunlin): Promise<void> {
  await dunlin.run("clock", "set", morningOf(FIRST_DAY).toString());
  await dunlin.run(
    ..."client create replay --name Replay --currency USD --country US --zone".split(" "),
    ZONE,
    ..."--phone +13125550100 --email accounts@replay.example".split(" "),
  );
  await dunlin.of("policy", "apply", join(here, "policy.yaml"));
  await dunlin.of("route", "set", join(here, "routes.yaml"));
}

async function liveThrough(dunlin: Dunlin, sample: Sample, folder: string): Promise<Seen> {
  const files = new Files(folder, sample);
  const customers = files.customers(contactsOf(sample.rows));
  const seen: Seen = { simulation: {}, calls: new Map() };
  for (let day = FIRST_DAY; day <= sample.lastDay; day += 1) {
    const happened = happeningsOf(sample.rows, day);
    const invoices = files.invoices(day, happened);
    await dunlin.of("import", invoices, "--customers", customers, "--currency", "USD");
    if (day === FIRST_DAY) {
      seen.simulation = await dunlin.of("simulate", "--days", String(SIMULATED_DAYS));
    }
    if (happened.paid.length > 0) await dunlin.of("payments", files.payments(day, happened));
    for (const { customer, invoice } of happened.undisputed) {
      await dunlin.of("dispute", "end", customer, "--invoice", invoice);
    }
    for (const { customer, invoice } of happened.disputed) {
      await dunlin.of("dispute", "add", customer, "--invoice", invoice);
    }
    if (day === FIRST_DAY) {
      await dunlin.of("run");
      await dunlin.hurry();
    }
    const hours = morningOf(day)
      .until(morningOf(day + 1))
      .total("hours");
    await dunlin.run("clock", "advance", `PT${hours}H`);
    seen.calls.set(day + 1, await dunlin.of("call-list"));
  }
  return seen;
}

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { customers: { type: "string" }, keep: { type: "boolean", default: false } },
  });
  const [file] = positionals;
  if (file === undefined) {
    console.error("usage: node tools/conformance/replay.ts FILE [--customers N] [--keep]");
    return 2;
  }
  const started = performance.now();
  const sample = readSample(
    file,
    values.customers === undefined ? undefined : Number(values.customers),
  );
  const home = await mkdtemp(join(tmpdir(), "dunlin-replay-"));
  // PostgreSQL's user must be able to pass through, or the data would go elsewhere and stay there.
  await chmod(home, 0o711);
  const dunlin = new Dunlin(home);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void dunlin.close().finally(() => process.exit(1)));
  }
  try {
    await setUp(dunlin);
    const seen = await liveThrough(dunlin, sample, join(home, "files"));
    const comparison = await check(dunlin, expect(sample), seen);
    console.log(comparison.table());
    for (const note of comparison.notes) console.log(note);
    const spent = [...dunlin.spentMs].toSorted(([, a], [, b]) => b - a);
    const shares = spent.slice(0, 6).map(([name, ms]) => `${name} ${(ms / 1_000).toFixed(1)} s`);
    const seconds = ((performance.now() - started) / 1_000).toFixed(0);
    const differing = comparison.differing.length;
    const said = `${comparison.lines.length} figures, ${seconds} s: ${shares.join(", ")}`;
    console.log(
      differing === 0
        ? `conformance: ok (${said})`
        : `conformance: ${differing} figures differ (${said})`,
    );
    return differing === 0 ? 0 : 1;
  } finally {
    await dunlin.close();
    if (values.keep) console.log(`kept in ${home}`);
    else await rm(home, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
process.exit();
