// Files that the browser saves.

export type Cell = string | number | bigint | null;

/** Cells that a spreadsheet would take for a formula get an apostrophe (OWASP, CSV injection). */
const quoted = (cell: Cell): string => {
  const text = cell === null ? "" : String(cell);
  const safe = typeof cell === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Rows as CSV in UTF-8, with the mark by which Excel knows it. */
export const toCsv = (rows: readonly (readonly Cell[])[]): Blob =>
  new Blob([`\uFEFF${rows.map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`], {
    type: "text/csv",
  });

const FORGET_MS = 10_000;

/** Hands the browser a file to save. */
export function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), FORGET_MS);
}
