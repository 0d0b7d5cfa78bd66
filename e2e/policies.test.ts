// Policies drawn and changed, their effect seen before they are in force; experiments; shadow mode; why a customer hears nothing.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faults, look, openConsoleWorld, settled, tabTo, type ConsoleWorld } from "./world.ts";

let world: ConsoleWorld;
let page: Page;
beforeAll(async () => {
  world = await openConsoleWorld();
  await addDebtors();
  page = await world.window();
});
afterAll(async () => await world.close());

/** Forty customers who have owed something since one of the last days, each with a number. */
async function addDebtors(): Promise<void> {
  await world.owner.query(
    `with c as (insert into dunlin.customer (client_id, reference, name, language, country, created_at)
        select $1, 'K-' || (1000 + n), 'Customer ' || n, 'en', 'ZA', timestamptz '2026-06-01T06:00Z'
        from generate_series(1, 40) n returning customer_id, substr(reference, 3)::int - 1000 as n),
      p as (insert into dunlin.contact_point (client_id, customer_id, kind, address, disclosure, source, created_at)
        select $1, customer_id, 'phone', '+2782555' || (1000 + n), 'full', 'book', timestamptz '2026-06-01T06:00Z' from c),
      a as (insert into dunlin.account (client_id, customer_id, currency) select $1, customer_id, 'ZAR' from c
        returning account_id, customer_id)
    insert into dunlin.invoice (client_id, account_id, reference, due_on, amount_minor, open_minor, created_at)
    select $1, account_id, 'K-INV-' || n, date '2026-06-30' - (n % 12), 10000 + n * 731, 10000 + n * 731,
      timestamptz '2026-06-01T06:00Z'
    from a join c using (customer_id)`,
    [world.clientId],
  );
  // A book every morning: without one nothing would have been said.
  await world.owner.query(
    `insert into dunlin.batch (client_id, kind, file, digest, as_of, state, actor, started_at, applied_at)
    select $1, 'book', 'book.csv', day::text, day, 'applied', 'test', day, day
    from generate_series(timestamptz '2026-06-01T05:00Z', timestamptz '2026-06-30T05:00Z', interval '1 day') day`,
    [world.clientId],
  );
}

const stepNamed = (id: string) => page.getByRole("button", { name: new RegExp(`^${id} `) });
const file = () => page.getByRole("textbox", { name: "The policy as a file" });

test("a step is moved by arrow keys, drawing and file are one, and the effect is seen before it is in force", async () => {
  await page.goto(world.pageAt("policies"));
  await stepNamed("second_reminder").waitFor();
  await page.getByText("Version 1 is in force").waitFor();
  await tabTo(page, /^second_reminder/);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.getByText("Draft, changed from version 1").waitFor();
  expect(await file().inputValue()).toContain("when: 9 days after anchor");
  await file().fill((await file().inputValue()).replace("9 days after", "10 days after"));
  await expect
    .poll(async () => await stepNamed("second_reminder").textContent())
    .toContain("+10 ·");
  // A draft survives; a file that is no YAML leaves the drawing as it was.
  await expect
    .poll(async () => await page.evaluate("localStorage.getItem('dunlin.draft:acme:policy')"))
    .toContain("10 days after");
  await page.reload();
  expect(await file().inputValue()).toContain("10 days after anchor");
  const good = await file().inputValue();
  await file().fill(`${good}\n  - { id: [`);
  await page.getByText(/can't be read; the drawing shows/).waitFor();
  await stepNamed("final_demand").waitFor();
  await file().fill(good.replace("template: warning", "template: no_such_text"));
  await page.getByRole("button", { name: "See what changes" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("alert").getByText("no_such_text").first().waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });

  await file().fill(good);
  await stepNamed("second_reminder").click();
  await look(page, "policies-step");
  await page.getByRole("button", { name: "See what changes" }).click();
  await dialog.getByText(/of \d+ accounts hear something else/).waitFor();
  await dialog.getByText("another day").first().waitFor();
  await look(page, "policies-changes");
  await dialog.getByRole("button", { name: "Put in force" }).click();
  await page.getByText("Version 2 is in force").first().waitFor();
  await dialog.waitFor({ state: "hidden" });
});

test("the next sixty days, the last ninety, versions beside each other", async () => {
  await page.getByRole("tab", { name: "Versions" }).click();
  await page.getByRole("heading", { name: "second_reminder" }).waitFor();
  await page.getByText("changed", { exact: true }).waitFor();
  await look(page, "policies-versions");
  await page.getByRole("tab", { name: "Next 60 days" }).click();
  await page.getByText(/\d+ messages/).waitFor();
  await look(page, "policies-calendar");
  await page.getByRole("tab", { name: "Replay" }).click();
  await page.getByRole("button", { name: "Replay the last 90 days" }).click();
  await page.getByText("Would have been said").first().waitFor();
  await settled(page);
  const { rows } = await world.owner.query("select state, result from dunlin.policy_replay");
  expect(rows).toMatchObject([{ state: "done", result: { customers: 41, said: 0 } }]);
  await page.getByRole("row").filter({ hasText: "K-1001" }).first().waitFor();
  await look(page, "policies-replay");
});

test("an experiment by keyboard: begun, its groups seen, and ended", async () => {
  await page.getByRole("tab", { name: "Experiments" }).click();
  await page.getByRole("button", { name: "Begin an experiment" }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Name").fill("What do reminders bring");
  await page.getByLabel("Left alone, per cent").fill("30");
  await page.getByRole("button", { name: "Begin", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "What do reminders bring" }).waitFor();
  await world.ask("POST", "/v1/run");
  await page.reload();
  await page.getByRole("cell", { name: "Left alone" }).waitFor();
  await page.getByText("Too few to say").waitFor();
  await look(page, "policies-experiment");
  await page.getByRole("button", { name: "End the experiment" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End the experiment" }).click();
  await page.getByText("over", { exact: true }).waitFor();
  const { rows } = await world.owner.query(
    "select ended_at is null as runs from dunlin.experiment",
  );
  expect(rows).toEqual([{ runs: false }]);
});

test("shadow mode: what the other system sent beside what Dunlin would have, and why; in Polish too", async () => {
  await page.goto(world.pageAt("shadow"));
  await page.getByRole("button", { name: "Go into shadow mode" }).click();
  await page.getByRole("dialog").getByText("nothing is sent to customers").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Go into shadow mode" }).click();
  await page.getByText(/Nothing is sent since/).waitFor();
  await world.ask("POST", "/v1/run");
  const give = async (text: string) =>
    await page.locator("input[type=file]").setInputFiles({
      name: "sent.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(text),
    });
  await give("customer;day;channel;kind\nK-1001;2026-06-30;pigeon;first\n");
  await page.getByText("Line 2: the channel “pigeon” is unknown").waitFor();
  const rows = [1, 2, 3, 12, 24].map((n) => `K-${1000 + n};2026-06-30;sms;first reminder`);
  await give(`customer;day;channel;kind\n${rows.join("\n")}\nK-1005;2026-06-28;letter;demand\n`);
  await page.getByText("6 added, 0 known already").waitFor();
  await page.getByText("Only the other").first().waitFor();
  await look(page, "shadow");
  await page
    .getByRole("button", { name: /^Why\?/ })
    .first()
    .click();
  await page.getByRole("dialog").getByText("What it rests on").waitFor();
  await settled(page);
  await look(page, "why");
  const polish = await world.window({ language: "pl" });
  await polish.goto(world.pageAt("policies"));
  await polish.getByText("Obowiązuje wersja 2").waitFor();
  await look(polish, "policies-ladder-pl");
  await polish.close();
  expect(faults).toEqual([]);
});
