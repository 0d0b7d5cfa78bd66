// Two worker processes share a policy run of 20,000 messages, decided and handed over by them, over real SMPP to simulators
// of their own; every phone must have received its message once. Says what it saw; anything else is exit code 1.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import pg from "pg";
import { toCsv } from "#platform/csv.ts";
import { connectionFor } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";

const MESSAGES = Number(process.argv[2] ?? 20_000);
const COMMAND_MS = 400_000;
const root = join(import.meta.dirname, "..");
const home = await mkdtemp("/tmp/dunlin-two-");
await chmod(home, 0o755); // as root PostgreSQL runs as another user, who must pass
const env = { ...process.env, DUNLIN_HOME: home, DUNLIN_DEMO: "0", DUNLIN_TEST: "1" };

async function dunlin(...words: string[]): Promise<Record<string, unknown>> {
  const args = [join(root, "server/cli/main.ts"), ...words, "--json"];
  const options = { env, timeout: COMMAND_MS, maxBuffer: 64 << 20 };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1)!) as Record<string, unknown>;
}

async function startWorker() {
  const args = [join(root, "server/main.ts"), "--role", "worker"];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.includes("the worker runs")) break;
  }
  child.stderr.resume();
  return child;
}

const routes = `routes:
  - name: sms
    channel: sms
    adapter: smpp
    sender: "27600000001"
    rate_per_s: 50000
    config: { host: sandbox, window: 200 }
`;

async function prepare(): Promise<void> {
  const phone = (index: number) => `+2782${String(2_000_000 + index * 3)}`;
  const rows = Array.from({ length: MESSAGES }, (_, index) => [
    `C-${index}`,
    `Customer ${index}`,
    phone(index),
    `I-${index}`,
    "2026-11-22",
    "100.00",
  ]);
  const head = ["Customer no", "Name", "Mobile", "Invoice no", "Due date", "Amount"];
  await writeFile(join(home, "book.csv"), toCsv(head, rows));
  await writeFile(join(home, "routes.yaml"), routes);
  const place = ["--currency", "ZAR", "--country", "ZA", "--zone", "Africa/Johannesburg"];
  await dunlin("client", "create", "two", "--name", "Two", ...place);
  await dunlin("clock", "set", "2026-11-23T08:00:00Z");
  await dunlin("route", "set", join(home, "routes.yaml"), "--client", "two");
  await dunlin("policy", "apply", join(root, "samples/policy.yaml"), "--client", "two");
  await dunlin("import", join(home, "book.csv"), "--client", "two");
}

async function received(): Promise<{ messages: number; phones: number }> {
  const phones = new Map<string, number>();
  const input = createReadStream(join(home, "sandbox/messages.jsonl"));
  for await (const line of createInterface({ input })) {
    const { to, direction } = JSON.parse(line) as { to: string; direction: string };
    if (direction === "received") phones.set(to, (phones.get(to) ?? 0) + 1);
  }
  return { messages: [...phones.values()].reduce((sum, n) => sum + n, 0), phones: phones.size };
}

async function shares(): Promise<number[]> {
  const client = new pg.Client(connectionFor({ host: join(home, "postgres/s") }, "owner"));
  await client.connect();
  const { rows } = await client.query<{ n: number }>(
    "select count(*)::int as n from attempt group by process_id order by process_id",
  );
  await client.end();
  return rows.map((row) => row.n);
}

const workers: Awaited<ReturnType<typeof startWorker>>[] = [];
try {
  await prepare();
  workers.push(await startWorker(), await startWorker());
  // The book's time of grace is over: the workers look at everybody.
  await dunlin("clock", "set", "2026-11-23T08:11:00Z");
  const { left } = await dunlin("drain", "--client", "two", "--timeout", "360");
  const verdict = await dunlin("judge", "--client", "two");
  const [seen, handedOver] = [await received(), await shares()];
  console.log(JSON.stringify({ left, ...seen, handed_over: handedOver, judge: verdict["ok"] }));
  assert(left === 0, "something is left");
  assert(seen.messages === MESSAGES && seen.phones === MESSAGES, "not every message arrived once");
  assert(handedOver.length === 2, "one worker did it all");
  assert(verdict["ok"] === true, "the judge found a breach");
} finally {
  for (const worker of workers) {
    worker.kill("SIGTERM");
    await once(worker, "exit");
  }
  await rm(home, { recursive: true, force: true });
}
