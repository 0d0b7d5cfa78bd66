// The customer's side of a link, in a real browser of a small phone, without scripts.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { assert } from "#platform/errors.ts";

const SIZE = { width: 390, height: 844 } as const;
const STEP_MS = 10_000;
/** As large as a thumb needs it; WCAG 2.2 (2.5.8) asks for 24. */
const LEAST_HEIGHT_PX = 44;

const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/gu, " ");

export class Visit {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #shots: string | undefined;
  #shot = 0;

  private constructor(context: BrowserContext, page: Page, shots: string | undefined) {
    this.#context = context;
    this.page = page;
    this.#shots = shots;
  }

  /** Opens a link on a phone that was never here; pictures of each page go to `shots`, if anywhere. */
  static async to(link: string, browser: Browser, shots: string | undefined): Promise<Visit> {
    const context = await browser.newContext({
      viewport: SIZE,
      deviceScaleFactor: shots === undefined ? 1 : 2,
      javaScriptEnabled: false,
      ignoreHTTPSErrors: true, // it signed for itself
      locale: "en-ZA",
    });
    context.setDefaultTimeout(STEP_MS);
    const visit = new Visit(context, await context.newPage(), shots);
    const answer = await visit.page.goto(link);
    assert(answer?.status() === 200, `the link answers ${String(answer?.status())}`);
    return visit;
  }

  /** What the page says. */
  async text(): Promise<string> {
    return plain(await this.page.locator("body").innerText());
  }

  /** Throws unless the page says all of it and fits the phone; takes its picture. */
  async shows(what: string, ...says: readonly RegExp[]): Promise<void> {
    const text = await this.text();
    for (const pattern of says)
      assert(pattern.test(text), `${what} does not say ${String(pattern)}: ${text}`);
    const width = Number(await this.page.evaluate("document.documentElement.scrollWidth"));
    assert(width <= SIZE.width, `${what} is ${width} px wide on a phone of ${SIZE.width}`);
    for (const button of await this.page.locator("main button, main .button").all()) {
      const { height = 0 } = (await button.boundingBox()) ?? {};
      const label = await button.innerText();
      assert(height >= LEAST_HEIGHT_PX, `the button "${label}" of ${what} is ${height} px high`);
    }
    await this.#picture(what);
  }

  async #picture(what: string): Promise<void> {
    if (this.#shots === undefined) return;
    await mkdir(this.#shots, { recursive: true });
    const name = `${String((this.#shot += 1)).padStart(2, "0")}-${what.replaceAll(/\W+/gu, "-")}.png`;
    await this.page.screenshot({ path: join(this.#shots, name), fullPage: true });
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole("button", { name }).click();
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
