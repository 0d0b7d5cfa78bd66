import { expect, test } from "vitest";
import { type DeclaredVar, type DeclaredVars, examplesOf, varFaults } from "./declared.ts";

const declare = (kind: DeclaredVar["kind"], optional = false): DeclaredVars => ({
  it: { kind, example: "x", from: "full", optional, about: "" },
});
const faults = (kind: DeclaredVar["kind"], value: unknown) =>
  varFaults(declare(kind), { it: value }).map(({ message }) => message);

test.each([
  ["text", "T-1"],
  ["text", 12],
  ["money", { minor: "1290", currency: "ZAR" }],
  ["date", "2026-07-01"],
  ["number", 3],
  ["number", "3.5"],
  ["url", "https://harbour.example/i?x=1"],
] as const)("%s takes %j", (kind, value) => expect(faults(kind, value)).toEqual([]));

test.each([
  ["text", {}],
  ["text", "x".repeat(2_001)],
  ["money", "12.90"],
  ["money", { minor: "12.90", currency: "ZAR" }],
  ["money", { minor: "1290", currency: "XXQ" }],
  ["date", "1 July"],
  ["date", "2026-02-30"],
  ["number", "many"],
  ["url", "javascript:alert(1)"],
  ["url", "https://a.example/ x"],
] as const)("%s does not take %j", (kind, value) => expect(faults(kind, value)).toHaveLength(1));

test.each([undefined, null, ""])("%j is missing, unless it may be", (value) => {
  expect(varFaults(declare("text"), { it: value })).toEqual([
    { name: "it", message: "is missing: a text" },
  ]);
  expect(varFaults(declare("text", true), { it: value })).toEqual([]);
});

test("what an object inherits was not given", () => {
  const declared = { constructor: declare("text")["it"]! };
  expect(varFaults(declared, {})).toHaveLength(1);
  expect(examplesOf(declared)).toEqual({ constructor: "x" });
});
