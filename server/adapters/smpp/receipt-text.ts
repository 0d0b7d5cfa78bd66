/** The text of a receipt (SMPP 3.4, appendix B), in all the ways that SMSCs write it. Missing fields are "". */
export type ReceiptText = {
  readonly id: string;
  readonly state: string;
  readonly error: string;
  readonly submitDate: string;
  readonly doneDate: string;
};

/** Longer ones are no receipts; bounds the search. */
const MAX_CHARS = 2_000;
const KEY =
  /(?<![a-z])(id|sub|dlvrd|submit[ _]?date|done[ _]?date|stat(?:us)?|err(?:or)?|text)\s*:/gi;

/**
 * `id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…`, in any order and case, fields missing or empty. What
 * follows `text:` is the customer's message, and may look like fields: it is not read.
 */
export function parseReceiptText(text: string): ReceiptText {
  const fields = new Map<string, string>();
  const receipt = text.slice(0, MAX_CHARS);
  let key = "";
  let from = 0;
  for (const match of receipt.matchAll(KEY)) {
    keep(fields, key, receipt.slice(from, match.index));
    key = keyOf(match[1] ?? "");
    from = match.index + match[0].length;
    if (key === "text") break;
  }
  if (key !== "text") keep(fields, key, receipt.slice(from));
  const field = (name: string): string => fields.get(name) ?? "";
  return {
    id: field("id"),
    state: field("stat"),
    error: field("err"),
    submitDate: field("submitdate"),
    doneDate: field("donedate"),
  };
}

/** The first of each counts, and of each its first word. */
function keep(fields: Map<string, string>, key: string, value: string): void {
  if (key === "" || fields.has(key)) return;
  fields.set(key, /[^\s\0,;]+/.exec(value)?.[0] ?? "");
}

function keyOf(written: string): string {
  const key = written.toLowerCase().replace(/[ _]/g, "");
  if (key === "status") return "stat";
  return key === "error" ? "err" : key;
}
