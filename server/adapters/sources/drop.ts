// What is common to folders on this machine and on another: which files are meant, and when one is complete.
import { z } from "zod";

export const dropFields = {
  /** Files with such names are taken. */
  files: z.string().min(1).max(200).default("*.{csv,txt,tsv}"),
  /** Neither size nor time of a file may change for so long, in seconds; then it is complete. */
  settle_s: z.number().min(0).max(3_600).default(10),
  /** Larger files are left where they are, and said so. */
  most_bytes: z.int().min(1).max(4_294_967_296).default(1_073_741_824),
  done: z
    .string()
    .regex(/^[\w .-]{1,60}$/)
    .default("done"),
  failed: z
    .string()
    .regex(/^[\w .-]{1,60}$/)
    .default("failed"),
};

/** The name under which a file is put away: its own, behind the time, so that none is overwritten. */
export function putAwayName(name: string, at = Temporal.Now.instant()): string {
  return `${at.toString({ smallestUnit: "millisecond" }).replaceAll(/[-:]/g, "")}-${name}`;
}

/** Partial uploads by their usual names, hidden files, and our own reports. */
export function isOurs(name: string): boolean {
  return /^\.|~$|\.(part|partial|tmp|filepart|crdownload|swp)$|\.rejected\.csv$|\.report\.json$/i.test(
    name,
  );
}
