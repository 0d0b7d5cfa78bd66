// The main job on the samples, by the commands that the README shows: from the export to reminders sent, answered and paid.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CREATE_ACME, openConsole, sandboxRoutes, type Console, type Json } from "./console.ts";

const acme = ["--client", "acme"] as const;
const book = ["import", "samples/invoices.csv", "--customers", "samples/customers.csv", ...acme];
const text = expect.any(String) as string;
const count = expect.any(Number) as number;

let console: Console;
beforeAll(async () => {
  console = await openConsole();
});
afterAll(async () => await console.close());

type Texted = { readonly to: string; readonly text: string; readonly direction: string };
const inboxOf = async (to: string): Promise<string[]> => {
  const { messages } = await console.run("sandbox", "inbox", "--to", to);
  return (messages as Texted[]).map((one) => one.text);
};

describe("a client of one's own", () => {
  test("clock set freezes the clock, a plain date being its beginning", async () => {
    expect(await console.run("clock", "set", "2026-11-23")).toEqual({
      now: "2026-11-23T00:00:00Z",
      frozen: true,
    });
    expect(await console.run("clock", "set", "2026-11-23T08:00:00Z")).toMatchObject({
      frozen: true,
    });
  });

  test("client create and route set", async () => {
    expect(await console.run(...CREATE_ACME)).toEqual({
      client: "acme",
      id: expect.stringMatching(/^cli_/) as string,
    });
    const routes = await console.file("routes.yaml", sandboxRoutes);
    expect(await console.run("route", "set", routes, ...acme)).toEqual({
      routes: ["sms", "mail"],
      warnings: [],
    });
  });

  test("a dry run writes nothing; the import says what it found; a second changes nothing", async () => {
    const detected = { encoding: "utf-8", delimiter: ";", decimal: ",", dates: "dd/mm/yyyy" };
    const all = {
      customers: { created: 12, updated: 0, unchanged: 0 },
      invoices: { created: 16, updated: 0, unchanged: 0, settled: 0 },
      credits: 2,
      rejected: [],
      detected,
    };
    expect(await console.run(...book, "--dry-run")).toMatchObject({ batch: null, ...all });
    expect(await console.run("import", "list", ...acme)).toEqual({ rows: [] });
    expect(await console.run(...book)).toMatchObject({ batch: text, ...all });
    expect(await console.run(...book)).toMatchObject({
      customers: { created: 0, updated: 0, unchanged: 12 },
      invoices: { created: 0, updated: 0, unchanged: 16, settled: 0 },
      rejected: [],
    });
  });

  test("policy apply: a version, the same version again, a second one, and errors with line and field", async () => {
    const policy = ["policy", "apply", "samples/policy.yaml", ...acme];
    expect(await console.run(...policy)).toMatchObject({ version: 1, unchanged: false });
    expect(await console.run(...policy)).toMatchObject({ version: 1, unchanged: true });
    const source = await readFile("samples/policy.yaml", "utf8");
    const other = await console.file(
      "other.yaml",
      source.replace("calls_per_day: 40", "calls_per_day: 30"),
    );
    expect(await console.run("policy", "apply", other, ...acme)).toMatchObject({ version: 2 });
    const broken = await console.file(
      "broken.yaml",
      source.replace("when: 7 days after anchor", "when: in a week"),
    );
    const { exit, json } = await console.attempt("policy", "apply", broken, ...acme);
    expect(exit).toBe(1);
    const line =
      source.split("\n").findIndex((one) => one.includes("when: 7 days after anchor")) + 1;
    expect(json).toEqual({
      errors: [{ line, field: expect.stringContaining("when") as string, message: text }],
    });
  });

  test("simulate shows days and reasons, and writes nothing", async () => {
    const simulated = await console.run("simulate", ...acme, "--days", "30");
    const days = simulated["days"] as Json[];
    expect(days).toHaveLength(30);
    expect(days[0]).toEqual({
      date: "2026-11-23",
      sms: 8,
      email: 1,
      voice: 0,
      segments: count,
      cost: [{ currency: "ZAR", minor: count }],
    });
    expect(simulated["reasons"]).toMatchObject({ step_due: count });
    expect(await console.run("report", ...acme)).toMatchObject({ planned: 0 });
    const from = await console.run("simulate", ...acme, "--days", "2", "--from", "2026-12-01");
    expect((from["days"] as Json[]).map((day) => day["date"])).toEqual([
      "2026-12-01",
      "2026-12-02",
    ]);
  });

  test("run decides what was simulated, drain hands it over, receipts are back within 2 s", async () => {
    expect(await console.run("run", ...acme)).toMatchObject({
      decisions: { step_due: 9, not_yet: 2, below_tolerance: 1 },
      messages: 9,
    });
    expect(await console.run("drain", ...acme)).toMatchObject({ left: 0 });
    const end = performance.now() + 2_000;
    let report = await console.run("report", ...acme);
    while (report["delivered"] !== 8 && performance.now() < end)
      report = await console.run("report", ...acme);
    expect(report).toMatchObject({
      planned: 9,
      sent: 9,
      delivered: 8,
      failed: {},
      suppressed: {},
      uncertain: 0,
      replied: 0,
      opted_out: 0,
      paid_48h: [],
    });
    expect(await console.run("run", ...acme)).toMatchObject({ messages: 0 });
    expect(await inboxOf("+27 82 555 0101")).toEqual([expect.stringContaining("R 1 198,00")]);
  });

  test("import undo is refused once something was sent because of it", async () => {
    const { rows } = await console.run("import", "list", ...acme);
    const first = (rows as Json[]).at(-1)!["batch"] as string;
    const { exit, text: problem } = await console.attempt("import", "undo", first, ...acme);
    expect(exit).toBe(1);
    expect(problem).toMatch(/^9 messages were handed over because of this import/);
  });
});

describe("what customers answer", () => {
  const say = async (...words: string[]): Promise<void> => {
    await console.run("sandbox", "reply", ...words);
    await console.run("drain", ...acme);
  };

  test("BALANCE, HELP and STOP are answered in the customer's language; other words wait for a person", async () => {
    await say("+27825550101", "27600000001", "balance");
    expect((await inboxOf("+27825550101"))[0]).toContain("R 1 198,00");
    await say("+27825550101", "27600000001", "Help");
    expect((await inboxOf("+27825550101"))[0]).toContain("BALANCE");
    await say("+27825550101", "27600000001", "the technician was very friendly");
    expect((await inboxOf("+27825550101"))[0]).toContain("BALANCE");
    await say("+27835550102", "27600000001", "STOP");
    expect((await inboxOf("+27835550102"))[0]).toContain("START");
    await say("naledi.khumalo@example.com", "accounts@acme.example", "STOP");
    expect(await console.run("report", ...acme)).toMatchObject({ replied: 5, opted_out: 2 });
    await say("+27835550102", "27600000001", "START");
    expect(await console.run("report", ...acme)).toMatchObject({ replied: 6, opted_out: 1 });
  });

  test("explain says what is decided, why, on which facts, and what is next", async () => {
    const { accounts } = await console.run("explain", "HF-1001", ...acme);
    expect(accounts).toMatchObject([
      {
        currency: "ZAR",
        decision: "wait",
        reason: "not_yet",
        facts: { currency: "ZAR" },
        next_look_at: text,
        unless: text,
      },
    ]);
    expect(JSON.stringify(accounts)).not.toMatch(/Thandi|5550101|mokoena/i);
  });
});

describe("what changes whether a customer is asked", () => {
  test("a queued reminder is withdrawn by a hold, and planned again when it ends", async () => {
    await console.run("clock", "set", "2026-11-29T10:00:00Z");
    expect(await console.run(...book, "--as-of", "2026-11-29T09:00:00Z")).toMatchObject({
      rejected: [],
    });
    // A Sunday: what is due waits for Monday.
    expect(await console.run("run", ...acme)).toMatchObject({
      messages: count,
      next_at: "2026-11-30T04:00:00Z",
    });
    const held = await console.run(
      "hold",
      "add",
      "HF-1002",
      ...acme,
      "--reason",
      "on leave",
      "--until",
      "2026-12-31",
    );
    expect(held).toMatchObject({ hold_id: text, withdrawn: 2, messages: 0 });
    const { rows } = await console.run("hold", "list", "HF-1002", ...acme);
    expect(rows).toMatchObject([
      { kind: "manual", reason: "on leave", until_on: "2026-12-31", ended_at: null },
    ]);
    expect(await console.run("hold", "end", "HF-1002", ...acme)).toMatchObject({
      withdrawn: 0,
      messages: 2,
    });
  });

  test("dispute and promise likewise", async () => {
    const dispute = ["HF-1003", ...acme];
    expect(await console.run("dispute", "add", ...dispute, "--invoice", "INV-20744")).toMatchObject(
      { withdrawn: 2 },
    );
    expect((await console.run("dispute", "list", ...dispute))["rows"]).toMatchObject([
      { invoices: ["INV-20744"] },
    ]);
    expect(await console.run("dispute", "end", ...dispute)).toMatchObject({ withdrawn: 0 });
    const promise = ["HF-1001", ...acme];
    const made = await console.run(
      "promise",
      "add",
      ...promise,
      "--amount",
      "1198.00",
      "--date",
      "2026-12-05",
    );
    expect(made).toMatchObject({ promise_id: text, withdrawn: 2 });
    expect((await console.run("promise", "list", ...promise))["rows"]).toMatchObject([
      { amount_minor: 119_800, currency: "ZAR", promise_state: "open" },
    ]);
    expect(await console.run("promise", "end", ...promise)).toMatchObject({ messages: 2 });
  });

  test("payments withdraw what they make untrue, once", async () => {
    const payments = ["payments", "samples/payments.csv", ...acme];
    const posted = await console.run(...payments);
    expect(posted).toMatchObject({ payments: 4, allocated: 4, unmatched: 0, rejected: [] });
    expect(posted["withdrawn"]).toBeGreaterThan(0);
    expect(await console.run(...payments)).toMatchObject({
      payments: 0,
      allocated: 0,
      duplicates: 4,
      withdrawn: 0,
    });
  });
});

describe("time goes on", () => {
  test("clock advance does, in order, all that falls due on the way", async () => {
    const { rows } = await console.run("call-list", ...acme);
    expect(rows).toEqual([]);
    for (let week = 0; week < 4; week += 1) {
      await console.run("clock", "advance", "P7D");
      await console.run(...book);
      await console.run("run", ...acme);
      await console.run("clock", "advance", "1h");
    }
    const list = (await console.run("call-list", ...acme))["rows"] as Json[];
    expect(list.length).toBeGreaterThan(0);
    expect(list[0]).toMatchObject({
      customer: text,
      currency: "ZAR",
      due_minor: count,
      days_late: count,
    });
  });

  test("report and call list as table and CSV", async () => {
    const [figures, calls] = [join(console.home, "report.csv"), join(console.home, "calls.csv")];
    const table = await console.say("report", ...acme, "--csv", figures);
    expect(table).toMatch(/^planned +\d+$/m);
    expect(await readFile(figures, "utf8")).toMatch(/^figure,value\r\nplanned,\d+\r\n/);
    await console.run("call-list", ...acme, "--csv", calls);
    expect(await readFile(calls, "utf8")).toMatch(
      /^customer,name,phone,currency,due,days late,likelihood\r\nHF-10\d\d,[^\r]+,\+\d+,ZAR,/,
    );
  });

  test("who pays drops off the call list at once", async () => {
    const top = ((await console.run("call-list", ...acme))["rows"] as Json[])[0]!;
    const reference = top["customer"] as string;
    const amount = (Number(top["due_minor"]) / 100).toFixed(2);
    const file = await console.file(
      "paid.csv",
      `Reference,Date,Customer no,Amount,Currency\nP-1,2026-12-27,${reference},${amount},ZAR\n`,
    );
    expect(await console.run("payments", file, ...acme)).toMatchObject({
      payments: 1,
      allocated: 1,
    });
    const after = (await console.run("call-list", ...acme))["rows"] as Json[];
    expect(after.map((row) => row["customer"])).not.toContain(reference);
  });

  test("clock release lets the clock run", async () => {
    expect(await console.run("clock", "release")).toMatchObject({ frozen: false });
  });
});
