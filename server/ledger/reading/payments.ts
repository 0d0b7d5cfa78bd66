import { createHash } from "node:crypto";
import { batchesOf } from "./batches.ts";
import type { ReadOptions } from "./book.ts";
import { plainLetters } from "./contacts.ts";
import { detect } from "./detect.ts";
import { digest, digestOf, HashTable } from "./hash-table.ts";
import { layoutOf, type Line } from "./line.ts";
import { checkMapping } from "./mapping.ts";
import { openSource } from "./source.ts";
import type { Batch, Columns, Detected, Field, PaymentRow } from "./types.ts";

export type PaymentFile = {
  readonly detected: Detected;
  readonly columns: Columns;
  /** To be walked once; the file is closed when the walk ends or is left. */
  readonly batches: AsyncIterable<Batch<PaymentRow>>;
  readonly totalBytes: number;
};

/** Opens a file of payments and streams its rows in bounded memory. Throws a UserError when it is no readable table. */
export async function readPayments(path: string, options: ReadOptions): Promise<PaymentFile> {
  const { currency, defaultCountry } = options;
  const mapping = checkMapping(options.mapping, "the mapping");
  const source = await openSource(path);
  const found = await detect(source, {
    mapping,
    currency: mapping.currency ?? currency,
    defaultCountry,
    kind: "payments",
  });
  const layout = layoutOf(found, mapping, currency, defaultCountry);
  const seen = new HashTable();
  const read = (line: Line) => paymentOf(line, seen);
  return {
    detected: found.detected,
    columns: found.columns,
    batches: batchesOf(source, found, layout, read),
    totalBytes: source.totalBytes,
  };
}

// Words for money that goes back, in English, Polish and Afrikaans.
const REFUND_TYPES = new Set(
  ["refund", "refunded", "reversal", "reversed", "chargeback", "returned", "zwrot", "storno"]
    .concat(["korekta", "terugbetaling", "omkering", "terugskrywing", "unpaid"])
    .map(plainLetters),
);

function paymentOf(line: Line, seen: HashTable): PaymentRow | "duplicate" | undefined {
  const money = line.money("amount", line.currency());
  const paid = line.date("paid_on");
  if (paid === undefined && line.text("paid_on") === "") {
    line.refuseRow("paid_on", "", "the date of the payment is empty");
  }
  const customerReference = optionalReference(line, "customer_reference", "customer reference");
  const invoiceReference = optionalReference(line, "invoice_reference", "invoice reference");
  const own = optionalReference(line, "payment_reference", "payment reference");
  refuseMoneyBack(line, money?.minor);
  if (line.refused || money === undefined || paid === undefined) return undefined;
  const paidOn = paid.value;
  const payment = { ...money, paidOn, customerReference, invoiceReference };
  const payer = line.words("payer");
  const text = line.words("text");
  const reference = own ?? derived(payment, `${payer ?? ""}\0${text ?? ""}`, seen);
  if (own !== undefined) {
    const repeated = repetition(line, own, payment, seen);
    if (repeated !== undefined) return repeated === "duplicate" ? repeated : undefined;
  }
  return {
    line: line.number,
    reference,
    derived: own === undefined,
    paidOn,
    amountMinor: money.minor,
    currency: money.currency,
    ...(customerReference === undefined ? {} : { customerReference }),
    ...(invoiceReference === undefined ? {} : { invoiceReference }),
    ...(payer === undefined ? {} : { payer }),
    ...(text === undefined ? {} : { text }),
  };
}

function optionalReference(line: Line, field: Field, what: string): string | undefined {
  return line.text(field) === "" ? undefined : line.reference(field, what);
}

function refuseMoneyBack(line: Line, minor: bigint | undefined): void {
  const type = line.text("type");
  if (type !== "" && REFUND_TYPES.has(plainLetters(type))) {
    line.refuseRow(
      "type",
      type,
      "refunds and reversals are not read from a file of payments; record them one by one",
    );
  } else if (minor !== undefined && minor < 0n) {
    line.refuseRow(
      "amount",
      line.text("amount"),
      "a payment must be more than 0; record a reversal of a payment on its own",
    );
  } else if (minor === 0n) {
    line.refuseRow("amount", line.text("amount"), "a payment must be more than 0");
  }
}

type Content = {
  readonly minor: bigint;
  readonly currency: string;
  readonly paidOn: Temporal.PlainDate;
  readonly customerReference: string | undefined;
  readonly invoiceReference: string | undefined;
};

/**
 * A reference for a payment that has none: the same for the same content, wherever it stands, so that the same export read
 * twice, or one that grew at either end, books nothing twice. Equal payments in one file are counted apart.
 */
function derived(payment: Content, rest: string, seen: HashTable): string {
  const { minor, currency, paidOn, customerReference, invoiceReference } = payment;
  const key = [customerReference ?? "", invoiceReference ?? "", paidOn, minor, currency, rest].join(
    "\0",
  );
  const kept = seen.add(`d${key}`, 1, 0);
  const count = (kept?.first ?? 0) + 1;
  if (kept !== undefined) seen.update(kept, count);
  const hash = createHash("sha256").update(`${key}\0${count}`).digest("hex");
  return `line-${hash.slice(0, 32)}`;
}

function repetition(
  line: Line,
  reference: string,
  payment: Content,
  seen: HashTable,
): "duplicate" | "refused" | undefined {
  const { paidOn, minor } = payment;
  const texts = [payment.customerReference, payment.invoiceReference, payment.currency];
  const day = paidOn.year * 372 + paidOn.month * 31 + paidOn.day;
  const hash = digest([...texts.map((text) => digestOf(text ?? "")), Number(minor), day]);
  const kept = seen.add(`p${reference}`, hash, line.number);
  if (kept === undefined) return undefined;
  if (kept.first === hash) return "duplicate";
  line.refuseRow(
    "payment_reference",
    reference,
    `lines ${kept.second} and ${line.number} both hold payment ${reference}, with another amount, date or customer; line ${kept.second} was used`,
  );
  return "refused";
}
