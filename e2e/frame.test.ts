// The frame of the console: where it leads, who may see what, and what it weighs.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildConsole } from "../tools/build-console.ts";
import { faults, look, openConsoleWorld, type ConsoleWorld } from "./world.ts";
import { makePerson, signedIn } from "#http/accounts/test-people.ts";

let world: ConsoleWorld;
let page: Page;
beforeAll(async () => {
  world = await openConsoleWorld();
  page = await world.window();
});
afterAll(async () => await world.close());

test("the address without a path leads to the client, and the page fits in both themes", async () => {
  await page.goto(world.url);
  await page.getByRole("heading", { level: 1, name: "Acme <Fibre>" }).waitFor();
  expect(page.url()).toBe(world.pageAt());
  await look(page, "frame");
  expect(faults).toEqual([]);
});

test("keys lead from page to page, the palette finds them by their name", async () => {
  await page.goto(world.pageAt());
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("/");
  await page.getByPlaceholder("Search or do").fill("sett");
  await page.keyboard.press("Enter");
  await page.waitForURL(world.pageAt("settings"));
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await page.waitForURL(world.pageAt());
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Keyboard" });
  await help.waitFor();
  expect(await help.getByRole("row").count()).toBeGreaterThan(8);
  await page.keyboard.press("Escape");
});

test("Polish speaks Polish, also after a reload", async () => {
  await page.goto(world.pageAt());
  await page.getByRole("button", { name: "Your account" }).click();
  await page.getByRole("menuitem", { name: "Polski" }).click();
  await page.getByRole("link", { name: "Klienci" }).waitFor();
  await page.reload();
  await page.getByRole("link", { name: "Klienci" }).waitFor();
  expect(await page.evaluate("document.documentElement.lang")).toBe("pl");
});

test("what a role may not do is not there", async () => {
  await makePerson(world, { email: "agent@example.org", role: "agent" });
  const person = await signedIn(world, "agent@example.org");
  const theirs = await world.window({ cookies: person.cookies });
  await theirs.goto(world.pageAt());
  const menu = theirs.getByRole("navigation");
  await menu.getByRole("link", { name: "Customers" }).waitFor();
  for (const absent of ["Import", "Policies", "Templates", "Send"]) {
    expect(await menu.getByRole("link", { name: absent, exact: true }).count(), absent).toBe(0);
  }
  await theirs.context().close();
});

test("a server that is away is told, and tried again", async () => {
  const own = await world.window();
  await own.route("**/v1/client", async (route) => await route.abort());
  await own.goto(world.pageAt());
  await own.getByText("The server can't be reached").waitFor();
  await own.unroute("**/v1/client");
  await own.getByRole("button", { name: "Try again" }).click();
  const heading = own.getByRole("heading", { level: 1 });
  await heading.waitFor();
  expect(await heading.innerText()).toBe("Acme <Fibre>");
  await own.context().close();
});

test("what is loaded first stays under 250 KB of compressed scripts", async () => {
  const folder = await buildConsole();
  const html = await readFile(join(folder, "index.html"), "utf8");
  const names = await readdir(join(folder, "assets"));
  const first = [...html.matchAll(/assets\/([\w.-]+\.js)"/g)].map(([, name]) => name!);
  expect(first.length).toBeGreaterThan(0);
  const sizes = await Promise.all(
    first.map(async (name) => (await readFile(join(folder, "assets", `${name}.gz`))).length),
  );
  expect(names).toEqual(expect.arrayContaining(first));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(250_000);
});
