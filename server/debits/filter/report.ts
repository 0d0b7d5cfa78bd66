// The exclusion report: what left no more, because who said so and when.
import { writeFile } from "node:fs/promises";
import type { Removed } from "./pain008-scan.ts";

const COLUMNS = [
  "mandate",
  "end_to_end",
  "payment_info",
  "creditor_scheme",
  "amount",
  "currency",
  "strike_on",
  "option",
  "meaning",
  "stopped_at",
  "stopped_by",
  "after_cutoff",
  "reply_id",
  "reply_at",
  "stop_id",
  "customer",
] as const;

/** Writes a CSV file with a line for each removed debit. It is never overwritten unless `flag` is "w". */
export async function writeReport(
  file: string,
  removed: readonly Removed[],
  flag: "w" | "wx",
): Promise<void> {
  const lines = removed.map((one) => rowOf(one).map(cell).join(","));
  await writeFile(file, `${[COLUMNS.join(","), ...lines].join("\r\n")}\r\n`, { flag });
}

function rowOf({ stop, ...debit }: Removed): readonly (string | undefined)[] {
  return [
    debit.mandateId,
    debit.endToEndId,
    debit.paymentInfoId,
    debit.creditorSchemeId,
    debit.amount,
    debit.currency,
    debit.strikeOn,
    stop.option?.toString(),
    stop.meaning,
    stop.at.toString(),
    stop.by,
    stop.afterCutoff ? "yes" : "no",
    stop.replyId,
    stop.replyAt?.toString(),
    stop.stopId,
    stop.customerReference,
  ];
}

// A cell that begins like a formula is text to a spreadsheet only with an apostrophe before it.
function cell(text = ""): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
