import { z } from "zod";
import { perform, query } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import type { Spooled } from "../spooled.ts";
import {
  Currency,
  ID,
  InstantOnWire,
  Limit,
  MomentOnWire,
  MinorOnWire,
  snakeKeys,
  Words,
  Yes,
} from "../wire.ts";
import { hasBatch, listImports } from "#ledger/importing/list.ts";
import { undoImport } from "#ledger/importing/undo.ts";
import { beginUpload, readUpload } from "#ledger/importing/uploads.ts";
import { checkMapping } from "#ledger/reading/mapping.ts";
import { factorDigests } from "#payments/factors.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient } from "#platform/db.ts";

export const Upload = z.object({
  upload_id: z.uuid(),
  file: z.string(),
  bytes: MinorOnWire,
  state: z.enum(["applying", "applied", "dry_run", "refused", "failed"]),
  lines: z.int(),
  phase: z.enum(["reading", "comparing", "writing", "done"]),
  bytes_read: MinorOnWire,
  file_id: z.uuid().nullable(),
  reason: z.string().nullable(),
  result: z.unknown(),
  /** Of a dry run over a file that waits. */
  changes: z.unknown(),
  batch_id: z.uuid().nullable(),
  actor: z.string(),
  created_at: InstantOnWire,
});

const Ask = z.strictObject({
  name: Words(200).default("upload.csv"),
  as_of: MomentOnWire.exactOptional(),
  full: Yes.exactOptional(),
  strict: Yes.exactOptional(),
  dry_run: Yes.exactOptional(),
  yes: Yes.exactOptional(),
  currency: Currency.exactOptional(),
  /** A mapping as JSON. */
  mapping: z.string().max(8_192).exactOptional(),
});

/** A book as a file: taken whole, then applied; the answer comes when it is done, or after five seconds. */
export const addImport = perform({
  needs: "imports:write",
  tag: "Imports",
  summary: "Send a book of customers and invoices as a CSV file",
  description:
    "The body is the file itself, as text/csv or application/octet-stream. With state applying, ask GET /v1/imports/uploads/{upload_id} again.",
  query: Ask,
  response: Upload,
  status: 202,
  raw: true,
  example: {
    query: { name: "book.csv", as_of: "2026-06-30" },
    body: "Customer number;Name;Mobile;Invoice number;Due date;Amount\nC-7;Ann Board;0831112222;INV-7;2026-06-20;120.00\n",
  },
  work: async (asked, { query: { name, as_of, dry_run: dryRun, mapping, ...rest } }) => {
    const { deps, clientId, actor, request } = asked;
    const body = request.body as Spooled;
    const { uploadId, done } = await beginUpload(deps.db, deps.pool, clientId, {
      ...rest,
      name,
      file: body.file,
      bytes: body.bytes,
      mapping: mapping === undefined ? undefined : mappingOf(mapping),
      asOf: as_of,
      dryRun,
      digestFactor: factorDigests(deps.pay.sealKey, clientId),
      actor,
      now: await clockNow(deps.db),
    });
    await body.beginWith(done);
    const upload = await asClient(
      deps.db,
      clientId,
      async (tx) => await readUpload(tx, clientId, uploadId),
    );
    return snakeKeys(upload!);
  },
});

function mappingOf(text: string) {
  try {
    return checkMapping(JSON.parse(text), "mapping");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new HttpProblem(422, "mapping is no JSON");
  }
}

/** How an upload is getting on. */
export const upload = query({
  needs: "imports:read",
  tag: "Imports",
  summary: "How an upload is getting on, with its counts and the first 1,000 rejected rows",
  params: z.object({ upload_id: z.uuid() }),
  response: Upload,
  example: { params: { upload_id: ID } },
  work: async ({ tx, clientId }, { params }) => {
    const found = await readUpload(tx, clientId, params.upload_id);
    if (!found) throw new HttpProblem(404, `there is no upload ${params.upload_id}`);
    return snakeKeys(found);
  },
});

const Import = z.object({
  batch: z.uuid(),
  file: z.string(),
  as_of: z.string(),
  full: z.boolean(),
  state: z.string(),
  applied_at: z.string().nullable(),
  undone_at: z.string().nullable(),
  actor: z.string(),
  result: z.unknown(),
});

/** The books, last one first. */
export const imports = query({
  needs: "imports:read",
  tag: "Imports",
  summary: "Books that were imported, the last one first",
  query: z.strictObject({ limit: Limit(500, 50) }),
  response: z.object({ imports: z.array(Import) }),
  example: {},
  work: async ({ tx, clientId }, { query: { limit } }) => ({
    imports: (await listImports(tx, clientId, limit)).map(snakeKeys),
  }),
});

/** Takes an import back. */
export const undo = perform({
  needs: "imports:write",
  tag: "Imports",
  summary: "Take an import back, as long as nothing was sent because of it",
  params: z.object({ batch_id: z.uuid() }),
  response: z.looseObject({ batch: z.uuid(), withdrawn: z.int() }),
  example: { params: { batch_id: ID } },
  work: async ({ deps, clientId, actor }, { params: { batch_id: batchId } }) => {
    const there = await asClient(
      deps.db,
      clientId,
      async (tx) => await hasBatch(tx, clientId, batchId),
    );
    if (!there) throw new HttpProblem(404, `there is no import ${batchId}`);
    const by = { actor, now: await clockNow(deps.db) };
    return await refusedAs(409, undoImport(deps.db, clientId, batchId, by));
  },
});
