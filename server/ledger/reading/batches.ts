import { classify } from "./classify.ts";
import type { Found } from "./detect.ts";
import { Line, type Layout } from "./line.ts";
import { RecordScanner, type RawRecord } from "./records.ts";
import { chunksOf, type Source } from "./source.ts";
import type { Batch, Rejection } from "./types.ts";

/** Records in a batch. */
const BATCH_RECORDS = 1_000;

/** Turns one line into a row; undefined: the line was refused, and it says why in its rejections. */
export type RowReader<Row> = (line: Line) => Row | "duplicate" | undefined;

/** Streams a file as batches of rows: at most one chunk of the file and one batch are in memory. */
export async function* batchesOf<Row>(
  source: Source,
  found: Found,
  layout: Layout,
  read: RowReader<Row>,
): AsyncGenerator<Batch<Row>, void> {
  const scanner = new RecordScanner(found.shape);
  let batch = new OpenBatch<Row>();
  let seenBytes = 0;
  for await (const chunk of chunksOf(source, found.detected.encoding)) {
    scanner.push(chunk.text);
    seenBytes = chunk.bytesRead;
    for (;;) {
      const record = scanner.next(chunk.last);
      if (record === undefined) break;
      if (record.line <= found.columns.headerLine) continue;
      batch.take(record, layout, read);
      if (batch.records < BATCH_RECORDS) continue;
      yield batch.close(seenBytes);
      batch = new OpenBatch<Row>();
    }
  }
  if (batch.records > 0) yield batch.close(seenBytes);
}

class OpenBatch<Row> {
  records = 0;
  #rejectedRows = 0;
  #totalsRows = 0;
  #blankRows = 0;
  #duplicates = 0;
  readonly #rows: Row[] = [];
  readonly #rejections: Rejection[] = [];

  take(record: RawRecord, layout: Layout, read: RowReader<Row>): void {
    this.records += 1;
    const verdict = classify(layout, record);
    if (verdict === "blank") this.#blankRows += 1;
    else if (verdict === "totals") this.#totalsRows += 1;
    else {
      const line = new Line(layout, record.line, record.fields, this.#rejections);
      if (verdict === "data") this.#keep(read(line));
      else {
        line.refuseRow(undefined, verdict.value, verdict.refused);
        this.#rejectedRows += 1;
      }
    }
  }

  #keep(row: Row | "duplicate" | undefined): void {
    if (row === "duplicate") this.#duplicates += 1;
    else if (row === undefined) this.#rejectedRows += 1;
    else this.#rows.push(row);
  }

  close(bytesRead: number): Batch<Row> {
    return {
      rows: this.#rows,
      rejections: this.#rejections,
      rejectedRows: this.#rejectedRows,
      totalsRows: this.#totalsRows,
      blankRows: this.#blankRows,
      duplicates: this.#duplicates,
      records: this.records,
      bytesRead,
    };
  }
}
