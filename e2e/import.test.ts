// Taking a book: from a foreign file, dropped, to what it changes, and back.
import { join } from "node:path";
import { writeFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { look, openConsoleWorld, settled, type ConsoleWorld } from "./world.ts";

let world: ConsoleWorld;
let page: Page;
beforeAll(async () => {
  world = await openConsoleWorld();
  page = await world.window();
});
afterAll(async () => await world.close());

const samples = join(import.meta.dirname, "../samples");
const drop = async (where: Page, ...files: string[]) =>
  await where.locator("input[type=file]").setInputFiles(files);

/** An export of another system: names of columns that nobody knows, semicolons, decimal commas, Windows-1250. */
const foreign = async (lines: number): Promise<string> => {
  const rows = Array.from({ length: lines }, (_, at) => {
    const phone = at % 50 === 7 ? "123" : `08255${String(10_000 + at)}`;
    const day = at % 97 === 5 ? "31.02.2026" : `${String(1 + (at % 28)).padStart(2, "0")}.05.2026`;
    return `K-${1_000 + at};Zażółć Nowak ${at};${phone};FV/${at}/26;${day};1 ${String(100 + (at % 900))},50`;
  });
  const text = ["Zestawienie;;;;;", "Symbol;Kto;Kom;Pismo;Do kiedy;Ile", ...rows].join("\r\n");
  const file = join(world.home, "naleznosci.csv");
  const special: Record<string, number> = { ż: 0xbf, ó: 0xf3, ł: 0xb3, ć: 0xe6 };
  const signs = Array.from(text, (sign) => special[sign] ?? sign.charCodeAt(0));
  await writeFile(file, Buffer.from(signs));
  return file;
};

test("a foreign file: one drop, one click, and the books are up to date", async () => {
  await page.goto(world.pageAt("import"));
  await page.getByRole("heading", { level: 1, name: "Import" }).waitFor();
  await look(page, "import-empty");
  await drop(page, await foreign(2_000));
  await page.getByText("worked out from what stands in them").waitFor();
  // Each column is corrected where it stands.
  const due = page.getByRole("combobox", { name: "Column “Do kiedy” is" });
  expect(await due.inputValue()).toBe("due_on");
  await page.getByText("What will change").waitFor({ timeout: 30_000 });
  await page.getByText("Date not readable").waitFor();
  await page.getByText("Not a phone number").waitFor();
  await settled(page);
  await look(page, "import-look");
  await page.getByRole("button", { name: /Import 1,\d+ lines/ }).click();
  await page.getByText("The books are up to date").waitFor({ timeout: 30_000 });
  await look(page, "import-done");
  const send = page.getByRole("link", { name: "Send to these" });
  expect(await send.getAttribute("href")).toMatch(/\/c\/acme\/send\/new\?import=[0-9a-f-]{36}$/);

  await page.getByRole("button", { name: "Undo this import" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("naleznosci.csv").waitFor();
  await dialog.getByRole("button", { name: "Undo this import" }).click();
  await page.getByText("taken back").first().waitFor();
  const { rows } = await world.owner.query("select count(*)::int as n from dunlin.customer");
  expect(rows[0].n).toBe(1);
});

test("the samples, by keyboard alone: customers and invoices together; a whole book is guarded", async () => {
  await page.goto(world.pageAt("import"));
  await drop(page, join(samples, "invoices.csv"), join(samples, "customers.csv"));
  const apply = page.getByRole("button", { name: /^Import \d+ lines/ });
  await apply.waitFor();
  await expect.poll(async () => await apply.isEnabled(), { timeout: 20_000 }).toBe(true);
  // The file's columns are corrected and set back without the mouse.
  const column = page.getByRole("combobox", { name: "Column “Due date” is" });
  await column.focus();
  await column.selectOption("");
  await page.getByText("Still needed: Due date").waitFor();
  await page.reload();
  await page.getByText("Still needed: Due date").waitFor();
  await page.getByRole("combobox", { name: "Column “Due date” is" }).selectOption("due_on");
  await page.getByRole("switch", { name: /This is the whole book/ }).focus();
  await page.keyboard.press("Space");
  await page.getByText("The guard stops this").waitFor();
  await expect.poll(async () => await apply.isEnabled(), { timeout: 20_000 }).toBe(true);
  await look(page, "import-guard");
  await apply.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByText("would be settled because").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("The books are up to date").waitFor({ timeout: 30_000 });
});

test("a file that is no table is refused in a sentence, and the way on is there; in Polish", async () => {
  const theirs = await world.window({ language: "pl" });
  await theirs.goto(world.pageAt("import"));
  await theirs.getByRole("heading", { level: 1, name: "Import" }).waitFor();
  const file = join(world.home, "picture.csv");
  await writeFile(file, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3, 0, 0]));
  await drop(theirs, file);
  await theirs.getByText("Sprawdź wpisane dane").waitFor();
  await drop(theirs, join(samples, "invoices-december.csv"), join(samples, "customers.csv"));
  await theirs.getByText("Co się zmieni").waitFor({ timeout: 30_000 });
  await settled(theirs);
  await look(theirs, "import-look-pl");
  expect(new URL(theirs.url()).searchParams.get("customers")).toMatch(/^[0-9a-f-]{36}$/);
  await theirs.context().close();
});
