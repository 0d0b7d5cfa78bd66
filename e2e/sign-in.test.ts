// Signing in and joining, in a browser: by the keyboard alone, by links out of letters, and where it is refused.
import { createHmac } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faults, look, openConsoleWorld, type ConsoleWorld } from "./world.ts";
import type { Mail } from "#auth/letter-words.ts";
import { sendLetters } from "#auth/mailing.ts";
import { firstSetupToken } from "#auth/setup.ts";
import { makePerson, PASSWORD, signedIn } from "#http/accounts/test-people.ts";
import { silentLog } from "#platform/log.ts";
import { sealKeyFrom } from "#platform/seal.ts";

let world: ConsoleWorld;
beforeAll(async () => {
  world = await openConsoleWorld({ letters: true });
  await makePerson(world, { email: "ann@example.org", role: "finance" });
});
afterAll(async () => await world.close());

const NOBODY = new Map<string, string>();
const outside = async (language: "en" | "pl" = "en"): Promise<Page> =>
  await world.window({ cookies: NOBODY, language });
const isIn = async (page: Page): Promise<void> => {
  await page.waitForURL(world.pageAt());
  await page.getByRole("heading", { level: 1 }).waitFor();
};

/** Where the link of the next letter leads, in this world. */
async function linkInLetter(): Promise<string> {
  const got: Mail[] = [];
  const post = async (mail: Mail) => void (await Promise.resolve(got.push(mail)));
  const ports = { db: world.db, sealKey: sealKeyFrom(Buffer.alloc(32, 7)), log: silentLog, post };
  // That a password was changed is written, too, and holds no link.
  const links = () => got.flatMap(({ text }) => /http:\/\/\S+/.exec(text) ?? []);
  const written = async () => (await sendLetters(ports), links().length);
  await expect.poll(written, { timeout: 5_000 }).toBeGreaterThan(0);
  const { pathname } = new URL(links().at(-1)!);
  return world.url + pathname;
}

test("by keyboard alone: a wrong password keeps what was typed, the right one leads back to the page that was asked for", async () => {
  const page = await outside();
  await page.goto(`${world.pageAt()}?from=link`);
  await page.waitForURL(`${world.url}/sign-in`);
  await page.getByLabel("E-mail address").waitFor();
  await look(page, "sign-in-en");
  await page.getByLabel("E-mail address").focus();
  await page.keyboard.type("ann@example.org");
  await page.keyboard.press("Tab");
  await page.keyboard.type("wrong words here");
  await page.keyboard.press("Enter");
  await page.getByText("E-mail address or password is wrong.").waitFor();
  expect(await page.getByLabel("E-mail address").inputValue()).toBe("ann@example.org");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/c\/acme\?from=link$/);
  await page.context().close();
});

/** RFC 6238 with SHA-1, six digits and 30 s. */
function codeOf(secret: string, step: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = Array.from(secret, (sign) => alphabet.indexOf(sign).toString(2).padStart(5, "0"));
  const key = Buffer.from((bits.join("").match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", key).update(counter).digest();
  return String((mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("a code is asked for where codes are on, and a wrong one is said to be", async () => {
  const email = "totp@example.org";
  await makePerson(world, { email, role: "agent" });
  const person = await signedIn(world, email);
  const begun = await person.api("POST", "/v1/account/codes", { current: PASSWORD });
  const { secret, backup_codes: backup } = begun.json();
  const code = codeOf(secret, Math.floor(Date.now() / 30_000));
  await person.api("POST", "/v1/account/codes/confirm", { code });
  const page = await outside();
  await page.goto(`${world.url}/sign-in`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).first().click();
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, "0");
  await page.getByLabel("Code").fill(wrong);
  await page.keyboard.press("Enter");
  await page.getByText("That code is wrong").waitFor();
  expect(await page.getByLabel("Code").inputValue()).toBe(wrong);
  await look(page, "sign-in-code-en");
  await page.getByLabel("Code").fill(backup[0]);
  await page.keyboard.press("Enter");
  await isIn(page);
  await page.context().close();
});

test("a forgotten password: the letter's link sets a new one, once; in Polish", async () => {
  const page = await outside("pl");
  await page.goto(`${world.url}/sign-in`);
  await page.getByRole("link", { name: "Nie pamiętasz hasła?" }).click();
  await look(page, "forgotten-pl");
  await page.getByLabel("Adres e-mail").fill("ann@example.org");
  await page.getByRole("button", { name: "Wyślij wiadomość" }).click();
  await page.getByRole("heading", { name: "Sprawdź skrzynkę" }).waitFor();
  const link = await linkInLetter();
  await page.goto(link);
  await page.getByText("ann@example.org").waitFor();
  await page.getByLabel("Nowe hasło").fill("password1234");
  await page.getByRole("button", { name: "Ustaw hasło" }).click();
  await page.getByText("To jedno z haseł, które wszyscy sprawdzają").waitFor();
  await look(page, "reset-pl");
  await page.getByLabel("Nowe hasło").fill("siedem czapli pod mostem");
  await page.getByRole("button", { name: "Ustaw hasło" }).click();
  await page.getByText("Hasło zostało ustawione").waitFor();
  await page.goto(link);
  await page.getByRole("heading", { name: "Ten odnośnik już nie działa" }).waitFor();
  expect(await page.getByLabel("Nowe hasło").count()).toBe(0);
  await page.context().close();
});

test("the set-up link and an invitation let somebody in, each once; the token as well", async () => {
  const page = await outside();
  await page.goto(`${world.url}/set-up/${await firstSetupToken(world.db)}`);
  await page.getByLabel("E-mail address").fill("op@example.org");
  await page.getByLabel("Your name").fill("Op Example");
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await look(page, "set-up-en");
  await page.getByRole("button", { name: "Join" }).click();
  await isIn(page);
  await page.context().close();

  const owner = await signedIn(world, "op@example.org");
  const invited = { email: "new@example.org", role: "agent" };
  await owner.api("POST", "/v1/users", invited, { "dunlin-client": "acme" });
  const joining = await outside();
  const link = await linkInLetter();
  await joining.goto(link);
  await joining.getByRole("heading", { name: "Join Acme <Fibre>" }).waitFor();
  await joining.getByLabel("Your name").fill("New Agent");
  await joining.getByLabel("Choose a password").fill(PASSWORD);
  await look(joining, "join-en");
  await joining.keyboard.press("Enter");
  await isIn(joining);
  await joining.goto(link);
  await joining.getByRole("heading", { name: "This link is no longer good" }).waitFor();
  await joining.context().close();

  const guest = await outside();
  await guest.goto(`${world.url}/sign-in?error=token`);
  await guest.getByText("That is not the token").waitFor();
  await guest.getByText("With the token of the installation").click();
  await guest.getByLabel("Token").fill(world.token);
  await guest.keyboard.press("Enter");
  await isIn(guest);
  await guest.context().close();
  expect(faults).toEqual([]);
});
