// Files as banks write them, for tests: small, and written for this project.

export type FixtureTransaction = {
  readonly amount?: string;
  readonly endToEnd?: string;
  readonly mandate?: string;
  readonly reference?: string;
  readonly text?: string;
  readonly payer?: string;
  readonly account?: string;
  readonly returned?: string;
  readonly servicer?: string;
};

export type FixtureEntry = {
  readonly amount: string;
  readonly way?: "CRDT" | "DBIT";
  readonly status?: string;
  readonly on?: string;
  readonly servicer?: string;
  readonly reversal?: boolean;
  readonly batch?: string;
  readonly transactions?: readonly FixtureTransaction[];
};

const leaf = (name: string, text: string | undefined) =>
  text === undefined
    ? ""
    : `<${name}>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</${name}>`;

const wrap = (name: string, inside: string) =>
  inside === "" ? "" : `<${name}>${inside}</${name}>`;

function transaction(one: FixtureTransaction, currency: string): string {
  const references = wrap(
    "Refs",
    leaf("AcctSvcrRef", one.servicer) +
      leaf("EndToEndId", one.endToEnd ?? "NOTPROVIDED") +
      leaf("MndtId", one.mandate),
  );
  const amount =
    one.amount === undefined
      ? ""
      : `<AmtDtls><TxAmt><Amt Ccy="${currency}">${one.amount}</Amt></TxAmt></AmtDtls>`;
  const payer =
    wrap("Dbtr", leaf("Nm", one.payer)) + wrap("DbtrAcct", wrap("Id", leaf("IBAN", one.account)));
  const remittance =
    leaf("Ustrd", one.text) + wrap("Strd", wrap("CdtrRefInf", leaf("Ref", one.reference)));
  const returned =
    one.returned === undefined ? "" : wrap("RtrInf", wrap("Rsn", leaf("Cd", one.returned)));
  return `<TxDtls>${references}${amount}${wrap("RltdPties", payer)}${wrap("RmtInf", remittance)}${returned}</TxDtls>`;
}

function entry(one: FixtureEntry, currency: string): string {
  const details =
    wrap("Btch", leaf("PmtInfId", one.batch)) +
    (one.transactions ?? []).map((each) => transaction(each, currency)).join("");
  return (
    `<Ntry><Amt Ccy="${currency}">${one.amount}</Amt><CdtDbtInd>${one.way ?? "CRDT"}</CdtDbtInd>` +
    leaf("RvslInd", one.reversal ? "true" : undefined) +
    `<Sts>${one.status ?? "BOOK"}</Sts><BookgDt><Dt>${one.on ?? "2026-03-05"}</Dt></BookgDt>` +
    `${leaf("AcctSvcrRef", one.servicer)}<BkTxCd/>${wrap("NtryDtls", details)}</Ntry>`
  );
}

/** A camt.053 or camt.054 of one statement. */
export function camt(
  entries: readonly FixtureEntry[],
  given: {
    readonly kind?: "053" | "054" | "052";
    readonly id?: string;
    readonly currency?: string;
    readonly account?: string;
    /** What stands before the entries. */
    readonly head?: string;
  } = {},
): string {
  const { kind = "053", id = "S-1", currency = "ZAR", account = "ZA-4-001", head = "" } = given;
  const [message, statement] = {
    "052": ["BkToCstmrAcctRpt", "Rpt"],
    "053": ["BkToCstmrStmt", "Stmt"],
    "054": ["BkToCstmrDbtCdtNtfctn", "Ntfctn"],
  }[kind] as [string, string];
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.${kind}.001.02"><${message}>` +
    `<GrpHdr><MsgId>M-${id}</MsgId><CreDtTm>2026-03-05T06:00:00+02:00</CreDtTm></GrpHdr>` +
    `<${statement}><Id>${id}</Id><Acct><Id><Othr><Id>${account}</Id></Othr></Id></Acct>${head}` +
    `${entries.map((one) => `\n${entry(one, currency)}`).join("")}\n</${statement}></${message}></Document>\n`
  );
}

/** A pain.002 about a pain.008: statuses of the group, of a payment information, of debits. */
export function statusReport(given: {
  readonly id?: string;
  readonly group?: string;
  readonly payment?: { readonly id: string; readonly status?: string; readonly reason?: string };
  readonly debits?: readonly {
    readonly id: string;
    readonly status?: string;
    readonly reason?: string;
  }[];
}): string {
  const reason = (code: string | undefined) => wrap("StsRsnInf", wrap("Rsn", leaf("Cd", code)));
  const debits = (given.debits ?? []).map((one) =>
    wrap(
      "TxInfAndSts",
      leaf("OrgnlEndToEndId", one.id) + leaf("TxSts", one.status) + reason(one.reason),
    ),
  );
  const { payment } = given;
  const inside = payment
    ? leaf("OrgnlPmtInfId", payment.id) + leaf("PmtInfSts", payment.status) + reason(payment.reason)
    : leaf("OrgnlPmtInfId", "P-0");
  return (
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><GrpHdr><MsgId>${given.id ?? "R-1"}</MsgId>` +
    `<CreDtTm>2026-03-05T06:00:00Z</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>O-1</OrgnlMsgId>` +
    `<OrgnlMsgNmId>pain.008.001.02</OrgnlMsgNmId>${leaf("GrpSts", given.group)}</OrgnlGrpInfAndSts>` +
    `<OrgnlPmtInfAndSts>${inside}${debits.join("")}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`
  );
}
