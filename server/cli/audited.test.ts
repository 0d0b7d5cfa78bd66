import { expect, test } from "vitest";
import { CHANGES, LOOKS_ONLY } from "#cli/audited.ts";
import { allCommands } from "#cli/commands.ts";

const words = async () => (await allCommands()).map((command) => command.words.join(" "));

test("every command either leaves a row in the audit or is known to look only", async () => {
  const unknown = (await words()).filter((word) => !(word in CHANGES) && !LOOKS_ONLY.has(word));
  expect(unknown).toEqual([]);
});

test("the two tables name commands that there are, and none twice", async () => {
  const there = new Set(await words());
  const named = [...Object.keys(CHANGES), ...LOOKS_ONLY];
  expect(named.filter((word) => !there.has(word))).toEqual([]);
  expect(new Set(named).size).toBe(named.length);
});
