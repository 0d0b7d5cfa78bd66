// The words of the dialogue machine: what it remembers, what happens to it, what it knows, what it wants done. All of it data.
import type { OpenNotice, Option, Stopped } from "#debits/types.ts";
import type { Limits, Room } from "#policies/arrangements.ts";
import type { Tells } from "#policies/identity.ts";
import type { TwoDays } from "#understanding/two-days.ts";
import type { Amount, Understood } from "#understanding/types.ts";

export type Instalment = { readonly amountMinor: bigint; readonly on: Temporal.PlainDate };

/** What was read back, or is to be, and waits for a yes. */
export type Proposal =
  /** A part now, the rest as before. */
  | { readonly kind: "part"; readonly amountMinor: bigint }
  | ({ readonly kind: "promise" } & Instalment)
  /** A part now, another later. */
  | { readonly kind: "split"; readonly nowMinor: bigint; readonly later: Instalment }
  | { readonly kind: "plan"; readonly instalments: readonly Instalment[] };

/** A debit as it was listed to the customer. */
export type ListedDebit = Pick<
  OpenNotice,
  "debitId" | "product" | "amountMinor" | "currency" | "strikeOn"
>;

export type State =
  | { readonly at: "idle" }
  /** `isRead`: the proposal was read back in full; else a yes has it read back first. */
  | { readonly at: "confirming"; readonly proposal: Proposal; readonly isRead: boolean }
  /** How much? `on`: of a promise for that day; else of a part now. */
  | { readonly at: "amount"; readonly on: Temporal.PlainDate | undefined }
  /** When? `nowMinor`: that much is paid before, at once. */
  | {
      readonly at: "date";
      readonly amountMinor: bigint;
      readonly nowMinor: bigint | undefined;
    }
  /** In how many instalments? */
  | { readonly at: "plan" }
  /** A link went out. */
  | { readonly at: "paying"; readonly amountMinor: bigint }
  /** We look for what was paid; only within a step. */
  | { readonly at: "claim" }
  /** Proof of a payment was asked for. */
  | { readonly at: "proof" }
  /** What is wrong? The dispute is open already. */
  | { readonly at: "grievance" }
  /** Debits are being stopped; only within a step. */
  | { readonly at: "stopping"; readonly option: Option; readonly debits: readonly ListedDebit[] }
  /** All of them are stopped: which was meant? */
  | { readonly at: "which"; readonly option: Option; readonly debits: readonly ListedDebit[] }
  /** Ended with a question of ours open. */
  | { readonly at: "over"; readonly why: "timeout" | "version" };

export type Session = {
  readonly state: State;
  /** Events that this dialogue has taken. */
  readonly steps: number;
  /** Replies in a row that were not understood. */
  readonly misses: number;
};

/** A reply as it was read. */
export type Reply = {
  readonly kind: "reply";
  readonly read: Understood;
  readonly isHelp: boolean;
  readonly yesNo: "yes" | "no" | undefined;
  /** What its first word says, as in "no, friday". */
  readonly leans: "yes" | "no" | undefined;
  /** It is nothing but this number. */
  readonly number: number | undefined;
  /** Amounts and days in it, in their order. */
  readonly amounts: readonly Amount[];
  readonly days: readonly Temporal.PlainDate[];
  /** "On the 1st and 15th": both are meant. */
  readonly bothDays?: TwoDays | undefined;
  /** How many words it has. */
  readonly words: number;
  /** "call me", in whatever language. */
  readonly asksForCall: boolean;
  /** "I never got the invoice." */
  readonly missesInvoice: boolean;
};

export type Event =
  | Reply
  /** Money came in while a dialogue was open. */
  | { readonly kind: "payment"; readonly amountMinor: bigint }
  | { readonly kind: "timeout" }
  /** The shape of its session is of another version. */
  | { readonly kind: "unreadable" }
  /** What became of `checkClaim`; not found, nobody is reminded for so many days. */
  | { readonly kind: "claim"; readonly found: Paid | undefined; readonly heldDays: number }
  /** What became of `answerDebits`. */
  | { readonly kind: "stopped"; readonly stopped: readonly Stopped[] }
  /** What was to be done could not be: the books changed meanwhile. */
  | { readonly kind: "refused" };

export type Paid = Instalment & { readonly currency: string };

/** How things stand for the one who writes. */
export type Facts = {
  /** Where the customer lives. */
  readonly today: Temporal.PlainDate;
  readonly tells: Tells;
  /** The account that is talked about; undefined: there is none. */
  readonly account: AccountFacts | undefined;
  /** Debits that an option may be about. */
  readonly notices: readonly OpenNotice[];
  /** References of open invoices, the oldest due first; at most 10. */
  readonly invoices: readonly string[];
  /** The invoice that the reply names. */
  readonly named: string | undefined;
};

export type AccountFacts = {
  readonly currency: string;
  /** What it would take to be clear: all that is open, less credits. */
  readonly openMinor: bigint;
  readonly room: Room;
  readonly limits: Limits;
  /** What is offered when somebody asks for instalments. */
  readonly plans: readonly (readonly Instalment[])[];
};

/** What a template's variable is before its language is known. */
export type Var =
  | string
  | number
  | Temporal.PlainDate
  | { readonly minor: bigint; readonly currency: string }
  /** Lines of amounts and days, with what stands before each. */
  | { readonly lines: readonly Line[]; readonly currency: string; readonly between: string };

export type Line = Instalment & { readonly before: string };

export type LinkFor =
  | { readonly kind: "pay"; readonly amountMinor: bigint; readonly forPromise: boolean }
  | { readonly kind: "page" }
  | { readonly kind: "proof" };

/** Why a person must look at it. */
export type PersonReason =
  | "not_understood"
  | "asked"
  | "call_me"
  | "hardship"
  | "dispute"
  | "claims_paid"
  | "wrong_amount"
  | "debit_option"
  | "debit_which"
  | "refused"
  | "too_long"
  /** A STOP in words of one's own, which was done. */
  | "stopped"
  /** It may be a STOP: the model thinks so, and is not sure enough for doing it. */
  | "may_be_stop"
  | "wrong_person"
  /** Somebody who shares the number answered the notice of a debit. */
  | "shared_number"
  /** There is an answer that could not be given. */
  | "no_answer";

export type Say = {
  readonly do: "say";
  readonly template: string;
  readonly vars: Readonly<Record<string, Var>>;
  /** It tells of a debt: rendered as far as the identity allows; else as to somebody unknown. */
  readonly discloses: boolean;
  /** An address to make, and the variable it becomes. */
  readonly link?: { readonly as: "pay_url" | "url"; readonly to: LinkFor };
};

export type Action =
  | Say
  /** The balance, or that there is none, as BALANCE says it. */
  | { readonly do: "balance" }
  | { readonly do: "help" }
  /** `isNow`: to be paid with the link that goes out. */
  | ({ readonly do: "promise"; readonly isNow: boolean } & Instalment)
  | { readonly do: "plan"; readonly instalments: readonly Instalment[] }
  | { readonly do: "dispute"; readonly invoice: string | undefined }
  /** Nobody asks before a person has talked to them. */
  | { readonly do: "hardship" }
  /** Looks for what was paid; where nothing is found, the claim is noted and reminders wait. */
  | {
      readonly do: "checkClaim";
      readonly amountMinor: bigint | undefined;
      readonly on: Temporal.PlainDate | undefined;
    }
  | { readonly do: "answerDebits"; readonly option: Option; readonly debitIds: readonly string[] }
  | { readonly do: "releaseDebits"; readonly debitIds: readonly string[] }
  | { readonly do: "wrongPerson" }
  | {
      readonly do: "toPerson";
      readonly why: PersonReason;
      readonly on?: Temporal.PlainDate | undefined;
    };

export type Stepped = { readonly session: Session; readonly actions: readonly Action[] };
