/** What a cell may hold; nothing is an empty cell. */
export type Cell =
  | string
  | number
  | bigint
  | Temporal.PlainDate
  | Temporal.Instant
  | null
  | undefined;

/**
 * Rows as CSV (RFC 4180, UTF-8, a comma). A cell that a spreadsheet would take for a formula gets an apostrophe before it.
 */
export function toCsv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: Cell): string {
  const text = value === null || value === undefined ? "" : String(value);
  // Telephone numbers (+27…) among them: dialling software would choke on the apostrophe.
  const isNumber = /^[+-]?\d+(\.\d+)?$/.test(text);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
