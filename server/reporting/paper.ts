// A page to draw tables and bars on: what the reports on paper are made of.
import { join } from "node:path";
import Pdfkit from "pdfkit";

/** Covers Latin with all its diacritics; PDF's own fonts know western Europe only. */
const FONT = join(import.meta.dirname, "../privacy/fonts/DejaVuSans.ttf");
const MARGIN = 48;
const FOOT = 28;
const [INK, FAINT, LINE] = ["#1a1b1e", "#5c6370", "#d6d9de"];
const NORMAL = 8.5;
const ROW = 15;
const HEAD = 23;

type Pdf = InstanceType<typeof Pdfkit>;

export type Column = {
  readonly head: string;
  /** Share of the width. */
  readonly width: number;
  readonly right?: boolean;
};

/** Bars side by side, each of parts on top of each other; all of one scale. */
export type Bars = {
  readonly bars: readonly (readonly number[])[];
  readonly colours: readonly string[];
  /** Below the first and the last bar. */
  readonly ends: readonly [string, string];
  /** What the highest bar comes to, in words. */
  readonly most: string;
};

/** A document that grows downwards; `finish` gives its bytes. */
export class Paper {
  readonly #pdf: Pdf;
  readonly #chunks: Buffer[] = [];
  readonly #done: Promise<void>;

  /** `madeAt` is the time in the file's own description, so that equal contents are equal bytes. */
  constructor(title: string, language: string, madeAt: Temporal.Instant) {
    const pdf = new Pdfkit({
      size: "A4",
      margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOT },
      bufferPages: true,
      lang: language,
      info: {
        Title: title,
        Producer: "Dunlin",
        CreationDate: new Date(madeAt.epochMilliseconds),
      },
    });
    this.#done = new Promise((resolve, reject) => {
      pdf.on("data", (chunk: Buffer) => this.#chunks.push(chunk));
      pdf.on("end", resolve);
      pdf.on("error", reject);
    });
    pdf.registerFont("text", FONT).font("text").fontSize(NORMAL).fillColor(INK);
    this.#pdf = pdf;
  }

  get #width(): number {
    return this.#pdf.page.width - 2 * MARGIN;
  }

  title(text: string, below: string): void {
    this.#pdf.fontSize(18).text(text);
    this.#pdf.fontSize(10).fillColor(FAINT).text(below).fillColor(INK).fontSize(NORMAL);
  }

  note(text: string): void {
    this.#pdf.fontSize(7.5).fillColor(FAINT).text(text, MARGIN, undefined, { width: this.#width });
    this.#pdf.fontSize(NORMAL).fillColor(INK).moveDown(0.3);
  }

  chapter(text: string, height = 90): void {
    this.#room(height);
    this.#pdf.moveDown(1).fontSize(12).text(text, MARGIN);
    this.#pdf.moveDown(0.3).fontSize(NORMAL);
  }

  caption(text: string, height = 90): void {
    this.#room(height);
    this.#pdf.moveDown(0.5).fillColor(FAINT).text(text, MARGIN).fillColor(INK).moveDown(0.2);
  }

  /** A row of figures with their names above them. */
  figures(pairs: readonly (readonly [name: string, value: string])[]): void {
    this.#room(40);
    const pdf = this.#pdf;
    const width = this.#width / pairs.length;
    const { y } = pdf;
    pairs.forEach(([name, value], at) => {
      const x = MARGIN + at * width;
      pdf
        .fontSize(7)
        .fillColor(FAINT)
        .text(name, x, y, { width: width - 6, height: 20 });
      pdf
        .fontSize(10.5)
        .fillColor(INK)
        .text(value, x, y + 20, { width: width - 6, lineBreak: false });
    });
    pdf.fontSize(NORMAL);
    pdf.x = MARGIN;
    pdf.y = y + 38;
  }

  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    this.#room(ROW * 3);
    const sum = columns.reduce((total, { width }) => total + width, 0);
    this.#row(
      columns,
      sum,
      columns.map(({ head }) => head),
      FAINT,
    );
    for (const row of rows) {
      this.#room(ROW);
      this.#row(columns, sum, row, INK);
    }
    this.#pdf.x = MARGIN;
    this.#pdf.moveDown(0.6);
  }

  /** Heads have two lines, cells one. */
  #row(columns: readonly Column[], sum: number, cells: readonly string[], colour: string): void {
    const pdf = this.#pdf;
    const { y } = pdf;
    const isHead = colour === FAINT;
    const height = isHead ? HEAD : ROW;
    let x = MARGIN;
    columns.forEach(({ width, right }, at) => {
      const w = (width / sum) * this.#width;
      pdf.fontSize(isHead ? 7 : 7.5).fillColor(colour);
      const text = cells[at] ?? "";
      pdf.text(isHead ? text : fitting(pdf, text, w - 6), x, y + 3, {
        width: w - 6,
        align: right ? "right" : "left",
        ...(isHead ? { height: HEAD - 3, ellipsis: true } : { lineBreak: false }),
      });
      x += w;
    });
    pdf
      .moveTo(MARGIN, y + height - 1)
      .lineTo(MARGIN + this.#width, y + height - 1)
      .lineWidth(0.4)
      .stroke(LINE);
    pdf.fillColor(INK).fontSize(NORMAL);
    pdf.y = y + height;
  }

  bars({ bars, colours, ends, most }: Bars): void {
    const height = 90;
    this.#room(height + 26);
    const pdf = this.#pdf;
    const top = pdf.y + 2;
    const highest = Math.max(
      1e-9,
      ...bars.map((parts) => parts.reduce((sum, one) => sum + one, 0)),
    );
    const step = this.#width / Math.max(1, bars.length);
    pdf
      .fontSize(6.5)
      .fillColor(FAINT)
      .text(most, MARGIN, top - 2, { lineBreak: false });
    bars.forEach((parts, at) => {
      let base = top + height;
      parts.forEach((part, which) => {
        const h = (Math.max(0, part) / highest) * (height - 10);
        if (h > 0) {
          pdf
            .rect(MARGIN + at * step + step * 0.12, base - h, step * 0.76, h)
            .fill(colours[which] ?? INK);
        }
        base -= h;
      });
    });
    pdf
      .moveTo(MARGIN, top + height)
      .lineTo(MARGIN + this.#width, top + height)
      .lineWidth(0.5)
      .stroke(LINE);
    const y = top + height + 3;
    pdf.fillColor(FAINT).text(ends[0], MARGIN, y, { lineBreak: false });
    pdf.text(ends[1], MARGIN, y, { width: this.#width, align: "right", lineBreak: false });
    pdf.fillColor(INK).fontSize(NORMAL);
    pdf.x = MARGIN;
    pdf.y = y + 14;
  }

  #room(height: number): void {
    const pdf = this.#pdf;
    if (pdf.y + height > pdf.page.height - MARGIN - FOOT) pdf.addPage();
  }

  /** `foot` says what stands at the foot of each page. */
  async finish(foot: (page: number, count: number) => string): Promise<Buffer> {
    const pdf = this.#pdf;
    const { start, count } = pdf.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      pdf.switchToPage(page);
      // Below the margin: otherwise pdfkit would begin a new page for it.
      pdf.page.margins.bottom = 0;
      pdf.fontSize(6.5).fillColor(FAINT);
      pdf.text(foot(page + 1, count), MARGIN, pdf.page.height - MARGIN, { lineBreak: false });
    }
    pdf.end();
    await this.#done;
    return Buffer.concat(this.#chunks);
  }
}

/** What is too long for its cell ends in an ellipsis. */
function fitting(pdf: Pdf, text: string, width: number): string {
  if (pdf.widthOfString(text) <= width) return text;
  let end = text.length;
  while (end > 1 && pdf.widthOfString(`${text.slice(0, end)}…`) > width) end -= 1;
  return `${text.slice(0, end)}…`;
}
