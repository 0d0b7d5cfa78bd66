// A JSON API described by configuration: what there is to fetch, page by page, and where our fields stand in it.
import { z } from "zod";
import { ClientCredentials } from "./sign-in.ts";
import { BookUrl, HeaderName, HeaderValue, webFields } from "./web-settings.ts";
import { WriteBackSettings } from "./writing-json.ts";

const Path = z
  .string()
  .max(200)
  .regex(/^[^.\s]+(\.[^.\s]+){0,9}$/, "write a path like data.0.id, with at most 10 parts");

const Parameter = z.string().min(1).max(100);

const Auth = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("bearer"), token: HeaderValue.min(1) }),
  z.strictObject({ kind: z.literal("basic"), user: z.string(), password: z.string() }),
  z.strictObject({ kind: z.literal("header"), name: HeaderName, value: HeaderValue.min(1) }),
  ClientCredentials,
]);

const size = {
  size_parameter: Parameter.exactOptional(),
  size: z.int().min(1).max(10_000).default(100),
};

const Paging = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  /** The answer names what the next request must say; absent or empty: that was all. */
  z.strictObject({ kind: z.literal("cursor"), next: Path, parameter: Parameter, ...size }),
  /** Pages are counted; one that is not full is the last. */
  z.strictObject({
    kind: z.literal("page"),
    parameter: Parameter,
    first: z.int().min(0).max(1).default(1),
    ...size,
  }),
  z.strictObject({ kind: z.literal("offset"), parameter: Parameter, ...size }),
  /** The header Link names the next page (RFC 8288). */
  z.strictObject({ kind: z.literal("link"), ...size }),
]);

const ChangedSince = z.strictObject({
  parameter: Parameter,
  /** With {} in the place of the time, for APIs with a language of filters. */
  value: z.string().max(200).includes("{}").default("{}"),
  format: z.enum(["instant", "date", "seconds", "milliseconds"]).default("instant"),
  /** Clocks differ, and what is written while we read comes late: so much is fetched again. */
  overlap_s: z.int().min(0).max(604_800).default(300),
});

const FIELDS = [
  ...([
    "id",
    "type",
    "number",
    "customer",
    "customer_name",
    "person_name",
    "issued_on",
    "due_on",
  ] as const),
  ...([
    "amount",
    "open",
    "currency",
    "phone",
    "mobile",
    "email",
    "language",
    "zone",
    "country",
  ] as const),
  ...(["segment", "reference", "invoice", "paid_on", "payer", "text"] as const),
] as const;
export type JsonField = (typeof FIELDS)[number];

const NEEDED: Readonly<Record<"documents" | "customers" | "payments", readonly JsonField[]>> = {
  documents: ["id", "number", "customer", "amount"],
  customers: ["customer"],
  payments: ["reference", "paid_on", "amount"],
};

const Word = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const List = z
  .strictObject({
    of: z.enum(["documents", "customers", "payments"]),
    url: BookUrl,
    parameters: z.record(Parameter, z.string().max(1_000)).default({}),
    /** Where the list stands in the answer; absent: the answer is the list. */
    each: Path.exactOptional(),
    fields: z.partialRecord(z.enum(FIELDS), Path),
    /** What `type` says of a credit note. */
    credit: z.array(Word).max(50).default([]),
    /** What says that a document is cancelled. */
    gone: z.strictObject({ field: Path, values: z.array(Word).min(1).max(50) }).exactOptional(),
    paging: Paging.default({ kind: "none" }),
    changed_since: ChangedSince.exactOptional(),
  })
  .superRefine((list, context) => {
    for (const field of NEEDED[list.of]) {
      if (list.fields[field] !== undefined) continue;
      const message = `is needed of ${list.of}: say where it stands`;
      context.addIssue({ code: "custom", path: ["fields", field], message });
    }
  });
export type JsonList = z.infer<typeof List>;

export const JsonSettings = z.strictObject({
  ...webFields,
  auth: Auth.default({ kind: "none" }),
  lists: z.array(List).min(1).max(10),
  /** What is told where, of the kinds that write_back names. */
  write_back: WriteBackSettings.prefault({}),
});
export type JsonSettings = z.infer<typeof JsonSettings>;
