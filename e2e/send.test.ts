// A campaign from nothing to its end: composed with a live count and a preview, scheduled, moved, watched, led.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { moveCampaigns } from "#campaigns/running.ts";
import { lookAtAll } from "#messages/planning/looker.ts";
import { openDb, openPool } from "#platform/db.ts";
import { silentLog } from "#platform/log.ts";
import { look, openConsoleWorld, settled, type ConsoleWorld } from "./world.ts";

let world: ConsoleWorld;
let page: Page;
const closing: (() => Promise<void>)[] = [];

/** Forty who owe, one of them with letters that make a text longer, one who said STOP, one who disputes. */
const BOOK = `with new as (
    insert into dunlin.customer (client_id, reference, name, language, country, created_at)
    select $1, 'S-' || n, case when n = 7 then 'Željko Ðorđević' else 'Customer ' || n end, 'en', 'ZA', now()
    from generate_series(1, 40) n returning customer_id, reference),
  points as (
    insert into dunlin.contact_point (client_id, customer_id, kind, address, disclosure, source, created_at)
    select $1, customer_id, 'phone', '+2782777' || lpad(substr(reference, 3), 4, '0'), 'full', 'book', now() from new),
  stop as (
    insert into dunlin.address (client_id, channel, address, opted_out_at, opted_out_by)
    values ($1, 'sms', '+27827770003', now(), 'customer')),
  accounts as (
    insert into dunlin.account (client_id, customer_id, currency) select $1, customer_id, 'ZAR' from new
    returning account_id, customer_id),
  disputes as (
    insert into dunlin.hold (client_id, customer_id, kind, placed_at, placed_by)
    select $1, customer_id, 'dispute', now(), 'test' from new where reference = 'S-4')
  insert into dunlin.invoice (client_id, account_id, reference, due_on, amount_minor, open_minor, created_at)
  select $1, account_id, 'SI-' || account_id, date '2026-06-20', 25000, 25000, now() from accounts`;

/** A ladder that has nothing to say yet. */
const QUIET = `name: Quiet
calendar: ZA
stale_after: 400 banking days
steps:
  - { id: reminder, when: 360 days after anchor, channels: sms | email, template: reminder }
`;

beforeAll(async () => {
  world = await openConsoleWorld();
  page = await world.window();
  await world.ask("POST", "/v1/policies", { source: QUIET });
  await world.owner.query(BOOK, [world.clientId]);
});
afterAll(async () => {
  for (const close of closing) await close();
  await world.close();
});

/** What workers would do. */
const work = async () => {
  const pool = openPool(world.at, "dunlin_worker", 2);
  const db = openDb(pool);
  await moveCampaigns(db, silentLog);
  await lookAtAll(db);
  await moveCampaigns(db, silentLog);
  await db.destroy();
};

test("composed with a live count and the worst case first, scheduled, watched, paused and resumed", async () => {
  await page.goto(world.pageAt("send"));
  await page.getByText("Nothing was sent this way yet").waitFor();
  await look(page, "send-empty");
  await page.getByRole("link", { name: "New campaign" }).first().click();
  await page.getByText("41 customers").waitFor();
  await page.getByText("39 would be told").waitFor();
  await page.getByText("said STOP").first().waitFor();
  await page.getByRole("region", { name: "What was said" }).waitFor();
  await settled(page);
  await look(page, "send-compose");

  await page.getByRole("button", { name: "Add a condition" }).click();
  await page.getByRole("menuitem", { name: "Overdue at least" }).click();
  await page.getByRole("textbox", { name: "Overdue at least" }).fill("200");
  await page.getByRole("textbox", { name: "Overdue at least" }).press("Enter");
  await page.getByRole("button", { name: "Schedule for 38 customers" }).click();
  await page.getByRole("heading", { level: 1, name: "reminder" }).waitFor();
  await page.getByText("Scheduled", { exact: true }).first().waitFor();
  await work();
  await page.reload();
  await page.getByRole("button", { name: /Planned\s*38/ }).click();
  await page.getByRole("heading", { name: "Customers: Planned" }).waitFor();
  await page.getByText("Customer 10", { exact: true }).waitFor();
  await settled(page);
  await look(page, "send-running");

  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByText("Paused; 38 messages wait").waitFor();
  await page.getByRole("button", { name: /Held\s*38/ }).waitFor();
  await page.getByRole("button", { name: "Resume" }).click();
  await page.getByRole("button", { name: /Planned\s*38/ }).waitFor();
  await page.getByRole("button", { name: "Other steps" }).click();
  await page.getByRole("menuitem", { name: "Cancel the rest" }).click();
  await page.getByRole("dialog").getByText("38 messages not handed over yet").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the rest" }).click();
  await page.getByText("Cancelled", { exact: true }).first().waitFor();
  const { rows } = await world.owner.query(
    "select state, count(*)::int as n from dunlin.message where step_id = 'campaign' group by 1",
  );
  expect(rows).toEqual([{ state: "cancelled", n: 38 }]);
});

test("by keyboard alone: own text, kept over a reload and a server that is away, then moved in the calendar", async () => {
  await page.goto(world.pageAt("send"));
  await page.getByRole("heading", { level: 1, name: "Send" }).waitFor();
  await page.keyboard.press("n");
  await page.getByRole("heading", { name: "New campaign" }).waitFor();
  await page.getByText("Own text", { exact: true }).click();
  const text = page.getByRole("textbox", { name: "Text message" });
  await text.focus();
  await page.keyboard.type("Dear {{ customer.name }}, please pay {{ account.due | money }}.");
  // The worst case comes first: letters that GSM 03.38 lacks.
  await page.getByText(/Dear Željko/).waitFor();
  await page.getByText(/“Ž” makes it longer \(UCS-2\)/).waitFor();
  await look(page, "send-own-text");
  await page.getByLabel("Start").fill("2026-07-01T09:00");
  await page.reload();
  expect(await text.inputValue()).toContain("please pay");
  await page.route("**/v1/campaigns", async (route) => await route.abort());
  const schedule = page.getByRole("button", { name: /Schedule for/ });
  await schedule.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor({ timeout: 15_000 });
  expect(await text.inputValue()).toContain("please pay");
  await page.unroute("**/v1/campaigns");
  await schedule.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /Dear/ }).waitFor();

  await page.goto(world.pageAt("send?view=week&on=2026-07-01"));
  const block = page.locator("[data-campaign]").filter({ hasText: "Dear" });
  await block.waitFor();
  await settled(page);
  await look(page, "send-week");
  await block.focus();
  await page.keyboard.press("Alt+ArrowRight");
  await page.getByText(/now begins 0?2 Jul/).waitFor();
  await page.getByText("Month", { exact: true }).click();
  await block.waitFor();
  await look(page, "send-month");
});

test("in Polish, for a second person, and for whom a link says", async () => {
  await world.ask("PUT", "/v1/campaigns/rules", { needs_approval: true });
  const theirs = await world.window({ language: "pl" });
  await theirs.goto(world.pageAt("send/new?reference=S-7,S-8"));
  await theirs.getByText("otrzyma 2").waitFor();
  await settled(theirs);
  await look(theirs, "send-compose-pl");
  await theirs.getByRole("button", { name: "Zaplanuj dla 2 klientów" }).click();
  await theirs.getByText("Czeka na akceptację").first().waitFor();
  // Who scheduled it sees what it will do, and no way to approve it.
  await theirs.getByText("Željko").waitFor();
  expect(await theirs.getByRole("button", { name: "Zaakceptuj" }).count()).toBe(0);
  await look(theirs, "send-waiting-pl");
  await theirs.context().close();
});
