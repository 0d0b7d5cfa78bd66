/** What can happen in a simulated year, as plain data: written down before anything runs, so that parts can be left out. */
import type { HoldKind } from "#policies/types.ts";
import type { DebitEvent } from "./debiting.ts";
import type { Style } from "./people.ts";

/** Epoch milliseconds of the installation's clock. */
export type AtMs = number;

export type PlannedInvoice = {
  readonly reference: string;
  readonly amountMinor: number;
  readonly issuedOn: string;
  readonly dueOn: string;
};

export type PlannedPayment = {
  readonly reference: string;
  readonly amountMinor: number;
  /** Invoice that it names; undefined: only the customer. */
  readonly invoice: string | undefined;
  /** Names neither customer nor invoice that anybody knows. */
  readonly nameless?: boolean;
};

export type BookFault =
  /** Lines that can't be read: their rows are missing this time. */
  | "garbled"
  /** Some amounts are ten times what they should be. */
  | "tenfold"
  /** The end of the file is missing. */
  | "cut"
  /** Yesterday's file once more. */
  | "old";

/** `n`: the customer. */
export type CustomerEvent =
  | DebitEvent
  | { readonly do: "invoice"; readonly n: number; readonly invoice: PlannedInvoice }
  | {
      readonly do: "credit note";
      readonly n: number;
      readonly reference: string;
      readonly amountMinor: number;
    }
  /** Money in the client's bank; `told`: how Dunlin hears of it beside the books. */
  | {
      readonly do: "payment";
      readonly n: number;
      readonly payment: PlannedPayment;
      readonly told: "at once" | "by file" | "by book";
    }
  /** The bank takes a payment back. */
  | { readonly do: "returned"; readonly n: number; readonly payment: string }
  | {
      readonly do: "writes";
      readonly n: number;
      readonly by: "sms" | "email";
      readonly text: string;
      readonly twice: boolean;
    }
  | { readonly do: "dispute"; readonly n: number; readonly invoice: string | undefined }
  | { readonly do: "dispute ends"; readonly n: number }
  | {
      readonly do: "promise";
      readonly n: number;
      readonly amountMinor: number;
      readonly days: number;
    }
  /** All that can be promised in so many instalments, so many days apart. */
  | {
      readonly do: "plan";
      readonly n: number;
      readonly instalments: number;
      readonly everyDays: number;
    }
  /** So much of what the next instalment is of. */
  | {
      readonly do: "pays instalment";
      readonly n: number;
      readonly reference: string;
      readonly share: number;
    }
  | {
      readonly do: "hold";
      readonly n: number;
      readonly kind: Exclude<HoldKind, "dispute" | "promise">;
      /** Days that it lasts; undefined: until it is ended. */
      readonly days: number | undefined;
    }
  | { readonly do: "hold ends"; readonly n: number; readonly kind: HoldKind }
  /** The number goes to another customer of the client; this one gets a new one. */
  | {
      readonly do: "number moves";
      readonly n: number;
      readonly to: number;
      readonly newNumber: string;
    };

export type ClientEvent =
  | {
      readonly do: "book";
      readonly client: Style;
      readonly fault: BookFault | undefined;
      readonly importedAfterMinutes: number;
    }
  | { readonly do: "undo"; readonly client: Style }
  | { readonly do: "payments file"; readonly client: Style; readonly again: boolean }
  | { readonly do: "policy"; readonly client: Style; readonly policy: number }
  | {
      readonly do: "route";
      readonly client: Style;
      readonly route: string;
      readonly trouble: "outage" | "throttled";
      readonly minutes: number;
    }
  | { readonly do: "stranger writes"; readonly client: Style; readonly text: string }
  | { readonly do: "stray receipt"; readonly client: Style; readonly route: string }
  /** A person asks the network about what nobody knows. */
  | { readonly do: "resolve"; readonly client: Style };

export type Happening = {
  /** Stays the same whatever else is planned: `c12.3` is the third in the life of customer 12. */
  readonly id: string;
  readonly at: AtMs;
  readonly what: CustomerEvent | ClientEvent;
};

export type Plan = {
  readonly seed: number;
  readonly startMs: AtMs;
  readonly endMs: AtMs;
  /** Numbers of the customers. */
  readonly people: readonly number[];
  readonly happenings: readonly Happening[];
};

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
