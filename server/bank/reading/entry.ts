// How an entry and the transactions in it become lines: amounts of the transactions where they explain the entry.
import type { Transaction } from "./transaction.ts";
import { isReturnOf } from "./transaction.ts";
import type { BankLine, Entry } from "./types.ts";
import type { Money } from "./values.ts";

/** What the transactions of an entry come to, kept while they stream by. */
export type Sum = {
  count: number;
  /** Signed, in the entry's direction; undefined once one tells no amount in the entry's currency. */
  minor: bigint | undefined;
  chargesMinor: bigint;
  /** One tells the amount of the whole entry, in whichever place. */
  isWhole: boolean;
  /** One was exchanged: it tells amounts in other currencies too. */
  isExchanged: boolean;
  /** Money that came back: one says so. */
  isReturn: boolean;
};

export const emptySum = (): Sum => ({
  count: 0,
  minor: 0n,
  chargesMinor: 0n,
  isWhole: false,
  isExchanged: false,
  isReturn: false,
});

export function addTo(sum: Sum, entry: Entry, one: Transaction): void {
  sum.count += 1;
  const minor = amountIn(one, entry.currency);
  const isSame = (one.isCredit ?? entry.isCredit) === entry.isCredit;
  if (minor === undefined) sum.minor = undefined;
  else if (sum.minor !== undefined) sum.minor += isSame ? minor : -minor;
  sum.isWhole ||= one.amounts.some(
    (money) => money.currency === entry.currency && money.minor === entry.amountMinor,
  );
  sum.isExchanged ||= one.amounts.some((money) => money.currency !== entry.currency);
  sum.isReturn ||= one.told.returnCode !== undefined;
  sum.chargesMinor += chargesIn(one.charges, entry.currency);
}

export type Explained =
  /** The transactions are what was booked. */
  | { readonly by: "transactions" }
  /** The single transaction is what was booked, in the amount of the entry. */
  | { readonly by: "entry"; readonly warning?: string; readonly contradiction?: string }
  /** They are not: the entry is one sum. */
  | { readonly by: "nothing"; readonly warning?: string; readonly contradiction?: string };

/** Whether the transactions of an entry explain it. Charges that the bank names may be the difference. Pure. */
export function explain(entry: Entry, sum: Sum, chargesMinor: bigint): Explained {
  if (sum.count === 0) return { by: "nothing" };
  const { minor } = sum;
  const where = `entry at line ${entry.line}`;
  if (minor === undefined || (minor === 0n && sum.count === 1)) {
    if (sum.count === 1) return { by: "entry" };
    return {
      by: "nothing",
      warning: `${where}: its ${sum.count} transactions tell no amounts in ${entry.currency}; it is taken as one sum`,
    };
  }
  const difference = minor - entry.amountMinor;
  if (difference === 0n) return { by: "transactions" };
  const gap = difference < 0n ? -difference : difference;
  if (gap === chargesMinor || gap === sum.chargesMinor) return { by: "transactions" };
  if (sum.count === 1 && sum.isWhole) return { by: "entry" };
  const sentence = `${where}: its transactions come to ${minor}, the entry to ${entry.amountMinor} ${entry.currency} (minor units)`;
  const by = sum.count === 1 ? "entry" : "nothing";
  // What the client paid to others is none of ours.
  const isOurs = entry.isCredit || sum.isReturn || isReturnOf(false, entry.bankCode, undefined);
  return isOurs && !sum.isExchanged ? { by, contradiction: sentence } : { by, warning: sentence };
}

/** The first amount of the transaction that is in the currency of the entry. */
function amountIn(one: Transaction, currency: string): bigint | undefined {
  return one.amounts.find((money) => money.currency === currency)?.minor;
}

export function chargesIn(charges: readonly Money[], currency: string): bigint {
  return charges.reduce((sum, one) => (one.currency === currency ? sum + one.minor : sum), 0n);
}

/** The line of a transaction; `whole`: in the amount of the entry, whatever the transaction says. */
export function lineOf(entry: Entry, index: number, one: Transaction, whole: boolean): BankLine {
  const isCredit = whole ? entry.isCredit : (one.isCredit ?? entry.isCredit);
  const own = whole ? undefined : amountIn(one, entry.currency);
  const { told, instructed } = one;
  const code = one.bankCode.family === undefined ? entry.bankCode : one.bankCode;
  return {
    ...told,
    entry,
    index,
    line: one.line,
    isDetail: true,
    amountMinor: own ?? entry.amountMinor,
    isCredit,
    instructedMinor: instructed?.currency === entry.currency ? instructed.minor : undefined,
    paymentInfoId: told.paymentInfoId ?? entry.paymentInfoId,
    text: told.text === "" ? entry.addition : told.text,
    isReturn: isReturnOf(isCredit, code, told.returnCode),
  };
}

/** The line of an entry of which nothing more is told. */
export function lumpOf(entry: Entry): BankLine {
  return {
    entry,
    index: 0,
    line: entry.line,
    isDetail: false,
    amountMinor: entry.amountMinor,
    isCredit: entry.isCredit,
    instructedMinor: undefined,
    servicerReference: undefined,
    transactionId: undefined,
    endToEndId: undefined,
    mandateReference: undefined,
    creditorSchemeId: undefined,
    paymentInfoId: entry.paymentInfoId,
    payers: [],
    payerAccount: undefined,
    references: [],
    text: entry.addition,
    returnCode: undefined,
    isReturn: isReturnOf(entry.isCredit, entry.bankCode, undefined),
  };
}
