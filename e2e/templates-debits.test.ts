// Words tried on real customers as they are written; strikes, stops, and a bureau's file without what is stopped.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { look, openConsoleWorld, type ConsoleWorld } from "./world.ts";

let world: ConsoleWorld;
let page: Page;
beforeAll(async () => {
  world = await openConsoleWorld();
  page = await world.window();
});
afterAll(async () => await world.close());

test("a template is found, changed, tried on a customer, put in force, and its version taken back", async () => {
  await page.goto(world.pageAt("templates"));
  await page.getByLabel("Search templates").fill("reminder");
  await page.getByRole("link", { name: "reminder", exact: true }).waitFor();
  await look(page, "templates");
  await page.goto(world.pageAt("templates/reminder?show=en+sms,en+email"));
  const sms = page.getByRole("region", { name: "en · SMS" });
  await sms.getByText("As customers read it").waitFor();
  const text = sms.getByRole("textbox", { name: "Text", exact: true });
  await sms.getByRole("switch", { name: /Plain characters/ }).click();
  await text.fill("{{ customer.name }} – STOP ");
  await text.press("End");
  await sms.getByRole("button", { name: "Insert a variable" }).click();
  await page.getByRole("menuitem", { name: /^account\.due/ }).click();
  // The character that makes it longer is shown where it stands.
  await sms.getByText("“–” is not in the alphabet of SMS").waitFor();
  await sms.getByText(/Thandi – STOP R/).waitFor();
  await page.reload();
  expect(await text.inputValue(), "a draft survives").toBe(
    "{{ customer.name }} – STOP {{ account.due | money }}",
  );
  await sms.getByText(/Thandi – STOP R/).waitFor();
  await look(page, "template");

  await text.fill("{{ customer.nmae }}");
  await sms.getByText("Not a text yet").waitFor();
  expect(await text.inputValue()).toBe("{{ customer.nmae }}");
  await text.fill("{{ customer.name }}: {{ account.due | money }}. STOP ends this");
  await sms.getByText(/Thandi: R/).waitFor();
  await page.getByRole("button", { name: "Put in force" }).click();
  await page.getByText("1 text is in force").waitFor();
  await sms.getByRole("button", { name: "Versions" }).click();
  await page.getByRole("dialog").getByText("version 1").waitFor();
  await page.keyboard.press("Escape");
});

test("a test goes to a typed address that was confirmed, by keyboard alone", async () => {
  await page.goto(world.pageAt("templates/reminder?show=en+sms"));
  const sms = page.getByRole("region", { name: "en · SMS" });
  await sms.getByText("As customers read it").waitFor();
  await sms.getByRole("button", { name: "Send a test" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "To" }).fill("+27821234567");
  await dialog.getByRole("checkbox").press("Space");
  await dialog.getByRole("button", { name: "Send", exact: true }).press("Enter");
  await dialog.getByText("belongs to customer").waitFor();
  const to = dialog.getByRole("combobox", { name: "To" });
  expect(await to.inputValue(), "nothing typed is lost").toBe("+27821234567");
  await to.fill("+27835550199");
  await dialog.getByRole("checkbox").press("Space");
  await dialog.getByRole("button", { name: "Send", exact: true }).press("Enter");
  await page.getByText("The test is on its way to +27835550199").waitFor();
});

test("strikes stand in a calendar, stops with the time left; a bureau's file comes back without them", async () => {
  const order = (id: string, amount: string) => ({
    end_to_end_id: id,
    mandate: `M-${id}`,
    customer: "C/1 é",
    amount,
    strike_on: "2026-07-27",
    product: "Fibre",
  });
  await world.ask("POST", "/v1/debits", { debits: [order("E-1", "10.00"), order("E-2", "5.50")] });
  await world.ask("POST", "/v1/debits/stop", { end_to_end_id: "E-1", reason: "asked by phone" });
  await page.goto(world.pageAt("debits"));
  await page.getByRole("heading", { name: "Strikes: June 2026" }).waitFor();
  await page.getByRole("button", { name: "Next month" }).click();
  await page.getByRole("button", { name: /^27 ?2 debits/ }).click();
  await page.getByText("0 of 2").waitFor();
  await page
    .getByRole("table", { name: /Debits of/ })
    .getByText("stopped: by a person")
    .waitFor();
  await page.getByRole("table", { name: "Stops" }).getByText("in 24 days").waitFor();

  const file = join(world.home, "july.csv");
  await writeFile(
    file,
    "kind,mandate,end to end,account,amount,day\nD,M-E-1,E-1,1,10.00,2026-07-27\nD,M-E-2,E-2,2,5.50,2026-07-27\nT,2,,,15.50,\n",
  );
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Kind of file").selectOption("csv-with-trailer");
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByText("1 debit stayed, 1 left out").waitFor();
  await page.getByText("15.50 → 5.50").waitFor();
  await look(page, "debits");
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Fetch the report on july.csv" }).click();
  expect((await downloading).suggestedFilename()).toBe("july.report.csv");

  await page.getByRole("button", { name: "Lift: E-1" }).click();
  await page.getByRole("dialog").getByText("E-1 may be debited again").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Lift" }).click();
  await page.getByText("Nothing is stopped.").waitFor();
});

test("in Polish", async () => {
  const theirs = await world.window({ language: "pl" });
  await theirs.goto(world.pageAt("templates/reminder?show=pl+sms,pl+email"));
  await theirs.getByText("Tak czytają to klienci").first().waitFor();
  // The mail itself stands in a frame that may do nothing.
  const mail = theirs.frameLocator("iframe[sandbox='']");
  await mail.getByText("Sent by Acme").or(mail.getByText("Acme <Fibre>")).first().waitFor();
  await look(theirs, "template-pl");
  await theirs.goto(world.pageAt("debits?month=2026-07&day=2026-07-27"));
  const heading = theirs.getByRole("heading", { name: "Terminy obciążeń: lipiec 2026" });
  await heading.waitFor();
  await look(theirs, "debits-pl");
  expect(await heading.count()).toBe(1);
  await theirs.context().close();
});
