// What a transaction (TxDtls) tells: references, parties, remittance, why it came back.
import { all, at, textAt, type Node } from "./nodes.ts";
import type { BankCode, BankLine } from "./types.ts";
import { moneyOf, referenceOf, type Money } from "./values.ts";

/** A transaction before it is known how much of the entry it is. */
export type Transaction = {
  readonly line: number;
  /** As the file gives them, the best first: of the transaction, its counter value, what was instructed. */
  readonly amounts: readonly Money[];
  readonly instructed: Money | undefined;
  /** Undefined: as the entry. */
  readonly isCredit: boolean | undefined;
  readonly charges: readonly Money[];
  readonly told: Omit<
    BankLine,
    | "entry"
    | "index"
    | "line"
    | "isDetail"
    | "amountMinor"
    | "isCredit"
    | "instructedMinor"
    | "isReturn"
  >;
  readonly bankCode: BankCode;
};

const MOST_TEXT = 2_000;
const MOST_REFERENCES = 40;

export function transactionOf(node: Node): Transaction {
  const indicator = textAt(node, "CdtDbtInd");
  const instructed = moneyOf(at(node, "AmtDtls/InstdAmt/Amt"));
  const amounts = ["Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt"].flatMap(
    (way) => moneyOf(at(node, way)) ?? [],
  );
  return {
    line: node.line,
    amounts: instructed ? [...amounts, instructed] : amounts,
    instructed,
    isCredit: indicator === "CRDT" ? true : indicator === "DBIT" ? false : undefined,
    charges: chargesOf(node),
    bankCode: bankCodeOf(at(node, "BkTxCd")),
    told: {
      servicerReference: referenceOf(textAt(node, "Refs/AcctSvcrRef")),
      transactionId: referenceOf(textAt(node, "Refs/UETR", "Refs/TxId")),
      endToEndId: referenceOf(textAt(node, "Refs/EndToEndId")),
      mandateReference: referenceOf(textAt(node, "Refs/MndtId")),
      creditorSchemeId: referenceOf(
        textAt(node, "RltdPties/Cdtr/Id/PrvtId/Othr/Id", "RltdPties/Cdtr/Pty/Id/PrvtId/Othr/Id"),
      ),
      paymentInfoId: referenceOf(textAt(node, "Refs/PmtInfId")),
      payers: payersOf(node),
      payerAccount: accountOf(at(node, "RltdPties/DbtrAcct/Id")),
      references: remittanceReferences(node),
      text: remittanceText(node),
      returnCode: textAt(node, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Cd")?.slice(
        0,
        40,
      ),
    },
  };
}

function payersOf(node: Node): readonly string[] {
  const names = ["UltmtDbtr", "Dbtr"].flatMap(
    (role) => textAt(node, `RltdPties/${role}/Nm`, `RltdPties/${role}/Pty/Nm`) ?? [],
  );
  return [...new Set(names.map((name) => squashed(name).slice(0, 200)))];
}

/** IBAN, or the bank's own number, without spaces. */
export function accountOf(id: Node | undefined): string | undefined {
  const text = textAt(id, "IBAN", "Othr/Id", "PrtryAcct/Id", "BBAN", "UPIC");
  return text?.replaceAll(/\s+/g, "").toUpperCase().slice(0, 70);
}

function remittanceReferences(node: Node): readonly string[] {
  const structured = all(node, "RmtInf/Strd").flatMap((one) => [
    ...all(one, "CdtrRefInf/Ref"),
    ...all(one, "CdtrRefInf/CdtrRef"),
    ...all(one, "RfrdDocInf/Nb"),
    ...all(one, "RfrdDocInf/RfrdDocNb"),
  ]);
  const references = structured.flatMap(({ text }) => referenceOf(text) ?? []);
  return [...new Set(references)].slice(0, MOST_REFERENCES);
}

function remittanceText(node: Node): string {
  const told = [...all(node, "RmtInf/Ustrd"), ...all(node, "RmtInf/Strd/AddtlRmtInf")];
  const said = told.length > 0 ? told : all(node, "AddtlTxInf");
  return squashed(said.map(({ text }) => text).join(" ")).slice(0, MOST_TEXT);
}

export function squashed(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

export function bankCodeOf(node: Node | undefined): BankCode {
  return {
    domain: textAt(node, "Domn/Cd"),
    family: textAt(node, "Domn/Fmly/Cd"),
    subFamily: textAt(node, "Domn/Fmly/SubFmlyCd"),
    proprietary: textAt(node, "Prtry/Cd"),
  };
}

/** What the bank kept, whichever way the version of the message tells it. */
export function chargesOf(node: Node): readonly Money[] {
  return all(node, "Chrgs").flatMap((charges) => {
    const total = moneyOf(at(charges, "TtlChrgsAndTaxAmt"));
    if (total) return [total];
    return [...all(charges, "Rcrd/Amt"), ...all(charges, "Amt")].flatMap(
      (one) => moneyOf(one) ?? [],
    );
  });
}

// ISO 20022 external code list: a debit entry of the family "issued direct debits" is one that the creditor loses again.
const RETURN_FAMILIES = new Set(["IDDT"]);
// Business transaction codes of the German banks (GVC) for debits that came back.
const RETURN_CODES = /^N[A-Z]{3}\+(?:108|109|183|184)\b/;

/** True for money that goes back because a debit was rejected, returned or refunded; not for what we paid ourselves. */
export function isReturnOf(
  isCredit: boolean,
  code: BankCode,
  returnCode: string | undefined,
): boolean {
  if (isCredit) return false;
  if (returnCode !== undefined) return true;
  if (code.domain === "PMNT" && RETURN_FAMILIES.has(code.family ?? "")) return true;
  return RETURN_CODES.test(code.proprietary ?? "");
}
