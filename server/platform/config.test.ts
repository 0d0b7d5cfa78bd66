import { expect, test } from "vitest";
import { readConfig } from "#platform/config.ts";
import { UserError } from "#platform/errors.ts";

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof UserError) return error.message;
  }
  return "no UserError";
}

test("without anything in the environment there are defaults", () => {
  expect(readConfig({})).toMatchObject({
    port: 8080,
    host: "127.0.0.1",
    mailPort: 0,
    databaseUrl: undefined,
    demo: undefined,
    test: false,
    logLevel: "info",
  });
  expect(readConfig({ PORT: "", DUNLIN_DEMO: "" })).toMatchObject({ port: 8080, demo: undefined });
  expect(readConfig({ DUNLIN_DEMO: "0", DUNLIN_TEST: "true" })).toMatchObject({
    demo: false,
    test: true,
  });
});

test.each([
  [{ PORT: "eighty" }, ["PORT", "eighty", "65535"]],
  [{ PORT: "70000" }, ["PORT", "70000", "65535"]],
  [{ PORT: "-1" }, ["PORT", "-1", "65535"]],
  [{ PORT: "1e3" }, ["PORT", "1e3", "65535"]],
  [{ PORT: " " }, ["PORT", '" "', "65535"]],
  [{ MAIL_PORT: "2.5" }, ["MAIL_PORT", "2.5", "65535"]],
  [{ DUNLIN_DEMO: "yes" }, ["DUNLIN_DEMO", "yes", "1 or 0"]],
  [{ DUNLIN_TEST: "2" }, ["DUNLIN_TEST", "2", "1 or 0"]],
  [{ DUNLIN_MAIL_URL: "mail.example:587" }, ["DUNLIN_MAIL_URL", "smtp://"]],
  [{ DUNLIN_MAIL_URL: "smtp://mail.example" }, ["DUNLIN_MAIL_FROM", "example.org"]],
  [
    { DUNLIN_MAIL_URL: "smtp://mail.example", DUNLIN_MAIL_FROM: "a@b.example\nBcc: c@d.example" },
    ["DUNLIN_MAIL_FROM"],
  ],
  [{ PUBLIC_URL: "dunlin.example" }, ["PUBLIC_URL", "dunlin.example", "https://"]],
  [{ PUBLIC_URL: "ftp://dunlin.example" }, ["PUBLIC_URL", "https://"]],
  [{ PUBLIC_URL: "https://dunlin.example/?a=1" }, ["PUBLIC_URL", "https://"]],
  [{ LOG_LEVEL: "loud" }, ["LOG_LEVEL", "loud", "debug"]],
  [{ DUNLIN_KEY: "c2hvcnQ=" }, ["DUNLIN_KEY", "32 bytes", "openssl"]],
  [
    { DUNLIN_ALLOW_PRIVATE_CALLBACKS: "a b" },
    ["DUNLIN_ALLOW_PRIVATE_CALLBACKS", "a b", "crm.local"],
  ],
  [{ DATABASE_URL: "mysql://me@host/db" }, ["DATABASE_URL", "mysql:", "@host/db", "postgres://"]],
])("what is wrong in %j is named with its value and its cure", (env, words) => {
  const message = refusal(() => readConfig(env));
  for (const word of words) expect(message).toContain(word);
});

test("private callbacks are none, all, or some hosts", () => {
  const allowed = (text: string) =>
    readConfig({ DUNLIN_ALLOW_PRIVATE_CALLBACKS: text }).privateCallbacks;
  expect(["", "0", "1", "CRM.local, 10.0.0.7"].map(allowed)).toEqual([
    [],
    [],
    "all",
    ["crm.local", "10.0.0.7"],
  ]);
});

test("a key is read, and one with a slip is refused without showing it", () => {
  const key = Buffer.alloc(32, 5);
  expect(readConfig({ DUNLIN_KEY: key.toString("base64") }).sealKey).toEqual(key);
  expect(() => readConfig({ DUNLIN_KEY: `${key.toString("base64")}xx` })).toThrow(/^((?!BQUF).)*$/);
});

test("letters go by a relay that is named with whom they are from", () => {
  const given = {
    DUNLIN_MAIL_URL: "smtps://me:secret@mail.example",
    DUNLIN_MAIL_FROM: "Dunlin <dunlin@example.org>",
  };
  expect(readConfig(given).letters).toEqual({
    url: "smtps://me:secret@mail.example",
    from: "Dunlin <dunlin@example.org>",
  });
  expect(readConfig({}).letters).toBeUndefined();
});

test("a password is never shown", () => {
  expect(() => readConfig({ DUNLIN_MAIL_URL: "http://me:hunter2@mail.example" })).toThrow(
    /^((?!hunter2).)*$/,
  );
  expect(() => readConfig({ DATABASE_URL: "pg://me:hunter2@host/db" })).toThrow(
    /^((?!hunter2).)*$/,
  );
});

test("others find the server at PUBLIC_URL, else where it listens", () => {
  const found = (env: Record<string, string>) => readConfig(env).publicUrl;
  expect(found({})).toBe("http://127.0.0.1:8080");
  expect(found({ HOST: "::1", PORT: "80" })).toBe("http://[::1]:80");
  expect(found({ PUBLIC_URL: "https://dunlin.example/base/" })).toBe("https://dunlin.example/base");
});
