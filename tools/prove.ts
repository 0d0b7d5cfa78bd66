// `npm run prove`: every proof at full size, one after the other, and one table. `-- --short`: the short form of each, which
// only has to work; figures that depend on the machine are shown there and not judged. `-- NAME…`: only those; `--except NAME`: all but that.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PROOFS, type Json, type Proof, type Run } from "./proofs.ts";

type Row = {
  readonly name: string;
  readonly seconds: number;
  readonly ok: boolean;
  readonly found: string;
};

const root = join(import.meta.dirname, "..");
const MINUTE_MS = 60_000;

/** Runs a program of the project; its last line as JSON, or what went wrong. */
async function run(
  argv: readonly string[],
  mostMs: number,
): Promise<{ readonly json: Json } | { readonly wrong: string }> {
  const child = spawn(process.execPath, argv, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    signal: AbortSignal.timeout(mostMs),
    killSignal: "SIGTERM",
  });
  let [out, errors] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out = (out + chunk.toString()).slice(-1_000_000)));
  child.stderr.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-4_000)));
  const code = await new Promise<number | string>((resolve) => {
    child.once("error", (error) =>
      resolve(error.name === "AbortError" ? "too long" : error.message),
    );
    child.once("close", (status) => resolve(status ?? "a signal"));
  });
  const json = jsonOf(out);
  if (json !== undefined && (code === 0 || code === 1)) return { json };
  return { wrong: `ended with ${code}: ${(errors.trim() || out.trim()).slice(-600)}` };
}

function jsonOf(out: string): Json | undefined {
  try {
    const line = out.trimEnd().split("\n").at(-1) ?? "";
    const [, passed, failed] = /^(\d+) passed, (\d+) failed$/.exec(line) ?? [];
    if (failed !== undefined) return { passed: Number(passed), failed: Number(failed) };
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === "object" && parsed !== null ? (parsed as Json) : undefined;
  } catch {
    return undefined;
  }
}

async function prove(proof: Proof, { argv, minutes }: Run, short: boolean): Promise<Row> {
  const began = performance.now();
  const result = await run(argv, minutes * MINUTE_MS);
  const seconds = Math.round((performance.now() - began) / 1_000);
  if ("wrong" in result) return { name: proof.name, seconds, ok: false, found: result.wrong };
  const { ok, found } = proof.judge(result.json, { short });
  return { name: proof.name, seconds, ok, found };
}

/** One after the other; two at a time in short form, where figures are not judged. In the order of the list. */
async function proveAll(proofs: readonly Proof[], short: boolean): Promise<readonly Row[]> {
  const rows: (Row | undefined)[] = [];
  const left = [...proofs.entries()];
  const lane = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const [place, proof] = next;
      const form = short ? proof.short : proof.full;
      if (!form) continue;
      console.error(`${proof.name} …`);
      const row = await prove(proof, form, short);
      console.error(`${row.name}: ${row.ok ? "ok" : "FAILED"} in ${row.seconds} s`);
      rows[place] = row;
    }
  };
  await Promise.all(short ? [lane(), lane()] : [lane()]);
  return rows.filter((row) => row !== undefined);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      short: { type: "boolean", default: false },
      except: { type: "string", multiple: true, default: [] },
    },
  });
  const unknown = positionals.find((name) => !PROOFS.some((proof) => proof.name === name));
  if (unknown !== undefined) {
    console.error(
      `there is no proof "${unknown}"; name some of ${PROOFS.map(({ name }) => name).join(", ")}`,
    );
    process.exitCode = 2;
    return;
  }
  const wanted = PROOFS.filter(
    ({ name }) =>
      (positionals.length === 0 || positionals.includes(name)) && !values.except.includes(name),
  );
  const rows = await proveAll(wanted, values.short);
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, ok, seconds, found } of rows) {
    console.log(
      `${ok ? "ok    " : "FAILED"}  ${name.padEnd(width)}  ${`${seconds} s`.padStart(7)}  ${found}`,
    );
  }
  process.exitCode = rows.every(({ ok }) => ok) ? 0 : 1;
}

await main();
