// The filter of CSV and fixed-width files: lines of stopped debits go, totals are counted again, the rest stays as it is.
import { UserError } from "#platform/errors.ts";
import type { Layout, LineKind, Total } from "./layout.ts";
import { fieldAt, kindOf, linesOf, placeOf, type Line } from "./lines.ts";
import type { Removed } from "./pain008-scan.ts";
import { writeDecimal, add, readDecimal, subtract, ZERO, type Decimal } from "./decimal.ts";
import type { FileDebit, StopIndex } from "./stop-index.ts";

export type LinesScan = {
  readonly kept: number;
  readonly removed: readonly Removed[];
  readonly sumBefore: string;
  readonly sumAfter: string;
  readonly warnings: readonly string[];
};

/** Sums of one stretch: lines by kind, and fields by kind and name, in units without a point. */
type Tally = Map<string, bigint>;
type Stretch = { readonly before: Tally; readonly after: Tally; debits: number; left: number };

const newStretch = (): Stretch => ({ before: new Map(), after: new Map(), debits: 0, left: 0 });
const MOST_BATCHES = 100_000;

type Seen = {
  readonly line: Line;
  readonly name: string;
  readonly kind: LineKind;
  readonly stop: Removed | undefined;
  readonly batch: number;
};

/** The file against the stops: `scan` looks and checks, `written` gives what is left of it. */
export class LinesFilter {
  readonly #file: string;
  readonly #layout: Layout;
  readonly #stops: Pick<StopIndex, "find">;
  readonly #what: string;
  readonly #currency: string;
  readonly #whole = newStretch();
  readonly #batches: Stretch[] = [newStretch()];

  constructor(
    file: string,
    layout: Layout,
    stops: Pick<StopIndex, "find">,
    { what, currency }: { readonly what: string; readonly currency: string },
  ) {
    this.#file = file;
    this.#layout = layout;
    this.#stops = stops;
    this.#what = what;
    this.#currency = currency;
  }

  /** Counts everything and finds what is stopped. A `UserError` for a line or a total that is wrong. */
  async scan(): Promise<LinesScan> {
    const removed: Removed[] = [];
    let sum = ZERO;
    let gone = ZERO;
    for await (const seen of this.#lines()) {
      const { line, name, kind, stop } = seen;
      for (const stretch of [this.#whole, this.#batchOf(seen.batch)]) this.#count(stretch, seen);
      if (!kind.debit) continue;
      const amount = this.#amountOf(line, name, kind);
      sum = add(sum, amount);
      if (!stop) continue;
      gone = add(gone, amount);
      removed.push({ ...stop, amount: writeDecimal(amount, 2) });
    }
    for (const [batch, { after }] of this.#batches.entries()) {
      if (this.#isEmptied(batch))
        for (const [key, value] of after) raise(this.#whole.after, key, -value);
    }
    if (this.#whole.debits === 0) throw new UserError(`${this.#what}: there is no debit in it`);
    for await (const { line, kind, batch } of this.#lines()) {
      for (const total of kind.totals) this.#agree(line, total, batch);
    }
    return {
      kept: this.#whole.left,
      removed,
      sumBefore: writeDecimal(sum, 2),
      sumAfter: writeDecimal(subtract(sum, gone), 2),
      warnings: [],
    };
  }

  /** What is left, as bytes. To be asked for after `scan`. */
  async *written(): AsyncGenerator<Uint8Array> {
    for await (const { line, kind, stop, batch } of this.#lines()) {
      if (stop || this.#isEmptied(batch)) continue;
      let text = line.text;
      for (const total of kind.totals) text = this.#withTotal(line, text, total, batch);
      yield Buffer.from(text + line.end, "latin1");
    }
  }

  async *#lines(): AsyncGenerator<Seen> {
    const { skip, length, batch: batches } = this.#layout;
    let last = 0;
    // 0: before, between and behind batches.
    let batch = 0;
    for await (const line of linesOf(this.#file, this.#what)) {
      const isBlank = line.text.trim() === "";
      if (line.number <= skip || isBlank) {
        yield { line, name: "", kind: NOTHING, stop: undefined, batch };
        continue;
      }
      if (length !== undefined && line.text.length !== length) {
        throw new UserError(
          `${this.#what}, line ${line.number}: it has ${line.text.length} characters, not ${length}`,
        );
      }
      const [name, kind] = kindOf(line, this.#layout, this.#what);
      if (batches?.begins === name) batch = last += 1;
      if (last > MOST_BATCHES) throw new UserError(`${this.#what} has too many batches`);
      yield { line, name, kind, stop: kind.debit ? this.#stopOf(line, kind) : undefined, batch };
      if (batches?.ends === name) batch = 0;
    }
  }

  #batchOf(batch: number): Stretch {
    return (this.#batches[batch] ??= newStretch());
  }

  /** A batch of which nothing is left goes as a whole; what stands before the first one does not. */
  #isEmptied(batch: number): boolean {
    const { debits, left } = this.#batchOf(batch);
    return batch > 0 && debits > 0 && left === 0;
  }

  #stopOf(line: Line, { fields }: LineKind): Removed | undefined {
    const field = (name: string) => fieldAt(line.text, fields[name], this.#layout) || undefined;
    const debit: FileDebit = {
      creditorSchemeId: field("creditor"),
      mandateId: field("mandate"),
      paymentInfoId: field("payment_info"),
      endToEndId: field("end_to_end"),
      strikeOn: dayOf(field("strike"), this.#layout.days),
    };
    const stop = this.#stops.find(debit);
    return stop && { ...debit, amount: "", currency: field("currency") ?? this.#currency, stop };
  }

  #count(stretch: Stretch, { line, name, kind, stop }: Seen): void {
    if (name === "") return;
    const tallies = stop ? [stretch.before] : [stretch.before, stretch.after];
    if (kind.debit) {
      stretch.debits += 1;
      if (!stop) stretch.left += 1;
    }
    for (const tally of tallies) raise(tally, name, 1n);
    for (const [field, { decimals, point, ...at }] of Object.entries(kind.fields)) {
      const text = fieldAt(line.text, at, this.#layout) ?? "";
      const units = unitsOf(text, decimals, point);
      if (units !== undefined) for (const tally of tallies) raise(tally, `${name}.${field}`, units);
    }
  }

  #amountOf(line: Line, name: string, { fields }: LineKind): Decimal {
    const { decimals, point, ...at } = fields["amount"]!;
    const text = fieldAt(line.text, at, this.#layout) ?? "";
    const units = unitsOf(text, decimals, point);
    if (units === undefined || units <= 0n) {
      throw new UserError(
        `${this.#what}, line ${line.number}: the amount "${text.slice(0, 30)}" of this ${name} is none above nothing`,
      );
    }
    return { units, places: decimals };
  }

  #valueOf(total: Total, batch: number, when: "before" | "after"): bigint {
    const stretch = total.scope === "file" ? this.#whole : this.#batchOf(batch);
    const tally = stretch[when];
    const key = (kind: string) => (total.of === "count" ? kind : `${kind}.${total.field}`);
    const sum = total.over.reduce((all, kind) => all + (tally.get(key(kind)) ?? 0n), 0n);
    return total.of === "hash" ? sum % 10n ** BigInt(total.digits ?? 18) : sum;
  }

  #agree(line: Line, total: Total, batch: number): void {
    const text = fieldAt(line.text, total.at, this.#layout) ?? "";
    const told = unitsOf(text, total.decimals, total.point);
    const found = this.#valueOf(total, batch, "before");
    if (told === found) return;
    throw new UserError(
      `${this.#what}, line ${line.number}: the ${total.of} is "${text.slice(0, 30)}", but it comes to ${written(found, total)}`,
    );
  }

  #withTotal(line: Line, text: string, total: Total, batch: number): string {
    const place = placeOf(text, total.at, this.#layout);
    if (!place) return text;
    const value = written(this.#valueOf(total, batch, "after"), total);
    const old = text.slice(place.start, place.end);
    const isFixed = "from" in total.at;
    const width = isFixed ? old.length : old.startsWith("0") ? old.length : 0;
    const filled = old.startsWith(" ") ? value.padStart(width) : value.padStart(width, "0");
    if (isFixed && filled.length > width) {
      throw new UserError(
        `${this.#what}, line ${line.number}: ${value} does not fit into the total's ${width} places`,
      );
    }
    return text.slice(0, place.start) + filled + text.slice(place.end);
  }
}

const NOTHING: LineKind = { debit: false, fields: {}, totals: [] };

const raise = (tally: Tally, key: string, by: bigint): void =>
  void tally.set(key, (tally.get(key) ?? 0n) + by);

/** Units of the last place. */
function unitsOf(text: string, decimals: number, point: boolean): bigint | undefined {
  if (!point) return /^\d{1,30}$/.test(text) ? BigInt(text) : undefined;
  const read = readDecimal(text);
  return read && read.places <= decimals
    ? read.units * 10n ** BigInt(decimals - read.places)
    : undefined;
}

const written = (units: bigint, { of, decimals, point }: Total): string =>
  of !== "count" && point ? writeDecimal({ units, places: decimals }, decimals) : units.toString();

function dayOf(text: string | undefined, days: Layout["days"]): string | undefined {
  const digits = text?.replaceAll(/\D/g, "") ?? "";
  const [, a = "", b = "", c = ""] =
    (days === "ddmmyyyy"
      ? /^(\d\d)(\d\d)(\d{4})$/
      : days === "yymmdd"
        ? /^(\d\d)(\d\d)(\d\d)$/
        : /^(\d{4})(\d\d)(\d\d)$/
    ).exec(digits) ?? [];
  if (a === "") return undefined;
  if (days === "ddmmyyyy") return `${c}-${b}-${a}`;
  return `${days === "yymmdd" ? "20" : ""}${a}-${b}-${c}`;
}
