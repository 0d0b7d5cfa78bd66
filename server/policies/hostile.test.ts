// Policies that are almost right: refused by their errors, each with its line, or compiled to something that can decide.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { almost } from "#testing/damage.ts";
import { runs } from "#testing/fuzz.ts";
import { defaultPolicySource } from "./default-policy.ts";
import { parsePolicy } from "./ladder.ts";

/** A hang lasts for ever; a busy machine takes seconds. */
const LONGEST_MS = 15_000;

/** What is wrong with the way in which it was read; nothing when it was compiled, or refused by its errors. */
function faultsIn(source: string): readonly string[] {
  const startedMs = performance.now();
  const parsed = parsePolicy(source, { version: 1, country: "ZA" });
  const late = performance.now() - startedMs > LONGEST_MS ? ["it took too long"] : [];
  if ("policy" in parsed) return parsed.policy.steps.length > 0 ? late : ["it has no steps"];
  const { errors } = parsed;
  const bare = errors.filter(({ line, message }) => line < 1 || message.length < 4);
  return [
    ...late,
    ...(errors.length === 0 ? ["neither a policy nor an error"] : []),
    ...(errors.length > 50 ? ["errors without end"] : []),
    ...bare.map(({ line, message }) => `an error that does not help: ${line} ${message}`),
  ];
}

test("any damage to its structure", () =>
  fc.assert(
    fc.property(almost([parse(defaultPolicySource)]), (value) => {
      expect(faultsIn(stringify(value) ?? "")).toEqual([]);
    }),
    runs(200),
  ));

const PIECES = [
  [
    "&a ",
    "*a",
    "<<: *a",
    "!!binary ",
    "!!timestamp ",
    "!!set ",
    "!<tag:x> ",
    "? ",
    "|+9\n",
    ">-\n",
  ],
  [
    "&a [*a, *a]",
    "- &b {<<: *b}",
    "%TAG ! x\n",
    "---\n",
    "...\n",
    "\ufeff",
    "\u2028",
    "{{",
    ".inf",
  ],
].flat();

test("anchors, aliases, merges and tags anywhere", () => {
  const lines = defaultPolicySource.split("\n");
  const piece = fc.constantFrom(...PIECES);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(lines.length), fc.nat(12), piece), { minLength: 1, maxLength: 8 }),
      (pieces) => {
        const damaged = [...lines];
        for (const [line, column, text] of pieces) {
          const old = damaged[line] ?? "";
          damaged[line] = old.slice(0, column) + text + old.slice(column);
        }
        expect(faultsIn(damaged.join("\n"))).toEqual([]);
      },
    ),
    runs(200),
  );
});

test.each([
  ["aliases that double a hundred times", bomb(100)],
  ["a hundred thousand aliases", `a: &a 1\nb: [${"*a, ".repeat(100_000)}1]`],
  ["an alias of itself", "a: &a [*a]"],
  ["a hundred thousand steps", `name: x\nsteps:\n${"  - {}\n".repeat(100_000)}`],
  ["a line of a megabyte", `name: "${"\\u0041".repeat(160_000)}"`],
])("%s: refused, not waited for", (_name, source) => expect(faultsIn(source)).toEqual([]));

function bomb(levels: number): string {
  const doubled = Array.from(
    { length: levels },
    (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`,
  );
  return `a0: &a0 [x]\n${doubled.join("\n")}\n`;
}
