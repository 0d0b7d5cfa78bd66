import { join, resolve } from "node:path";
import { UserError } from "#platform/errors.ts";

/** A language model behind an "OpenAI-compatible" address, which may propose what texts mean. */
export type LlmConfig = {
  /** Without a slash at the end; "/chat/completions" follows. */
  readonly url: string;
  readonly model: string;
  readonly key: string | undefined;
  readonly timeoutMs: number;
};

/** The relay for letters of the installation itself: invitations and new passwords. */
export type LettersConfig = {
  /** smtp://user:password@host:587, or smtps:// */
  readonly url: string;
  /** "Dunlin <dunlin@example.org>". */
  readonly from: string;
};

/** What the environment says. The only place that reads it. */
export type Config = {
  readonly port: number;
  readonly host: string;
  /** Where the HTTP side is found from outside, without a slash at the end. */
  readonly publicUrl: string;
  /** Absolute folder for data, sandbox and keys. */
  readonly home: string;
  /** Where bounces and answers by mail are received; port 0: any free one. */
  readonly mailHost: string;
  readonly mailPort: number;
  readonly databaseUrl: string | undefined;
  /** undefined: demo on an empty database. */
  readonly demo: boolean | undefined;
  readonly test: boolean;
  /** Whether the workers of this process judge each client once a day. */
  readonly judge: boolean;
  readonly logLevel: string;
  /** The user that PostgreSQL runs as when Dunlin runs as root. */
  readonly postgresUser: string;
  /** Seals secrets in the database, 32 bytes; undefined: the one in the file `key` of `home`. */
  readonly sealKey: Buffer | undefined;
  /** Hosts that callbacks may reach although their addresses are private; "all": any. */
  readonly privateCallbacks: "all" | readonly string[];
  /** undefined: no letters go out, but in a demo, where the simulators take them; links are shown instead. */
  readonly letters?: LettersConfig | undefined;
  /** undefined: nothing outside is ever asked what a text means. */
  readonly llm?: LlmConfig | undefined;
};

const root = join(import.meta.dirname, "../..");

function whole(env: NodeJS.ProcessEnv, key: string, fallback: number, max: number): number {
  const text = env[key];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (!/^\d{1,9}$/.test(text) || value > max) {
    throw new UserError(`${key} is "${text}"; set it to a whole number from 0 to ${max}`);
  }
  return value;
}

function flag(env: NodeJS.ProcessEnv, key: string): boolean | undefined {
  const text = env[key];
  if (text === undefined || text === "") return undefined;
  if (text === "1" || text === "true") return true;
  if (text === "0" || text === "false") return false;
  throw new UserError(`${key} is "${text}"; set it to 1 or 0`);
}

function url(env: NodeJS.ProcessEnv, key: string): string | undefined {
  const text = env[key];
  if (text === undefined || text === "") return undefined;
  if (!/^postgres(ql)?:\/\//.test(text)) {
    const shown = text.replace(/:[^:@]*@/, ":…@"); // no password in a message
    throw new UserError(`${key} is "${shown}"; write it as postgres://user@host:5432/name`);
  }
  return text;
}

function key(env: NodeJS.ProcessEnv, name: string): Buffer | undefined {
  const text = env[name];
  if (text === undefined || text === "") return undefined;
  const bytes = Buffer.from(text, "base64");
  if (bytes.length === 32 && /^[A-Za-z0-9+/]{43}=?$/.test(text)) return bytes;
  // Not shown: a key with a slip in it is still nearly the key.
  throw new UserError(`${name} is not 32 bytes in base64; make one with: openssl rand -base64 32`);
}

function hosts(env: NodeJS.ProcessEnv, name: string): "all" | readonly string[] {
  const text = env[name] ?? "";
  if (text === "1" || text === "true") return "all";
  if (text === "" || text === "0" || text === "false") return [];
  const list = text.split(",").map((host) => host.trim().toLowerCase());
  if (list.every((host) => /^[a-z0-9.:-]+$/.test(host))) return list;
  throw new UserError(
    `${name} is "${text}"; set it to 1, to 0, or to names of hosts: crm.local,10.0.0.7`,
  );
}

function publicUrl(env: NodeJS.ProcessEnv, host: string, port: number): string {
  const text = env["PUBLIC_URL"];
  if (text === undefined || text === "") {
    return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  }
  const parsed = URL.parse(text);
  const { protocol, search, hash, username, password } = parsed ?? {};
  if (/^https?:$/.test(protocol ?? "") && !search && !hash && !username && !password)
    return text.replace(/\/+$/, "");
  throw new UserError(
    `PUBLIC_URL is "${text}"; set it to where others find this server: https://dunlin.example`,
  );
}

function llm(env: NodeJS.ProcessEnv): LlmConfig | undefined {
  const text = env["DUNLIN_LLM_URL"];
  if (text === undefined || text === "") return undefined;
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? "")) {
    throw new UserError(
      `DUNLIN_LLM_URL is "${text}"; set it to an address such as http://127.0.0.1:11434/v1`,
    );
  }
  const model = env["DUNLIN_LLM_MODEL"];
  if (!model) throw new UserError("DUNLIN_LLM_MODEL is empty; name the model that is to be asked");
  const timeoutMs = whole(env, "DUNLIN_LLM_TIMEOUT_MS", 4_000, 30_000);
  return {
    url: text.replace(/\/+$/, ""),
    model,
    key: env["DUNLIN_LLM_KEY"] || undefined,
    timeoutMs,
  };
}

function letters(env: NodeJS.ProcessEnv): LettersConfig | undefined {
  const text = env["DUNLIN_MAIL_URL"];
  if (text === undefined || text === "") return undefined;
  const parsed = URL.parse(text);
  if (!/^smtps?:$/.test(parsed?.protocol ?? "") || !parsed?.hostname) {
    throw new UserError(
      `DUNLIN_MAIL_URL is "${text.replace(/:[^:@]*@/, ":…@")}"; set it to a relay such as smtp://user:password@mail.example:587`,
    );
  }
  const from = env["DUNLIN_MAIL_FROM"] ?? "";
  if (!/^([^<>@\r\n]{0,100}<)?[^\s<>@]+@[^\s<>@]+>?$/.test(from)) {
    throw new UserError(
      `DUNLIN_MAIL_FROM is "${from}"; set it to who the letters are from: Dunlin <dunlin@example.org>`,
    );
  }
  return { url: text, from };
}

const levels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"];

/** Reads the environment; a wrong value is a `UserError` that names the key, the value and the cure. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const logLevel = env["LOG_LEVEL"] || "info";
  if (!levels.includes(logLevel)) {
    throw new UserError(`LOG_LEVEL is "${logLevel}"; set it to one of ${levels.join(", ")}`);
  }
  const port = whole(env, "PORT", 8080, 65_535);
  const host = env["HOST"] || "127.0.0.1";
  return {
    port,
    host,
    publicUrl: publicUrl(env, host, port),
    home: resolve(root, env["DUNLIN_HOME"] || ".dunlin"),
    mailHost: env["MAIL_HOST"] || "127.0.0.1",
    mailPort: whole(env, "MAIL_PORT", 0, 65_535),
    databaseUrl: url(env, "DATABASE_URL"),
    demo: flag(env, "DUNLIN_DEMO"),
    test: flag(env, "DUNLIN_TEST") ?? false,
    judge: flag(env, "DUNLIN_JUDGE") ?? true,
    logLevel,
    postgresUser: env["PG_USER"] || "postgres",
    sealKey: key(env, "DUNLIN_KEY"),
    privateCallbacks: hosts(env, "DUNLIN_ALLOW_PRIVATE_CALLBACKS"),
    letters: letters(env),
    llm: llm(env),
  };
}
