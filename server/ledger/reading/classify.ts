import { parseAmount } from "./amounts.ts";
import type { Layout } from "./line.ts";
import type { RawRecord } from "./records.ts";
import { saysTotal } from "./totals.ts";
import type { Field, Kind } from "./types.ts";

export type Verdict =
  | "data"
  | "blank"
  | "totals"
  | { readonly refused: string; readonly value: string };

/** What a record is before its cells are read. */
export function classify(layout: Layout, record: RawRecord): Verdict {
  const { fields, problem } = record;
  if (problem !== undefined) return { refused: problem, value: fields[0] ?? "" };
  if (fields.every(isBlank)) return "blank";
  const broken = fields.find((cell) => cell.includes("\0"));
  if (broken !== undefined) {
    return { refused: "the line holds NUL characters; export it as plain text", value: broken };
  }
  if (isTotals(layout, fields)) return "totals";
  if (fields.length > layout.columnCount) {
    const extra = fields.findIndex((cell, i) => i >= layout.columnCount && !isBlank(cell));
    if (extra >= 0) {
      const counts = `the line has ${extra + 1} columns, the header ${layout.columnCount}`;
      const cure = "put fields that contain the delimiter in quotation marks";
      return { refused: `${counts}; ${cure}`, value: fields[extra] ?? "" };
    }
  }
  return "data";
}

// The end mark of DOS stands alone on the last line of some exports.
function isBlank(cell: string): boolean {
  return cell === "" || cell.trim() === "" || cell === "\u001A";
}

// A line with this field is never a line of sums.
const DATED: Readonly<Record<Kind, Field | undefined>> = {
  customers: undefined,
  invoices: "due_on",
  flat: "due_on",
  payments: "paid_on",
};

function isTotals(layout: Layout, fields: readonly string[]): boolean {
  const cell = (field: Field) => fields[layout.at[field]]?.trim() ?? "";
  const dated = DATED[layout.kind];
  if (dated !== undefined && cell(dated) !== "") return isHeaderAgain(layout, fields);
  const filled = fields.map((text) => text.trim()).filter((text) => text !== "");
  if (dated === undefined) {
    const [first = "", second = "1"] = filled;
    const sums = saysTotal(first) && filled.length <= 2 && /^\d/u.test(second);
    return sums || isHeaderAgain(layout, fields);
  }
  const invoice = cell("invoice_reference");
  if (invoice !== "" && !saysTotal(invoice)) return isHeaderAgain(layout, fields);
  const named = [filled[0] ?? "", cell("customer_reference"), cell("customer_name"), invoice];
  if (named.some(saysTotal)) return true;
  return cell("customer_reference") === "" && filled.every((text) => isAmount(layout, text));
}

function isAmount(layout: Layout, text: string): boolean {
  return "value" in parseAmount(text, layout.amounts);
}

/** Reports of several pages repeat their header. */
function isHeaderAgain(layout: Layout, fields: readonly string[]): boolean {
  const { header, headerLine } = layout.columns;
  if (headerLine === 0 || fields[0]?.trim() !== header[0]) return false;
  return header.every((text, i) => text === (fields[i]?.trim() ?? ""));
}
