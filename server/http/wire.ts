// How our values travel: one schema reads and writes them.
import { z } from "zod";

/** An instant as RFC 3339 text. */
export const InstantOnWire = z.codec(
  z.iso.datetime({ offset: true }),
  z.instanceof(Temporal.Instant),
  { decode: (text) => Temporal.Instant.from(text), encode: (instant) => instant.toString() },
);

/** A day as 2026-01-31. */
export const DayOnWire = z.codec(z.iso.date(), z.instanceof(Temporal.PlainDate), {
  decode: (text) => Temporal.PlainDate.from(text),
  encode: (day) => day.toString(),
});

/** Minor units as text: they may be larger than JSON numbers can hold exactly. */
export const MinorOnWire = z.codec(z.string().regex(/^-?\d{1,18}$/), z.bigint(), {
  decode: BigInt,
  encode: String,
});

/** An instant, or a day that means its beginning in UTC. */
export const MomentOnWire = z.codec(
  z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: "is no instant; write it as 2026-01-31T08:00:00Z or 2026-01-31",
  }),
  z.instanceof(Temporal.Instant),
  {
    decode: (text) => Temporal.Instant.from(text.length === 10 ? `${text}T00:00Z` : text),
    encode: (instant) => instant.toString(),
  },
);

/** Text that PostgreSQL can keep. */
export const Words = (most: number) =>
  z
    .string()
    .min(1, { error: "is empty" })
    .max(most, { error: `is longer than ${most} characters` })
    // oxlint-disable-next-line no-control-regex
    .regex(/^[^\u0000-\u001f\u007f]*$/, { error: "holds a control character" });

export const Currency = z.string().regex(/^[A-Z]{3}$/, {
  error: "is no ISO 4217 code; use one such as ZAR",
});

/** Yes or no in a query; the bare name means yes. */
export const Yes = z.codec(z.enum(["true", "false", "1", "0", ""]), z.boolean(), {
  decode: (text) => !/^(false|0)$/.test(text),
  encode: (yes) => (yes ? "true" : "false"),
});

export const Counts = z.record(z.string(), z.int());

/** What ids look like, for examples. */
export const ID = "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55";

/** How many rows to give, from the query. */
export const Limit = (most: number, usual: number) =>
  z.coerce.number().int().min(1).max(most).default(usual);

type Snake<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${Snake<Rest>}`
  : Name;

type SnakeKeys<Row> = { [Key in keyof Row as Key extends string ? Snake<Key> : never]: Row[Key] };

/** A row with its keys as they are named on the wire: `dueOn` becomes `due_on`. Inner objects stay as they are. */
export function snakeKeys<Row extends object>(row: Row): SnakeKeys<Row> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  ) as SnakeKeys<Row>;
}
