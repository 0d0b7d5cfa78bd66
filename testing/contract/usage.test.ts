// How the command line is used, and what it says when it is used wrongly.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "#platform/config.ts";
import { CREATE_ACME, openConsole, type Console } from "./console.ts";
import { makeHome, removeHome, startCommand } from "./program.ts";

let console: Console;
beforeAll(async () => {
  console = await openConsole({ DUNLIN_TEST: "0" });
  await console.run(...CREATE_ACME);
});
afterAll(async () => await console.close());

const words = (text: string): string[] => text.split(" ");

describe("exit 2: the command line was used wrongly, and the right usage is said", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["", "no command; try: npm run -s dunlin -- help"],
    ["fly", 'unknown command "fly"; try: npm run -s dunlin -- help'],
    ["clock forward", "usage: dunlin clock"],
    ["client", 'unknown command "client"; use one of: client edit, client create'],
    ["run", "--client is missing; add for example --client harbour-fibre"],
    ["run --client acme --bogus", "Unknown option '--bogus'\nusage: dunlin run --client SLUG"],
    ["run more --client acme", "usage: dunlin run --client SLUG"],
    ["run --client", "--client needs a value\nusage: dunlin run"],
    ["import --client acme", "usage: dunlin import FILE"],
    ["simulate --client acme --days 0", '--days "0" must be a whole number from 1 to 400'],
    ["simulate --client acme --days x", '--days "x" must be a whole number from 1 to 400'],
    ["simulate --client acme", "--days is missing"],
    ["simulate --client acme --days 3 --from 2026-02-30", '--from "2026-02-30" is not a date'],
    ["report --client acme --from soon", '--from "soon" is not an instant'],
    ["drain --client acme --timeout -1", "--timeout needs a value\nusage: dunlin drain"],
    ["sandbox reply +27825550101 27600000001", "usage: dunlin sandbox reply FROM TO TEXT"],
    ["promise add X --client acme --date 2026-12-01", "--amount is missing"],
    ["promise add X --client acme --amount 1,0,0 --date 2026-12-01", '--amount "1,0,0"'],
    ["hold add X --client acme --kind sulk", '--kind "sulk" is unknown; use one of manual'],
  ];
  test.each(cases)("%s", async (line, message) => {
    const { exit, json, text } = await console.attempt(...words(line).filter(Boolean));
    expect(exit).toBe(2);
    expect(text.slice(0, message.length)).toBe(message);
    expect(json).toEqual({ error: text });
  });
});

describe("exit 1: refused, with one sentence", () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["run --client nobody", /^there is no client "nobody"/],
    ["report --client nobody", /^there is no client "nobody"/],
    [CREATE_ACME.join(" "), /^client "acme" exists already; choose another slug$/],
    ["client create Bad_Slug --name A --currency ZAR --country ZA --zone UTC", /Bad_Slug/],
    ["client create b --name A --currency ZZZ --country ZA --zone UTC", /ZZZ/],
    ["client create b --name A --currency ZAR --country Oz --zone UTC", /Oz/],
    ["client create b --name A --currency ZAR --country ZA --zone Mars/Base", /Mars\/Base/],
    ["explain NOBODY --client acme", /NOBODY/],
    ["hold add NOBODY --client acme", /NOBODY/],
    ["import undo 0193a2b0-0000-7000-8000-000000000000 --client acme", /0193a2b0/],
    ["import undo rubbish --client acme", /rubbish/],
    ["import /nowhere/book.csv --client acme", /\/nowhere\/book.csv/],
    ["import /tmp --client acme", /\/tmp/],
    ["payments /nowhere/pay.csv --client acme", /\/nowhere\/pay.csv/],
    ["payments /tmp --client acme", /\/tmp/],
    ["policy apply /nowhere/p.yaml --client acme", /\/nowhere\/p.yaml/],
    ["policy apply /tmp --client acme", /\/tmp/],
    ["route set /nowhere/r.yaml --client acme", /\/nowhere\/r.yaml/],
    ["report --client acme --csv /nowhere/r.csv", /\/nowhere\/r.csv/],
    [
      "clock set 2026-11-23T08:00:00Z",
      /^the clock can be set only in demo mode or with DUNLIN_TEST=1/,
    ],
    ["clock advance 1d", /^the clock can be set only in demo mode or with DUNLIN_TEST=1/],
    ["clock release", /^the clock can be set only in demo mode or with DUNLIN_TEST=1/],
  ];
  test.each(cases)("%s", async (line, message) => {
    const { exit, json, text } = await console.attempt(...words(line));
    expect(text).toMatch(message);
    expect(text.split("\n")).toHaveLength(1);
    expect(exit).toBe(1);
    expect(json).toEqual({ error: text });
  });
});

describe("the order of words is forgiven", () => {
  test.each([
    "report --client acme",
    "--client acme report",
    "--json --client=acme report",
    "report --from 2013-06-30 --client acme --to 2013-07-01T00:00:00Z",
  ])("%s", async (line) => {
    expect(await console.run(...words(line))).toMatchObject({ planned: 0, paid_48h: [] });
  });
});

describe("help", () => {
  test("lists every command of the contract", async () => {
    const page = await console.say("help");
    const contract =
      "client create,import,import undo,payments,policy apply,route set,simulate,run,drain,explain,hold add,hold list,hold end,dispute add,dispute list,dispute end,promise add,promise list,promise end,report,call-list,clock set,clock advance,clock release,sandbox inbox,sandbox reply,sandbox ports";
    for (const name of contract.split(",")) expect(page).toMatch(new RegExp(`^  ${name} `, "m"));
  });
  test("of one command shows that one", async () => {
    const page = await console.say("policy", "apply", "--help");
    expect(page).toContain("policy apply FILE --client SLUG");
    expect(page).not.toContain("sandbox inbox");
    expect(await console.run("help")).toMatchObject({ help: expect.any(String) as string });
  });
});

describe("wrong configuration is one sentence that names the key, the value and the cure", () => {
  const wrong: readonly (readonly [Record<string, string>, string])[] = [
    [{ PORT: "70000" }, 'PORT is "70000"; set it to a whole number from 0 to 65535'],
    [
      { LOG_LEVEL: "x" },
      'LOG_LEVEL is "x"; set it to one of fatal, error, warn, info, debug, trace, silent',
    ],
    [{ DUNLIN_DEMO: "maybe" }, 'DUNLIN_DEMO is "maybe"; set it to 1 or 0'],
    [{ DUNLIN_TEST: "2" }, 'DUNLIN_TEST is "2"; set it to 1 or 0'],
    [{ DATABASE_URL: "foo" }, 'DATABASE_URL is "foo"; write it as postgres://user@host:5432/name'],
    [
      { DATABASE_URL: "mysql://u:secret@h/d" },
      'DATABASE_URL is "mysql://u:…@h/d"; write it as postgres://user@host:5432/name',
    ],
  ];
  test.each(wrong)("%o", (env, sentence) => {
    expect(() => readConfig(env)).toThrow(
      expect.objectContaining({ name: "UserError", message: sentence }),
    );
  });

  test("as a process: exit 1, the sentence on stderr and in the JSON", async () => {
    const home = await makeHome();
    const [port, database] = await Promise.all([
      startCommand(home, ["clock", "--json"], { PORT: "abc" }).ended,
      startCommand(home, ["clock", "--json"], {
        DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
      }).ended,
    ]);
    const sentence = 'PORT is "abc"; set it to a whole number from 0 to 65535';
    expect(port).toMatchObject({ code: 1, stderr: `${sentence}\n`, json: { error: sentence } });
    expect(database.code).toBe(1);
    expect(database.stderr).toMatch(
      /^DATABASE_URL can't be reached: .*; check it and the server\n$/,
    );
    await removeHome(home);
  });
});
