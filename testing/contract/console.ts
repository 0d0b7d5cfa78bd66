// The command line within the test's process: the same way from words to answer as server/cli/main.ts, with one session on a
// database of its own, so that a command takes milliseconds.
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execute } from "#cli/execute.ts";
import { Session } from "#cli/session.ts";
import { readConfig } from "#platform/config.ts";
import { silentLog } from "#platform/log.ts";
import { cloneDatabase } from "#testing/database.ts";

export type Json = Readonly<Record<string, unknown>>;

export type Said = { readonly exit: 0 | 1 | 2; readonly json: Json; readonly text: string };

export type Console = {
  readonly home: string;
  /** One command with --json; throws with its problem unless it ends with 0. */
  run(...words: string[]): Promise<Json>;
  /** One command with --json, whatever comes of it. `text` is the problem, as on stderr. */
  attempt(...words: string[]): Promise<Said>;
  /** One command for people; its output or its problem. */
  say(...words: string[]): Promise<string>;
  /** Writes a file into the home; its path. */
  file(name: string, content: string | Uint8Array): Promise<string>;
  close(): Promise<void>;
};

const never = new Promise<never>(() => undefined);

/** A console on a database and a home of its own. `env` is what the environment would say. */
export async function openConsole(
  env: Readonly<Record<string, string>> = {},
): Promise<Console & { readonly databaseUrl: string }> {
  const { at, drop } = await cloneDatabase();
  const home = await mkdtemp("/tmp/dunlin-console-");
  await chmod(home, 0o755);
  const url = `postgres://postgres@${encodeURIComponent(at.host!)}/${at.database!}`;
  const console = openConsoleAt(home, { DATABASE_URL: url, ...env });
  return {
    ...console,
    databaseUrl: url,
    close: async () => {
      await console.close();
      await drop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A console on the database of a home, as a command started there would use. */
export function openConsoleAt(home: string, env: Readonly<Record<string, string>> = {}): Console {
  const given = { DUNLIN_HOME: home, DUNLIN_DEMO: "0", DUNLIN_TEST: "1", ...env };
  const session = new Session(readConfig(given), () => silentLog);
  const attempt = async (...words: string[]): Promise<Said> => {
    const outcome = await execute([...words, "--json"], () => session, never);
    const line = outcome.output?.split("\n").at(-1) ?? "";
    return { exit: outcome.exit, json: JSON.parse(line) as Json, text: outcome.problem ?? "" };
  };
  return {
    home,
    attempt,
    run: async (...words) => {
      const { exit, json, text } = await attempt(...words);
      if (exit !== 0)
        throw new Error(`${words.join(" ")}: exit ${exit}: ${text || JSON.stringify(json)}`);
      return json;
    },
    say: async (...words) => {
      const { output, problem } = await execute(words, () => session, never);
      return problem ?? output ?? "";
    },
    file: async (name, content) => {
      const path = join(home, name);
      await writeFile(path, content);
      return path;
    },
    close: async () => await session.close(),
  };
}

/** Routes to the simulators, as a client of one's own would set them. */
export const sandboxRoutes = `
routes:
  - name: sms
    channel: sms
    adapter: smpp
    sender: "27600000001"
    rate_per_s: 500
    prices:
      - { prefix: "27", price: 0.185 }
      - { price: 0.42 }
    config: { host: sandbox }
  - name: mail
    channel: email
    adapter: smtp
    sender: Acme <accounts@acme.example>
    rate_per_s: 100
    prices: [{ price: 0.01 }]
    config: { host: sandbox }
`;

export const CREATE_ACME =
  "client create acme --name Acme --currency ZAR --country ZA --zone Africa/Johannesburg".split(
    " ",
  );

/** The client acme with the sample book and policy and routes to the simulators, on Monday 2026-11-23 at 10:00 local time. */
export async function setUpAcme(console: Console): Promise<void> {
  await console.run("clock", "set", "2026-11-23T08:00:00Z");
  await console.run(...CREATE_ACME);
  const routes = await console.file("routes.yaml", sandboxRoutes);
  await console.run("route", "set", routes, "--client", "acme");
  const book = ["samples/invoices.csv", "--customers", "samples/customers.csv"];
  await console.run("import", ...book, "--client", "acme");
  await console.run("policy", "apply", "samples/policy.yaml", "--client", "acme");
}
