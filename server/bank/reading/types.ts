// What banks report, as it is read out of their files.

export type BankKind = "camt.052" | "camt.053" | "camt.054" | "pain.002";

/** One booking on the account. */
export type Entry = {
  /** 0 for the first of the file. */
  readonly ordinal: number;
  readonly line: number;
  /** Of the statement or notification that it stands in. */
  readonly statement: Statement;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly isCredit: boolean;
  /** It takes back an earlier booking in the other direction. */
  readonly isReversal: boolean;
  /** BOOK, PDNG, INFO, FUTR; only what is booked is money. */
  readonly status: string;
  readonly bookedOn: Temporal.PlainDate;
  /** The account servicer's own number for it. */
  readonly servicerReference: string | undefined;
  readonly reference: string | undefined;
  /** Of the batch that was booked in one sum. */
  readonly paymentInfoId: string | undefined;
  readonly bankCode: BankCode;
  readonly addition: string;
};

export type BankCode = {
  readonly domain: string | undefined;
  readonly family: string | undefined;
  readonly subFamily: string | undefined;
  readonly proprietary: string | undefined;
};

export type Statement = {
  /** 0 for the first of the file. */
  readonly ordinal: number;
  readonly id: string;
  /** IBAN, or the bank's own number. */
  readonly account: string;
};

/** One movement of money: a transaction of an entry, or an entry of which no transactions are told. */
export type BankLine = {
  readonly entry: Entry;
  /** Position within the entry. */
  readonly index: number;
  readonly line: number;
  /** The entry tells its transactions. */
  readonly isDetail: boolean;
  readonly amountMinor: bigint;
  readonly isCredit: boolean;
  /** What was instructed before charges, in the currency of the entry. */
  readonly instructedMinor: bigint | undefined;
  readonly servicerReference: string | undefined;
  readonly transactionId: string | undefined;
  readonly endToEndId: string | undefined;
  readonly mandateReference: string | undefined;
  readonly creditorSchemeId: string | undefined;
  readonly paymentInfoId: string | undefined;
  /** Names of who paid: the debtor, and whom the debtor paid for. */
  readonly payers: readonly string[];
  readonly payerAccount: string | undefined;
  /** Creditor references and numbers of documents, as the payer gave them. */
  readonly references: readonly string[];
  readonly text: string;
  readonly returnCode: string | undefined;
  readonly isReturn: boolean;
};

/** What a pain.002 says of one debit, of a whole payment information, or of the whole message. */
export type StatusLine = {
  readonly line: number;
  readonly level: "message" | "payment" | "transaction";
  readonly messageId: string | undefined;
  readonly messageName: string | undefined;
  readonly paymentInfoId: string | undefined;
  readonly endToEndId: string | undefined;
  readonly mandateReference: string | undefined;
  readonly status: string | undefined;
  readonly reasonCode: string | undefined;
  readonly amountMinor: bigint | undefined;
  readonly currency: string | undefined;
  readonly collectOn: Temporal.PlainDate | undefined;
};

export type BankFile = {
  readonly kind: BankKind;
  /** Such as "001.08"; empty where the file names no namespace. */
  readonly version: string;
  readonly messageId: string;
  /** As the file says it; undefined where it is no time. */
  readonly createdAt: string | undefined;
  readonly statements: number;
  readonly entries: number;
  /** Things that do not fit and that nothing rests on. */
  readonly warnings: readonly string[];
  /** Totals that contradict what they are the totals of. */
  readonly contradictions: readonly string[];
  /** Ordinals of entries whose transactions do not explain them. */
  readonly lumps: ReadonlySet<number>;
};
