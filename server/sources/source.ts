// The port to systems that hold the books: an accounting package, an API, a folder that somebody puts files into.

/** What is known of a customer there; an absent value says nothing, an empty list of contacts says that there are none. */
export type CustomerRecord = {
  readonly kind: "customer";
  /** Names the record within the source, the same at each reading. */
  readonly id: string;
  readonly reference: string;
  readonly name?: string | undefined;
  readonly person?: string | undefined;
  readonly firm?: boolean | undefined;
  readonly language?: string | undefined;
  readonly zone?: string | undefined;
  /** ISO 3166 code, or a name of the country. */
  readonly country?: string | undefined;
  readonly segment?: string | undefined;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
};

/** An invoice or a credit note as it stands now. Dates are ISO 8601, amounts decimal as the other side writes them. */
export type DocumentRecord = {
  readonly kind: "document";
  readonly id: string;
  readonly type: "invoice" | "credit";
  readonly number: string;
  readonly customer: string;
  readonly customerName?: string | undefined;
  readonly issuedOn?: string | undefined;
  readonly dueOn?: string | undefined;
  readonly amount: string | number;
  readonly open: string | number;
  readonly currency?: string | undefined;
};

export type PaymentRecord = {
  readonly kind: "payment";
  readonly id: string;
  readonly reference: string;
  readonly customer?: string | undefined;
  readonly invoice?: string | undefined;
  readonly paidOn: string;
  readonly amount: string | number;
  readonly currency?: string | undefined;
  readonly payer?: string | undefined;
  readonly text?: string | undefined;
};

/** A document that was cancelled, voided or deleted: nothing is owed by it any more. */
export type GoneRecord = { readonly kind: "gone"; readonly id: string };

export type SourceRecord = CustomerRecord | DocumentRecord | PaymentRecord | GoneRecord;

/** A record of the other side that could not be made out. */
export type Unreadable = {
  readonly id: string;
  readonly reason: string;
  readonly number?: string | undefined;
  readonly customer?: string | undefined;
};

/** Some records, and the cursor with which a pull goes on behind them. */
export type Page = {
  readonly records: readonly SourceRecord[];
  readonly unreadable?: readonly Unreadable[];
  readonly cursor: string;
};

export type Pull = {
  /** Where to go on; undefined: from the beginning. */
  readonly cursor: string | undefined;
  /** Everything that is open now, not only what has changed. What is not told then counts as settled. */
  readonly full: boolean;
  readonly signal: AbortSignal;
};

/** A file that was dropped, on this machine, complete. */
export type DroppedFile = {
  readonly name: string;
  readonly path: string;
  readonly writtenAt: Temporal.Instant;
  /** Puts the file away, with a report beside it. */
  putAway(where: "done" | "failed", report: string): Promise<void>;
};

/** What may be written back to a source. */
export const WRITE_KINDS = ["payments", "promises", "notes"] as const;
export type WriteKind = (typeof WRITE_KINDS)[number];

type Happened = {
  /** Never the same twice, and the same at each try: what the other side knows of it already it does not take again. */
  readonly id: string;
  readonly customer: string;
  readonly at: Temporal.Instant;
  /** One line of English for people. */
  readonly text: string;
};

/** Which part of a payment went to which document of the source; amounts are decimal. */
export type PaidPart = {
  readonly number: string;
  readonly recordId: string;
  readonly amount: string;
};

export type PaymentWriting = Happened & {
  readonly kind: "payments";
  readonly reference: string;
  /** Decimal, less what went back meanwhile. */
  readonly amount: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** ISO 8601. */
  readonly paidOn: string;
  readonly invoices: readonly PaidPart[];
  /** What went to no document of this source, decimal. */
  readonly rest: string;
};

export type PromiseWriting = Happened & {
  readonly kind: "promises";
  /** made, kept, part_kept, broken or cancelled. */
  readonly what: string;
  readonly amount: string;
  readonly currency: string;
  readonly dueOn: string;
};

export type Writing = PaymentWriting | PromiseWriting | (Happened & { readonly kind: "notes" });

export type RecordSource = {
  readonly gives: "records";
  /** Can tell what changed since a cursor. */
  readonly changes: boolean;
  /** A full pull gives all documents that are open: what it lacks is settled. */
  readonly whole: boolean;
  /** Pages one after the other; the cursor of the last begins the next pull. Throws `SourceError`. */
  pull(pull: Pull): AsyncIterable<Page>;
  /** Writes back what happened, once for each id, however often it is asked. Throws `SourceError`. */
  readonly write?: (writing: Writing, signal: AbortSignal) => Promise<void>;
  close(): Promise<void>;
};

export type FileSource = {
  readonly gives: "files";
  /** What is complete by now, oldest first, at most `most` of them. Throws `SourceError`. */
  take(most: number, signal: AbortSignal): AsyncIterable<DroppedFile>;
  close(): Promise<void>;
};

export type Source = RecordSource | FileSource;

export type Trouble = "unreachable" | "sign_in" | "throttled" | "refused" | "answer" | "settings";

/** The other side did not do its part. Tried again later, at the earliest after `retryAfterMs`. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  readonly trouble: Trouble;
  readonly retryAfterMs: number | undefined;

  constructor(
    trouble: Trouble,
    message: string,
    more: { readonly retryAfterMs?: number | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.trouble = trouble;
    this.retryAfterMs = more.retryAfterMs;
  }
}

export type Settings = Readonly<Record<string, unknown>>;

/** What the domain lends an adapter. */
export type SourceTools = {
  readonly settings: Settings;
  /** Keys that were kept last; undefined: none yet. */
  readonly tokens: string | undefined;
  /** Keeps keys that replace the former ones; durable when it resolves, so before they are used. */
  keepTokens(tokens: string): Promise<void>;
};

/** Opens a source of a kind; its settings were checked. */
export type OpenSource = (kind: string, tools: SourceTools) => Source;
/**
 * Checks the settings of a kind, with what is to be written back, and fills in what they leave out. Throws a `UserError`.
 */
export type CheckSource = (
  kind: string,
  settings: Settings,
  writeBack: readonly WriteKind[],
) => Settings;
