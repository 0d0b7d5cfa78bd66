// Home, reports and the call list, against the real server: what came in, what waits, whom to phone.
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faults, look, openConsoleWorld, settled, tabTo, type ConsoleWorld } from "./world.ts";
import { makePerson, signedIn } from "#http/accounts/test-people.ts";

let world: ConsoleWorld;
let page: Page;
beforeAll(async () => {
  world = await openConsoleWorld();
  await makeHistory();
  page = await world.window();
});
afterAll(async () => await world.close());

/** Negative when something sticks out sideways. */
const widthLeft = async (shown: Page): Promise<number> =>
  await shown.evaluate(
    "document.documentElement.clientWidth - document.documentElement.scrollWidth",
  );

/** Who leaves is seen for three seconds; machines may be slow. */
const PATIENT = { timeout: 15_000 };

const card = (name: string) => page.getByRole("region", { name, exact: true });
const cards = async (): Promise<string[]> =>
  await page.evaluate(
    "[...document.querySelectorAll('section[aria-label] h2')].map((one) => one.innerText)",
  );

/**
 * Three months of a small client: 60 customers, who pay on time, late or never, reminders and answers; three of them are
 * through with the ladder. Today is 30 June 2026.
 */
async function makeHistory(): Promise<void> {
  const { owner, clientId } = world;
  const run = async (text: string) => await owner.query(text.replaceAll("CLIENT", `'${clientId}'`));
  await run(`
    insert into dunlin.customer (client_id, reference, name, language, country, created_at)
    select CLIENT, 'K-' || n, (array['Aisha Botha', 'Pieter van Wyk', 'Lerato Mokoena', 'Joanna Nowak', 'Sipho Dube'])[1 + n % 5] || ' ' || n,
      'en', 'ZA', '2026-03-20T08:00Z' from generate_series(1, 60) n`);
  await run(`
    insert into dunlin.contact_point (client_id, customer_id, kind, address, disclosure, source, created_at)
    select CLIENT, customer_id, 'phone', '+278255500' || lpad(substr(reference, 3), 2, '0'), 'full', 'book', created_at
    from dunlin.customer where client_id = CLIENT and reference like 'K-%'`);
  await run(`insert into dunlin.account (client_id, customer_id, currency)
    select CLIENT, customer_id, 'ZAR' from dunlin.customer where client_id = CLIENT and reference like 'K-%'`);
  await run(`
    insert into dunlin.invoice (client_id, account_id, reference, due_on, amount_minor, open_minor, created_at)
    select CLIENT, a.account_id, 'F-' || k || '-' || c.reference, date '2026-04-05' + k * 30 + n % 9,
      45000 + (n * 7919) % 60000, 45000 + (n * 7919) % 60000, timestamptz '2026-03-25T06:00Z' + k * interval '30 days'
    from dunlin.account a join dunlin.customer c using (client_id, customer_id),
      lateral (select substr(c.reference, 3)::int as n) x, generate_series(0, 3) k
    where a.client_id = CLIENT and c.reference like 'K-%'`);
  await run(`
    with due as (select i.*, a.currency, substr(c.reference, 3)::int as n from dunlin.invoice i
        join dunlin.account a using (client_id, account_id) join dunlin.customer c using (client_id, customer_id)
        where i.client_id = CLIENT and i.reference like 'F-%'),
      paid as (select *, due_on + (n * 13) % 17 - 3 as on_day from due where n % 11 > 1 and due_on + (n * 13) % 17 - 3 < '2026-06-30'),
      money as (insert into dunlin.payment (client_id, account_id, kind, reference, currency, amount_minor, unallocated_minor, paid_on, received_at)
        select CLIENT, account_id, 'reported', 'B-' || reference, currency, amount_minor, 0, on_day, on_day + interval '9 hours' from paid
        returning payment_id, reference, received_at, amount_minor),
      lines as (insert into dunlin.allocation (client_id, payment_id, invoice_id, amount_minor, at)
        select CLIENT, m.payment_id, p.invoice_id, m.amount_minor, m.received_at from money m join paid p on m.reference = 'B-' || p.reference)
    update dunlin.invoice i set open_minor = 0, settled_at = on_day + interval '9 hours', settled_by = 'payment'
    from paid where i.client_id = CLIENT and i.invoice_id = paid.invoice_id`);
  await run(`
    insert into dunlin.message (client_id, class, lane, channel, state, customer_id, account_id, anchor, step_id, address, template,
      language, body, not_before, not_after, created_at, handed_over_at, delivered_at, ended_at, price_micros, route_id)
    select CLIENT, 'collection', 2, 'sms', case when n % 13 = 0 then 'failed' else 'delivered' end, a.customer_id, a.account_id,
      i.reference, (array['reminder', 'second_reminder', 'warning'])[k], '+278255500' || lpad(n::text, 2, '0'), (array['reminder', 'second_reminder', 'warning'])[k],
      'en', 'Your account is overdue.', at, at + interval '1 day', at, at, case when n % 13 > 0 then at end, at, 250000,
      (select route_id from dunlin.route where client_id = CLIENT limit 1)
    from dunlin.invoice i join dunlin.account a using (client_id, account_id) join dunlin.customer c using (client_id, customer_id),
      lateral (select substr(c.reference, 3)::int as n) x, generate_series(1, 3) k,
      lateral (select (i.due_on + k * 4 - 3)::timestamp at time zone 'Africa/Johannesburg' + (8 + n % 8) * interval '1 hour' as at) y
    where i.client_id = CLIENT and i.reference like 'F-%' and (i.settled_at is null or i.settled_at > at) and at < '2026-06-30T09:00Z'`);
  await run(`
    insert into dunlin.message (client_id, class, lane, channel, state, customer_id, account_id, anchor, step_id, address, template,
      language, body, not_before, not_after, created_at, price_micros, route_id)
    select CLIENT, 'collection', 2, 'sms', case when n = 1 then 'held' else 'planned' end, a.customer_id, a.account_id, 'today', 'final_demand',
      '+278255500' || n, 'final_demand', 'en', 'Last reminder.', timestamptz '2026-06-30T12:00Z' + n % 4 * interval '1 hour',
      timestamptz '2026-07-02T12:00Z', timestamptz '2026-06-30T08:00Z', 250000, (select route_id from dunlin.route where client_id = CLIENT limit 1)
    from dunlin.account a join dunlin.customer c using (client_id, customer_id), lateral (select substr(c.reference, 3)::int as n) x
    where a.client_id = CLIENT and c.reference like 'K-%' and n % 11 <= 1`);
  await run(`
    with open as (insert into dunlin.episode (client_id, account_id, anchor_on, opened_at)
      select CLIENT, account_id, '2026-04-10', '2026-04-10T08:00Z' from dunlin.account a join dunlin.customer c using (client_id, customer_id)
      where a.client_id = CLIENT and c.reference in ('K-11', 'K-22', 'K-33') returning account_id, episode_id)
    insert into dunlin.rung (client_id, account_id, anchor, step_id, on_day, outcome, reason, exits, at)
    select CLIENT, account_id, episode_id::text, 'final_demand', '2026-05-01', 'taken', 'due', '{call_list}', '2026-05-01T08:00Z' from open`);
  await run(`insert into dunlin.payment (client_id, kind, reference, currency, amount_minor, unallocated_minor, paid_on, received_at, payer)
    values (CLIENT, 'reported', 'STRAY-1', 'ZAR', 12000, 12000, '2026-06-29', '2026-06-29T09:00Z', 'J. Unknown')`);
}

test("home: figures of the whole book, each card fits in both themes, on a phone in Polish too", async () => {
  await page.goto(world.pageAt());
  await card("Outstanding").getByText("Overdue").waitFor();
  await card("Cash forecast").getByText("Expected in 30 days").waitFor();
  expect(await cards()).toEqual([
    "Needs a person",
    "Today's plan",
    "Collected",
    "Outstanding",
    "Cash forecast",
    "Reached, replied, paid",
  ]);
  const { rows } = await world.owner.query<{ minor: string }>(
    "select sum(open_minor)::text as minor from dunlin.invoice where client_id = $1",
    [world.clientId],
  );
  const cents = rows[0]!.minor;
  const open = await card("Outstanding").getByRole("link").first().innerText();
  expect(open.replaceAll(/\D/g, "")).toBe(cents);
  await look(page, "home");
  const polish = await world.window({ language: "pl", narrow: true });
  await polish.goto(world.pageAt());
  await polish.getByRole("region", { name: "Prognoza wpływów" }).getByText("Oczekiwane").waitFor();
  await settled(polish);
  expect(await widthLeft(polish)).toBeGreaterThanOrEqual(0);
  await polish.context().close();
  expect(faults).toEqual([]);
});

test("what waits is one click from its list, and money that nobody claims is given to somebody", async () => {
  await page.goto(world.pageAt());
  await card("Needs a person").getByRole("link", { name: "1 payment that nobody claims" }).click();
  await page.waitForURL(/reports\/payments\?unmatched=true/);
  await page.getByRole("button", { name: "Give payment STRAY-1 to a customer" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Customer's reference").fill("K-NOBODY");
  await form.getByRole("button", { name: "Give to a customer" }).click();
  await form.getByRole("alert").waitFor();
  // What was typed is still there.
  expect(await form.getByLabel("Customer's reference").inputValue()).toBe("K-NOBODY");
  await form.getByLabel("Customer's reference").fill("K-12");
  await form.getByRole("button", { name: "Give to a customer" }).click();
  await page.getByText("The payment was given to that customer").waitFor();
  await page.getByText("Nothing to show").waitFor();
});

test("cards are moved by the mouse, taken back, hidden and shown by the keyboard, and stay so after a reload", async () => {
  await page.goto(world.pageAt());
  await card("Collected").waitFor();
  await page.locator(".recharts-surface").nth(3).waitFor();
  const before = await cards();
  const head = (name: string) => card(name).getByRole("heading", { name });
  await head("Cash forecast").dragTo(head("Needs a person"));
  await expect
    .poll(cards, PATIENT)
    .toEqual(["Cash forecast", ...before.filter((one) => one !== "Cash forecast")]);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect.poll(cards, PATIENT).toEqual(before);
  await page.locator("body").click({ position: { x: 5, y: 400 } });
  await tabTo(page, /^More: Today's plan$/);
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Hide" }).waitFor();
  const focused = async () =>
    await page.evaluate<string>("document.activeElement?.innerText ?? ''");
  for (let step = 0; step < 9 && (await focused()) !== "Hide"; step += 1)
    await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect.poll(cards, PATIENT).not.toContain("Today's plan");
  await expect
    .poll(
      async () => (await world.ask("GET", "/v1/preferences/home.cards")).json().value?.hidden,
      PATIENT,
    )
    .toEqual(["today"]);
  await page.reload();
  await card("Collected").waitFor();
  expect(await cards()).not.toContain("Today's plan");
  await page.getByRole("button", { name: "As it was at first" }).click();
  await expect.poll(cards, PATIENT).toEqual(before);
});

test("reports: compared by what is asked, charts saved as a table and a picture, the month as a PDF", async () => {
  await page.goto(world.pageAt("reports"));
  await page
    .getByRole("region", { name: "Reminders compared" })
    .getByText("second_reminder")
    .first()
    .waitFor();
  await look(page, "reports");
  const saved = async (menu: string, item: string) => {
    await page.getByRole("button", { name: menu }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: item }).click(),
    ]);
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  };
  const table = await saved("More: Collected, ZAR", "Save as CSV");
  expect(table.name).toBe("collected-ZAR.csv");
  expect(table.bytes.toString()).toMatch(/2026-06-29,120.00,0.00,/);
  const picture = await saved("More: Collected, ZAR", "Save as PNG");
  expect(picture.bytes.subarray(1, 4).toString()).toBe("PNG");
  const [pdf] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download PDF" }).click(),
  ]);
  expect(pdf.suggestedFilename()).toBe("report-2026-06.pdf");
  expect((await readFile(await pdf.path())).subarray(0, 5).toString()).toBe("%PDF-");
  await page.getByRole("link", { name: /^\d+$/ }).first().click();
  await page.waitForURL(/reports\/messages/);
  await page.getByRole("row").nth(3).waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await widthLeft(page)).toBeGreaterThanOrEqual(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  expect(faults).toEqual([]);
});

test("call list: who pays fades and leaves while one looks; a promise that is refused keeps what was typed", async () => {
  await page.goto(world.pageAt("calls"));
  const rows = page.locator("[data-left]");
  await expect.poll(async () => await rows.count(), PATIENT).toBe(3);
  await look(page, "calls");
  const { rows: due } = await world.owner.query<{ minor: string }>(
    `select sum(i.open_minor)::text as minor from dunlin.invoice i join dunlin.account a using (client_id, account_id)
      join dunlin.customer c using (client_id, customer_id) where c.reference = 'K-22'`,
  );
  const paid = await world.ask("POST", "/v1/payments", [
    {
      reference: "BANK-77",
      customer: "K-22",
      currency: "ZAR",
      amount: (Number(due[0]!.minor) / 100).toFixed(2),
      paid_on: "2026-06-30",
    },
  ]);
  expect(paid.statusCode, paid.body).toBeLessThan(300);
  await page.locator("[data-left=true]").waitFor();
  await expect.poll(async () => await rows.count(), PATIENT).toBe(2);
  await page
    .getByRole("button", { name: /^Promise of/ })
    .first()
    .click();
  const form = page.getByRole("dialog");
  const whole = await form.getByLabel("Amount").inputValue();
  await form.getByLabel("Amount").fill("much");
  await form.getByRole("button", { name: "Take the promise" }).click();
  await form.locator("[aria-invalid=true]").waitFor();
  expect(await form.getByLabel("Amount").inputValue()).toBe("much");
  await form.getByLabel("Amount").fill(whole);
  await form.getByLabel("By").fill("2026-07-05");
  await form.getByRole("button", { name: "Take the promise" }).click();
  await expect.poll(async () => await rows.count(), PATIENT).toBe(1);
});

test("an agent sees what agents may: no payments to give away", async () => {
  await makePerson(world, { email: "home-agent@example.org", role: "agent" });
  const person = await signedIn(world, "home-agent@example.org");
  const theirs = await world.window({ cookies: person.cookies });
  await theirs.goto(world.pageAt("calls"));
  await theirs.locator("[data-left]").first().waitFor();
  expect(await theirs.getByRole("button", { name: /^Promise of/ }).count()).toBe(0);
  await settled(theirs);
  await theirs.context().close();
});
