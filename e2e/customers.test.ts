// Customers in the console: found as one types, looked at whole, promised to, written to, by mouse and by keys, by two at once.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hear } from "#conversations/hear.ts";
import { makePerson, signedIn } from "#http/accounts/test-people.ts";
import { faults, look, openConsoleWorld, type ConsoleWorld } from "./world.ts";

let world: ConsoleWorld;
let page: Page;
beforeAll(async () => {
  world = await openConsoleWorld();
  page = await world.window();
  const names = ["Małgorzata Łoś", "Johan de Villiers", "Nomsa Dlamini", "Zoë Petersen"];
  const customers = Array.from({ length: 240 }, (_, k) => ({
    reference: `K-${String(k).padStart(4, "0")}`,
    name: k < names.length ? names[k]! : `Customer ${String(k).padStart(3, "0")}`,
    ...(k < 40 && { phones: [`+2783555${String(1000 + k)}`] }),
  }));
  const invoices = customers.map(({ reference }, k) => ({
    reference: `N-${k}`,
    customer: reference,
    due_on: k % 3 === 0 ? "2026-04-15" : "2026-06-20",
    amount: `${100 + ((k * 37) % 900)}.00`,
  }));
  for (const [path, body] of [
    ["/v1/customers", { customers }],
    ["/v1/invoices", { invoices }],
  ] as const) {
    const answer = await world.ask("POST", path, body);
    if (answer.statusCode >= 300) throw new Error(answer.body);
  }
  const { rows } = await world.owner.query<{ id: string }>(
    "select route_id as id from dunlin.route where name = 'sms-main'",
  );
  await hear(world.db, world.clientId, {
    routeId: rows[0]!.id,
    channel: "sms",
    from: "+27821234567",
    to: "+27600000000",
    text: "I never got the second invoice, please ring me",
    automatic: false,
  });
}, 120_000);
afterAll(async () => await world.close());

const THANDI = `customers/${encodeURIComponent("C/1 é")}`;

test("a name with a slip and without its marks is found while it is typed, and stays in the address", async () => {
  await page.goto(world.pageAt("customers"));
  const table = page.getByRole("table", { name: "Customers" });
  await page.getByText("241 customers").waitFor();
  expect(await table.getByRole("row").count()).toBeLessThan(80);
  await page.getByRole("textbox", { name: "Find customers" }).fill("malgorzta los");
  await page.getByText("1 customer", { exact: true }).waitFor();
  await page.waitForURL(/search=malgorzta/);
  await page.getByRole("textbox", { name: "Find customers" }).fill("customer 23");
  await page.getByText("10 customers", { exact: true }).waitFor();
  await look(page, "customers");
  await page.getByRole("textbox", { name: "Find customers" }).fill("malgorzta los");
  await page.getByText("1 customer", { exact: true }).waitFor();
  await page.waitForURL(/search=malgorzta/);
  await page.reload();
  await page.getByRole("link", { name: /Małgorzata Łoś/ }).click();
  await page.getByRole("heading", { level: 1, name: "Małgorzata Łoś" }).waitFor();
  expect(faults).toEqual([]);
});

test("a promise is taken by keys alone, and undone", async () => {
  await page.goto(world.pageAt(THANDI));
  await page.getByText("I never got the second invoice").waitFor();
  await page.keyboard.press("p");
  const form = page.getByRole("dialog", { name: "Take a promise" });
  await form.getByText("at the latest").waitFor();
  await page.keyboard.type("50.00");
  await page.keyboard.press("Tab");
  await page.keyboard.type("07042026");
  await page.keyboard.press("Enter");
  await form.waitFor({ state: "detached" });
  const holds = page.getByRole("region", { name: "Promises, disputes and holds" });
  await holds.getByText("Promise", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await holds.getByText("Nothing stops the reminders").waitFor();
  await page.getByText("Promise called off").waitFor();
  expect(faults).toEqual([]);
});

test("a message is shown as it will go, refused while somebody else changes the customer, and keeps its words", async () => {
  await page.goto(world.pageAt(THANDI));
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Send a message" }).click();
  const form = page.getByRole("dialog", { name: "Send a message" });
  const text = form.getByRole("textbox", { name: "Text" });
  await text.fill("Zażółć: the line works again.");
  await form.getByText("makes it a Unicode text").waitFor();
  await look(page, "customer-message");
  const hold = { reason: "moving house" };
  const held = await world.ask("POST", `/v1/${THANDI}/holds`, hold);
  expect(held.statusCode, held.body).toBe(201);
  await form.getByRole("button", { name: "Send a message" }).click();
  await form.getByText("Something happened to this customer").waitFor();
  expect(await text.inputValue()).toBe("Zażółć: the line works again.");
  await page
    .getByRole("region", { name: /Promises/ })
    .getByText("moving house")
    .waitFor();
  await form.getByRole("button", { name: "Send a message" }).click();
  await form.waitFor({ state: "detached" });
  await page.getByRole("listitem").getByText("Zażółć: the line works again.").waitFor();
});

test("what is wrong is told at the form, and a server that is away loses nothing", async () => {
  await page.goto(world.pageAt("customers/K-0001"));
  await page.getByRole("heading", { level: 1, name: "Johan de Villiers" }).waitFor();
  await page.keyboard.press("p");
  const form = page.getByRole("dialog", { name: "Take a promise" });
  await form.getByRole("textbox", { name: /Amount/ }).fill("a lot");
  await form.getByLabel("Date").fill("2026-07-04");
  await page.route("**/promises", async (sent) => await sent.abort());
  await form.getByRole("button", { name: "Take a promise" }).click();
  await form.getByText("The server can't be reached").waitFor();
  await page.unroute("**/promises");
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Johan de Villiers" }).waitFor();
  await page.keyboard.press("p");
  await form.getByRole("button", { name: "Take a promise" }).click();
  await form.getByRole("alert").getByText("amount", { exact: false }).first().waitFor();
  expect(await form.getByRole("textbox", { name: /Amount/ }).inputValue()).toBe("a lot");
});

test("Polish, on a phone, and for an agent who may only look", async () => {
  await makePerson(world, { email: "agent@example.org", role: "agent" });
  const { cookies } = await signedIn(world, "agent@example.org");
  const phone = await world.window({ cookies, language: "pl", narrow: true });
  await phone.goto(world.pageAt(THANDI));
  await phone.getByText("Obietnice, spory i wstrzymania").waitFor();
  await phone.getByText("I never got the second invoice").waitFor();
  await phone.getByRole("button", { name: "Działania" }).click();
  expect(await phone.getByRole("menuitem", { name: "Przyjmij obietnicę wpłaty" }).count()).toBe(0);
  await phone.keyboard.press("Escape");
  await phone.getByRole("menu").waitFor({ state: "detached" });
  await look(phone, "customer-pl");
  await phone.context().close();
  expect(faults).toEqual([]);
});
