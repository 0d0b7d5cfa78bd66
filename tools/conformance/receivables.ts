// Reads the sample of receivables that IBM published. Shared by the replay and by what it is compared with; imports nothing
// from the server, so that a mistake there can't hide here.
import { readFileSync } from "node:fs";

/** Days since 1970-01-01. */
export type Day = number;

export type Receivable = {
  readonly customer: string;
  readonly invoice: string;
  readonly issued: Day;
  readonly due: Day;
  readonly settled: Day;
  readonly minor: number;
  readonly disputed: boolean;
  /** The line of the file, cell by cell. */
  readonly cells: readonly string[];
};

const DAY_MS = 86_400_000;

export function dayOf(iso: string): Day {
  const ms = Date.parse(`${iso}T00:00:00Z`);
  if (!Number.isInteger(ms)) throw new Error(`"${iso}" is no date`);
  return ms / DAY_MS;
}

export function isoOf(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The first book is of this day, which is the first that is replayed. */
export const FIRST_DAY = dayOf("2013-06-30");
const LAST_DAY = dayOf("2013-12-31");
/** Nothing more is to be seen so many days after the last invoice is settled. */
const QUIET_AFTER_DAYS = 5;

/** "12/31/2013", month first. */
function american(text: string): Day {
  const [month, day, year] = text.split("/");
  return dayOf(`${year}-${month?.padStart(2, "0")}-${day?.padStart(2, "0")}`);
}

function minorOf(text: string): number {
  const [whole = "", cents = ""] = text.split(".");
  if (!/^\d+$/.test(whole) || !/^\d{0,2}$/.test(cents)) throw new Error(`"${text}" is no amount`);
  return Number(whole) * 100 + Number(cents.padEnd(2, "0"));
}

export type Sample = {
  readonly header: readonly string[];
  readonly rows: readonly Receivable[];
  /** The last day that is replayed. */
  readonly lastDay: Day;
};

/**
 * All lines of a file in the format of the sample, which has neither quotes nor commas in its cells. `customers`: make so many
 * of them, each with the invoices of several, so that more happens at once.
 */
export function readSample(file: string, customers?: number): Sample {
  const lines = readFileSync(file, "utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/);
  const [header = [], ...rest] = lines.filter((line) => line !== "").map((line) => line.split(","));
  const at = header.indexOf("customerID");
  const names = [...new Set(rest.map((cells) => cells[at] ?? ""))].toSorted();
  const rows = rest.map((given): Receivable => {
    const index = names.indexOf(given[at] ?? "");
    const cells = customers === undefined ? given : given.with(at, `C-${index % customers}`);
    const cell = (name: string): string => {
      const value = cells[header.indexOf(name)];
      if (value === undefined) throw new Error(`${file} has no column ${name}`);
      return value;
    };
    return {
      customer: cell("customerID"),
      invoice: cell("invoiceNumber"),
      issued: american(cell("InvoiceDate")),
      due: american(cell("DueDate")),
      settled: american(cell("SettledDate")),
      minor: minorOf(cell("InvoiceAmount")),
      disputed: cell("Disputed") === "Yes",
      cells,
    };
  });
  const settled = rows.reduce((latest, row) => Math.max(latest, row.settled), FIRST_DAY);
  return { header, rows, lastDay: Math.min(LAST_DAY, settled + QUIET_AFTER_DAYS) };
}

export type Happenings = {
  /** Invoices that the book of this day brings. */
  readonly issued: readonly Receivable[];
  readonly paid: readonly Receivable[];
  readonly disputed: readonly Receivable[];
  readonly undisputed: readonly Receivable[];
};

/** Disputes run from the due date to settlement; what is settled by its due date is never disputed. */
const isDisputed = (row: Receivable): boolean => row.disputed && row.settled > row.due;

/** What happens on a day of the replay, in the order of the file. The first day brings the whole open book. */
export function happeningsOf(rows: readonly Receivable[], day: Day): Happenings {
  const first = day === FIRST_DAY;
  const replayed = rows.filter((row) => row.settled > FIRST_DAY);
  return {
    issued: replayed.filter((row) => (first ? row.issued <= day : row.issued === day)),
    paid: replayed.filter((row) => row.settled === day),
    disputed: replayed.filter(
      (row) => isDisputed(row) && (first ? row.due <= day : row.due === day),
    ),
    undisputed: replayed.filter((row) => isDisputed(row) && row.settled === day),
  };
}
