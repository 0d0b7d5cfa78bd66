// What happens here is told to the systems that the books come from, each event once.
import { sql } from "kysely";
import { beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { checkSource } from "#adapters/sources/open.ts";
import { makePromise } from "#ledger/holds.ts";
import { loadContext } from "#messages/planning/context.ts";
import { postPayments } from "#payments/payments.ts";
import { reversePayments } from "#payments/reversing.ts";
import { asClient } from "#platform/db.ts";
import { THURSDAY } from "#testing/builders.ts";
import {
  startErpnext,
  startOdoo,
  startQuickbooks,
  startXero,
  type Row,
} from "#testing/simulators/accounting.ts";
import { listenOnLoopback, type PeerRequest } from "#testing/simulators/http-peer.ts";
import { ERP_INVOICE, QBO_INVOICE, XERO_INVOICE } from "#testing/source-rows.ts";
import { openSourceWorld, type SourceClient, type SourceWorld } from "#testing/source-world.ts";
import { definitionOf } from "./definition.ts";

let world: SourceWorld;
let client: SourceClient;
beforeAll(async () => {
  world = await openSourceWorld();
});
beforeEach(async () => {
  client = await world.client();
});

async function closing<T extends { close(): Promise<void> }>(opened: Promise<T>): Promise<T> {
  const one = await opened;
  onTestFinished(async () => await one.close());
  return one;
}

const within = async <T>(work: Parameters<typeof asClient<T>>[2]): Promise<T> =>
  await asClient(world.ports.db, client.clientId, work);

async function pay(reference: string, customerReference: string, amountMinor: bigint) {
  const paidOn = Temporal.PlainDate.from("2026-03-05");
  const payment = { reference, customerReference, currency: "ZAR", amountMinor, paidOn };
  await within(async (tx) => {
    const context = await loadContext(tx, client.clientId);
    await postPayments(tx, context, [payment], { now: THURSDAY, actor: "api" });
  });
}

async function promise(customerReference: string, amountMinor: bigint) {
  const dueOn = Temporal.PlainDate.from("2026-03-20");
  const made = { customerReference, currency: "ZAR", amountMinor, dueOn, by: "test" };
  await within(async (tx) => await makePromise(tx, client.clientId, made, THURSDAY));
}

const writings = async () =>
  await client.rows(sql<{ kind: string; state: string; tries: number }>`
    select kind, state, tries from dunlin.source_writing where client_id = ${client.clientId} order by seq`);
const dueAgain = async () =>
  await client.rows(
    sql`update dunlin.source_writing set next_at = '-infinity' where client_id = ${client.clientId}`,
  );

test("Odoo: a payment is registered for its invoices and the rest beside them, promises are notes; an answer that was lost doubles nothing", async () => {
  const odoo = await closing(startOdoo("key"));
  const move = (id: number): Row => ({
    id,
    name: `INV/${id}`,
    move_type: "out_invoice",
    state: "posted",
    partner_id: [5, "Ann Board"],
    invoice_date: "2026-01-05",
    invoice_date_due: "2026-02-01",
    amount_total: 100,
    amount_residual: 100,
    currency_id: [1, "ZAR"],
    write_date: "2026-03-01 00:00:00",
  });
  odoo.models["res.partner"]!.push({ id: 5, name: "Ann Board", is_company: false });
  odoo.models["account.move"]!.push(move(1), move(2));
  const settings = {
    url: odoo.url,
    database: "db",
    user: "api",
    api_key: "key",
    journal_id: 8,
    retries: 0,
  };
  const definition = { name: "odoo", kind: "odoo", every: "15 minutes", settings };
  const of = await client.set({ ...definition, write_back: ["payments", "promises", "notes"] });
  expect(await world.run(of)).toMatchObject({ state: "applied" });
  await promise("5", 5_000n);
  await pay("P-1", "5", 25_000n);
  // The promise is written, and the answer of the wizard's create is lost.
  odoo.lost.push(false, true);
  const broken = await world.run(of);
  expect(broken).toMatchObject({ state: "failed", trouble: "unreachable" });
  expect((await client.invoices()).map((one) => one.open)).toEqual([0n, 0n]);
  expect(await world.run(of)).toMatchObject({ result: { write_back: { written: 2, waiting: 0 } } });
  const paid = odoo.models["account.payment"]!.map((one) => [one["amount"], one["state"]]);
  expect(paid).toEqual([
    [100, "paid"],
    [100, "paid"],
    [50, "posted"],
  ]);
  const [said] = odoo.models["mail.message"]!;
  expect(said!["body"]).toMatch(/^Promised to pay ZAR 50\.00 by 2026-03-20\n\[dunlin [\w-]+\]$/);
  // Read again, the books say what the ledger says: nothing is paid twice, nothing is written twice.
  await world.run(of);
  expect((await client.invoices()).map((one) => one.open)).toEqual([0n, 0n]);
  expect(odoo.models["mail.message"]).toHaveLength(2);
  // What was written as paid and went back is told as a note, with what went back.
  await within(async (tx) => {
    const context = await loadContext(tx, client.clientId);
    const { rows } = await sql<{ paymentId: string }>`
      select payment_id from dunlin.payment where client_id = ${client.clientId} and reference = 'P-1'`.execute(
      tx,
    );
    const back = { amountMinor: 5_000n, reason: "chargeback", cause: "test" } as const;
    const { paymentId } = rows[0]!;
    await reversePayments(tx, context, [{ ...back, paymentId }], { now: THURSDAY, actor: "test" });
  });
  await world.run(of);
  expect(odoo.models["mail.message"]!.at(-1)!["body"]).toMatch(
    /^No longer paid: ZAR 50\.00 of P-1, it was charged back\n/u,
  );
  expect(await writings()).toEqual(
    ["promises", "payments", "promises", "notes"].map((kind) => ({
      kind,
      state: "written",
      tries: 1,
    })),
  );
});

test("ERPNext, Xero and QuickBooks take payments under a key of their own", async () => {
  const erp = await closing(startErpnext("k:s"));
  erp.invoices.push(ERP_INVOICE);
  const xero = await closing(startXero(world.web.nowMs));
  xero.lists["Contacts"]!.push({ ContactID: "c1", Name: "Ben" });
  xero.lists["Invoices"]!.push(XERO_INVOICE);
  const qbo = await closing(startQuickbooks());
  qbo.entities["Customer"]!.push({ Id: "7", DisplayName: "Cas" });
  qbo.entities["Invoice"]!.push(QBO_INVOICE);
  const oauth = (url: string) => ({
    api_url: url,
    token_url: `${url}/token`,
    client_id: "app",
    client_secret: "s3cret",
    refresh_token: "refresh-0",
  });
  const kinds = {
    erpnext: {
      url: erp.url,
      api_key: "k",
      api_secret: "s",
      zone: "UTC",
      bank_account: "Bank - AC",
    },
    xero: { ...oauth(xero.url), tenant_id: "tenant", bank_account_code: "090" },
    quickbooks: { ...oauth(qbo.url), realm_id: "123" },
  };
  const sources = [];
  for (const [kind, settings] of Object.entries(kinds)) {
    const write_back = kind === "erpnext" ? ["payments", "promises"] : ["payments"];
    const of = await client.set({ name: kind, kind, every: "1 hour", write_back, settings });
    sources.push(of);
    expect(await world.run(of)).toMatchObject({ state: "applied" });
  }
  await pay("P-a", "Ann Board", 4_000n);
  await promise("Ann Board", 6_000n);
  await pay("P-b", "c1", 10_000n);
  await pay("P-c", "7", 12_000n);
  const counts = [];
  for (const of of sources) counts.push((await world.run(of))?.result["write_back"]);
  expect(counts).toEqual([2, 1, 1].map((written) => ({ written, given_up: 0, waiting: 0 })));
  expect(erp.written["Payment Entry"]).toMatchObject([
    {
      docstatus: 1,
      party: "Ann Board",
      paid_to: "Bank - AC",
      paid_amount: 40,
      references: [
        {
          reference_name: "SINV-1",
          allocated_amount: 40,
        },
      ],
    },
  ]);
  expect(erp.written["Comment"]).toMatchObject([
    { reference_doctype: "Customer", reference_name: "Ann Board" },
  ]);
  expect([...xero.payments.values()]).toEqual([
    [
      {
        Invoice: { InvoiceID: "id-1" },
        Account: { Code: "090" },
        Date: "2026-03-05",
        Amount: 100,
        Reference: "P-b",
      },
    ],
  ]);
  expect([...qbo.payments.values()]).toMatchObject([
    {
      CustomerRef: { value: "7" },
      TotalAmt: 120,
      TxnDate: "2026-03-05",
      Line: [
        {
          Amount: 100,
          LinkedTxn: [
            {
              TxnId: "12",
              TxnType: "Invoice",
            },
          ],
        },
      ],
    },
  ]);
});

test("a JSON API: by configuration, in order per customer, refused things are given up in the open, and what it told us it is not told", async () => {
  const told: { key: string; body: Record<string, unknown> }[] = [];
  const refuse = new Set<string>();
  const answers = {
    invoices: ["a", "b"].map((id) => ({
      id,
      no: `N-${id}`,
      of: id,
      due: "2026-02-01",
      total: 100,
      left: 100,
    })),
    payments: [{ ref: "THEIRS", of: "a", on: "2026-03-01", amount: 1 }],
  };
  const api = await closing(
    listenOnLoopback(({ method, path, headers, body }: PeerRequest, response) => {
      const of = path.split("/").at(-1)!;
      if (method === "GET") {
        return void response.end(
          JSON.stringify(of === "invoices" ? answers.invoices : answers.payments),
        );
      }
      response.statusCode = refuse.has(of) ? 422 : 201;
      if (!refuse.has(of))
        told.push({
          key: String(headers["idempotency-key"]),
          body: JSON.parse(body) as Record<string, unknown>,
        });
      response.end("{}");
    }),
  );
  const definition = {
    name: "own",
    kind: "json",
    every: "1 hour",
    write_back: ["payments", "promises"],
    settings: {
      lists: [
        {
          of: "documents",
          url: `${api.url}/invoices`,
          fields: {
            id: "id",
            number: "no",
            customer: "of",
            due_on: "due",
            amount: "total",
            open: "left",
          },
        },
        {
          of: "payments",
          url: `${api.url}/payments`,
          fields: {
            reference: "ref",
            customer: "of",
            paid_on: "on",
            amount: "amount",
          },
        },
      ],
      write_back: {
        payments: {
          url: `${api.url}/pay/{customer}`,
          body: {
            ref: "{reference}",
            cents: "{amount_minor}",
            parts: "{invoices}",
            note: "by {currency}",
          },
        },
        promises: {
          url: `${api.url}/say/{customer}`,
          body: { said: "{text}" },
        },
      },
    },
  };
  expect(() => definitionOf({ ...definition, write_back: ["notes"] }, checkSource)).toThrow(
    /settings\.write_back\.notes is needed to write back notes/,
  );
  const of = await client.set(definition);
  expect(await world.run(of)).toMatchObject({ state: "applied", result: { payments: 1 } });
  refuse.add("a");
  await promise("a", 1_000n);
  await pay("OURS-a", "a", 2_000n);
  await pay("OURS-b", "b", 3_000n);
  expect(await world.run(of)).toMatchObject({ result: { write_back: { written: 1, waiting: 3 } } });
  expect(told.map(({ body }) => body)).toEqual([
    {
      ref: "OURS-b",
      cents: 3_000,
      parts: [{ number: "N-b", id: "b", amount: "30.00" }],
      note: "by ZAR",
    },
  ]);
  // The eighth refusal is the last.
  await client.rows(sql`
    update dunlin.source_writing set tries = 7, next_at = '-infinity'
    where client_id = ${client.clientId} and state = 'waits' and tries > 0`);
  await world.run(of);
  expect(await client.events("source.write_back_failed")).toMatchObject([
    { body: { source: "own", what: "promises" } },
  ]);
  refuse.clear();
  await dueAgain();
  await world.run(of);
  expect(told.slice(1).map(({ body }) => body["ref"] ?? body["said"])).toEqual([
    "OURS-a",
    "Kept the promise to pay ZAR 10.00 by 2026-03-20",
  ]);
  expect((await writings()).map(({ state }) => state)).toEqual([
    "given_up",
    "written",
    "written",
    "written",
  ]);
  expect(new Set(told.map(({ key }) => key)).size).toBe(3);
});
