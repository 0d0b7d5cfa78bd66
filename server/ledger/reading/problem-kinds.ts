// What kind of mistake a rejection is about: sentences are for people, kinds are to be counted.

export const PROBLEM_KINDS = [
  "contradiction",
  "foreign_owner",
  "amount",
  "open_amount",
  "date",
  "due_date_missing",
  "issued_after_due",
  "reference",
  "phone",
  "email",
  "currency",
  "column_count",
  "characters",
  "text_length",
  "language",
  "zone",
  "country",
  "customer_kind",
  "payday",
  "factor",
  "credit",
  "other",
] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** The first that fits counts: what is more special stands first. */
const SIGNS: readonly (readonly [ProblemKind, RegExp])[] = [
  ["contradiction", /^lines \d+ and \d+ both hold /u],
  ["foreign_owner", / belongs to customer | is in [A-Z]{3}, here it is in /u],
  ["due_date_missing", /^the due date is empty/u],
  ["issued_after_due", /^the invoice is issued after/u],
  ["open_amount", /open amount/u],
  ["currency", /^the currency |^the amount is marked |differ in currency/u],
  ["amount", /amount|decimals/u],
  ["credit", /^a credit of zero/u],
  ["characters", /unreadable characters|NUL characters|quotation mark is/u],
  ["column_count", /^the line has \d+ columns|quot|longer than .* lines/u],
  ["phone", /phone number/u],
  ["email", /e-mail address/u],
  ["language", /is no language/u],
  ["zone", /is no time zone/u],
  ["country", /is no country/u],
  ["customer_kind", /kind of customer/u],
  ["payday", /payday/u],
  ["factor", /date of birth|postcode|identity number/u],
  ["date", /date/u],
  ["text_length", /^the text is longer/u],
  ["reference", /reference/u],
];

/** The kind of a rejection, by the sentence that it says. */
export function problemKindOf(reason: string): ProblemKind {
  return SIGNS.find(([, sign]) => sign.test(reason))?.[0] ?? "other";
}
