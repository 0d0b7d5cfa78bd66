// The words of debits: what a client may draw from a customer's account, when, and what the customer answered to the notice.

export const MEANINGS = ["cancel_debit", "cancel_agreement", "call_me", "wrong_amount"] as const;
/** What an option of the notice means. */
export type Meaning = (typeof MEANINGS)[number];
/** `manual`: a person or the client's own system said so. */
export type StopMeaning = Meaning | "manual";

export const DEBIT_STATES = [
  "planned",
  "notified",
  "stopped",
  "sent",
  "collected",
  "failed",
  "returned",
  "cancelled",
] as const;
export type DebitState = (typeof DEBIT_STATES)[number];

export type Option = 1 | 2 | 3 | 4;

/** A debit that the customer was told of and can answer to. */
export type OpenNotice = {
  readonly debitId: string;
  readonly product: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly strikeOn: Temporal.PlainDate;
  readonly cutoffAt: Temporal.Instant;
  readonly noticeMessageId: string;
  /** The customer's answer so far; an answer may be changed before the strike. */
  readonly stoppedAs: StopMeaning | undefined;
};

/** What a stop came to. */
export type Stopped = {
  readonly stopId: string;
  /** Undefined where the order is not known here: the stop stands by its keys. */
  readonly debitId: string | undefined;
  readonly meaning: StopMeaning;
  /** It came too late for this strike: say so, and what can still be done (`refundDays`). */
  readonly afterCutoff: boolean;
  /** Days after the strike in which the payer's bank gives the money back without a question; 0: never. */
  readonly refundDays: number;
  readonly product: string;
  readonly amountMinor: bigint | undefined;
  readonly currency: string | undefined;
  readonly strikeOn: Temporal.PlainDate | undefined;
  /** The same had been said before: nothing changed. */
  readonly repeated: boolean;
};
