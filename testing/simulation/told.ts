/** What Dunlin has been told, kept by the simulation for itself: the measure for what it may ask, and for its final balances. */
import type { BookLine } from "./files.ts";
import type { AtMs } from "./happenings.ts";
import type { Style } from "./people.ts";

type Entry = { readonly n: number; readonly minor: number };
type Payment = Entry & { readonly atMs: AtMs };

/** The part that an import changes, and that taking it back restores. */
type Book = {
  readonly invoices: ReadonlyMap<string, Entry>;
  readonly credits: ReadonlyMap<string, Entry>;
  readonly asOfMs: AtMs;
};

export class Told {
  readonly #style: Style;
  #book: Book = { invoices: new Map(), credits: new Map(), asOfMs: -Infinity };
  #before: Book = this.#book;
  readonly #payments = new Map<string, Payment>();
  /** When a book last showed less of a customer's invoice. */
  readonly #fell = new Map<number, AtMs>();

  constructor(style: Style) {
    this.#style = style;
  }

  /** Whether an invoice or credit note of that reference was ever understood. */
  knows(reference: string): boolean {
    return this.#book.invoices.has(reference) || this.#book.credits.has(reference);
  }

  book(lines: readonly BookLine[], asOfMs: AtMs, nowMs: AtMs): void {
    this.#before = this.#book;
    const read = lines.filter((line) => !line.garbled);
    const spared = new Set(lines.filter((line) => line.garbled).map((line) => line.reference));
    const next = (kind: BookLine["kind"], old: ReadonlyMap<string, Entry>): Map<string, Entry> => {
      const entries = new Map(old);
      // Who is missing in the whole book owes nothing any more.
      if (this.#style === "aged") {
        for (const [reference, { n }] of old)
          if (!spared.has(reference)) entries.set(reference, { n, minor: 0 });
      }
      for (const line of read)
        if (line.kind === kind) entries.set(line.reference, { n: line.n, minor: line.openMinor });
      return entries;
    };
    const { invoices, credits } = this.#book;
    this.#book = { invoices: next("invoice", invoices), credits: next("credit", credits), asOfMs };
    for (const [reference, { n, minor }] of invoices) {
      if ((this.#book.invoices.get(reference)?.minor ?? 0) < minor) this.#fell.set(n, nowMs);
    }
  }

  undoBook(): void {
    this.#book = this.#before;
  }

  /** A second arrival of the same reference is the same payment. `n`: 0 when it names nobody. */
  payment(reference: string, n: number, minor: number, atMs: AtMs): void {
    if (!this.#payments.has(reference)) this.#payments.set(reference, { n, minor, atMs });
  }

  /** Whether the books ever told of an invoice or credit note of the customer; until then its payments are nobody's. */
  #isKnown(n: number): boolean {
    const { invoices, credits } = this.#book;
    return [...invoices.values(), ...credits.values()].some((entry) => entry.n === n);
  }

  /** What is owed by what was told; below zero: a credit. */
  balanceMinor(n: number): number {
    return this.invoicesOf(n).reduce((sum, { minor }) => sum + minor, 0) - this.#offMinor(n);
  }

  invoicesOf(n: number): readonly { readonly reference: string; readonly minor: number }[] {
    return [...this.#book.invoices].flatMap(([reference, entry]) =>
      entry.n === n && entry.minor > 0 ? [{ reference, minor: entry.minor }] : [],
    );
  }

  /** Credits and payments; an aged book has the payments before it in its open amounts. */
  #offMinor(n: number): number {
    let sum = 0;
    if (!this.#isKnown(n)) return 0;
    for (const entry of this.#book.credits.values()) if (entry.n === n) sum += entry.minor;
    for (const payment of this.#payments.values()) {
      if (payment.n !== n) continue;
      if (this.#style === "ledger" || payment.atMs > this.#book.asOfMs) sum += payment.minor;
    }
    return sum;
  }

  /** Everything of the customer that came in, told when. */
  cameOf(n: number): readonly { readonly minor: number; readonly atMs: AtMs }[] {
    return [...this.#payments.values()].filter((payment) => payment.n === n);
  }

  /** True when money came in after the instant, or a book showed less than the one before, which is taken for money. */
  paidSince(n: number, atMs: AtMs): boolean {
    if ((this.#fell.get(n) ?? -Infinity) >= atMs) return true;
    return [...this.#payments.values()].some((payment) => payment.n === n && payment.atMs >= atMs);
  }
}
