// Three debits of one day: the orders as they are imported, and the pain.008 that is to take them.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toCsv } from "#platform/csv.ts";
import { DEBTORS, type Debtor } from "./book.ts";

/** The Monday on which they strike. */
const STRIKE = "2026-11-30";
const CREDITOR = "ZA98ZZZ0000777";
const BATCH = "KW-2026-11-30";
const HEAD = ["end_to_end_id", "mandate", "customer", "amount", "strike_on", "product"];

/** One debit of the file, as it must stay there to the letter. */
export const debitXml = ({ endToEnd, mandate, amount, name, account }: Debtor): string => `
      <DrctDbtTxInf>
        <PmtId><EndToEndId>${endToEnd}</EndToEndId></PmtId>
        <InstdAmt Ccy="ZAR">${amount}</InstdAmt>
        <DrctDbtTx><MndtRltdInf><MndtId>${mandate}</MndtId><DtOfSgntr>2025-02-03</DtOfSgntr></MndtRltdInf></DrctDbtTx>
        <DbtrAgt><FinInstnId><Othr><Id>250655</Id></Othr></FinInstnId></DbtrAgt>
        <Dbtr><Nm>${name}</Nm></Dbtr>
        <DbtrAcct><Id><Othr><Id>${account}</Id></Othr></Id></DbtrAcct>
      </DrctDbtTxInf>`;

const fileXml = (
  debtors: readonly Debtor[],
  sum: string,
): string => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.02">
  <CstmrDrctDbtInitn>
    <GrpHdr><MsgId>KW-RUN-48</MsgId><CreDtTm>2026-11-26T17:00:00</CreDtTm><NbOfTxs>${debtors.length}</NbOfTxs><CtrlSum>${sum}</CtrlSum><InitgPty><Nm>Kloof Water</Nm></InitgPty></GrpHdr>
    <PmtInf>
      <PmtInfId>${BATCH}</PmtInfId><PmtMtd>DD</PmtMtd><NbOfTxs>${debtors.length}</NbOfTxs><CtrlSum>${sum}</CtrlSum>
      <ReqdColltnDt>${STRIKE}</ReqdColltnDt>
      <Cdtr><Nm>Kloof Water</Nm></Cdtr>
      <CdtrAcct><Id><Othr><Id>62000777</Id></Othr></Id></CdtrAcct>
      <CdtrAgt><FinInstnId><Othr><Id>250655</Id></Othr></FinInstnId></CdtrAgt>
      <CdtrSchmeId><Id><PrvtId><Othr><Id>${CREDITOR}</Id></Othr></PrvtId></Id></CdtrSchmeId>${debtors.map(debitXml).join("")}
    </PmtInf>
  </CstmrDrctDbtInitn>
</Document>
`;

/** The sum of amounts as they are written, with two decimals. */
export function sumOf(debtors: readonly Debtor[]): string {
  const cents = debtors.reduce((sum, { amount }) => sum + Number(amount.replace(".", "")), 0);
  return `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}

/** Writes the files into the folder; their paths. */
export async function writeDebits(folder: string) {
  const [orders, settings, file] = ["debits.csv", "debits.yaml", "run-48.xml"].map((name) =>
    join(folder, name),
  );
  const rows = DEBTORS.map((one) => [
    one.endToEnd,
    one.mandate,
    one.reference,
    one.amount,
    STRIKE,
    "water",
  ]);
  await writeFile(orders!, toCsv(HEAD, rows));
  await writeFile(settings!, `scheme: debicheck\ncreditor_scheme_id: ${CREDITOR}\n`);
  await writeFile(file!, fileXml(DEBTORS, sumOf(DEBTORS)));
  return { orders: orders!, settings: settings!, file: file! };
}
