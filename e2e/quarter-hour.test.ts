// The quarter of an hour: from a foreign file of 10,000 lines to a scheduled send in few clicks and one drop, and to its repeat.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConsoleWorld, type ConsoleWorld } from "./world.ts";

const MOST_CLICKS = 8;
const MOST_FOR_REPEAT = 4;
const LINES = 10_000;
const LONGEST_MS = 60_000;

let world: ConsoleWorld;
beforeAll(async () => {
  world = await openConsoleWorld();
});
afterAll(async () => await world.close());

/** Columns that nobody named for us, semicolons, decimal commas, Windows-1250, lines above the head. */
async function foreignFile(): Promise<string> {
  const rows = Array.from({ length: LINES }, (_, at) => {
    const day = `${String(1 + (at % 28)).padStart(2, "0")}.05.2026`;
    return `K-${1_000 + at};Zażółć Nowak ${at};08255${String(10_000 + at)};FV/${at}/26;${day};1 ${String(100 + (at % 900))},50`;
  });
  const text = ["Zestawienie;;;;;", "Symbol;Kto;Kom;Pismo;Do kiedy;Ile", ...rows].join("\r\n");
  const special: Record<string, number> = { ż: 0xbf, ó: 0xf3, ł: 0xb3, ć: 0xe6 };
  const file = join(world.home, "naleznosci.csv");
  await writeFile(
    file,
    Buffer.from(Array.from(text, (sign) => special[sign] ?? sign.charCodeAt(0))),
  );
  return file;
}

test("one drop and at most 8 clicks to a scheduled send, at most 4 to its repeat", async () => {
  const page = await world.window();
  let clicks = 0;
  const click = async (what: Locator): Promise<void> => {
    clicks += 1;
    await what.click({ timeout: LONGEST_MS });
  };
  await page.goto(world.pageAt("import"));
  await page.locator("input[type=file]").setInputFiles([await foreignFile()]);
  await click(page.getByRole("button", { name: /^Import [\d,.\s]+ lines/ }));
  await click(page.getByRole("link", { name: "Send to these" }));
  // Who, what and when stand there already: they can be changed, and need not be.
  await click(page.getByRole("button", { name: /^Schedule for 10.?000 customers/ }));
  await page.getByText("Scheduled", { exact: true }).first().waitFor();
  expect(clicks).toBeLessThanOrEqual(MOST_CLICKS);

  clicks = 0;
  await click(page.getByRole("button", { name: "Repeat", exact: true }));
  await click(page.getByRole("dialog").getByRole("button", { name: "Schedule" }));
  await page.getByText(/Scheduled for 30 Jul/).waitFor();
  expect(clicks).toBeLessThanOrEqual(MOST_FOR_REPEAT);
  const { rows } = await world.owner.query(
    "select state, filter ? 'import' as imported from dunlin.campaign order by starts_at",
  );
  expect(rows).toEqual([
    { state: "scheduled", imported: true },
    { state: "scheduled", imported: true },
  ]);
});
