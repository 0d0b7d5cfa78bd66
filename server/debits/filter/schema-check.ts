// Is the file as an XML schema says? Asked of libxml2, in memory: for files that fit there.
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { memoryPages, validateXML } from "xmllint-wasm";
import { messageOf, UserError } from "#platform/errors.ts";

/** libxml2 makes a tree of about ten times the size of the file. */
const MOST_BYTES = 100_000_000;
const MOST_SHOWN = 3;

/**
 * Warnings when the file can't be checked; a `UserError` with the first faults when it breaks the schema, or the schema is
 * none. Without a schema nothing is done. `name` is what the sentences call the file.
 */
export async function checkSchema(
  schema: string | undefined,
  file: string,
  name = file,
): Promise<string[]> {
  if (schema === undefined) return [];
  const { size } = await stat(file);
  if (size > MOST_BYTES) {
    return [
      `${basename(name)} has ${size} bytes, too many to be checked against the schema in memory`,
    ];
  }
  const contents = await readFile(file);
  const xsd = await readFile(schema, "utf8").catch((error: unknown) => {
    throw new UserError(`the schema ${schema} can't be read: ${messageOf(error)}`);
  });
  const result = await validateXML({
    xml: [{ fileName: "file.xml", contents }],
    schema: [xsd],
    maxMemoryPages: 3 * memoryPages.GiB,
  }).catch((error: unknown) => {
    throw new UserError(
      `${basename(schema)} is no schema that can be used: ${messageOf(error).slice(0, 300)}`,
    );
  });
  if (result.valid) return [];
  const faults = result.errors
    .slice(0, MOST_SHOWN)
    .map(({ message, loc }) => `line ${loc?.lineNumber ?? "?"}: ${message.slice(0, 300)}`);
  throw new UserError(`${basename(name)} is not as ${basename(schema)} says: ${faults.join("; ")}`);
}
