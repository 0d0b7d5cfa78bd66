// By what the same money is known again when another file tells it.
import { createHash } from "node:crypto";
import type { BankLine } from "./reading/types.ts";
import { squeezed } from "./references.ts";

export type Keys = {
  /** The bank's number of the entry, with the entry's account, direction and amount. */
  readonly entryKey: string | undefined;
  /** The number of the transaction within it. */
  readonly transactionKey: string | undefined;
  /** Account, direction, amount, and who or what it names; the day is compared beside it. */
  readonly likeness: string;
  readonly payerKey: string | undefined;
};

/** The keys of a line. Of two payments that nothing distinguishes all keys are equal: counting them is up to `sift`. Pure. */
export function keysOf(line: BankLine): Keys {
  const { entry, amountMinor, isCredit } = line;
  const { account } = entry.statement;
  const way = `${isCredit ? "+" : "-"}${entry.isReversal ? "r" : ""}`;
  const entryWay = `${entry.isCredit ? "+" : "-"}${entry.isReversal ? "r" : ""}`;
  const { currency, servicerReference } = entry;
  const number = line.servicerReference ?? line.transactionId;
  const names = [line.endToEndId, line.mandateReference, line.payerAccount];
  // Only where nothing else is told: how much of the text comes along differs from file to file.
  const words = names.some((name) => name !== undefined)
    ? ""
    : squeezed([...line.references, line.text, ...line.payers].join(" ")).slice(0, 24);
  return {
    entryKey:
      servicerReference &&
      digest("entry", account, entryWay, entry.amountMinor, currency, servicerReference),
    transactionKey: number && digest("transaction", account, way, amountMinor, currency, number),
    likeness: digest("like", account, way, amountMinor, currency, ...names, words),
    payerKey: line.payerAccount && digest("payer", line.payerAccount),
  };
}

function digest(...parts: readonly (string | bigint | undefined)[]): string {
  const text = parts.map((part) => String(part ?? "")).join("\u0000");
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
