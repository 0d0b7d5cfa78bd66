import {
  readCountry,
  readEmail,
  readKind,
  readLanguage,
  readPayday,
  readZone,
} from "./contacts.ts";
import { factorsOf } from "./factors.ts";
import type { Line } from "./line.ts";
import type { CustomerPart, Field, Parsed } from "./types.ts";

/** Most numbers or mailboxes taken from one line. */
const MAX_CONTACTS = 10;

/** The customer of a line; a wrong phone number or mailbox costs only itself. undefined: the row was refused. */
export function customerOf(line: Line): CustomerPart | undefined {
  const reference = line.reference("customer_reference", "customer reference");
  if (reference === undefined) return undefined;
  if (line.layout.kind === "invoices") return { reference, phones: [], emails: [] };
  const customer: Mutable<CustomerPart> = {
    reference,
    phones: contacts(line, ["mobile", "phone"], line.layout.phones, /[;/|,\n]/u),
    emails: contacts(line, ["email"], readEmail, /[;,|\s]+/u),
  };
  set(customer, "name", line.words("customer_name"));
  set(customer, "kind", line.choice("kind", readKind));
  set(customer, "language", line.choice("language", readLanguage));
  set(customer, "zone", line.choice("zone", readZone));
  set(customer, "country", line.choice("country", readCountry));
  set(customer, "segment", line.words("segment"));
  set(customer, "paydayDay", line.choice("payday", readPayday));
  set(customer, "personName", personName(line));
  set(customer, "factors", factorsOf(line));
  return customer;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function set<Key extends keyof CustomerPart>(
  customer: Mutable<CustomerPart>,
  key: Key,
  value: CustomerPart[Key] | undefined,
): void {
  if (value !== undefined) customer[key] = value;
}

function personName(line: Line): string | undefined {
  const whole = line.words("person_name");
  if (whole !== undefined) return whole;
  const parts = [line.words("first_name"), line.words("last_name")];
  const joined = parts.filter((part) => part !== undefined).join(" ");
  return joined === "" ? undefined : joined;
}

function contacts(
  line: Line,
  fields: readonly Field[],
  read: (text: string) => Parsed<string>,
  separator: RegExp,
): readonly string[] {
  const found: string[] = [];
  for (const field of fields) {
    const text = line.text(field);
    if (text === "") continue;
    const whole = read(text);
    const values = "value" in whole ? [text] : text.split(separator, MAX_CONTACTS);
    for (const value of values.map((part) => part.trim()).filter((part) => part !== "")) {
      const parsed = read(value);
      if (!("value" in parsed)) line.refuseField(field, value, parsed.reason);
      else if (!found.includes(parsed.value)) found.push(parsed.value);
    }
  }
  return found;
}
