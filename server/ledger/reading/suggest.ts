// What a column might hold, by what stands in it: for files whose headers say nothing that is known.
import { readEmail } from "./contacts.ts";
import type { Layout } from "./line.ts";
import type { RawRecord } from "./records.ts";
import type { Column, Field } from "./types.ts";

/** Of the values in a column so many must agree. */
const SHARE = 0.7;
const DATE = /^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}$/u;
const AMOUNT = /^[(-]?(?:\p{Sc} ?)?\d[\d\s.,']*[.,]\d{2}\)?-?(?: ?\p{L}{1,3})?$/u;
const REFERENCE = /^(?=.*\d)[\p{L}\d][\p{L}\d/_-]{2,30}$/u;
const NAME = /^\p{L}[\p{L}.'’&-]+ \p{L}/u;

/** Fields that nothing is read into yet, by the index of the column that looks like them; each field at most once. */
export function suggestFields(
  layout: Layout,
  header: readonly string[],
  used: readonly Column[],
  records: readonly RawRecord[],
): ReadonlyMap<number, Field> {
  const taken = new Set(used.map((column) => column.field));
  const busy = new Set(used.map((column) => column.index));
  const found = new Map<number, Field>();
  const valuesAt = header.map((_, at) =>
    records.map(({ fields }) => fields[at]?.trim() ?? "").filter(Boolean),
  );
  const free = () => [...header.keys()].filter((at) => !busy.has(at) && valuesAt[at]!.length > 0);
  const take = (field: Field, index: number | undefined) => {
    if (taken.has(field) || index === undefined) return;
    found.set(index, field);
    taken.add(field);
    busy.add(index);
  };
  for (const [field, looksLike] of looks(layout)) {
    take(
      field,
      free().find((at) => most(valuesAt[at]!, looksLike)),
    );
  }
  // What comes again names the customer, what is different on every line the invoice; the customer stands first.
  const references = free()
    .filter((at) => most(valuesAt[at]!, (value) => REFERENCE.test(value)))
    .toSorted((a, b) => new Set(valuesAt[a]).size - new Set(valuesAt[b]).size || a - b);
  take("customer_reference", references[0]);
  take(
    "invoice_reference",
    references.find((at) => !busy.has(at)),
  );
  take(
    "customer_name",
    free().find((at) => most(valuesAt[at]!, (value) => NAME.test(value))),
  );
  return found;
}

const most = (values: readonly string[], test: (value: string) => boolean): boolean =>
  values.filter(test).length >= values.length * SHARE;

type Looks = readonly [Field, (value: string) => boolean];

const looks = (layout: Layout): readonly Looks[] => [
  ["email", (value) => "value" in readEmail(value)],
  [
    "mobile",
    (value) => value.replaceAll(/\D/gu, "").length >= 9 && "value" in layout.phones(value),
  ],
  ["due_on", (value) => DATE.test(value)],
  ["open_amount", (value) => AMOUNT.test(value) && !DATE.test(value)],
];
