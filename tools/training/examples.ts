// Labelled examples: one CSV file a language, text, intent and which split it belongs to.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assert } from "#platform/errors.ts";
import { INTENTS, type Intent } from "#understanding/types.ts";

export type Example = {
  readonly text: string;
  readonly intent: Intent;
  readonly language: string;
  /** Training never sees those that are held out. */
  readonly isHeldOut: boolean;
};

const understanding = join(import.meta.dirname, "../../server/understanding");
const folder = join(understanding, "examples");

/** Every example of the repository, by file and line; throws with the line that is no example. */
export function readExamples(): readonly Example[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".csv"))
    .toSorted()
    .flatMap((name) => examplesIn(readFileSync(join(folder, name), "utf8"), name));
}

function examplesIn(csv: string, name: string): Example[] {
  const [head = [], ...rows] = recordsOf(csv);
  assert(head.join(",") === "text,intent,split", `${name} begins with ${head.join(",")}`);
  return rows.map(([text = "", intent, split], at) => {
    const known = INTENTS.find((one) => one === intent);
    assert(
      known && /^(?:train|held_out)$/u.test(split ?? ""),
      `${name}, record ${at + 2}: ${text}, ${intent}, ${split}`,
    );
    return { text, intent: known, language: name.slice(0, 2), isHeldOut: split === "held_out" };
  });
}

/** RFC 4180, of a file in memory. */
function recordsOf(csv: string): string[][] {
  const cells = csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gu);
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, bare = "", end] of cells) {
    record.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === ",") continue;
    if (record.length > 1) records.push(record);
    record = [];
  }
  return records;
}

/** SHA-256 of everything that the model is made from: examples, words, parsing, and how it is trained. */
export function digestOfSources(): string {
  const hash = createHash("sha256");
  const folders = [
    folder,
    join(understanding, "lexicon"),
    join(understanding, "parsing"),
    import.meta.dirname,
  ];
  const files = folders.flatMap((one) => readdirSync(one).map((name) => join(one, name)));
  for (const file of [
    ...files,
    join(understanding, "features.ts"),
    join(understanding, "types.ts"),
  ].toSorted()) {
    if (/\.(?:csv|ts)$/u.test(file) && !file.endsWith(".test.ts"))
      hash.update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}
