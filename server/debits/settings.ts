// How a client debits: what its notices say, what the digits mean, and where it agreed otherwise than the schemes.
import { z } from "zod";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import {
  SCHEME_RULES,
  SCHEMES,
  type NoticePeriod,
  type RetryRule,
  type Scheme,
} from "#policies/debit-schemes.ts";
import { MEANINGS, type Meaning, type Option } from "./types.ts";

const Text = (most: number) => z.string().trim().min(1).max(most);
const Period = z.strictObject({
  days: z.int().min(0).max(60),
  count: z.enum(["calendar", "working"]),
});
const Retry = z.strictObject({
  reasons: z.array(Text(40)).max(50),
  most: z.int().min(0).max(10),
  after_days: z.int().min(0).max(60),
  within_days: z.int().min(0).max(400).nullable().default(null),
});
const OneOf = z.enum(MEANINGS);

/** The settings as they are given, kept and shown. */
export const DebitSettings = z.strictObject({
  /** As the notice names who debits; default: the client's name. */
  seller: Text(100).exactOptional(),
  /** Where the seller can be reached; default: the client's phone, else its mailbox. */
  contact: Text(200).exactOptional(),
  /** For questions about the debit; default: the client's phone. */
  queries_number: Text(40).exactOptional(),
  /** What is debited for, where neither mandate nor order says it. */
  product: Text(200).exactOptional(),
  scheme: z.enum(SCHEMES).exactOptional(),
  creditor_scheme_id: Text(70).exactOptional(),
  /** What each digit of the notice means; a digit that is not named means nothing. */
  options: z
    .strictObject({
      "1": OneOf.exactOptional(),
      "2": OneOf.exactOptional(),
      "3": OneOf.exactOptional(),
      "4": OneOf.exactOptional(),
    })
    .default({ "1": "cancel_debit", "2": "cancel_agreement", "3": "call_me", "4": "wrong_amount" }),
  /** Until when an order can be taken out, in the client's zone. */
  cutoff: z
    .strictObject({
      working_days: z.int().min(0).max(30),
      at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u, "write the time as HH:MM"),
    })
    .default({ working_days: 1, at: "16:00" }),
  /** Notice periods that were agreed, by scheme. */
  notice: z.partialRecord(z.enum(SCHEMES), Period).default({}),
  /** What is presented again, by scheme. */
  retry: z.partialRecord(z.enum(SCHEMES), Retry).default({}),
  /** False: nobody is told before a debit by Dunlin. */
  notify: z.boolean().default(true),
  channels: z
    .array(z.enum(["sms", "email"]))
    .min(1)
    .max(2)
    .default(["sms", "email"]),
  template: Text(40).default("pre_debit"),
});
export type DebitSettings = z.output<typeof DebitSettings>;

/** The settings in force; the defaults where none were set. */
export async function loadDebitSettings(tx: Tx, clientId: string): Promise<DebitSettings> {
  const row = await tx
    .selectFrom("debitSettings")
    .select("settings")
    .where("clientId", "=", clientId)
    .executeTakeFirst();
  return DebitSettings.parse(row?.settings ?? {});
}

/** Puts settings in force; they hold for what is decided from now on. A `UserError` names what is wrong. */
export async function setDebitSettings(
  tx: Tx,
  clientId: string,
  given: unknown,
  { now, actor }: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<DebitSettings> {
  const read = DebitSettings.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UserError(`debit settings: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`);
  }
  const settings = JSON.stringify(read.data);
  await tx
    .insertInto("debitSettings")
    .values({ clientId, settings, changedAt: now, changedBy: actor })
    .onConflict((conflict) =>
      conflict.column("clientId").doUpdateSet({ settings, changedAt: now, changedBy: actor }),
    )
    .execute();
  await recordEvents(tx, clientId, now, [
    { kind: "debit.settings_changed", actor, body: { keys: Object.keys(read.data) } },
  ]);
  return read.data;
}

/** What the digit means to this client; undefined: nothing. */
export function meaningOf({ options }: DebitSettings, option: Option): Meaning | undefined {
  return options[`${option}`];
}

/** The days before a strike: the mandate's own, else the client's, else the scheme's. */
export function noticePeriodOf(
  { notice }: DebitSettings,
  { scheme, noticeDays }: { readonly scheme: Scheme; readonly noticeDays?: number | null },
): NoticePeriod {
  const period = notice[scheme] ?? SCHEME_RULES[scheme].notice;
  return noticeDays === null || noticeDays === undefined ? period : { ...period, days: noticeDays };
}

/** What is presented again: the client's own rule, else the scheme's. */
export function retryRuleOf({ retry }: DebitSettings, scheme: Scheme): RetryRule {
  const own = retry[scheme];
  if (own === undefined) return SCHEME_RULES[scheme].retry;
  const { reasons, most, after_days: afterDays, within_days: withinDays } = own;
  return { reasons, most, afterDays, withinDays: withinDays ?? undefined };
}
