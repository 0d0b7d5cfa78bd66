import { afterAll, beforeAll, expect, test } from "vitest";
import { openHttpWorld, type HttpWorld } from "./test-world.ts";

const person = `/v1/customers/${encodeURIComponent("C/1 é")}`;

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

// One day of one debtor: each test goes on where the last one ended.

test("the client, and what its debtor owes", async () => {
  const { clients } = (await world.ask("GET", "/v1/clients")).json();
  expect(clients).toEqual([
    {
      slug: "acme",
      name: "Acme <Fibre>",
      currency: "ZAR",
      country: "ZA",
      zone: "Africa/Johannesburg",
      language: "en",
      phone: null,
      email: null,
      site: null,
      book_as_of: "2026-06-30T10:00:00Z",
    },
  ]);
  const card = (await world.ask("GET", person)).json();
  expect(card).toMatchObject({
    reference: "C/1 é",
    name: "Thandi",
    contact_points: [{ kind: "phone", address: "+27821234567", opted_out: false }],
    accounts: [{ currency: "ZAR", open_minor: "34990", overdue_minor: "14990", credit_minor: "0" }],
  });
  expect(card.invoices).toHaveLength(2);
  expect(card.thread).toEqual([]);
});

test("the explanation names the step, and the simulation counts it", async () => {
  const { accounts } = (await world.ask("GET", `${person}/explain`)).json();
  expect(accounts).toMatchObject([
    { currency: "ZAR", decision: "send", reason: "step_due", overdue_minor: "14990" },
  ]);
  expect(JSON.stringify(accounts)).not.toContain("+27821234567");
  const { days, reasons } = (await world.ask("GET", "/v1/simulate?days=2")).json();
  expect(days.map((day: { date: string; sms: number }) => [day.date, day.sms])).toEqual([
    ["2026-06-30", 1],
    ["2026-07-01", 0],
  ]);
  expect(reasons.step_due).toBe(1);
});

test("a run plans the reminder", async () => {
  const answer = await world.ask("POST", "/v1/run");
  expect(answer.json()).toMatchObject({ decisions: { step_due: 1 }, messages: 1, withdrawn: 0 });
  const { messages, next_cursor: cursor } = (
    await world.ask("GET", "/v1/messages?state=planned")
  ).json();
  expect(messages).toMatchObject([
    {
      customer: "C/1 é",
      step: "reminder",
      channel: "sms",
      address: "+27821234567",
      amount_minor: "14990",
    },
  ]);
  expect(cursor).toBeNull();
});

test("a dispute withdraws it, and its end plans it again", async () => {
  const placed = await world.ask("POST", `${person}/disputes`, {
    invoices: ["INV-1"],
    reason: "not mine",
  });
  expect(placed.statusCode).toBe(201);
  expect(placed.json()).toMatchObject({ withdrawn: 1, messages: 0 });
  const { rows } = (await world.ask("GET", `${person}/disputes`)).json();
  expect(rows).toMatchObject([
    {
      kind: "dispute",
      invoices: ["INV-1"],
      reason: "not mine",
      placed_by: "operator",
      ended_at: null,
    },
  ]);
  const ended = await world.ask("POST", `${person}/disputes/end`, {
    hold_id: placed.json().hold_id,
  });
  expect(ended.json()).toMatchObject({ ended: [placed.json().hold_id], messages: 1 });
});

test("a promise withdraws it as well, and ends without a body", async () => {
  const made = await world.ask("POST", `${person}/promises`, {
    amount_minor: 14990,
    due_on: "2026-07-03",
  });
  expect(made.json()).toMatchObject({ promise_id: expect.any(String), withdrawn: 1 });
  const { rows } = (await world.ask("GET", `${person}/promises`)).json();
  expect(rows).toMatchObject([
    { amount_minor: "14990", until: "2026-07-03", promise_state: "open" },
  ]);
  expect((await world.ask("POST", `${person}/promises/end`)).json()).toMatchObject({ messages: 1 });
});

test("a hold of everything", async () => {
  const placed = await world.ask("POST", `${person}/holds`, {
    kind: "vulnerable",
    until: "2026-08-01",
  });
  expect(placed.json()).toMatchObject({ withdrawn: 1 });
  const { rows } = (await world.ask("GET", `${person}/holds`)).json();
  expect(rows).toMatchObject([{ kind: "vulnerable", until: "2026-08-01", amount_minor: null }]);
  expect((await world.ask("POST", `${person}/holds/end`, {})).json()).toMatchObject({
    messages: 1,
  });
});

test("a payment withdraws the reminder at once, and the same again is the same", async () => {
  const payments = [
    { reference: "P1", invoice: "INV-1", amount: "149.90", currency: "ZAR", paid_on: "2026-06-30" },
    {
      reference: "P2",
      customer: "nobody",
      amount_minor: "500",
      currency: "ZAR",
      paid_on: "2026-06-30",
    },
  ];
  const first = await world.ask("POST", "/v1/payments", payments);
  expect(first.json()).toMatchObject({
    payments: 2,
    allocated: 1,
    unmatched: 1,
    duplicates: 0,
    withdrawn: 1,
  });
  const again = await world.ask("POST", "/v1/payments", payments[0]);
  expect(again.json()).toMatchObject({ payments: 0, duplicates: 1, withdrawn: 0 });
  const card = (await world.ask("GET", person)).json();
  expect(card.accounts).toMatchObject([{ open_minor: "20000", overdue_minor: "0" }]);
});

test("messages page by page, each once", async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 10; page += 1) {
    const after: string = cursor === null ? "" : `&cursor=${cursor}`;
    const answer = await world.ask("GET", `/v1/messages?limit=1${after}`);
    const { messages, next_cursor: next } = answer.json();
    seen.push(...messages.map((one: { message_id: string }) => one.message_id));
    cursor = next;
    if (cursor === null) break;
  }
  expect(seen).toHaveLength(4);
  expect(seen).toEqual([...new Set(seen)].toSorted().toReversed());
});

test("events in order, each once", async () => {
  const kinds: string[] = [];
  for (let after = "0", page = 0; page < 50; page += 1) {
    const answer = await world.ask("GET", `/v1/events?limit=3&after=${after}`);
    const { events, next_after: next } = answer.json();
    if (events.length === 0) break;
    expect(events.at(-1).seq).toBe(next);
    kinds.push(...events.map((one: { kind: string }) => one.kind));
    after = next;
  }
  const wanted = [
    "policy.applied",
    "message.planned",
    "dispute.opened",
    "message.suppressed",
    "payment.received",
  ];
  expect(
    kinds.filter((kind, index) => wanted.includes(kind) && kinds.indexOf(kind) === index),
  ).toEqual(wanted);
  expect(kinds.filter((kind) => kind === "payment.unmatched")).toHaveLength(1);
});

test("the report, the call list and the conversations", async () => {
  const report = (await world.ask("GET", "/v1/report?from=2026-06-30")).json();
  expect(report).toMatchObject({
    from: "2026-06-30T00:00:00Z",
    planned: 4,
    sent: 0,
    aging: [{ currency: "ZAR", not_due_minor: "20000", days_1_30_minor: "0" }],
  });
  expect((await world.ask("GET", "/v1/call-list")).json()).toEqual({ rows: [] });
  expect((await world.ask("GET", "/v1/conversations")).json()).toEqual({
    conversations: [],
    next_cursor: null,
  });
});

test("a reply appears as an unread conversation", async () => {
  await world.owner.query(
    `with c as (insert into dunlin.conversation (client_id, customer_id, unread, last_at)
      select client_id, customer_id, 1, '2026-06-30T10:05:00Z' from dunlin.customer returning client_id, conversation_id)
    insert into dunlin.inbound (client_id, conversation_id, route_id, channel, from_address, to_address, body, received_at)
    select c.client_id, conversation_id, route_id, 'sms', '+27821234567', '+27600000000', 'I paid <b>', '2026-06-30T10:05:00Z'
    from c join dunlin.route using (client_id)`,
  );
  const { conversations } = (await world.ask("GET", "/v1/conversations?unread=true")).json();
  expect(conversations).toMatchObject([
    {
      customer: "C/1 é",
      name: "Thandi",
      unread: 1,
      last_text: "I paid <b>",
      last_at: "2026-06-30T10:05:00Z",
    },
  ]);
  const { thread } = (await world.ask("GET", person)).json();
  expect(thread.at(-1)).toMatchObject({ direction: "in", text: "I paid <b>" });
});
