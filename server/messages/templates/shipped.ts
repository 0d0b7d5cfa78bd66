import { readdirSync, readFileSync } from "node:fs";
import { assert } from "#platform/errors.ts";
import { readTemplates } from "./file.ts";
import type { TemplateSource } from "./template.ts";

const FOLDER = new URL("./shipped/", import.meta.url);

let shipped: readonly TemplateSource[] | undefined;

/** The templates that come with Dunlin, in English, Polish, Afrikaans and isiZulu. Read and checked once. */
export function shippedTemplates(): readonly TemplateSource[] {
  shipped ??= readdirSync(FOLDER)
    .filter((file) => file.endsWith(".yaml"))
    .toSorted()
    .flatMap((file) => readShipped(file));
  return shipped;
}

function readShipped(file: string): readonly TemplateSource[] {
  const read = readTemplates(readFileSync(new URL(file, FOLDER), "utf8"));
  assert(read.ok, `shipped template ${file}: ${read.ok ? "" : JSON.stringify(read.problems)}`);
  return read.templates;
}
