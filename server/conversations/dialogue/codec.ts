// A session as it is kept: versioned JSON within bounds. What can't be read is of another version, and ends gently.
import { z } from "zod";
import type { Session, State } from "./types.ts";

/** Raised when the shape of a session changes; sessions of another version are not read. */
export const SESSION_VERSION = 1;

const MOST_INSTALMENTS = 60;
const MOST_DEBITS = 20;

const Minor = z.codec(z.string().regex(/^\d{1,18}$/u), z.bigint().nonnegative(), {
  decode: (text) => BigInt(text),
  encode: (minor) => minor.toString(),
});
const Day = z.codec(z.iso.date(), z.instanceof(Temporal.PlainDate), {
  decode: (text) => Temporal.PlainDate.from(text),
  encode: (day) => day.toString(),
});
const Instalment = z.strictObject({ amountMinor: Minor, on: Day });
const Debit = z.strictObject({
  debitId: z.uuid(),
  product: z.string().max(200),
  amountMinor: Minor,
  currency: z.string().regex(/^[A-Z]{3}$/u),
  strikeOn: Day,
});
const Option = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
const Debits = { option: Option, debits: z.array(Debit).max(MOST_DEBITS) };

const Proposal = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("part"), amountMinor: Minor }),
  z.strictObject({ kind: z.literal("promise"), amountMinor: Minor, on: Day }),
  z.strictObject({ kind: z.literal("split"), nowMinor: Minor, later: Instalment }),
  z.strictObject({
    kind: z.literal("plan"),
    instalments: z.array(Instalment).max(MOST_INSTALMENTS),
  }),
]);

const Data = z.discriminatedUnion("at", [
  z.strictObject({ at: z.literal("idle") }),
  z.strictObject({ at: z.literal("confirming"), proposal: Proposal, isRead: z.boolean() }),
  z.strictObject({ at: z.literal("amount"), on: Day.optional() }),
  z.strictObject({ at: z.literal("date"), amountMinor: Minor, nowMinor: Minor.optional() }),
  z.strictObject({ at: z.literal("plan") }),
  z.strictObject({ at: z.literal("paying"), amountMinor: Minor }),
  z.strictObject({ at: z.literal("claim") }),
  z.strictObject({ at: z.literal("proof") }),
  z.strictObject({ at: z.literal("grievance") }),
  z.strictObject({ at: z.literal("stopping"), ...Debits }),
  z.strictObject({ at: z.literal("which"), ...Debits }),
  z.strictObject({ at: z.literal("over"), why: z.enum(["timeout", "version"]) }),
]);

const MOST = 10_000;
const Kept = z.strictObject({
  state: Data,
  steps: z.int().min(0).max(MOST),
  misses: z.int().min(0).max(MOST),
});

/** As it is written into a column of JSON. */
export function encodeSession({ state, steps, misses }: Session): unknown {
  return z.encode(Kept, {
    state: state as z.output<typeof Data>,
    steps: Math.min(steps, MOST),
    misses: Math.min(misses, MOST),
  });
}

/** Undefined for what another version has written, or what is damaged. Never throws. */
export function decodeSession(version: number, data: unknown): Session | undefined {
  if (version !== SESSION_VERSION) return undefined;
  const read = z.safeDecode(Kept, data as z.input<typeof Kept>);
  if (!read.success) return undefined;
  const { state, steps, misses } = read.data;
  return { state: complete(state), steps, misses };
}

// What JSON leaves out is there again.
function complete(state: z.output<typeof Data>): State {
  if (state.at === "amount") return { at: "amount", on: state.on };
  if (state.at === "date") return { ...state, nowMinor: state.nowMinor };
  return state;
}
