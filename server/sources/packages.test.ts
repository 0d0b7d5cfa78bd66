// Accounting packages, each against a fake that answers as its API is published.
import { sql } from "kysely";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import {
  startErpnext,
  startOdoo,
  startQuickbooks,
  startXero,
  type Row,
} from "#testing/simulators/accounting.ts";
import { openSourceWorld, type SourceClient, type SourceWorld } from "#testing/source-world.ts";

let world: SourceWorld;
let client: SourceClient;
beforeAll(async () => {
  world = await openSourceWorld();
});
beforeEach(async () => {
  client = await world.client();
});

const source = (kind: string, settings: object) => ({
  name: kind,
  kind,
  every: "15 minutes",
  settings,
});

async function closing<T extends { close(): Promise<void> }>(opened: Promise<T>): Promise<T> {
  const one = await opened;
  onTestFinished(async () => await one.close());
  return one;
}

const credits = async () =>
  await client.rows(sql<{ reference: string; open: bigint }>`
    select reference, open_minor as open from dunlin.credit where client_id = ${client.clientId} order by reference`);
const payments = async () =>
  await client.rows(sql`select from dunlin.payment where client_id = ${client.clientId}`);
const fullAgain = async () =>
  await client.rows(
    sql`update dunlin.source set full_at = '2020-01-01' where client_id = ${client.clientId}`,
  );

describe("Odoo", () => {
  const move = (id: number, more: Row = {}): Row => ({
    id,
    name: `INV/${id}`,
    move_type: "out_invoice",
    state: "posted",
    partner_id: [5, "Ann Board"],
    invoice_date: "2026-01-05",
    invoice_date_due: "2026-02-01",
    amount_total: 115.000_000_01,
    amount_residual: 115,
    currency_id: [1, "ZAR"],
    write_date: "2026-03-01 00:00:00",
    ...more,
  });
  const partner = {
    id: 5,
    name: "Ann Board",
    phone: "+27821234567",
    email: "ann@example.com",
    lang: "en_US",
    is_company: false,
  };

  test("pages, credit notes, a payment, a cancelled and a draft invoice; 429 and 500 on the way", async () => {
    const odoo = await closing(startOdoo("key"));
    odoo.models["res.partner"]!.push(partner);
    const refund = move(4, {
      name: "RINV/4",
      move_type: "out_refund",
      amount_total: 20,
      amount_residual: 20,
    });
    const moves = [move(1), move(2), move(3), refund, move(9, { state: "draft", name: false })];
    odoo.models["account.move"]!.push(...moves);
    odoo.mishaps.push(429, 500);
    const settings = { url: odoo.url, database: "db", user: "api", api_key: "key", page_size: 2 };
    const of = await client.set(source("odoo", settings));
    expect(await world.run(of)).toMatchObject({ state: "applied", full: true, rejected: 0 });
    expect(await client.invoices()).toEqual(
      [1, 2, 3].map((n) => ({ reference: `INV/${n}`, open: 11_500n })),
    );
    expect(await credits()).toEqual([{ reference: "RINV/4", open: 2_000n }]);

    const later = { write_date: "2027-01-01 00:00:00" };
    odoo.models["account.move"] = [
      move(1, { ...later, amount_residual: 15 }),
      move(2, { ...later, state: "cancel" }),
      move(3),
      { ...refund, ...later, amount_residual: 0 },
    ];
    expect(await world.run(of)).toMatchObject({ state: "applied", full: false });
    expect((await client.invoices()).map((one) => one.open)).toEqual([1_500n, 0n, 11_500n]);
    expect(await credits()).toEqual([{ reference: "RINV/4", open: 0n }]);
    expect(await payments()).toHaveLength(1);
    expect(odoo.asked.at(-1)).toContain("res.partner");
  });

  test("a wrong key is said to be one", async () => {
    const odoo = await closing(startOdoo("key"));
    const of = await client.set(
      source("odoo", { url: odoo.url, database: "db", user: "api", api_key: "no" }),
    );
    expect(await world.run(of)).toMatchObject({ state: "failed", trouble: "sign_in" });
  });
});

describe("ERPNext", () => {
  const invoice = (n: number, more: Row = {}): Row => ({
    name: `SINV-${n}`,
    docstatus: 1,
    customer: "Ann Board",
    customer_name: "Ann Board",
    posting_date: "2026-01-05",
    due_date: "2026-02-01",
    grand_total: 99.99,
    rounded_total: 100,
    outstanding_amount: 100,
    currency: "ZAR",
    party_account_currency: "ZAR",
    contact_mobile: "+27821234567",
    modified: "2026-03-01 00:00:00",
    ...more,
  });

  test("pages, returns as credits, cancelled ones; changes are asked for in the site's zone", async () => {
    const erp = await closing(startErpnext("k:s"));
    const back = { grand_total: -30, rounded_total: -30, outstanding_amount: -30 };
    erp.invoices.push(
      invoice(1),
      invoice(2),
      invoice(3, back),
      invoice(4, { party_account_currency: "USD" }),
    );
    erp.mishaps.push(500);
    const settings = {
      url: erp.url,
      api_key: "k",
      api_secret: "s",
      zone: "Asia/Kolkata",
      page_size: 2,
    };
    const of = await client.set(source("erpnext", settings));
    expect(await world.run(of)).toMatchObject({ state: "applied", rejected: 1 });
    expect(await client.invoices()).toEqual(
      [1, 2].map((n) => ({ reference: `SINV-${n}`, open: 10_000n })),
    );
    expect(await credits()).toEqual([{ reference: "SINV-3", open: 3_000n }]);
    erp.invoices.splice(
      0,
      4,
      invoice(1, { docstatus: 2, modified: "2027-01-01 00:00:00" }),
      invoice(2),
    );
    const beganMs = world.web.nowMs() - 300_000;
    expect(await world.run(of)).toMatchObject({ state: "applied", records: 1 });
    const local =
      Temporal.Instant.fromEpochMilliseconds(beganMs).toZonedDateTimeISO("Asia/Kolkata");
    expect(erp.asked.at(-1)).toContain(
      local.toPlainDateTime().toString().slice(0, 15).replace("T", " "),
    );
    expect((await client.invoices()).map((one) => one.open)).toEqual([0n, 10_000n]);
    expect(await payments()).toHaveLength(0);
  });
});

describe("Xero", () => {
  const pad = (n: number) => String(n).padStart(4, "0");
  const invoice = (n: number, more: Row = {}): Row => ({
    InvoiceID: `id-${pad(n)}`,
    InvoiceNumber: `INV-${pad(n)}`,
    Status: "AUTHORISED",
    Contact: { ContactID: "c1", Name: "Ann Board" },
    DateString: "2026-01-05T00:00:00",
    DueDateString: "2026-02-01T00:00:00",
    CurrencyCode: "ZAR",
    Total: 100,
    AmountDue: 100,
    changedAt: "2026-03-01T00:00:00",
    ...more,
  });
  const contact = {
    ContactID: "c1",
    Name: "Ann Board",
    EmailAddress: "ann@example.com",
    Phones: [
      { PhoneType: "MOBILE", PhoneCountryCode: "27", PhoneAreaCode: "82", PhoneNumber: "1234567" },
    ],
  };
  const settingsOf = (url: string, refresh_token = "refresh-0") => ({
    api_url: url,
    token_url: `${url}/token`,
    client_id: "app",
    client_secret: "s3cret",
    refresh_token,
    tenant_id: "tenant",
  });

  test("pages of 100, contacts, credit notes, voids; the refresh token is replaced and kept", async () => {
    const xero = await closing(startXero(world.web.nowMs));
    xero.lists["Contacts"]!.push(contact);
    for (let n = 1; n <= 130; n += 1) xero.lists["Invoices"]!.push(invoice(n));
    xero.lists["CreditNotes"]!.push({
      ...invoice(900),
      CreditNoteID: "cn-1",
      CreditNoteNumber: "CN-1",
      Total: 40,
      RemainingCredit: 40,
    });
    xero.mishaps.push(429);
    const of = await client.set(source("xero", settingsOf(xero.url)));
    expect(await world.run(of)).toMatchObject({ state: "applied", full: true, pages: 3 });
    expect(await client.invoices()).toHaveLength(130);
    expect(await credits()).toEqual([{ reference: "CN-1", open: 4_000n }]);
    const [sealed] = await client.rows(sql<{ text: string }>`
      select s::text as text from dunlin.source s where client_id = ${client.clientId}`);
    expect(sealed!.text).not.toMatch(/refresh-1|access-1|s3cret/);
    // The access token was thrown away there: the next run signs in with the refresh token that was kept.
    xero.tokens.access = "another";
    const later = { changedAt: "2027-01-01T00:00:00" };
    xero.lists["Invoices"]!.splice(
      0,
      2,
      invoice(1, { ...later, Status: "VOIDED", AmountDue: 0 }),
      invoice(2, { ...later, Status: "PAID", AmountDue: 0 }),
    );
    expect(await world.run(of)).toMatchObject({ state: "applied", full: false });
    expect(xero.tokens.used).toBe(2);
    expect((await client.invoices()).slice(0, 3).map((one) => one.open)).toEqual([0n, 0n, 10_000n]);
    expect(await payments()).toHaveLength(1);
  });

  test("a list that shrinks while it is read is read again: nothing is passed over and settled", async () => {
    const xero = await closing(startXero(world.web.nowMs));
    for (let n = 1; n <= 105; n += 1) xero.lists["Invoices"]!.push(invoice(n));
    const of = await client.set(source("xero", settingsOf(xero.url)));
    await world.run(of);
    await fullAgain();
    xero.hooks.beforePage = (page) => {
      if (page === 2)
        xero.lists["Invoices"]!.splice(
          0,
          1,
          invoice(1, { Status: "PAID", AmountDue: 0, changedAt: "2027-01-01T00:00:00" }),
        );
    };
    expect(await world.run(of)).toMatchObject({ state: "applied", full: true });
    expect((await client.invoices()).filter((one) => one.open > 0n).length).toBeGreaterThanOrEqual(
      104,
    );
    expect((await client.invoices()).find((one) => one.reference === "INV-0101")?.open).toBe(
      10_000n,
    );
  });

  test("60 calls a minute are never passed, and a consent that was taken back is said to be", async () => {
    const xero = await closing(startXero(world.web.nowMs));
    for (let n = 1; n <= 70; n += 1) {
      const id = `c${n}`;
      xero.lists["Contacts"]!.push({ ContactID: id, Name: id });
      xero.lists["Invoices"]!.push(invoice(n, { Contact: { ContactID: id, Name: id } }));
    }
    const of = await client.set(source("xero", { ...settingsOf(xero.url), per_minute: 3 }));
    world.web.waited.length = 0;
    expect(await world.run(of)).toMatchObject({ state: "applied" });
    expect(world.web.waited.some((ms) => ms > 50_000)).toBe(true);
    xero.tokens.refresh = "somebody used it";
    xero.tokens.access = "";
    expect(await world.run(of)).toMatchObject({ state: "failed", trouble: "sign_in" });
  });
});

describe("QuickBooks Online", () => {
  const invoice = (n: number, more: Row = {}): Row => ({
    Id: String(n),
    DocNumber: `Q-${n}`,
    TxnDate: "2026-01-05",
    DueDate: "2026-02-01",
    TotalAmt: 100,
    Balance: 100,
    CurrencyRef: { value: "ZAR" },
    CustomerRef: { value: "7", name: "Ann Board" },
    changedAt: "2026-03-01T00:00:00Z",
    ...more,
  });
  const settingsOf = (url: string) => ({
    api_url: url,
    token_url: `${url}/token`,
    client_id: "app",
    client_secret: "s3cret",
    refresh_token: "refresh-0",
    realm_id: "123",
    page_size: 3,
  });

  test("queries page by page, then changes: payments, a deletion, a void, a credit memo; 429, and a token that ran out", async () => {
    const qbo = await closing(startQuickbooks());
    qbo.entities["Customer"]!.push({
      Id: "7",
      DisplayName: "Ann Board",
      PrimaryEmailAddr: { Address: "ann@example.com" },
    });
    for (let n = 1; n <= 5; n += 1) qbo.entities["Invoice"]!.push(invoice(n));
    qbo.mishaps.push(429, 500);
    const of = await client.set(source("quickbooks", settingsOf(qbo.url)));
    expect(await world.run(of)).toMatchObject({ state: "applied", full: true });
    expect(await client.invoices()).toEqual(
      [1, 2, 3, 4, 5].map((n) => ({ reference: `Q-${n}`, open: 10_000n })),
    );
    const later = { changedAt: "2027-01-01T00:00:00Z" };
    qbo.tokens.access = "another";
    qbo.deleted.push({ entity: "Invoice", Id: "1" });
    qbo.entities["Invoice"]!.splice(
      0,
      3,
      invoice(2, { ...later, Balance: 40 }),
      invoice(3, { ...later, TotalAmt: 0, Balance: 0 }),
    );
    qbo.entities["CreditMemo"]!.push(
      invoice(8, { ...later, DocNumber: "CM-8", Balance: 10, RemainingCredit: 10, TotalAmt: 10 }),
    );
    expect(await world.run(of)).toMatchObject({ state: "applied", full: false, pages: 1 });
    expect(qbo.asked.some((one) => one.startsWith("cdc "))).toBe(true);
    expect((await client.invoices()).map((one) => one.open)).toEqual([
      0n,
      4_000n,
      0n,
      10_000n,
      10_000n,
    ]);
    expect(await credits()).toEqual([{ reference: "CM-8", open: 1_000n }]);
    expect(await payments()).toHaveLength(1);
  });
});
