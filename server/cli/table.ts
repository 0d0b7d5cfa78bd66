export type Cell =
  | string
  | number
  | bigint
  | Temporal.Instant
  | Temporal.PlainDate
  | null
  | undefined;

/** Rows as aligned columns for the terminal. Numbers are set to the right. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => (cell ?? "").toString()));
  const widths = head.map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? "").length)),
  );
  const numeric = head.map((_, column) =>
    rows.every((row) => /^-?[\d.,]*$/.test((row[column] ?? "").toString())),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) =>
          numeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
