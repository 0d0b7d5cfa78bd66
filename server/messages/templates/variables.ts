import type { Disclosure } from "#policies/types.ts";

/** A date that a template may print: only through the `date` filter. */
export type DateValue = Temporal.PlainDate | string;
/** An amount that a template may print: only through the `money` filter. Minor units; a string where it came from JSON. */
export type MoneyValue = { readonly minor: bigint | string; readonly currency: string };

export type InvoiceData = {
  readonly reference: string;
  readonly amount: MoneyValue;
  readonly open: MoneyValue;
  readonly issued_on?: DateValue | undefined;
  readonly due_on: DateValue;
  readonly days_late: number;
};

/** What a template of the ladder or of an answer may speak of; `VARIABLES` says what each part means. */
export type TemplateData = {
  readonly client: {
    readonly name: string;
    readonly phone?: string | undefined;
    readonly email?: string | undefined;
    readonly site?: string | undefined;
  };
  readonly customer?: {
    readonly name?: string | undefined;
    readonly reference?: string | undefined;
  };
  readonly person?: { readonly name?: string | undefined } | undefined;
  readonly account?:
    | {
        readonly currency: string;
        readonly due: MoneyValue;
        readonly overdue: MoneyValue;
        readonly total_open: MoneyValue;
        readonly credit: MoneyValue;
        readonly oldest_due_on?: DateValue | undefined;
        readonly invoice_count: number;
        readonly invoices: readonly InvoiceData[];
      }
    | undefined;
  readonly step?:
    | { readonly id: string; readonly days: number; readonly days_late?: number | undefined }
    | undefined;
  readonly due_on?: DateValue | undefined;
  readonly promise?: { readonly amount: MoneyValue; readonly due_on: DateValue } | undefined;
  readonly payment?:
    | { readonly amount: MoneyValue; readonly received_on?: DateValue | undefined }
    | undefined;
  readonly pay_link?: string | undefined;
  readonly unsubscribe_url?: string | undefined;
  readonly today: DateValue;
  /** Where and with which code the client's own people answer a question. */
  readonly approval?: { readonly url: string; readonly code: string } | undefined;
  readonly vars?: Readonly<Record<string, unknown>> | undefined;
};

export type Variable = {
  /** Dotted; `[]` stands for each element of a list. */
  readonly path: string;
  readonly kind: "text" | "money" | "date" | "number" | "any";
  /** The least that the contact point must be allowed to be told for the variable to be there at all. */
  readonly from: Disclosure;
  readonly about: string;
};

const row = (path: string, kind: Variable["kind"], from: Disclosure, about: string): Variable => ({
  path,
  kind,
  from,
  about,
});

/** The one list of variables: the documentation, the check of templates and the stripping by disclosure all read it. */
export const VARIABLES: readonly Variable[] = [
  row("client.name", "text", "unverified", "who is writing"),
  row("client.phone", "text", "unverified", "the number to phone with questions"),
  row("client.email", "text", "unverified", "the mailbox to write to with questions"),
  row("client.site", "text", "unverified", "the client's web site"),
  row("customer.name", "text", "name", "who owes"),
  row("customer.reference", "text", "name", "the client's own number of the customer"),
  row("person.name", "text", "name", "the person written to, where it is not the customer"),
  row("account.currency", "text", "name", "ISO 4217"),
  row(
    "account.due",
    "money",
    "full",
    "what this message asks for: overdue or about to fall due, less what is held",
  ),
  row("account.overdue", "money", "full", "all that is past its due date"),
  row("account.total_open", "money", "full", "all that is open, due or not"),
  row("account.credit", "money", "full", "credit notes and payments not yet allocated"),
  row("account.oldest_due_on", "date", "name", "due date of the oldest overdue invoice"),
  row(
    "account.invoice_count",
    "number",
    "name",
    "how many invoices `account.due` is made of; `account.invoices` has the oldest, at most 10",
  ),
  row("account.invoices[].reference", "text", "name", "the number on the invoice"),
  row("account.invoices[].amount", "money", "full", "what the invoice was for"),
  row("account.invoices[].open", "money", "full", "what is still to pay of it"),
  row("account.invoices[].issued_on", "date", "name", "date of the invoice"),
  row("account.invoices[].due_on", "date", "name", "date it was or is due"),
  row("account.invoices[].days_late", "number", "name", "calendar days since that date"),
  row("step.id", "text", "unverified", "id of the step in the policy"),
  row(
    "step.days",
    "number",
    "unverified",
    "days of the step in the policy, negative before a due date",
  ),
  row("step.days_late", "number", "name", "calendar days since the oldest due date"),
  row("due_on", "date", "name", "the due date that a reminder before it is about"),
  row("promise.amount", "money", "full", "what was promised"),
  row("promise.due_on", "date", "name", "by when it was promised"),
  row("payment.amount", "money", "full", "the payment that is acknowledged"),
  row("payment.received_on", "date", "name", "the day it was received"),
  row(
    "pay_link",
    "text",
    "unverified",
    "address of the payment page (shows nothing before it is unlocked)",
  ),
  row("unsubscribe_url", "text", "unverified", "address that stops e-mail to this mailbox"),
  row("today", "date", "unverified", "the day where the customer lives"),
  row("approval.url", "text", "full", "address of the page that approves or rejects (staff)"),
  row(
    "approval.code",
    "text",
    "full",
    "what to write behind APPROVE or REJECT in an answer (staff)",
  ),
  row("vars", "any", "full", "the caller's own variables, for example vars.ticket"),
];

/** Lists are cut here: a text never enumerates a whole book. */
export const MOST_INVOICES = 10;

const zar = (minor: bigint): MoneyValue => ({ minor, currency: "ZAR" });

/** Made-up data with every variable, for previews and tests. */
export const SAMPLE = {
  client: {
    name: "Harbour Fibre",
    phone: "+27 21 555 0100",
    email: "accounts@harbour.example",
    site: "harbour.example",
  },
  customer: { name: "Noluthando Dlamini", reference: "HF-20817" },
  person: { name: "Noluthando Dlamini" },
  account: {
    currency: "ZAR",
    due: zar(123_450n),
    overdue: zar(123_450n),
    total_open: zar(183_350n),
    credit: zar(0n),
    oldest_due_on: "2025-10-03",
    invoice_count: 2,
    invoices: [
      {
        reference: "INV-10482",
        amount: zar(89_900n),
        open: zar(63_550n),
        issued_on: "2025-09-03",
        due_on: "2025-10-03",
        days_late: 33,
      },
      {
        reference: "INV-10911",
        amount: zar(59_900n),
        open: zar(59_900n),
        issued_on: "2025-10-03",
        due_on: "2025-11-03",
        days_late: 2,
      },
    ],
  },
  step: { id: "warning", days: 14, days_late: 33 },
  due_on: "2025-11-28",
  promise: { amount: zar(60_000n), due_on: "2025-11-25" },
  payment: { amount: zar(60_000n), received_on: "2025-11-05" },
  pay_link: "https://pay.harbour.example/k7Qd2mX9rT4vB8nL1wZs0A",
  unsubscribe_url: "https://pay.harbour.example/u/m3Vt8pYc2hN6",
  today: "2025-11-05",
  approval: { url: "https://pay.harbour.example/a/k7Qd2mX9rT4vB8nL1wZs0A", code: "K7QD2M" },
  vars: { ticket: "T-4711" },
} as const satisfies TemplateData;
