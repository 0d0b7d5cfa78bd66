/** What tests of the console stand on: a real server that listens, its database, and Chromium, signed in as the operator. */
import { mkdir } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { FastifyInstance } from "fastify";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import type { AppOptions } from "#http/app.ts";
import { openHttpWorld, type HttpWorld } from "#http/test-world.ts";
import { openBrowser } from "#testing/browser.ts";
import { buildConsole } from "../tools/build-console.ts";

const SCREENS = join(import.meta.dirname, "../.cache/screens");
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const LONGEST_MS = 15_000;

export type ConsoleWorld = Omit<HttpWorld, "app"> & {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly browser: Browser;
  /** Another browser window, signed in as the operator unless there are cookies: those of `signedIn(world, email)`, or none. */
  readonly window: (how?: {
    readonly cookies?: ReadonlyMap<string, string>;
    readonly language?: "en" | "pl";
    readonly narrow?: boolean;
  }) => Promise<Page>;
  /** The address of a page of the client acme. */
  readonly pageAt: (path?: string) => string;
};

/** Opens it; what the app is made with can be said. */
export async function openConsoleWorld(options: Partial<AppOptions> = {}): Promise<ConsoleWorld> {
  const [world, folder, browser] = await Promise.all([
    openHttpWorld(),
    buildConsole(),
    openBrowser(),
  ]);
  const app = await world.appWith({ console: folder, ...options });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const operator = new Map([["dunlin", world.token]]);
  return {
    ...world,
    app,
    url,
    browser,
    pageAt: (path = "") => `${url}/c/acme${path === "" ? "" : `/${path}`}`,
    window: async ({ cookies = operator, language = "en", narrow = false } = {}) => {
      const context = await browser.newContext({
        viewport: narrow ? NARROW : WIDE,
        locale: LOCALES[language],
        reducedMotion: "reduce",
      });
      context.setDefaultTimeout(LONGEST_MS);
      await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })));
      const page = await context.newPage();
      page.on("pageerror", (error) => faults.push(error.message));
      return page;
    },
    close: async () => {
      await browser.close();
      await app.close();
      await world.close();
    },
  };
}

/** What scripts of the pages threw; a test that wants to know looks here. */
export const faults: string[] = [];

const LOCALES = { en: "en-ZA", pl: "pl-PL" } as const;

const THEMES = ["light", "dark"] as const;
const SETTLED_MS = 10_000;

/**
 * Looks at the page that is open: in both themes no violation that axe knows; at 390 pixels nothing sticks out. Pictures of it
 * lie in .cache/screens afterwards, wide and narrow, as NAME-THEME-WIDTH.png.
 */
export async function look(page: Page, name: string): Promise<void> {
  await mkdir(SCREENS, { recursive: true });
  await settled(page);
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    for (const theme of THEMES) {
      await setTheme(page, theme);
      const path = join(SCREENS, `${name}-${theme}-${size.width}.png`);
      await page.screenshot({ path, fullPage: true, animations: "disabled" });
      if (size === WIDE) await hasNoViolation(page, `${name}, ${theme}`);
    }
    const sticksOut = await page.evaluate(
      "document.documentElement.scrollWidth - document.documentElement.clientWidth",
    );
    expect(sticksOut, `${name} at ${size.width} pixels: sticks out sideways`).toBeLessThanOrEqual(
      0,
    );
  }
  await setTheme(page, "light");
  await page.setViewportSize(WIDE);
}

/** Nothing is being waited for any more. */
export async function settled(page: Page): Promise<void> {
  // Not by a function in the page: our policy lets it evaluate none.
  const waiting = page.locator("[aria-busy=true], .mantine-Loader-root");
  await expect.poll(async () => await waiting.count(), { timeout: SETTLED_MS }).toBe(0);
}

async function setTheme(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  await page.evaluate(
    `document.documentElement.setAttribute("data-mantine-color-scheme", "${theme}")`,
  );
}

/** WCAG 2.2 A and AA, and best practices. */
async function hasNoViolation(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude("iframe[sandbox]").analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" | ")}`);
  expect(
    told.map((one) => one.slice(0, 600)),
    `axe on ${where}`,
  ).toEqual([]);
}

/** Goes through the page by the Tab key until what is focused has that name; throws after `most` steps. */
export async function tabTo(page: Page, name: RegExp, most = 60): Promise<void> {
  for (let step = 0; step < most; step++) {
    await page.keyboard.press("Tab");
    const named = await page.evaluate<string>(
      "(document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.innerText ?? '')",
    );
    if (name.test(named)) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}
