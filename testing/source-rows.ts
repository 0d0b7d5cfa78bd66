// An open invoice of 100 ZAR as each accounting package would give it.
import type { Row } from "./simulators/accounting.ts";

export const ERP_INVOICE: Row = {
  name: "SINV-1",
  docstatus: 1,
  customer: "Ann Board",
  customer_name: "Ann Board",

  posting_date: "2026-01-05",
  due_date: "2026-02-01",
  grand_total: 100,
  currency: "ZAR",

  outstanding_amount: 100,
  modified: "2026-03-01 00:00:00",
};

export const XERO_INVOICE: Row = {
  InvoiceID: "id-1",
  InvoiceNumber: "X-1",
  Status: "AUTHORISED",
  Total: 100,
  AmountDue: 100,

  Contact: {
    ContactID: "c1",
    Name: "Ben",
  },
  DateString: "2026-01-05T00:00:00",

  DueDateString: "2026-02-01T00:00:00",
  CurrencyCode: "ZAR",
  changedAt: "2026-03-01",
};

export const QBO_INVOICE: Row = {
  Id: "12",
  DocNumber: "Q-12",
  TxnDate: "2026-01-05",
  DueDate: "2026-02-01",

  TotalAmt: 100,
  Balance: 100,
  CurrencyRef: { value: "ZAR" },

  CustomerRef: {
    value: "7",
    name: "Cas",
  },
  changedAt: "2026-03-01T00:00:00Z",
};
