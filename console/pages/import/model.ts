// What an import is made of, and how a correction of it becomes a mapping.
import type { paths } from "../../../sdk/schema.ts";

export type Reading =
  paths["/v1/imports/files/{file_id}/read"]["post"]["responses"]["200"]["content"]["application/json"];
export type Upload =
  paths["/v1/imports/uploads/{upload_id}"]["get"]["responses"]["200"]["content"]["application/json"];
export type ReadColumn = Reading["columns"][number];
export type ReadRow = Reading["rows"][number];
export type Field = NonNullable<ReadColumn["field"]>;

/** As in a mapping file; an empty one says nothing. */
export type Mapping = {
  readonly columns?: Readonly<Partial<Record<Field, string | number | null>>>;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly decimal?: string;
  readonly dates?: string;
  readonly header?: number;
};

/** What was corrected of one file; `guessed` are fields that were worked out from what stands in the column. */
export type Correction = {
  readonly mapping: Mapping | null;
  readonly guessed: readonly Field[];
};

export const NO_CORRECTION: Correction = { mapping: null, guessed: [] };

/** Fields by what they are about, in the order in which they are offered. */
export const FIELD_GROUPS = {
  customer: [
    "customer_reference",
    "customer_name",
    "person_name",
    "first_name",
    "last_name",
    "kind",
    "segment",
    "payday",
    "born_on",
    "postcode",
    "id_number",
  ],
  contact: ["mobile", "phone", "email", "language", "country", "zone"],
  invoice: [
    "invoice_reference",
    "due_on",
    "open_amount",
    "amount",
    "issued_on",
    "currency",
    "type",
  ],
} as const;

const nameOf = (columns: readonly ReadColumn[], { header, index }: ReadColumn): string | number => {
  const plain = header.trim().toLowerCase();
  const same = columns.filter((one) => one.header.trim().toLowerCase() === plain).length;
  return plain !== "" && same === 1 ? header : index + 1;
};

/** The mapping with which the column is read as `field`, or as nothing. */
export function withField(reading: Reading, index: number, field: Field | null): Mapping {
  const told = reading.told as Mapping;
  const found = (reading.mapping as Mapping).columns ?? {};
  const column = reading.columns[index]!;
  const columns: Record<string, string | number | null> = { ...found };
  if (column.field !== null) columns[column.field] = null;
  if (field !== null) columns[field] = nameOf(reading.columns, column);
  return { ...told, columns };
}

/** What the server suggests, where nothing else is known; undefined when there is nothing to suggest. */
export function withSuggestions(reading: Reading): Correction | undefined {
  if (reading.missing.length === 0) return undefined;
  const guesses = reading.columns.filter(({ suggested }) => suggested !== null);
  if (guesses.length === 0) return undefined;
  const found = (reading.mapping as Mapping).columns ?? {};
  const columns = Object.fromEntries(
    guesses.map((one) => [one.suggested!, nameOf(reading.columns, one)]),
  );
  const mapping = { ...(reading.told as Mapping), columns: { ...found, ...columns } };
  return { mapping, guessed: guesses.map(({ suggested }) => suggested!) };
}

/** Of a finished upload. */
export type Counts = {
  readonly customers: {
    readonly created: number;
    readonly updated: number;
    readonly unchanged: number;
  };
  readonly invoices: {
    readonly created: number;
    readonly updated: number;
    readonly unchanged: number;
    readonly settled: number;
  };
  readonly absent: number;
  readonly lines: number;
  readonly rejectedCount: number;
  readonly warnings: readonly string[];
};

/** What a dry run says of the change. */
export type Changes = {
  readonly money: readonly {
    readonly currency: string;
    readonly before: string;
    readonly after: string;
    readonly added: string;
    readonly risen: string;
    readonly fallen: string;
    readonly settled: string;
    readonly absent: string;
    readonly credits: string;
  }[];
  readonly leaving: readonly {
    readonly customer: string;
    readonly name: string;
    readonly invoice: string;
    readonly dueOn: string;
    readonly openMinor: string;
    readonly currency: string;
  }[];
  readonly leavingCustomers: number;
  readonly guard: string | null;
  readonly guardedFor: "absence" | "order" | null;
  readonly heard: {
    readonly unknown: "no_policy" | "too_many" | null;
    readonly customers: number;
    readonly messages: number;
    readonly steps: readonly {
      readonly step: string;
      readonly channel: string;
      readonly messages: number;
    }[];
    readonly reconsidered: number;
  } | null;
};
