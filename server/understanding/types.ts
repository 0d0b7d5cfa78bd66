/** What a reply may mean. "other": nothing of these, or not certain enough; a person reads it. */
export const INTENTS = [
  "pay",
  "pay_part",
  "promise",
  "plan",
  "paid_already",
  "dispute",
  "invoice_copy",
  "hardship",
  "wrong_person",
  "stop",
  "balance",
  "agent",
  "other",
] as const;
export type Intent = (typeof INTENTS)[number];

/** Money as it was written, or a share of what is open (more than 0, at most 1). */
export type Amount =
  | { readonly minor: bigint; readonly currency: string | undefined }
  | { readonly share: number };

/** One piece of "half now and the rest on friday"; an amount of undefined in a later part is the rest. */
export type Part = {
  readonly amount: Amount | undefined;
  readonly on: Temporal.PlainDate | undefined;
};

export type Understood = {
  /** "other" when the confidence is below what this intent needs. */
  readonly intent: Intent;
  /** The best guess all the same. */
  readonly best: Intent;
  /** 0 to 1. */
  readonly confidence: number;
  /** "proposal": a language model outside said so, where the operator has set one. */
  readonly source: "keyword" | "rule" | "model" | "proposal" | "none";
  /** What else the same text seems to say, likelier first. */
  readonly others: readonly Intent[];
  /** Of the first part. */
  readonly amount: Amount | undefined;
  readonly date: Temporal.PlainDate | undefined;
  readonly parts: readonly Part[];
};

/** What is known around a text: its client's languages, its customer's own, the account's currency, the day. */
export type Around = {
  readonly languages: readonly string[];
  readonly language?: string;
  /** ISO 4217; of amounts that name none. */
  readonly currency: string;
  readonly today: Temporal.PlainDate;
  /** The day of the month on which the customer is paid, 1 to 31. */
  readonly paydayDay?: number;
};
