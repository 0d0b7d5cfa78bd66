// A segment as data: who is meant, in words of the ledger. Everything that is named must be true of a customer.
import { z } from "zod";
import { UserError } from "#platform/errors.ts";
import { isCurrency } from "#platform/money.ts";
import { parseAmount } from "#policies/ladder-words.ts";

const Amount = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,4})?$/, { error: "is no amount; write it as 149.90" });
const Days = z.int().min(0).max(3_650);
const Names = (most: number) => z.array(z.string().min(1).max(200)).min(1).max(most);

/** References that one segment may name. */
const MOST_REFERENCES = 20_000;

const conditions = {
  /** Amounts are of this currency; of the client's own where it is left out. */
  currency: z.string().regex(/^[A-Z]{3}$/, { error: "is no ISO 4217 code; use one such as ZAR" }),
  /** All that is open, due or not. */
  owed_min: Amount,
  owed_max: Amount,
  /** What is past its due date. */
  overdue_min: Amount,
  overdue_max: Amount,
  overdue: z.boolean(),
  /** Days since the oldest due date that is not paid. */
  days_late_min: Days,
  days_late_max: Days,
  /** Something falls due from today on within so many days. */
  due_within_days: Days,
  languages: Names(50),
  countries: Names(250),
  zones: Names(500),
  /** The customer's own field "segment", as imported. */
  tags: Names(200),
  kinds: z
    .array(z.enum(["person", "firm"]))
    .min(1)
    .max(2),
  has: z
    .array(z.enum(["phone", "email"]))
    .min(1)
    .max(2),
  /** Somebody whom no message reaches any more on one of the channels, by their own wish. */
  opted_out: z.boolean(),
  contacted_within_days: Days,
  not_contacted_within_days: Days,
  paid_within_days: Days,
  not_paid_within_days: Days,
  replied_within_days: Days,
  promise: z.enum(["open", "broken", "none"]),
  plan: z.enum(["open", "none"]),
  disputed: z.boolean(),
  /** Any hold that is in force, promises and disputes included. */
  held: z.boolean(),
  /** Steps of the policy of which one has been taken in the open episode. */
  steps: Names(50),
  /** Customers of an import: its batch. */
  import: z.uuid(),
  /** The client's own references. */
  references: Names(MOST_REFERENCES),
  /** Whom an earlier campaign was for. */
  campaign: z.uuid(),
  /** Whom an earlier campaign did not reach: every message to them failed or came too late. */
  failed_in: z.uuid(),
} as const;

const Flat = z.strictObject(conditions).partial();

/** Who is meant, and of them all but whoever `except` names. */
export const Filter = Flat.extend({ except: Flat.exactOptional() }).strict();
export type Conditions = z.output<typeof Flat>;
export type Filter = z.output<typeof Filter>;

/** A filter from what was stored or given. Throws a `UserError` that names the field. */
export function parseFilter(value: unknown, where = "filter"): Filter {
  const read = Filter.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = [where, ...(issue?.path ?? [])].join(".");
  const unknown = issue?.code === "unrecognized_keys" ? `.${issue.keys[0]} is unknown` : undefined;
  throw new UserError(unknown ? `${field}${unknown}; leave it out` : `${field}: ${issue?.message}`);
}

/** An amount of the filter as minor units. Throws a `UserError` that names the field. */
export function minorOf(field: string, text: string, currency: string): bigint {
  if (!isCurrency(currency)) {
    throw new UserError(`currency "${currency}" is no ISO 4217 code; use one such as ZAR`);
  }
  const parsed = parseAmount(text, currency);
  if ("value" in parsed) return parsed.value;
  throw new UserError(`${field}: ${parsed.error}`);
}

/** True for a filter that compares amounts, which are of one currency. */
export const namesAmounts = (filter: Conditions): boolean =>
  [filter.owed_min, filter.owed_max, filter.overdue_min, filter.overdue_max].some(
    (one) => one !== undefined,
  );
