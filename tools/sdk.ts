// sdk/schema.ts: the types of the HTTP API, made of its document. `npm run sdk` writes it; with --check it says whether it
// is as it should be.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import openapiTypescript, { astToString } from "openapi-typescript";
import { documentOf } from "#http/openapi.ts";
import { DOCUMENTED } from "../server/routes.ts";

const target = join(import.meta.dirname, "../sdk/schema.ts");

const HEAD = "// Made by `npm run sdk` from the document of the HTTP API; not to be edited.\n";

async function schema(): Promise<string> {
  const document: unknown = JSON.parse(JSON.stringify(documentOf(DOCUMENTED, "/v1")));
  const source = document as Parameters<typeof openapiTypescript>[0];
  return HEAD + astToString(await openapiTypescript(source));
}

const made = await schema();
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== made) {
    console.error("sdk/schema.ts is not what the API's document says; run: npm run sdk");
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, made);
  console.log("sdk/schema.ts is written");
}
