// Money that moved, as it is kept: what of a bank's line matters to whose it is.
import { randomUUIDv7 } from "node:crypto";
import type { BankLine } from "./reading/types.ts";
import type { Keyed } from "./sifting.ts";

export type Moved = {
  readonly entryId: string;
  /** `return`: a debit came back; `reversal`: the bank takes a credit back. */
  readonly what: "credit" | "return" | "reversal";
  readonly amountMinor: bigint;
  readonly instructedMinor: bigint | undefined;
  readonly currency: string;
  readonly bookedOn: Temporal.PlainDate;
  readonly isDetail: boolean;
  readonly servicerReference: string | undefined;
  readonly paymentInfoId: string | undefined;
  readonly endToEndId: string | undefined;
  readonly mandateReference: string | undefined;
  readonly reasonCode: string | undefined;
  readonly payers: readonly string[];
  readonly payerKey: string | undefined;
  readonly references: readonly string[];
  readonly text: string;
};

/** Between names in one column. */
export const BETWEEN = " / ";

/**
 * What kind of movement a line is; undefined for what is none of ours: what the client pays to others, and what of that
 * comes back.
 */
export function whatOf(line: BankLine): Moved["what"] | undefined {
  const { isCredit, isReturn, returnCode, entry } = line;
  if (line.amountMinor === 0n) return undefined;
  if (isReturn) return "return";
  if (!isCredit) return entry.isReversal ? "reversal" : undefined;
  // Money that we had sent and that came back, or a booking of ours that was undone.
  return entry.isReversal || returnCode !== undefined ? undefined : "credit";
}

/** The line as it is kept, under a new id. */
export function movedOf({ line, keys }: Keyed, what: Moved["what"]): Moved {
  const { entry } = line;
  const instructed = line.instructedMinor;
  return {
    entryId: randomUUIDv7(),
    what,
    amountMinor: line.amountMinor,
    instructedMinor: instructed === 0n ? undefined : instructed,
    currency: entry.currency,
    bookedOn: entry.bookedOn,
    isDetail: line.isDetail,
    servicerReference: line.servicerReference ?? entry.servicerReference,
    paymentInfoId: line.paymentInfoId,
    endToEndId: line.endToEndId,
    mandateReference: line.mandateReference,
    reasonCode: line.returnCode,
    payers: line.payers,
    payerKey: keys.payerKey,
    references: line.references,
    text: line.text,
  };
}
