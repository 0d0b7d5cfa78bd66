import { isCurrency } from "#platform/money.ts";
import { UserError } from "#platform/errors.ts";
import { plainLetters } from "./contacts.ts";
import type { Mapping } from "./mapping.ts";
import { FIELDS_OF, GENERAL, SYNONYMS } from "./synonyms.ts";
import { FIELDS, type Column, type Columns, type Field, type Kind } from "./types.ts";

/** Lines in which the header is looked for. */
export const HEADER_WITHIN = 20;
const MAX_COLUMNS_SHOWN = 30;

/** `general`: a name such as "number" that says little by itself. */
type Name = { readonly field: Field; readonly rank: number; readonly general: boolean };

const tables = new Map<Kind, ReadonlyMap<string, Name>>();

function namesOf(kind: Kind): ReadonlyMap<string, Name> {
  const known = tables.get(kind);
  if (known !== undefined) return known;
  const names = new Map<string, Name>();
  const general = GENERAL[kind];
  for (const field of FIELDS_OF[kind]) {
    // The field's own name first, as the exports and samples of Dunlin spell it.
    const own = [field.replaceAll("_", " "), ...SYNONYMS[field]];
    for (const [rank, name] of own.entries()) addName(names, name, { field, rank, general: false });
  }
  for (const field of FIELDS_OF[kind]) {
    for (const [i, name] of (general[field] ?? []).entries()) {
      addName(names, name, { field, rank: 1_000 + i, general: true });
    }
  }
  tables.set(kind, names);
  return names;
}

function addName(names: Map<string, Name>, name: string, value: Name): void {
  const key = plainLetters(name);
  if (!names.has(key)) names.set(key, value);
}

type Recognised = Name & { readonly currency: string | undefined };

/** The field that a header stands for; "Amount (EUR)" and "Amount EUR" also tell the currency. */
export function recognise(header: string, kind: Kind): Recognised | undefined {
  const names = namesOf(kind);
  const whole = names.get(plainLetters(header));
  if (whole !== undefined) return { ...whole, currency: undefined };
  const code = /[\s([]([A-Z]{3})[)\]]?\s*$/u.exec(header)?.[1];
  const currency = code !== undefined && isCurrency(code) ? code : undefined;
  const bare = header.replace(/[([][^)\]]*[)\]]\s*$/u, "");
  const found =
    names.get(plainLetters(bare)) ??
    (currency === undefined ? undefined : names.get(plainLetters(header.replace(/\S+\s*$/u, ""))));
  return found === undefined ? undefined : { ...found, currency };
}

/** How many different fields a line of headers names: the line that names most is the header. */
export function scoreOf(cells: readonly string[], kind: Kind, mapping: Mapping): number {
  const mapped = new Set(
    Object.values(mapping.columns ?? {}).flatMap((column) => {
      return typeof column === "string" ? [plainLetters(column)] : [];
    }),
  );
  const fields = new Set<string>();
  for (const cell of cells.slice(0, 1_000)) {
    const name = recognise(cell, kind)?.field;
    const plain = plainLetters(cell);
    if (mapped.has(plain)) fields.add(plain);
    else if (name !== undefined) fields.add(name);
  }
  return fields.size;
}

/** Joins the header, the synonyms and the mapping into columns; throws a UserError for what is missing or double. */
export function columnsOf(
  name: string,
  header: readonly string[],
  headerLine: number,
  kind: Kind,
  mapping: Mapping,
  { lenient = false }: { readonly lenient?: boolean } = {},
): Columns {
  if (!lenient) refuseDoubles(name, header, kind, mapping);
  const used = new Map<Field, Column>();
  const ranks = new Map<Field, number>();
  const ignored = new Map<number, string | undefined>();
  for (const field of FIELDS) {
    const wanted = mapping.columns?.[field];
    if (wanted === undefined || wanted === null) continue;
    const index = indexOf(name, header, field, wanted);
    const text = header[index] ?? `column ${index + 1}`;
    const currency = recognise(text, kind)?.currency;
    used.set(field, { field, index, header: text, currency });
    ranks.set(field, -1);
  }
  const taken = new Set([...used.values()].map((column) => column.index));
  for (const [index, text] of header.entries()) {
    const found = taken.has(index) || headerLine === 0 ? undefined : recognise(text, kind);
    if (found === undefined) {
      if (!taken.has(index)) ignored.set(index, undefined);
      continue;
    }
    if (mapping.columns?.[found.field] === null) {
      ignored.set(index, "the mapping leaves it out");
      continue;
    }
    const { field, currency, rank } = found;
    const rival = used.get(field);
    if (rival === undefined || rank < (ranks.get(field) ?? 0)) {
      used.set(field, { field, index, header: text, currency });
      ranks.set(field, rank);
      if (rival !== undefined) ignored.set(rival.index, `"${text}" is read as ${field}`);
    } else ignored.set(index, `"${rival.header}" is read as ${field}`);
  }
  if (!lenient) requireFields(name, kind, new Set(used.keys()), header, mapping);
  return {
    headerLine,
    header,
    used: [...used.values()].toSorted((a, b) => a.index - b.index),
    ignored: [...ignored].map(([index, reason]) => ({ header: header[index] ?? "", reason })),
  };
}

function indexOf(
  name: string,
  header: readonly string[],
  field: Field,
  wanted: string | number,
): number {
  if (typeof wanted === "number") {
    if (wanted <= header.length) return wanted - 1;
    throw new UserError(
      `${name}: the mapping reads ${field} from column ${wanted}, but there are ${header.length}; correct columns.${field}`,
    );
  }
  const index = header.findIndex((text) => plainLetters(text) === plainLetters(wanted));
  if (index >= 0) return index;
  throw new UserError(
    `${name}: the mapping reads ${field} from "${wanted}", but the columns are ${listed(header)}; correct columns.${field}`,
  );
}

/** Two columns with one name cannot be told apart, which matters where that name would be read. */
function refuseDoubles(
  name: string,
  header: readonly string[],
  kind: Kind,
  mapping: Mapping,
): void {
  const seen = new Map<string, number>();
  for (const [index, text] of header.entries()) {
    const key = plainLetters(text);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    const field = first === undefined || key === "" ? undefined : wantedBy(text, kind, mapping);
    if (first === undefined || field === undefined) continue;
    throw new UserError(
      `${name}: columns ${first + 1} ("${header[first]?.trim()}") and ${index + 1} ("${text.trim()}") have the same header; rename one, or name the right one by its number in the mapping, as in columns: { ${field}: ${index + 1} }`,
    );
  }
}

/** The field that would be read from a column of this name, unless the mapping settles that by a number or by null. */
function wantedBy(text: string, kind: Kind, mapping: Mapping): Field | undefined {
  const key = plainLetters(text);
  const named = FIELDS.find((field) => {
    const wanted = mapping.columns?.[field];
    return typeof wanted === "string" && plainLetters(wanted) === key;
  });
  if (named !== undefined) return named;
  const field = recognise(text, kind)?.field;
  return field === undefined || mapping.columns?.[field] !== undefined ? undefined : field;
}

const NEEDED: Readonly<Record<Kind, readonly (readonly Field[])[]>> = {
  customers: [["customer_reference"]],
  invoices: [["customer_reference"], ["invoice_reference"], ["due_on"], ["amount", "open_amount"]],
  flat: [["customer_reference"], ["invoice_reference"], ["due_on"], ["amount", "open_amount"]],
  payments: [
    ["paid_on"],
    ["amount"],
    ["customer_reference", "invoice_reference", "payment_reference", "text"],
  ],
};

/** What a file of the kind must have and this one lacks: of each choice one field. */
export function missingOf(
  kind: Kind,
  found: ReadonlySet<Field>,
  mapping: Mapping,
): readonly (readonly Field[])[] {
  return NEEDED[kind].filter((choice) => {
    return !choice.some((field) => found.has(field) || mapping.constants?.[field] !== undefined);
  });
}

function requireFields(
  name: string,
  kind: Kind,
  found: ReadonlySet<Field>,
  header: readonly string[],
  mapping: Mapping,
): void {
  const missing = missingOf(kind, found, mapping);
  if (missing.length === 0) return;
  const fields = missing.map((choice) => choice.join(" or "));
  const example = missing.map((choice) => `${choice[0]}: …`).join(", ");
  throw new UserError(
    `${name}: no column was found for ${fields.join(", ")}; the columns are ${listed(header)}; say in the mapping file which is which, as in columns: { ${example} } with a header or a number from 1`,
  );
}

/** The headers as a sentence shows them, shortened. */
export function listed(header: readonly string[]): string {
  const shown = header.slice(0, MAX_COLUMNS_SHOWN).map((text) => `"${text.trim().slice(0, 40)}"`);
  const more = header.length > shown.length ? ` and ${header.length - shown.length} more` : "";
  return shown.length === 0 ? "none" : shown.join(", ") + more;
}
