import { z } from "zod";
import { BodyTemplate } from "./body-template.ts";
import { limitFields, ProviderUrl } from "./limits.ts";
import { Path } from "./paths.ts";

const HeaderName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, "is no header name");
const HeaderValue = z
  .string()
  .max(4_000)
  .regex(/^[\x20-\x7e]*$/, "may hold printable ASCII only");
/** As it stands in JSON, compared as text. */
const Word = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const Auth = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("bearer"), token: HeaderValue }),
  z.strictObject({ kind: z.literal("basic"), user: z.string(), password: z.string() }),
  z.strictObject({ kind: z.literal("header"), name: HeaderName, value: HeaderValue }),
]);

/** One line of what answers mean: all that it names must fit. */
const Rule = z
  .strictObject({
    status: z.union([z.int().transform((one) => [one]), z.array(z.int()).max(50)]).exactOptional(),
    field: Path.exactOptional(),
    values: z.array(Word).max(200).exactOptional(),
    means: z.enum([
      "sent",
      "throttled",
      "unreachable",
      "temporary",
      "rejected",
      "uncertain",
      "opted_out",
    ]),
  })
  .refine((rule) => (rule.field === undefined) === (rule.values === undefined), {
    message: "field and values belong together",
  })
  .refine((rule) => rule.status !== undefined || rule.field !== undefined, {
    message: "name a status, or a field with its values",
  });

const Answer = z.strictObject({
  id: Path.exactOptional(),
  error: Path.exactOptional(),
  rules: z.array(Rule).max(50).default([]),
});

const Status = z
  .strictObject({
    each: Path.exactOptional(),
    id: Path.exactOptional(),
    reference: Path.exactOptional(),
    state: Path,
    error: Path.exactOptional(),
    to: Path.exactOptional(),
    from: Path.exactOptional(),
    states: z.record(z.string(), z.enum(["accepted", "delivered", "failed", "expired", "unknown"])),
    deadNumbers: z.array(Word).max(200).default([]),
    optedOut: z.array(Word).max(200).default([]),
  })
  .refine((status) => status.optedOut.length === 0 || (status.to && status.error), {
    path: ["optedOut"],
    message: "error and to must say whose wish it is",
  });

const Inbound = z.strictObject({
  each: Path.exactOptional(),
  from: Path,
  to: Path,
  text: Path,
  id: Path.exactOptional(),
});

/** How the provider proves that a request is its own, beside knowing the address. */
const Check = z.union([
  z.strictObject({ header: HeaderName, value: z.string().min(8).max(500) }),
  z.strictObject({
    header: HeaderName,
    secret: z.string().min(8).max(500),
    hmac: z.enum(["sha1", "sha256", "sha512"]),
    encoding: z.enum(["hex", "base64"]).default("hex"),
    /** What stands before the signature in the header. */
    prefix: z.string().max(50).default(""),
  }),
]);

/** A provider that takes and sends JSON over HTTP, described by its documentation and then by this. */
export const HttpConfig = z.strictObject({
  ...limitFields,
  url: ProviderUrl,
  method: z.enum(["POST", "PUT"]).default("POST"),
  auth: Auth.default({ kind: "none" }),
  headers: z.record(HeaderName, HeaderValue).default({}),
  body: BodyTemplate,
  /** The header in which the provider knows a repeated request again. */
  idempotencyHeader: HeaderName.exactOptional(),
  /** The longest validity that the provider takes, in seconds. */
  longestValidityS: z.int().min(60).max(604_800).default(259_200),
  answer: Answer.default({ rules: [] }),
  status: Status.exactOptional(),
  inbound: Inbound.exactOptional(),
  check: Check.exactOptional(),
  /** What the provider wants to read when its request was taken. */
  thanks: z.string().max(1_000).default("OK"),
});

export type HttpConfig = z.infer<typeof HttpConfig>;
