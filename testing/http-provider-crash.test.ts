// A worker that is killed while a provider has its requests, and the process for HTTP that hears what became of them.
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { CREATE_ACME, openConsole } from "./contract/console.ts";
import { environment, freePort, healthOf, root, until } from "./contract/program.ts";
import { startTwilio } from "./simulators/twilio.ts";

// Processes are started one after another, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 30_000 });

const port = await freePort();
const console = await openConsole({ PORT: String(port) });
const twilio = await startTwilio({ behaviour: { statuses: false } });
const children: ChildProcess[] = [];

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await twilio.close();
  await console.close();
});

function startRole(role: "api" | "worker"): ChildProcess {
  const env = {
    DATABASE_URL: console.databaseUrl,
    DUNLIN_HOME: console.home,
    DUNLIN_DEMO: "0",
    DUNLIN_TEST: "1",
    DUNLIN_JUDGE: "0",
    PORT: String(port),
  };
  const child = spawn(process.execPath, [join(root, "server/main.ts"), "--role", role], {
    cwd: root,
    env: environment(env),
    stdio: ["ignore", "ignore", "pipe"],
  });
  children.push(child);
  return child;
}

async function startWorker(): Promise<ChildProcess> {
  const child = startRole("worker");
  const said: string[] = [];
  child.stderr!.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  const runs = () => Promise.resolve(said.join("").includes("the worker runs"));
  expect(await until(runs, Boolean, 60_000), said.join("")).toBe(true);
  return child;
}

const routes = `
routes:
  - name: twilio
    channel: sms
    adapter: twilio
    sender: "${twilio.account.numbers[0]}"
    rate_per_s: 500
    config:
      account_sid: ${twilio.account.sid}
      auth_token: ${twilio.account.authToken}
      api_url: ${twilio.url}
      response_timeout_ms: 60000
`;

test("what a killed worker had under way is uncertain, never sent again, and resolved in another process", async () => {
  const acme = ["--client", "acme"];
  await console.run("clock", "set", "2026-11-23T08:00:00Z");
  await console.run(...CREATE_ACME);
  const { addresses } = await console.run(
    "route",
    "set",
    await console.file("r.yaml", routes),
    ...acme,
  );
  expect(addresses).toEqual([
    {
      route: "twilio",
      status: expect.stringMatching(
        new RegExp(`^http://127.0.0.1:${port}/in/[\\w-]{43}/status$`),
      ) as string,
      sms: expect.stringMatching(/\/sms$/) as string,
    },
  ]);
  const book = ["samples/invoices.csv", "--customers", "samples/customers.csv"];
  await console.run("import", ...book, ...acme);
  await console.run("policy", "apply", "samples/policy.yaml", ...acme);
  startRole("api");
  expect(
    await until(
      async () => await healthOf(port),
      (status) => status === 200,
      60_000,
    ),
  ).toBe(200);

  twilio.behave({ next: Array.from({ length: 100 }, () => "stall" as const) });
  const worker = await startWorker();
  const { messages } = await console.run("run", ...acme);
  expect(messages).toBeGreaterThanOrEqual(5);
  const taken = async () => await Promise.resolve(twilio.taken.length);
  expect(await until(taken, (count) => count === messages, 30_000)).toBe(messages);
  worker.kill("SIGKILL");
  await startWorker();
  const uncertain = async () => {
    const { rows } = await console.run("message", "uncertain", ...acme);
    return (rows as unknown[]).length;
  };
  expect(await until(uncertain, (count) => count === messages, 30_000)).toBe(messages);
  expect(twilio.taken).toHaveLength(messages as number);

  for (const { sid, form } of twilio.taken) {
    const said = {
      MessageSid: sid,
      MessageStatus: "delivered",
      To: form["To"]!,
      From: form["From"]!,
    };
    expect((await twilio.call(form["StatusCallback"]!, said)).status).toBe(200);
  }
  expect(await uncertain()).toBe(0);
  expect(await console.run("report", ...acme)).toMatchObject({ delivered: messages });
  const numbers = twilio.taken.map(({ form }) => form["To"]);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(await console.run("judge", ...acme)).toMatchObject({ ok: true });
});
