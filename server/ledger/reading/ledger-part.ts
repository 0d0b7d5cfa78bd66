import { toDecimal } from "#platform/money.ts";
import { plainLetters } from "./contacts.ts";
import type { Day } from "./dates.ts";
import { digest, digestOf, type HashTable } from "./hash-table.ts";
import type { Line, Minor } from "./line.ts";
import type { CreditPart, InvoicePart } from "./types.ts";

export type LedgerPart =
  | { readonly invoice: InvoicePart; readonly credit?: CreditPart }
  | { readonly credit: CreditPart };

// Document types that reduce what is owed, in English, Polish and Afrikaans.
const CREDIT_TYPES = new Set(
  ["credit", "credit note", "credit memo", "cn", "crn", "cr", "korekta", "faktura korygująca"]
    .concat(["nota kredytowa", "nota korygująca", "kredietnota", "krediet", "kredit nota"])
    .concat(["payment", "pmt", "receipt", "cash", "unallocated cash", "wpłata", "płatność"])
    .concat(["zapłata", "przedpłata", "betaling", "kwitansie", "overpayment", "nadpłata"])
    .map(plainLetters),
);

/** True when the line names nothing of an invoice, as a customer without open invoices may stand in a book. */
export function hasNoInvoice(line: Line): boolean {
  return (
    line.cell("invoice_reference") === "" &&
    line.cell("amount") === "" &&
    line.cell("open_amount") === "" &&
    line.cell("due_on") === ""
  );
}

/**
 * The invoice or the credit of a line. Negative lines, and lines of a credit's type, are credits; an invoice paid beyond its
 * amount is both: a paid invoice, and a credit of what is too much. `seen` remembers the references of the file. undefined: the row was refused.
 */
export function ledgerPartOf(
  line: Line,
  customer: string,
  seen: HashTable,
): LedgerPart | "duplicate" | undefined {
  const reference = line.reference("invoice_reference", "invoice reference");
  const money = moneyOf(line);
  const issued = line.date("issued_on");
  const due = line.date("due_on");
  if (reference === undefined || money === undefined || line.refused) return undefined;
  const credit = isCredit(line, money);
  if (credit === undefined) return undefined;
  if (!credit && due === undefined) {
    return line.refuseRow("due_on", "", "the due date is empty; an invoice needs one");
  }
  const late = issued !== undefined && due !== undefined && issued.key > due.key;
  if (late && !credit) {
    line.refuseField(
      "issued_on",
      line.text("issued_on"),
      "the invoice is issued after it is due; the due date counts",
    );
  }
  const { currency } = money;
  const base = {
    reference,
    currency,
    ...(issued === undefined || late ? {} : { issuedOn: issued.value }),
  };
  const amounts = credit ? creditMinor(money) : money;
  const repeated = repetition(
    line,
    { customer, reference, credit, due, currency, ...amounts },
    seen,
  );
  if (repeated !== undefined) return repeated === "duplicate" ? repeated : undefined;
  const { amountMinor, openMinor } = amounts;
  const paidMinor = money.overpaidMinor;
  if (credit && paidMinor !== undefined && due !== undefined) {
    return {
      invoice: { ...base, dueOn: due.value, amountMinor: paidMinor, openMinor: 0n },
      credit: { ...base, amountMinor, openMinor },
    };
  }
  if (credit || due === undefined) return { credit: { ...base, amountMinor, openMinor } };
  return { invoice: { ...base, dueOn: due.value, amountMinor, openMinor } };
}

type Amounts = { readonly amountMinor: bigint; readonly openMinor: bigint };

type LineMoney = Amounts & {
  readonly currency: string;
  /** The amount of an invoice that was paid beyond it; `amountMinor` is then what is too much. */
  readonly overpaidMinor?: bigint;
};

/** Amount and open amount; a file with one of the columns has the same in both. */
function moneyOf(line: Line): LineMoney | undefined {
  const currency = line.currency();
  if (line.refused) return undefined;
  const both = line.has("amount") && line.has("open_amount");
  // An empty open amount could mean paid or unpaid: nobody is chased on a guess.
  if (both && line.text("open_amount") === "") {
    return line.refuseRow("open_amount", "", "the open amount is empty; write 0 if it is paid");
  }
  const field = line.has("open_amount") ? "open_amount" : "amount";
  const open = line.money(field, currency);
  if (open === undefined) return undefined;
  if (!both || line.text("amount") === "") {
    return { amountMinor: open.minor, openMinor: open.minor, currency: open.currency };
  }
  const amount = line.money("amount", currency);
  if (amount === undefined) return undefined;
  return agreeing(line, amount, open);
}

function agreeing(line: Line, amount: Minor, open: Minor): LineMoney | undefined {
  const shown = line.text("open_amount");
  if (amount.currency !== open.currency) {
    return line.refuseRow("open_amount", shown, "amount and open amount differ in currency");
  }
  const { currency } = amount;
  if (amount.minor >= 0n && open.minor < 0n) {
    const tooMuch = { amountMinor: open.minor, openMinor: open.minor, currency };
    return amount.minor > 0n ? { ...tooMuch, overpaidMinor: amount.minor } : tooMuch;
  }
  if (amount.minor < 0n && open.minor > 0n) {
    return line.refuseRow("open_amount", shown, "amount and open amount have different signs");
  }
  if (absolute(open.minor) > absolute(amount.minor)) {
    const most = toDecimal(amount.minor, currency);
    return line.refuseRow("open_amount", shown, `the open amount is more than the amount, ${most}`);
  }
  return { amountMinor: amount.minor, openMinor: open.minor, currency };
}

function isCredit(line: Line, money: Amounts): boolean | undefined {
  const negative = money.amountMinor < 0n || money.openMinor < 0n;
  const type = line.text("type");
  const credit = negative || (type !== "" && CREDIT_TYPES.has(plainLetters(type)));
  if (credit && money.amountMinor === 0n) {
    return line.refuseRow("type", type, "a credit of zero changes nothing; leave it out");
  }
  return credit;
}

function creditMinor(money: Amounts): Amounts {
  return { amountMinor: absolute(money.amountMinor), openMinor: absolute(money.openMinor) };
}

function absolute(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}

type Content = Amounts & {
  readonly customer: string;
  readonly reference: string;
  readonly credit: boolean;
  readonly due: Day | undefined;
  readonly currency: string;
};

function repetition(
  line: Line,
  content: Content,
  seen: HashTable,
): "duplicate" | "refused" | undefined {
  const { due } = content;
  const hash = digest([
    digestOf(content.customer),
    digestOf(content.currency),
    Number(content.amountMinor),
    Number(content.openMinor),
    due?.key ?? 0,
  ]);
  const kept = seen.add((content.credit ? "c" : "i") + content.reference, hash, line.number);
  if (kept === undefined) return undefined;
  if (kept.first === hash) return "duplicate";
  const what = content.credit ? "credit" : "invoice";
  line.refuseRow(
    "invoice_reference",
    content.reference,
    `lines ${kept.second} and ${line.number} both hold ${what} ${content.reference}, with another amount, due date or customer; line ${kept.second} was used`,
  );
  return "refused";
}
