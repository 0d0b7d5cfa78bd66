// Customers in the console: found as one types, looked at whole, promised to, written to, by mouse and by keys, by two at once.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hear } from "#conversations/hear.ts";
import { faults, look, openConsoleWorld, tabTo, type ConsoleWorld } from "./world.ts";

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
    expect(answer.statusCode, answer.body).toBeLessThan(300);
  }
  const { rows } = await world.owner.query<{ id: string }>(
    "select route_id as id from dunlin.route where name = 'sms-main'",
  );
  const heard = await hear(world.db, world.clientId, {
    routeId: rows[0]!.id,
    channel: "sms",
    from: "+27821234567",
    to: "+27600000000",
    text: "I never got the second invoice, please ring me",
    automatic: false,
  });
  expect(heard.customerId).toBeDefined();
}, 120_000);
afterAll(async () => await world.close());

const THANDI = `customers/${encodeURIComponent("C/1 é")}`;

test("a name with a slip and without its marks is found while it is typed, and stays in the address", async () => {
  await page.goto(world.pageAt("customers"));
  const table = page.getByRole("table", { name: "Customers" });
  await page.getByText("241 customers").waitFor();
  expect(await table.getByRole("row").count()).toBeLessThan(80);
  await look(page, "customers");
  await page.getByRole("textbox", { name: "Find customers" }).fill("malgorzta los");
  await page.getByText("1 customer", { exact: true }).waitFor();
  await page.waitForURL(/search=malgorzta/);
  await page.reload();
  await page.getByRole("link", { name: /Małgorzata Łoś/ }).click();
  await page.getByRole("heading", { level: 1, name: "Małgorzata Łoś" }).waitFor();
  expect(faults).toEqual([]);
});

test("a customer is looked at whole", async () => {
  await page.goto(world.pageAt(THANDI));
  await page.getByRole("heading", { level: 1, name: "Thandi" }).waitFor();
  await page.getByText("I never got the second invoice").waitFor();
  await look(page, "customer");
});
