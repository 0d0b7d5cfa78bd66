/** The words of reading a book from files: no database here, rows go out in batches and are applied elsewhere. */

/** What a file holds: customers only, invoice lines that name customers, both on one line, or payments. */
export type Kind = "customers" | "invoices" | "flat" | "payments";

export const FIELDS = [
  "customer_reference",
  "customer_name",
  "person_name",
  "first_name",
  "last_name",
  "mobile",
  "phone",
  "email",
  "language",
  "zone",
  "country",
  "segment",
  "payday",
  "born_on",
  "postcode",
  "id_number",
  "kind",
  "invoice_reference",
  "issued_on",
  "due_on",
  "amount",
  "open_amount",
  "currency",
  "type",
  "payment_reference",
  "paid_on",
  "payer",
  "text",
] as const;

/** A field of Dunlin that a column can feed; the same words stand in a mapping file. */
export type Field = (typeof FIELDS)[number];

export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1250", "windows-1252"] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const DELIMITERS = [";", ",", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export type Decimal = "." | ",";
/** `space` stands for the plain, the no-break and the narrow no-break space. */
export type Thousands = "space" | "." | "," | "'";

export const DATE_FORMATS = [
  "yyyy-mm-dd",
  "yyyy/mm/dd",
  "yyyy.mm.dd",
  "yyyymmdd",
  "dd.mm.yyyy",
  "dd/mm/yyyy",
  "dd-mm-yyyy",
  "mm/dd/yyyy",
  "mm-dd-yyyy",
  "excel",
] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/** How the file is written, as found or as the mapping says. */
export type Detected = {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly quote: '"' | "'";
  readonly decimal: Decimal;
  /** undefined: no grouping was seen, any consistent one is read. */
  readonly thousands: Thousands | undefined;
  readonly dates: DateFormat;
  /** One sentence for each guess that the file itself does not prove. */
  readonly ambiguous: readonly string[];
};

/** A column of the file that feeds a field. `index` counts from 0. */
export type Column = {
  readonly field: Field;
  readonly index: number;
  readonly header: string;
  /** The currency that the header names, as in "Amount (EUR)". */
  readonly currency: string | undefined;
};

export type Columns = {
  /** Line of the header, from 1; 0 when the file has none. */
  readonly headerLine: number;
  readonly header: readonly string[];
  readonly used: readonly Column[];
  /** Columns that are not read, with the reason when they looked as if they might be. */
  readonly ignored: readonly { readonly header: string; readonly reason: string | undefined }[];
};

export type CustomerPart = {
  readonly reference: string;
  readonly name?: string;
  readonly kind?: "person" | "firm";
  /** ISO 639 code in lower case. */
  readonly language?: string;
  /** IANA time zone. */
  readonly zone?: string;
  /** ISO 3166 alpha-2. */
  readonly country?: string;
  readonly segment?: string;
  /** Day of the month on which they are paid, 1 to 31; 31: the last. */
  readonly paydayDay?: number;
  /** E.164, mobile numbers first. */
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly personName?: string;
  /** What they know and no message says, as it is compared; only digests of it are kept. */
  readonly factors?: {
    readonly born_on?: string;
    readonly postcode?: string;
    readonly id_last4?: string;
  };
};

export type InvoicePart = {
  readonly reference: string;
  readonly issuedOn?: Temporal.PlainDate;
  readonly dueOn: Temporal.PlainDate;
  /** >= 0. */
  readonly amountMinor: bigint;
  /** 0 to `amountMinor`. */
  readonly openMinor: bigint;
  readonly currency: string;
};

/** A credit note or unallocated cash: a negative line of the book, with its signs turned. */
export type CreditPart = {
  readonly reference: string;
  readonly issuedOn?: Temporal.PlainDate;
  /** > 0. */
  readonly amountMinor: bigint;
  /** 0 to `amountMinor`. */
  readonly openMinor: bigint;
  readonly currency: string;
};

/** One line of a book. A line has an invoice or a credit, or neither when it only describes a customer. */
export type BookRow = {
  readonly line: number;
  readonly customer: CustomerPart;
  readonly invoice?: InvoicePart;
  readonly credit?: CreditPart;
};

export type PaymentRow = {
  readonly line: number;
  /** The payment's own reference, or one derived from the content of the line (`derived`), the same at each reading. */
  readonly reference: string;
  readonly derived: boolean;
  readonly customerReference?: string;
  readonly invoiceReference?: string;
  readonly paidOn: Temporal.PlainDate;
  /** > 0. */
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly payer?: string;
  readonly text?: string;
};

/** What could not be taken. `field`: that value only, the row was used without it. `row`: nothing of the row was used. */
export type Rejection = {
  /** Physical line in the file, from 1. */
  readonly line: number;
  /** Header of the column as the file spells it; empty when the whole row is meant. */
  readonly column: string;
  /** As it stood there, at most 200 characters. */
  readonly value: string;
  /** A plain sentence that says what is expected. */
  readonly reason: string;
  readonly severity: "field" | "row";
  /** The references on the line, where they are readable: a refused line must not make its invoice vanish from a full book. */
  readonly customerReference?: string;
  readonly invoiceReference?: string;
};

/** A stretch of the file. Every record after the header is counted in exactly one of rows, rejectedRows, totalsRows, blankRows, duplicates. */
export type Batch<Row> = {
  readonly rows: readonly Row[];
  readonly rejections: readonly Rejection[];
  /** Records of which nothing was used; a record can have several rejections. */
  readonly rejectedRows: number;
  /** Totals, subtotals and repeated headers. */
  readonly totalsRows: number;
  readonly blankRows: number;
  /** Records that repeat an earlier one word for word in what counts. */
  readonly duplicates: number;
  /** All of the above together. */
  readonly records: number;
  /** Bytes of the file read so far (not only for this batch), for a progress bar. */
  readonly bytesRead: number;
};

/** A value, or why there is none. */
export type Parsed<T> = { readonly value: T } | { readonly reason: string };

/** Longest value that a rejection repeats, in UTF-16 units. */
export const MAX_SHOWN_CHARS = 200;

/** A copy that does not keep the whole chunk of the file in memory, as a slice would. */
export function detach(text: string): string {
  return ` ${text}`.slice(1);
}
