// From an item of somebody's JSON to our records.
import { textAt, valueAt } from "#platform/json-path.ts";
import type { SourceRecord, Unreadable } from "#sources/source.ts";
import type { JsonField, JsonList } from "./json-settings.ts";

type Read = {
  readonly records: readonly SourceRecord[];
  readonly unreadable: readonly Unreadable[];
};

/** What one item says. */
export function readItem(item: unknown, list: JsonList): Read {
  const text = (field: JsonField) => textAt(item, list.fields[field])?.trim() || undefined;
  if (list.of === "payments") return readPayment(text);
  if (list.of === "customers") return { records: customerOf(text, undefined), unreadable: [] };
  const id = text("id");
  if (id === undefined) {
    // Without an id it has no place among the others; its number is as good a name for the complaint.
    const name = text("number") ?? JSON.stringify(item).slice(0, 100);
    return { records: [], unreadable: [{ id: `without id ${name}`, reason: "it has no id" }] };
  }
  const { gone } = list;
  if (gone && gone.values.includes(textAt(item, gone.field) ?? "")) {
    return { records: [{ kind: "gone", id }], unreadable: [] };
  }
  const [number, customer, amount] = [text("number"), text("customer"), text("amount")];
  const open = list.fields.open === undefined ? amount : text("open");
  if (
    number === undefined ||
    customer === undefined ||
    amount === undefined ||
    open === undefined
  ) {
    const reason = "number, customer, amount or open amount is missing";
    return { records: [], unreadable: [{ id, reason, number, customer }] };
  }
  const document: SourceRecord = {
    kind: "document",
    id,
    type: list.credit.includes(text("type") ?? "") ? "credit" : "invoice",
    number,
    customer,
    customerName: text("customer_name"),
    issuedOn: text("issued_on"),
    dueOn: text("due_on"),
    amount: amountAt(item, list.fields.amount) ?? amount,
    open: amountAt(item, list.fields.open ?? list.fields.amount) ?? open,
    currency: text("currency"),
  };
  return { records: [...customerOf(text, id), document], unreadable: [] };
}

/** Numbers stay numbers, so that their noise can be told from decimals. */
function amountAt(item: unknown, path: string | undefined): number | undefined {
  const value = path === undefined ? undefined : valueAt(item, path);
  return typeof value === "number" ? value : undefined;
}

type Text = (field: JsonField) => string | undefined;

function customerOf(text: Text, document: string | undefined): SourceRecord[] {
  const reference = text("customer");
  const some = (...names: JsonField[]) => names.flatMap((name) => text(name) ?? []);
  const [phones, emails] = [some("mobile", "phone"), some("email")];
  if (reference === undefined) return [];
  // A document that says nothing of how to reach the customer must not take away what others say.
  if (document !== undefined && phones.length + emails.length === 0) return [];
  return [
    {
      kind: "customer",
      id: document === undefined ? reference : `${reference} of ${document}`,
      reference,
      name: text("customer_name"),
      person: text("person_name"),
      language: text("language"),
      zone: text("zone"),
      country: text("country"),
      segment: text("segment"),
      phones,
      emails,
    },
  ];
}

function readPayment(text: Text): Read {
  const [reference, paidOn, amount] = [text("reference"), text("paid_on"), text("amount")];
  if (reference === undefined || paidOn === undefined || amount === undefined) {
    const id = `payment ${reference ?? text("id") ?? ""}`;
    return { records: [], unreadable: [{ id, reason: "reference, date or amount is missing" }] };
  }
  const rest = { customer: text("customer"), invoice: text("invoice"), payer: text("payer") };
  const payment = { kind: "payment", id: reference, reference, paidOn, amount, ...rest } as const;
  return {
    records: [{ ...payment, text: text("text"), currency: text("currency") }],
    unreadable: [],
  };
}
