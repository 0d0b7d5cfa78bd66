import { open, type FileHandle } from "node:fs/promises";
import type { Rejection } from "./types.ts";

const HEADER = ["line", "column", "value", "reason", "severity"] as const;
const BYTE_ORDER_MARK = "\uFEFF";

/** A file of rejections, written batch by batch: UTF-8 with a byte order mark, so that spreadsheets read it rightly. */
export class RejectionFile {
  readonly #file: FileHandle;
  readonly #delimiter: string;

  private constructor(file: FileHandle, delimiter: string) {
    this.#file = file;
    this.#delimiter = delimiter;
  }

  /** Creates or overwrites `path`. `delimiter` is best that of the file that was read. */
  static async create(path: string, delimiter = ","): Promise<RejectionFile> {
    const made = new RejectionFile(await open(path, "w"), delimiter);
    await made.#file.write(BYTE_ORDER_MARK + made.#line(HEADER));
    return made;
  }

  async append(rejections: readonly Rejection[]): Promise<void> {
    const lines = rejections.map(({ line, column, value, reason, severity }) => {
      return this.#line([String(line), column, value, reason, severity]);
    });
    if (lines.length > 0) await this.#file.write(lines.join(""));
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  #line(cells: readonly string[]): string {
    return `${cells.map((cell) => quoted(cell, this.#delimiter)).join(this.#delimiter)}\r\n`;
  }
}

/** Writes rejections to a file in one go. */
export async function writeRejections(
  path: string,
  rejections: readonly Rejection[],
  delimiter = ",",
): Promise<void> {
  const file = await RejectionFile.create(path, delimiter);
  try {
    await file.append(rejections);
  } finally {
    await file.close();
  }
}

/** Keeps spreadsheets from running a cell as a formula (OWASP, CSV injection): a leading apostrophe makes it text. */
export function neutral(cell: string): string {
  return /^[=+\-@\t\r\n]/u.test(cell) && !/^-?\d+(?:[.,]\d+)?$/u.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string, delimiter: string): string {
  const safe = neutral(cell.replaceAll("\0", "\uFFFD"));
  const plain = !safe.includes(delimiter) && !/["\r\n]/u.test(safe);
  return plain ? safe : `"${safe.replaceAll('"', '""')}"`;
}
