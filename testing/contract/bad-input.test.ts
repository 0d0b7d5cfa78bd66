// Files that nobody should be given and somebody always is: a clear sentence or a reason per row, and the rest goes on.
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  CREATE_ACME,
  openConsole,
  sandboxRoutes,
  type Console,
  type Json,
  type Said,
} from "./console.ts";

const acme = ["--client", "acme"] as const;
let console: Console;
beforeAll(async () => {
  console = await openConsole();
  await console.run("clock", "set", "2026-11-23T08:00:00Z");
  await console.run(...CREATE_ACME);
});
afterAll(async () => await console.close());

const HEAD = "Customer no,Name,Mobile,Invoice no,Invoice date,Due date,Amount,Open amount,Currency";
const line = (fields: Partial<Record<string, string>> = {}): string =>
  [
    fields["customer"] ?? "C-1",
    fields["name"] ?? "Thandi",
    fields["mobile"] ?? "082 555 0101",
    fields["invoice"] ?? "I-1",
    fields["issued"] ?? "2026-11-01",
    fields["due"] ?? "2026-11-15",
    fields["amount"] ?? "100.00",
    fields["open"] ?? "100.00",
    fields["currency"] ?? "ZAR",
  ].join(",");

let files = 0;
async function attempt(content: string | Uint8Array, ...options: string[]): Promise<Said> {
  files += 1;
  const path = await console.file(`book-${files}.csv`, content);
  return await console.attempt("import", path, ...acme, "--dry-run", ...options);
}

describe("a file that is no book is refused with one sentence", () => {
  const long = "x".repeat(10 * 1024 * 1024);
  const cases: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ["empty", "", /is empty/],
    ["blank lines only", "\n\n \n", /is empty|no header|header/],
    ["binary", randomBytes(4096), /binary|not text|text/],
    [
      "a spreadsheet",
      Buffer.concat([Buffer.from("PK\u0003\u0004"), randomBytes(2048)]),
      /spreadsheet|Excel|zip|CSV/i,
    ],
    ["prose", "Dear all,\nplease find attached.\nRegards", /header/i],
    [
      "duplicate headers",
      "Customer no,Invoice no,Due date,Amount,Amount\nC,I,2026-11-15,1,2\n",
      /Amount/,
    ],
    [
      "10 MB in a field of the header",
      `Customer no,${long}\n`,
      /no line of column headers was found/,
    ],
  ];
  test.each(cases)("%s", async (_, content, sentence) => {
    const { exit, json, text } = await attempt(content);
    expect(exit).toBe(1);
    expect(text).toMatch(sentence);
    expect(text.split("\n")).toHaveLength(1);
    expect(text.length).toBeLessThan(400);
    expect(json).toEqual({ error: text });
  });
});

describe("a row that can't be taken is rejected with its reason, the rest goes on", () => {
  const cases: readonly (readonly [string, Partial<Record<string, string>>, string])[] = [
    ["a phone number that is none", { mobile: "123" }, "Mobile"],
    ["an impossible date", { due: "2026-02-30" }, "Due date"],
    ["an overlarge amount", { amount: "1e30", open: "1e30" }, "Open amount"],
    ["an amount of thirty digits", { amount: "9".repeat(30), open: "1" }, "Amount"],
    ["an unknown currency", { currency: "ZZZ" }, "Currency"],
    ["no customer", { customer: "" }, "Customer no"],
    ["no due date and none to reckon it from", { due: "", issued: "" }, "Due date"],
    ["10 MB in one field", { name: "x".repeat(10 * 1024 * 1024) }, ""],
  ];
  test.each(cases)("%s", async (_, fields, column) => {
    const good = { customer: "C-2", invoice: "I-2", mobile: "083 555 0102" };
    const { exit, json } = await attempt(`${HEAD}\n${line(fields)}\n${line(good)}\n`);
    expect(json["error"]).toBeUndefined();
    expect(exit).toBe(0);
    const rejected = json["rejected"] as Json[];
    expect(rejected.length).toBeGreaterThan(0);
    for (const one of rejected) {
      expect(one).toMatchObject({ line: 2, reason: expect.any(String) as string });
      expect(String(one["value"]).length).toBeLessThan(1_000);
    }
    expect(rejected.map((one) => one["column"])).toContain(column);
    expect((json["invoices"] as Json)["created"]).toBeGreaterThanOrEqual(1);
  });

  test("the same invoice twice with different amounts: neither is guessed", async () => {
    const { exit, json } = await attempt(
      `${HEAD}\n${line()}\n${line({ amount: "120.00", open: "120.00" })}\n${line({ customer: "C-2", invoice: "I-2" })}\n`,
    );
    expect(exit).toBe(0);
    expect((json["rejected"] as Json[]).map((one) => one["line"])).toContain(3);
    expect((json["invoices"] as Json)["created"]).toBeGreaterThanOrEqual(1);
  });

  test("truncated in the middle of a quoted field", async () => {
    const { exit, json } = await attempt(
      `${HEAD}\n${line({ customer: "C-2", invoice: "I-2" })}\nC-1,"Tha`,
    );
    expect(exit).toBe(0);
    expect((json["rejected"] as Json[])[0]).toMatchObject({ line: 3 });
    expect(json["invoices"]).toMatchObject({ created: 1 });
  });

  test("a formula is text: it comes back with an apostrophe in our CSV, not as a formula", async () => {
    const path = await console.file(
      "formula.csv",
      `${HEAD}\n${line({ name: "\"=cmd|' /C calc'!A0\"", customer: "=1+1", invoice: "+2", due: "2026-02-30" })}\n${line()}\n`,
    );
    const { json } = await console.attempt("import", path, ...acme);
    const [file] = json["rejected_files"] as string[];
    expect(file).toBeDefined();
    const rows = (await readFile(file!, "utf8")).split("\r\n");
    expect(rows.join("\n")).not.toMatch(/(^|,)"?[=@]/m);
  });

  test("--strict takes all or nothing, and ends with 1", async () => {
    const content = `${HEAD}\n${line({ customer: "S-1", invoice: "S-1", due: "2026-02-30" })}\n${line({ customer: "S-2", invoice: "S-2" })}\n`;
    const path = await console.file("strict.csv", content);
    const { exit, json } = await console.attempt("import", path, ...acme, "--strict");
    expect(exit).toBe(1);
    expect(json).toMatchObject({ batch: null, rejected: [{ line: 2 }] });
    expect((await console.attempt("explain", "S-2", ...acme)).exit).toBe(1);
  });
});

describe("the whole book", () => {
  const rows = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_, i) =>
      line({ customer: `F-${from + i}`, invoice: `F-${from + i}` }),
    ).join("\n");

  test("--full settles what is absent, and asks for --yes when that is more than a fifth", async () => {
    await console.run(
      "client",
      "create",
      "full",
      ..."--name Full --currency ZAR --country ZA --zone UTC".split(" "),
    );
    const full = ["--client", "full", "--full"];
    const all = await console.file("all.csv", `${HEAD}\n${rows(0, 10)}\n`);
    const most = await console.file("most.csv", `${HEAD}\n${rows(0, 9)}\n`);
    const few = await console.file("few.csv", `${HEAD}\n${rows(0, 5)}\n`);
    await console.run("import", all, ...full);
    expect(await console.run("import", most, ...full)).toMatchObject({ invoices: { settled: 1 } });
    const refused = await console.attempt("import", few, ...full);
    expect(refused.exit).toBe(1);
    expect(JSON.stringify(refused.json)).toContain("--yes");
    const done = await console.run("import", few, ...full, "--yes");
    expect(done).toMatchObject({ invoices: { settled: 4 } });
    await console.run("import", "undo", done["batch"] as string, "--client", "full");
    expect(await console.run("import", most, ...full)).toMatchObject({
      invoices: { settled: 0, unchanged: 9 },
    });
  });
});

describe("payments", () => {
  const head = "Reference,Date,Customer no,Amount,Currency";
  test("rows that can't be posted are rejected, unknown customers kept unmatched", async () => {
    const rows = [
      "P-1,2026-02-30,C-1,5.00,ZAR",
      "P-2,2026-11-20,C-1,1e40,ZAR",
      "P-3,2026-11-20,NOBODY,5.00,ZAR",
      "P-4,2026-11-20,C-1,5.00,QQQ",
      "P-5,2026-11-20,C-1,5.00,ZAR",
    ];
    const path = await console.file("pay.csv", `${head}\n${rows.join("\n")}\n`);
    const { exit, json } = await console.attempt("payments", path, ...acme);
    expect(exit).toBe(0);
    expect(json).toMatchObject({ payments: 2, unmatched: 1 });
    expect((json["rejected"] as Json[]).map((one) => one["line"])).toEqual([2, 3, 5]);
  });
  const broken: readonly (readonly [string, string | Uint8Array])[] = [
    ["empty", ""],
    ["binary", randomBytes(2048)],
    ["prose", "hello world\n"],
    ["duplicate headers", "Reference,Date,Amount,Amount\nP,2026-11-20,1,2\n"],
  ];
  test.each(broken)("%s", async (name, content) => {
    const path = await console.file(`pay-${name}.csv`, content);
    const { exit, text } = await console.attempt("payments", path, ...acme);
    expect(exit).toBe(1);
    expect(text.split("\n")).toHaveLength(1);
    expect(text).not.toMatch(/^\w*Error:|\bat /);
  });
});

describe("policies, routes and mappings", () => {
  const bomb =
    "a: &a [x,x,x,x,x,x,x,x,x]\n" +
    "bcdefghij"
      .split("")
      .map((key, i) => `${key}: &${key} [${Array(9).fill(`*${"abcdefghij"[i]}`).join(",")}]\n`)
      .join("");
  const hostile: readonly (readonly [string, string | Uint8Array])[] = [
    ["empty", ""],
    ["binary", randomBytes(512)],
    ["no mapping", "- 1\n- 2\n"],
    ["broken YAML", "steps: [\n  - {id: a"],
    ["a billion laughs", bomb],
    ["a prototype", "__proto__: { name: x }\nsteps: []\n"],
    ["deep", "[".repeat(5_000)],
    ["unknown keys", "name: x\nstepz: []\n"],
  ];
  test.each(hostile)("policy: %s", async (name, content) => {
    const path = await console.file(`policy-${name}.yaml`, content);
    const { exit, json } = await console.attempt("policy", "apply", path, ...acme);
    expect(exit).toBe(1);
    const errors = json["errors"] as Json[];
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) {
      expect(error).toMatchObject({
        line: expect.any(Number) as number,
        field: expect.any(String) as string,
        message: expect.any(String) as string,
      });
    }
  });
  test.each(hostile)("routes: %s", async (name, content) => {
    const path = await console.file(`routes-${name}.yaml`, content);
    const { exit, text } = await console.attempt("route", "set", path, ...acme);
    expect(exit).toBe(1);
    expect(text).not.toMatch(/^\w*Error:|\n +at /);
    expect(text.length).toBeLessThan(1_500);
  });
  test("routes: wrong values name what is wrong", async () => {
    const wrong = [
      ["rate_per_s: 500", "rate_per_s: -1", /rate_per_s/],
      ["adapter: smpp", "adapter: pigeon", /adapter/],
      ["channel: sms", "channel: smoke", /channel/],
      ["price: 0.185", "price: cheap", /price/],
      ["config: { host: sandbox }", "config: { host: sandbox, port: 0 }", /port/],
      ["config: { host: sandbox }", "config: { hostt: sandbox }", /host/],
    ] as const;
    for (const [right, bad, sentence] of wrong) {
      const path = await console.file("wrong.yaml", sandboxRoutes.replace(right, bad));
      const { exit, text } = await console.attempt("route", "set", path, ...acme);
      expect({ bad, exit }).toEqual({ bad, exit: 1 });
      expect(text).toMatch(sentence);
      expect(text).not.toMatch(/\n +at /);
    }
  });
  test.each(hostile)("mapping: %s", async (name, content) => {
    const book = await console.file("mapped.csv", `${HEAD}\n${line()}\n`);
    const path = await console.file(`mapping-${name}.yaml`, content);
    const { exit, text } = await console.attempt(
      "import",
      book,
      ...acme,
      "--dry-run",
      "--mapping",
      path,
    );
    if (exit === 0) return; // an empty mapping says nothing, which is allowed
    expect(exit).toBe(1);
    expect(text).not.toMatch(/^\w*Error:|\n +at /);
  });
});

test("what was never text in an answer is no harm: names with quotes, semicolons and SQL", async () => {
  const name = "Robert'); drop table dunlin.customer;--";
  await console.run(
    "client",
    "create",
    "bobby",
    "--name",
    name,
    ..."--currency ZAR --country ZA --zone UTC".split(" "),
  );
  expect(await console.run("report", "--client", "bobby")).toMatchObject({ planned: 0 });
  expect((await console.attempt("explain", "' or 1=1 --", "--client", "bobby")).exit).toBe(1);
});
