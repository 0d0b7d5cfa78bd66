// Books that are sent once, looked at, corrected, and applied from here.
import { z } from "zod";
import { perform, query } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import type { Spooled } from "../spooled.ts";
import {
  Currency,
  ID,
  InstantOnWire,
  Limit,
  MinorOnWire,
  MomentOnWire,
  snakeKeys,
  Words,
} from "../wire.ts";
import { Upload } from "./imports.ts";
import { getClient } from "#clients/clients.ts";
import { keepFile, waitingFile, withWaitingFile } from "#ledger/importing/files.ts";
import { countProblems, listProblems } from "#ledger/importing/problems.ts";
import { mappingOfShape } from "#ledger/importing/shapes.ts";
import { beginUploadOfFile, readUpload } from "#ledger/importing/uploads.ts";
import { checkMapping, type Mapping } from "#ledger/reading/mapping.ts";
import { PROBLEM_KINDS } from "#ledger/reading/problem-kinds.ts";
import { sampleBook } from "#ledger/reading/sample.ts";
import { shapeOf } from "#ledger/reading/shape.ts";
import { DATE_FORMATS, DELIMITERS, ENCODINGS, FIELDS } from "#ledger/reading/types.ts";
import { foretell } from "#messages/planning/foretell.ts";
import { factorDigests } from "#payments/factors.ts";
import { clockNow } from "#platform/clock.ts";
import { toCsv } from "#platform/csv.ts";
import { asClient } from "#platform/db.ts";

const tag = "Imports";
const FilePath = z.object({ file_id: z.uuid() });
const Field = z.enum(FIELDS);
/** As in a mapping file; what is wrong with it is said in a sentence. */
const MappingOnWire = z.record(z.string().max(100), z.unknown());

const WaitingFile = z.object({
  file_id: z.uuid(),
  name: z.string(),
  bytes: MinorOnWire,
  actor: z.string(),
  created_at: InstantOnWire,
  kept_until: InstantOnWire,
});

export const addImportFile = perform({
  needs: "imports:write",
  tag,
  summary: "Send a book once, to look at how it is read, and to apply it later",
  description:
    "The body is the file itself, as text/csv or application/octet-stream, up to 128 MiB. It is kept for a day.",
  query: z.strictObject({ name: Words(200).default("upload.csv") }),
  response: WaitingFile,
  status: 201,
  raw: true,
  example: {
    query: { name: "book.csv" },
    body: "Customer number;Name;Invoice number;Due date;Amount\nC-8;Ann Board;INV-8;2026-06-20;120.00\n",
  },
  work: async ({ deps, clientId, actor, request }, { query: { name } }) => {
    const { file: path, bytes } = request.body as Spooled;
    const now = await clockNow(deps.db);
    const file = { path, bytes, name, actor, now };
    const fileId = await refusedAs(422, keepFile(deps.db, clientId, file));
    return await asClient(deps.db, clientId, async (tx) => {
      return snakeKeys((await waitingFile(tx, clientId, fileId))!);
    });
  },
});

const Cell = z.object({
  text: z.string(),
  as: z.string().nullable(),
  currency: z.string().nullable(),
  problem: z.string().nullable(),
});

const Reading = z.object({
  kind: z.enum(["customers", "invoices", "flat"]),
  detected: z.object({
    encoding: z.enum(ENCODINGS),
    delimiter: z.enum(DELIMITERS),
    decimal: z.enum([".", ","]),
    thousands: z.string().nullable(),
    dates: z.enum(DATE_FORMATS),
    ambiguous: z.array(z.string()).readonly(),
  }),
  header_line: z.int(),
  columns: z.array(
    z.object({
      index: z.int(),
      header: z.string(),
      field: Field.nullable(),
      confidence: z.enum(["said", "sure", "likely", "guessed"]).nullable(),
      suggested: Field.nullable(),
    }),
  ),
  rows: z.array(
    z.object({
      line: z.int(),
      verdict: z.enum(["read", "refused", "repeated", "blank", "totals"]),
      cells: z.array(Cell).readonly(),
      problems: z.array(z.string()).readonly(),
    }),
  ),
  missing: z.array(z.array(Field).readonly()).readonly(),
  problem: z.string().nullable(),
  /** The mapping was remembered from the last file with these columns. */
  remembered: z.boolean(),
  /** What was said, now or last time. */
  told: z.unknown(),
  /** What was said and what was found: the whole mapping by which the file is read as shown. */
  mapping: z.unknown(),
});

/** How a file that waits would be read. */
export const readImportFile = perform({
  needs: "imports:read",
  tag,
  summary:
    "How a file that waits is read: what was detected, and its first rows with what each cell was read as",
  description:
    "Without a mapping, the one that was last applied to a file with the same columns, else what is found. Changes nothing.",
  params: FilePath,
  body: z.strictObject({
    mapping: MappingOnWire.exactOptional(),
    currency: Currency.exactOptional(),
    /** customers: only customers stand in it; invoices: the customers come in another file. */
    kind: z.enum(["customers", "invoices"]).exactOptional(),
    rows: z.int().min(1).max(200).default(25),
  }),
  response: Reading,
  example: { params: { file_id: ID }, body: { rows: 5 } },
  work: async ({ deps, clientId }, { params: { file_id: fileId }, body }) => {
    const given = await mappingIn(body.mapping);
    const look = async (path: string) => {
      const { client, remembered } = await asClient(deps.db, clientId, async (tx) => {
        const about = await getClient(tx, clientId);
        const shape = given === undefined ? await shapeOf(path, about.country) : undefined;
        return { client: about, remembered: await mappingOfShape(tx, clientId, shape) };
      });
      const sampled = await sampleBook(path, {
        mapping: given ?? remembered,
        currency: body.currency ?? client.currency,
        defaultCountry: client.country,
        kind: body.kind,
        rows: body.rows,
      });
      return { sampled, remembered };
    };
    const looked = withWaitingFile(deps.db, clientId, fileId, { head: true }, look);
    const { sampled, remembered } = await refusedAs(422, looked);
    const { headerLine, detected, ...rest } = sampled;
    const { encoding, delimiter, decimal, thousands = null, dates, ambiguous } = detected;
    return {
      ...rest,
      columns: [...rest.columns],
      rows: [...rest.rows],
      header_line: headerLine,
      detected: { encoding, delimiter, decimal, thousands, dates, ambiguous },
      remembered: remembered !== undefined,
      told: given ?? remembered ?? {},
    };
  },
});

async function mappingIn(given: unknown): Promise<Mapping | undefined> {
  if (given === undefined) return undefined;
  return await refusedAs(
    422,
    Promise.resolve().then(() => checkMapping(given, "mapping")),
  );
}

/** Applies a file that waits, or says what it would change. */
export const applyImportFile = perform({
  needs: "imports:write",
  tag,
  summary:
    "Apply a file that waits, or with dry_run say what it would change and who would hear of it",
  description:
    "The answer comes when it is done, or after five seconds; with state applying, ask GET /v1/imports/uploads/{upload_id} again. A mapping that is given is remembered for files with the same columns.",
  params: FilePath,
  body: z.strictObject({
    mapping: MappingOnWire.exactOptional(),
    /** The customers, where they come in a file of their own. */
    customers_file_id: z.uuid().exactOptional(),
    customers_mapping: MappingOnWire.exactOptional(),
    currency: Currency.exactOptional(),
    as_of: MomentOnWire.exactOptional(),
    /** The whole book: open invoices that are not in it are settled. */
    full: z.boolean().default(false),
    strict: z.boolean().default(false),
    dry_run: z.boolean().default(false),
    /** The figures were seen: an older book, or one that settles much, is wanted all the same. */
    yes: z.boolean().default(false),
    /** False: the answer comes at once. */
    wait: z.boolean().default(true),
  }),
  response: Upload,
  status: 202,
  example: { params: { file_id: ID }, body: { dry_run: true } },
  work: async ({ deps, clientId, actor }, { params: { file_id: fileId }, body }) => {
    const now = await clockNow(deps.db);
    const begun = beginUploadOfFile(deps.db, deps.pool, clientId, {
      fileId,
      customersFileId: body.customers_file_id,
      mapping: await mappingIn(body.mapping),
      customersMapping: await mappingIn(body.customers_mapping),
      currency: body.currency,
      asOf: body.as_of,
      full: body.full,
      strict: body.strict,
      dryRun: body.dry_run,
      yes: body.yes,
      digestFactor: factorDigests(deps.pay.sealKey, clientId),
      foretell: async (tx, ids) => await foretell(tx, clientId, ids, now),
      actor,
      now,
    });
    const { uploadId, done } = await refusedAs(404, begun);
    if (body.wait) await Promise.race([done, waited(WAIT_MS)]);
    return await asClient(deps.db, clientId, async (tx) => {
      return snakeKeys((await readUpload(tx, clientId, uploadId))!);
    });
  },
});

const WAIT_MS = 5_000;
const waited = async (ms: number): Promise<void> =>
  await new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

const Kind = z.enum(PROBLEM_KINDS);
const ProblemOnWire = z.object({
  nth: z.int(),
  kind: Kind,
  severity: z.enum(["field", "row"]),
  file: z.string().exactOptional(),
  line: z.int(),
  column: z.string(),
  value: z.string(),
  reason: z.string(),
});

const PROBLEM_KEYS = ["line", "column", "value", "reason", "severity"] as const;

/** What could not be taken, line by line. */
export const uploadProblems = query({
  needs: "imports:read",
  tag,
  summary:
    "What could not be taken of a file: how many of each kind, and line by line; also with format=csv",
  params: z.object({ upload_id: z.uuid() }),
  query: z.strictObject({
    kind: Kind.exactOptional(),
    limit: Limit(10_000, 100),
    /** The last `nth` that is known: what stands behind it. */
    cursor: z.coerce.number().int().min(0).max(10_000_000).exactOptional(),
    format: z.enum(["json", "csv"]).exactOptional(),
  }),
  response: z.object({
    kinds: z.array(
      z.object({
        kind: Kind,
        severity: z.enum(["field", "row"]),
        count: z.int(),
        example: z.object({ line: z.int(), value: z.string(), reason: z.string() }),
      }),
    ),
    problems: z.array(ProblemOnWire),
    next_cursor: z.int().nullable(),
  }),
  example: { params: { upload_id: ID }, query: { limit: "10" } },
  csv: ({ problems }) =>
    toCsv(
      PROBLEM_KEYS,
      problems.map((one) => PROBLEM_KEYS.map((key) => one[key])),
    ),
  work: async ({ tx, clientId }, { params: { upload_id: uploadId }, query: asked }) => {
    if (!(await readUpload(tx, clientId, uploadId))) {
      throw new HttpProblem(404, `there is no upload ${uploadId}`);
    }
    const { kind, limit, cursor } = asked;
    const problems = await listProblems(tx, clientId, uploadId, { kind, limit, after: cursor });
    const last = problems.length < limit ? undefined : problems.at(-1);
    return {
      kinds: [...(await countProblems(tx, clientId, uploadId))],
      problems: [...problems],
      next_cursor: last?.nth ?? null,
    };
  },
});
