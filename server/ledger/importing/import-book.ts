import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { getClient, type Client } from "#clients/clients.ts";
import { readBook, type Book } from "#ledger/reading/book.ts";
import { mappingFrom, type Mapping } from "#ledger/reading/mapping.ts";
import { shapeOf } from "#ledger/reading/shape.ts";
import { asClient, openDb } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { applyBook, type ApplyOptions } from "./apply-book.ts";
import type { BookResult } from "./result.ts";
import { mappingOfShape, rememberShape } from "./shapes.ts";

export type ImportOptions = Omit<ApplyOptions, "rejectedTo"> & {
  /** The book: flat, or the invoices when `customersFile` is given. */
  readonly file: string;
  readonly customersFile?: string | undefined;
  /** How `file` is written; what it does not say is worked out, or known from the client's last import. */
  readonly mapping?: Mapping | undefined;
  readonly customersMapping?: Mapping | undefined;
  /** ISO 4217 code of amounts that name none; the client's own otherwise. */
  readonly currency?: string | undefined;
  /** Where rejected rows of `file` are written; otherwise beside it, as `<file>.rejected.csv`. Null: nowhere. */
  readonly rejectedFile?: string | null | undefined;
  /**
   * What a mapping that is given holds for: the client's files of that kind (as a rule says once and for all), or those with
   * the same columns (as a person says who looks at one).
   */
  readonly rememberBy?: "kind" | "shape" | undefined;
};

/** How the files of a client look, by what they hold. `given`: a person said so, it was not worked out. */
type Kept = { readonly given: boolean; readonly mapping: Mapping };
type KeptMappings = Partial<Record<Book["kind"], Kept>>;

/**
 * Reads a book from a file (or two) and applies it; the answer has the shape of the contract. A `UserError` when a file is no
 * book, is older than the last, or settles too much by absence. Needs one connection of the pool, as `dunlin_app`.
 */
export async function importBook(
  pool: pg.Pool,
  clientId: string,
  options: ImportOptions,
): Promise<BookResult> {
  const { client, kept } = await clientWithMappings(pool, clientId);
  const { file, customersFile } = options;
  const customers =
    customersFile === undefined
      ? undefined
      : await openFile(pool, customersFile, "customers", options.customersMapping, options, {
          client,
          kept,
        });
  const kind = customersFile === undefined ? "flat" : "invoices";
  const book = await openFile(pool, file, kind, options.mapping, options, { client, kept });
  const result = await applyBook(
    pool,
    clientId,
    {
      book: book.source,
      customers: customers?.source,
      names: {
        book: basename(file),
        customers: customersFile === undefined ? undefined : basename(customersFile),
      },
      digest: await digestOf(customersFile === undefined ? [file] : [file, customersFile]),
      mapping: { ...customers?.keep, ...book.keep },
    },
    {
      ...options,
      ...(options.rejectedFile !== null && {
        rejectedTo: {
          book: options.rejectedFile ?? `${file}.rejected.csv`,
          customers: `${customersFile}.rejected.csv`,
        },
      }),
    },
  );
  if (result.batch !== null) await rememberShapes(pool, clientId, [book, customers], options);
  const warnings = [book.warning, customers?.warning].filter((text) => text !== undefined);
  return { ...result, warnings: [...warnings, ...result.warnings] };
}

async function clientWithMappings(
  pool: pg.Pool,
  clientId: string,
): Promise<{ client: Client; kept: KeptMappings }> {
  return await asClient(openDb(pool), clientId, async (tx) => {
    const client = await getClient(tx, clientId);
    const { mapping } = await tx
      .selectFrom("client")
      .select("mapping")
      .where("clientId", "=", clientId)
      .executeTakeFirstOrThrow();
    // Written here only; readBook checks each mapping
    return { client, kept: mapping as unknown as KeptMappings };
  });
}

type Opened = {
  readonly source: Book;
  readonly keep: KeptMappings;
  readonly warning: string | undefined;
  /** A mapping that a person gave for files with these columns. */
  readonly told?: { readonly shape: Buffer; readonly mapping: Mapping } | undefined;
};

async function rememberShapes(
  pool: pg.Pool,
  clientId: string,
  opened: readonly (Opened | undefined)[],
  { actor, now }: ImportOptions,
): Promise<void> {
  const told = opened.flatMap((one) => one?.told ?? []);
  if (told.length === 0) return;
  await asClient(openDb(pool), clientId, async (tx) => {
    for (const one of told) await rememberShape(tx, clientId, { ...one, actor }, now);
  });
}

/**
 * Opens a file by the mapping given, else by the one kept from last time. What was only worked out last time gives way when
 * the file no longer fits it.
 */
async function openFile(
  pool: pg.Pool,
  path: string,
  kind: Book["kind"],
  given: Mapping | undefined,
  options: ImportOptions,
  { client, kept }: { readonly client: Client; readonly kept: KeptMappings },
): Promise<Opened> {
  const read = async (mapping: Mapping | undefined) =>
    await readBook(path, {
      mapping,
      currency: options.currency ?? client.currency,
      defaultCountry: client.country,
      kind: kind === "flat" ? undefined : kind,
    });
  const shape = await shapeOf(path, client.country);
  if (given !== undefined && shape !== undefined && options.rememberBy === "shape") {
    const source = await read(given);
    return { source, keep: {}, warning: undefined, told: { shape, mapping: given } };
  }
  const known =
    given === undefined
      ? await asClient(openDb(pool), client.clientId, async (tx) => {
          return await mappingOfShape(tx, client.clientId, shape);
        })
      : undefined;
  if (known) return { source: await read(known), keep: {}, warning: undefined };
  const last = kept[kind];
  if (given !== undefined || last === undefined) {
    const source = await read(given);
    return { source, keep: { [kind]: toKeep(source, given) }, warning: undefined };
  }
  try {
    const source = await read(last.mapping);
    return {
      source,
      keep: last.given ? {} : { [kind]: toKeep(source, undefined) },
      warning: undefined,
    };
  } catch (error) {
    const isRule = last.given && options.rememberBy !== "shape";
    if (!(error instanceof UserError) || isRule) throw error;
    const source = await read(undefined);
    const warning = `${basename(path)} looks different from the last file; its columns were worked out anew`;
    return { source, keep: { [kind]: toKeep(source, undefined) }, warning };
  }
}

/**
 * Of what was worked out only the columns and the order of dates are kept, the latter when the file proved it: how the next
 * file is encoded or writes its decimals it shows itself, and a guess must not become a rule.
 */
function toKeep(source: Book, given: Mapping | undefined): Kept {
  if (given !== undefined) return { given: true, mapping: given };
  const { columns, dates } = mappingFrom(source);
  const proven = source.detected.ambiguous.length === 0;
  return { given: false, mapping: { columns, ...(proven && { dates }) } };
}

async function digestOf(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) {
    await pipeline(createReadStream(path), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) hash.update(chunk);
    });
  }
  return hash.digest("hex");
}
