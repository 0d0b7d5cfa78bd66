// One customer on a small phone, in a real browser without scripts: opens the link, proves who they are, pays half.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPayWorld, type PayWorld } from "#testing/pay-world.ts";
import { openBrowser } from "#testing/browser.ts";
import { verdictOn } from "#testing/judge.ts";

let world: PayWorld;
let browser: Browser;
beforeAll(async () => {
  [world, browser] = await Promise.all([openPayWorld(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

const WIDTH = 360;

/** Nothing sticks out, and what is pressed is large enough for a thumb (WCAG 2.2, 2.5.8 asks for 24 px; we hold 44). */
async function fits(page: Page): Promise<void> {
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(WIDTH);
  for (const button of await page.locator("main button, main .button").all()) {
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
}

test("a link, a proof, half of it paid at the provider, the rest still open", async () => {
  const viewport = { width: WIDTH, height: 740 };
  const context = await browser.newContext({ viewport, javaScriptEnabled: false, locale: "en-ZA" });
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).origin));
  const path = await world.link();
  await page.goto(world.url + path);
  await fits(page);
  expect(await page.locator("body").innerText()).not.toMatch(/349|Thandi/);

  await page.getByLabel("Your date of birth").fill("01 01 1970");
  await page.getByRole("button", { name: "Continue" }).click();
  expect(await page.locator("#answer-fault").innerText()).toMatch(/does not open this page/);
  expect(await page.evaluate("document.activeElement.id")).toBe("answer");
  await page.getByLabel("Your date of birth").fill("31 03 1980");
  await page.getByRole("button", { name: "Continue" }).click();

  await page.getByRole("link", { name: "Pay another amount" }).click();
  await fits(page);
  await page.getByLabel("Another amount").check();
  await page.getByLabel("Amount in ZAR").fill("174,95");
  await page.getByRole("button", { name: "Continue" }).click();
  expect(await page.locator("dl").innerText()).toMatch(/R\s174,95[\s\S]*30 June 2026/);
  await fits(page);
  await page.getByRole("button", { name: "Go on to secure payment" }).click();

  await page.waitForURL(/\/pay\/page\//u);
  await page.getByRole("button", { name: /^Pay R/u }).click();
  await page.waitForURL(/\/back/u);
  await page.getByRole("heading", { name: /Thank you! We received R\s174,95/u }).waitFor();
  await fits(page);
  await page.getByRole("link", { name: "Your account" }).click();
  expect(await page.locator(".sum").innerText()).toMatch(/R\s174,95/);

  await page.getByRole("button", { name: "Close this page safely" }).click();
  await page.goto(world.url + path);
  expect(await page.locator("body").innerText()).toContain("Is it you?");
  // Nobody else hears of it: only we, and the provider that was gone to.
  expect(new Set(asked)).toEqual(new Set([world.url, world.provider.url]));
  await context.close();

  // And half of it goes back again: the books are still right.
  const [session] = world.provider.sessions();
  world.provider.dispute(session!.key, "charged_back");
  await world.provider.settled();
  const verdict = await verdictOn(world.at, world.clientId);
  expect(verdict.invariants.filter((one) => one.violations.length > 0)).toEqual([]);
});
