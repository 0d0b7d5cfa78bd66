// Which message a file is: by its namespace, and by what stands in its Document.
import { UserError } from "#platform/errors.ts";
import type { BankKind } from "./types.ts";

/** The element within Document; the first versions have "V01" behind the name. */
const MESSAGES: Readonly<Record<string, BankKind | "pain.001" | "pain.008">> = {
  BkToCstmrAcctRpt: "camt.052",
  BkToCstmrStmt: "camt.053",
  BkToCstmrDbtCdtNtfctn: "camt.054",
  CstmrPmtStsRpt: "pain.002",
  "pain.002.001.02": "pain.002",
  CstmrCdtTrfInitn: "pain.001",
  CstmrDrctDbtInitn: "pain.008",
};

/** The newest version of each message that was compared with its schema. */
const NEWEST: Readonly<Record<BankKind, number>> = {
  "camt.052": 13,
  "camt.053": 13,
  "camt.054": 13,
  "pain.002": 15,
};

const FAMILIES = [
  /^urn:iso:std:iso:20022:tech:xsd:(.+)$/,
  /^urn:swift:xsd:\$?(.+)$/,
  // Switzerland, Germany: own restrictions of the same messages.
  /^https?:\/\/www\.six-interbank-clearing\.com\/de\/(.+?)(?:\.xsd)?$/,
];

export type Message = { readonly kind: BankKind; readonly version: string };

/** Which message it is; a `UserError` without the file's name for what no bank reports. */
export function messageOf(name: string, namespace: string): Message {
  const told = MESSAGES[name.replace(/V0\d$/, "")] ?? MESSAGES[name];
  if (told === "pain.001" || told === "pain.008") {
    throw new UserError(
      `is a ${told}, an order to the bank; import here what the bank reports: camt.053, camt.054 or pain.002`,
    );
  }
  if (told === undefined) {
    throw new UserError(
      `holds <${name.slice(0, 60)}>, which is no message of a bank that is read: camt.053, camt.054 or pain.002`,
    );
  }
  if (namespace === "") return { kind: told, version: "" };
  const named = FAMILIES.map((family) => family.exec(namespace)?.[1]).find(Boolean);
  const parts =
    named === undefined ? undefined : /^([a-z]{4}\.\d{3})\.(\d{3}\.(\d{2}))/.exec(named);
  if (!parts) {
    throw new UserError(
      `has the namespace "${namespace.slice(0, 100)}", which is none of ISO 20022, such as "urn:iso:std:iso:20022:tech:xsd:${told}.001.08"`,
    );
  }
  const [, kind = "", version = "", number = ""] = parts;
  if (kind !== told) {
    throw new UserError(
      `says by its namespace that it is a ${kind}, and holds <${name.slice(0, 60)}>, which is a ${told}`,
    );
  }
  if (Number(number) > NEWEST[told] || Number(number) === 0) {
    throw new UserError(
      `is ${told}.${version}; versions 01 to ${NEWEST[told]} are known, have the bank send one of those`,
    );
  }
  return { kind: told, version };
}
