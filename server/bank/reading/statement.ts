// The totals of a statement against what stands in it.
import { exponentOf, toDecimal } from "#platform/money.ts";
import { at, textAt, type Node } from "./nodes.ts";
import type { Entry } from "./types.ts";
import { isTrue, minorOf, moneyOf } from "./values.ts";

type Side = { count: number; minor: bigint };
type Balance = { readonly code: string; readonly minor: bigint; readonly currency: string };

/** What a statement says of itself, and what its entries came to. */
export class Totals {
  /** A page of several: its totals are about all of them. */
  isPart = false;
  readonly #credits: Side = { count: 0, minor: 0n };
  readonly #debits: Side = { count: 0, minor: 0n };
  /** Booked only, signed. */
  #booked = 0n;
  readonly #currencies = new Set<string>();
  readonly #balances: Balance[] = [];
  #summary: Node | undefined;

  page(node: Node | undefined): void {
    const number = textAt(node, "PgNb");
    const isLast = textAt(node, "LastPgInd");
    if (number === undefined && isLast === undefined) return;
    if (Number(number ?? 1) !== 1 || !isTrue(isLast ?? "true")) this.isPart = true;
  }

  summary(node: Node): void {
    this.#summary = node;
  }

  balance(node: Node): void {
    const code = textAt(node, "Tp/CdOrPrtry/Cd", "Tp/Cd");
    const money = moneyOf(at(node, "Amt"));
    if (code === undefined || !money || this.#balances.length >= 100) return;
    const isCredit = textAt(node, "CdtDbtInd") !== "DBIT";
    const { currency } = money;
    this.#balances.push({ code, currency, minor: isCredit ? money.minor : -money.minor });
  }

  add(entry: Entry): void {
    const side = entry.isCredit ? this.#credits : this.#debits;
    side.count += 1;
    side.minor += entry.amountMinor;
    if (entry.status === "BOOK") {
      this.#booked += entry.isCredit ? entry.amountMinor : -entry.amountMinor;
    }
    this.#currencies.add(entry.currency);
  }

  /** Sentences about what does not fit: sums contradict, numbers and balances are only odd. */
  check(what: string): { readonly contradictions: string[]; readonly warnings: string[] } {
    const [currency = "", another] = this.#currencies;
    const found = { contradictions: [] as string[], warnings: [] as string[] };
    if (this.isPart || another !== undefined) return found;
    this.#checkSummary(what, currency, found);
    this.#checkBalances(what, currency, found.warnings);
    return found;
  }

  #checkSummary(
    what: string,
    currency: string,
    found: { contradictions: string[]; warnings: string[] },
  ): void {
    const both = {
      count: this.#credits.count + this.#debits.count,
      minor: this.#credits.minor + this.#debits.minor,
    };
    const told = [
      ["TtlNtries", both, "entries"],
      ["TtlCdtNtries", this.#credits, "credits"],
      ["TtlDbtNtries", this.#debits, "debits"],
    ] as const;
    for (const [name, side, words] of told) {
      const node = at(this.#summary, name);
      const count = textAt(node, "NbOfNtries");
      const sum = textAt(node, "Sum");
      const minor =
        sum === undefined || currency === "" ? undefined : minorOf(sum, exponentOf(currency));
      // Some banks give the sum of all entries as their net.
      const net = this.#credits.minor - this.#debits.minor;
      const isNet = name === "TtlNtries" && minor === (net < 0n ? -net : net);
      if (minor !== undefined && minor !== side.minor && !isNet) {
        found.contradictions.push(
          `${what} says that its ${words} come to ${sum} (TxsSummry/${name}), they come to ${toDecimal(side.minor, currency)} ${currency}`,
        );
      } else if (count !== undefined && Number(count) !== side.count) {
        const sentence = `${what} says that it has ${count.slice(0, 20)} ${words} (TxsSummry/${name}), ${side.count} are there`;
        // Without a sum to go by, missing entries are all that there is to see.
        (minor === undefined ? found.contradictions : found.warnings).push(sentence);
      }
    }
  }

  #checkBalances(what: string, currency: string, warnings: string[]): void {
    const last = (code: string) => this.#balances.findLast((one) => one.code === code);
    const opening = last("OPBD") ?? last("PRCD");
    const closing = last("CLBD");
    if (!opening || !closing || opening.currency !== closing.currency) return;
    if (currency !== "" && currency !== opening.currency) return;
    const expected = opening.minor + this.#booked;
    if (expected === closing.minor) return;
    warnings.push(
      `${what} opens at ${toDecimal(opening.minor, opening.currency)} and closes at ${toDecimal(closing.minor, opening.currency)} ` +
        `${opening.currency}; with its entries it would close at ${toDecimal(expected, opening.currency)}`,
    );
  }
}

/** Numbers of transactions that batches say they have; undefined where none says so. */
export function batchCount(nodes: readonly Node[]): number | undefined {
  const counts = nodes.flatMap((node) => textAt(node, "NbOfTxs") ?? []);
  return counts.length === 0 ? undefined : counts.reduce((sum, one) => sum + Number(one), 0);
}
