// Expected and actual figures side by side.

export type Line = { readonly what: string; readonly expected: unknown; readonly actual: unknown };

/** Collects figures; those that differ are shown, with the customers concerned where they are known. */
export class Comparison {
  readonly lines: Line[] = [];
  readonly notes: string[] = [];

  figure(what: string, expected: unknown, actual: unknown): void {
    this.lines.push({ what, expected, actual });
  }

  /** Figures by name; a name that one side does not have is 0 there. */
  counts(
    what: string,
    expected: Readonly<Record<string, unknown>>,
    actual: Readonly<Record<string, unknown>>,
  ): void {
    for (const name of [
      ...new Set([...Object.keys(expected), ...Object.keys(actual)]),
    ].toSorted()) {
      this.figure(`${what} ${name}`, expected[name] ?? 0, actual[name] ?? 0);
    }
  }

  /** Lists that must hold the same lines, each as often; what differs is noted, the first of each side. */
  lists(what: string, expected: readonly string[], actual: readonly string[]): readonly string[] {
    const surplus = minus(actual, expected);
    const missing = minus(expected, actual);
    this.figure(`${what}, missing`, 0, missing.length);
    this.figure(`${what}, surplus`, 0, surplus.length);
    const noted = [
      ...missing.map((line) => ({ line, note: `missing  ${line}` })),
      ...surplus.map((line) => ({ line, note: `surplus  ${line}` })),
    ].toSorted((a, b) => (a.line < b.line ? -1 : 1));
    for (const { note } of noted.slice(0, 40)) this.notes.push(`${what}: ${note}`);
    return noted.map(({ line }) => line);
  }

  get differing(): readonly Line[] {
    return this.lines.filter(({ expected, actual }) => String(expected) !== String(actual));
  }

  table(): string {
    const rows = [
      ["", "expected", "actual"],
      ...this.lines.map((line) => [line.what, String(line.expected), String(line.actual)]),
    ];
    const width = (column: number): number =>
      Math.max(...rows.map((row) => row[column]?.length ?? 0));
    return rows
      .map(([what = "", expected = "", actual = ""]) => {
        const differs = what !== "" && expected !== actual ? "  <<<" : "";
        return `${what.padEnd(width(0))}  ${expected.padStart(width(1))}  ${actual.padStart(width(2))}${differs}`;
      })
      .join("\n");
  }
}

/** What is in `from` more often than in `taken`. */
function minus(from: readonly string[], taken: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of taken) left.set(line, (left.get(line) ?? 0) + 1);
  return from.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
