// How a debit file of lines is built, as data: CSV or fixed width, which lines are debits, and what totals must agree.
import { parse } from "yaml";
import { z } from "zod";
import { messageOf, UserError } from "#platform/errors.ts";

const Name = z.string().regex(/^[a-z][a-z_]{0,30}$/, "write a name in small letters");
const At = z.union([
  /** Bytes of a line of fixed width, from 1, the last one included. */
  z.strictObject({ from: z.int().min(1).max(10_000), to: z.int().min(1).max(10_000) }),
  /** A column of a CSV file, from 1. */
  z.strictObject({ column: z.int().min(1).max(500) }),
]);
export type At = z.output<typeof At>;

const Total = z.strictObject({
  at: At,
  /** How many lines of these kinds, the sum of a field of theirs, or its sum of which only so many digits are kept. */
  of: z.enum(["count", "sum", "hash"]),
  over: z.array(Name).min(1).max(10),
  field: Name.exactOptional(),
  digits: z.int().min(1).max(18).exactOptional(),
  /** The whole file, or the batch in which the total stands. */
  scope: z.enum(["file", "batch"]).default("file"),
  /** Places behind the point that is not written; with `point` it is. */
  decimals: z.int().min(0).max(6).default(0),
  point: z.boolean().default(false),
});
export type Total = z.output<typeof Total>;

const Field = z.intersection(
  At,
  z.object({ decimals: z.int().min(0).max(6).default(0), point: z.boolean().default(false) }),
);

const Kind = z.strictObject({
  /** What stands at `kind_at` in lines of this kind; without it every line that is of no other kind. */
  value: z.string().max(40).exactOptional(),
  /** Lines that are debits: those that are stopped go. */
  debit: z.boolean().default(false),
  fields: z.record(Name, Field).default({}),
  totals: z.array(Total).max(20).default([]),
});
export type LineKind = z.output<typeof Kind>;

const Layout = z
  .strictObject({
    name: z.string().min(1).max(100),
    form: z.enum(["csv", "fixed"]),
    delimiter: z.enum([",", ";", "\t", "|"]).default(","),
    /** Lines before the first one that counts, such as column names. */
    skip: z.int().min(0).max(10).default(0),
    /** Bytes of a line; other lines are refused. */
    length: z.int().min(1).max(10_000).exactOptional(),
    kind_at: At.exactOptional(),
    kinds: z.record(Name, Kind),
    batch: z.strictObject({ begins: Name, ends: Name }).exactOptional(),
    /** How days are written in the field `strike`. */
    days: z.enum(["yyyy-mm-dd", "yyyymmdd", "yymmdd", "ddmmyyyy"]).default("yyyymmdd"),
  })
  .superRefine((layout, context) => {
    const kinds = Object.entries(layout.kinds);
    const fault = (message: string) => context.addIssue({ code: "custom", message });
    const debits = kinds.filter(([, kind]) => kind.debit);
    if (debits.length === 0) fault("no kind of line is a debit");
    for (const [name, { fields }] of debits) {
      if (!fields["amount"]) fault(`the debit ${name} has no field amount`);
      if (!fields["mandate"] && !fields["end_to_end"])
        fault(`the debit ${name} has neither mandate nor end_to_end`);
    }
    for (const [name, { totals, value }] of kinds) {
      if (value !== undefined && !layout.kind_at)
        fault(`${name} has a value, but there is no kind_at`);
      for (const { over, of, field } of totals) {
        const lacking = over.find((one) => !layout.kinds[one]);
        if (lacking !== undefined) fault(`a total of ${name} counts ${lacking}, which is no kind`);
        if (of !== "count" && field === undefined) fault(`a total of ${name} names no field`);
      }
    }
    if (kinds.filter(([, { value }]) => value === undefined).length > 1)
      fault("more than one kind of line has no value");
  });
export type Layout = z.output<typeof Layout>;

/** Reads a layout of YAML. A `UserError` says which key is wrong. */
export function readLayout(text: string): Layout {
  let given: unknown;
  try {
    given = parse(text, { maxAliasCount: 0 });
  } catch (error) {
    throw new UserError(`the layout is no YAML: ${messageOf(error).split("\n")[0]}`);
  }
  const read = Layout.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UserError(`the layout's ${issue?.path.join(".") || "text"}: ${issue?.message}`);
}
