// The settings, in a browser: what each role has, and the flows of an owner.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faults, look, openConsoleWorld, settled, tabTo, type ConsoleWorld } from "./world.ts";
import { ROLES, type Role } from "#auth/permissions.ts";
import { makePerson, PASSWORD, signedIn } from "#http/accounts/test-people.ts";

let world: ConsoleWorld;
let page: Page;
beforeAll(async () => {
  world = await openConsoleWorld();
  for (const role of ROLES) await makePerson(world, { email: `${role}@example.org`, role });
  page = await windowOf("owner");
});
afterAll(async () => await world.close());

async function windowOf(role: Role, language: "en" | "pl" = "en"): Promise<Page> {
  const { cookies } = await signedIn(world, `${role}@example.org`);
  return await world.window({ cookies, language });
}

const open = async (path: string, on = page): Promise<void> => {
  await on.goto(world.pageAt(`settings/${path}`));
  await on.getByRole("heading", { level: 1 }).waitFor();
};

/** By role, the settings that are shown: the scopes of the table, in the order of the page. */
const SHOWN: Readonly<Record<Role, readonly string[]>> = {
  owner: [
    "Your account",
    "Client",
    "Users",
    "Routes",
    "Contact rules",
    "Languages and answers",
    "Payment providers",
    "Sources",
    "Callbacks",
    "API keys",
    "Audit",
  ],
  finance: [
    "Your account",
    "Client",
    "Routes",
    "Contact rules",
    "Languages and answers",
    "Payment providers",
    "Sources",
  ],
  account_manager: ["Your account", "Client", "Contact rules", "Languages and answers"],
  supervisor: [
    "Your account",
    "Client",
    "Routes",
    "Contact rules",
    "Languages and answers",
    "Payment providers",
  ],
  agent: ["Your account", "Client", "Languages and answers"],
  provider: [],
  bureau: [],
  auditor: [
    "Your account",
    "Client",
    "Users",
    "Routes",
    "Contact rules",
    "Languages and answers",
    "Payment providers",
    "Sources",
    "Callbacks",
    "API keys",
    "Audit",
  ],
};
/** What an auditor looks at and can't do. */
const CHANGING: Readonly<Record<string, string>> = {
  users: "Invite somebody",
  routes: "Add or change",
  keys: "Make a key",
  callbacks: "Add an endpoint",
  answers: "Write one",
  paying: "Add or change",
  sources: "Set up",
};

test("each role has the settings that the table of permissions says, and no button that it may not press", async () => {
  for (const role of ["finance", "agent", "supervisor", "account_manager"] as const) {
    const theirs = await windowOf(role);
    await theirs.goto(world.pageAt("settings"));
    const list = theirs.getByRole("main").getByRole("link");
    await list.first().waitFor();
    expect([role, await list.allInnerTexts()]).toEqual([role, SHOWN[role]]);
    await theirs.context().close();
  }
  const auditor = await windowOf("auditor");
  for (const [path, button] of Object.entries(CHANGING)) {
    await open(path, auditor);
    await settled(auditor);
    expect([path, await auditor.getByRole("button", { name: button }).count()]).toEqual([path, 0]);
  }
  await auditor.context().close();
});

test("a key is made with scopes, shown once, and ended; its name survives a reload", async () => {
  await open("keys");
  await page.getByRole("button", { name: "Make a key" }).click();
  await page.getByLabel("Name of the system").fill("billing");
  // A draft is kept a moment after the last letter.
  await expect
    .poll(async () => await page.evaluate("localStorage.getItem('dunlin.draft:acme:key')"))
    .toContain("billing");
  await page.reload();
  await page.getByRole("button", { name: "Make a key" }).click();
  expect(await page.getByLabel("Name of the system").inputValue()).toBe("billing");
  await page.getByLabel("Customers: Look").check();
  await page.getByRole("dialog").getByRole("button", { name: "Make a key" }).click();
  const key = await page.getByRole("status", { name: "The new key" }).innerText();
  const answer = await world.app.inject({
    url: "/v1/customers",
    headers: { authorization: `Bearer ${key}` },
  });
  expect(answer.statusCode).toBe(200);
  await page.keyboard.press("Escape");
  await look(page, "settings-keys-en");
  await page.getByRole("button", { name: "End: billing" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End" }).click();
  await page.getByText("“billing” is ended").waitFor();
  expect(await page.getByText(key).count()).toBe(0);
});

test("somebody is invited, gets another role, and is ended; by keyboard the invitation", async () => {
  await open("users");
  await page.getByText("agent@example.org").waitFor();
  await look(page, "settings-users-en");
  await tabTo(page, /^Invite somebody$/);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.type("Bo@example.org");
  await page.keyboard.press("Enter");
  const link = page.getByRole("status", { name: "Link of the invitation" });
  expect(await link.innerText()).toMatch(/\/invitation\/[\w-]{43}$/);
  await page.keyboard.press("Escape");
  await page.getByRole("cell", { name: "bo@example.org", exact: true }).waitFor();
  await page.getByRole("combobox", { name: "Role: agent@example.org" }).click();
  await page.getByRole("option", { name: "Supervisor" }).click();
  await page.getByText("agent@example.org is now: Supervisor").waitFor();
  await page.getByRole("button", { name: "End: bureau@example.org" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End" }).click();
  await page.getByText("bureau@example.org works here no more").waitFor();
  const { users } = (await world.ask("GET", "/v1/users")).json();
  const roles = users.map((one: { email: string; role: string }) => `${one.email} ${one.role}`);
  expect(roles).toContain("agent@example.org supervisor");
  expect(roles.join()).not.toContain("bureau@example.org");
});

test("an endpoint: its secret once, a test event in the log with its request, and refusals at the field", async () => {
  await open("callbacks");
  await page.getByRole("button", { name: "Add an endpoint" }).click();
  await page.getByLabel("Address").fill("https://10.0.0.1/hook");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Please check what you entered").first().waitFor();
  expect(await page.getByLabel("Address").inputValue()).toBe("https://10.0.0.1/hook");
  await page.getByLabel("Address").fill("https://hooks.example.org/dunlin");
  await page.getByLabel("What it is for").fill("Billing");
  await page.getByRole("button", { name: "Save" }).click();
  const secret = page.getByRole("status", { name: "Signing secret" });
  expect(await secret.innerText()).toMatch(/^whsec_/);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: /^Billing/ }).click();
  await page.getByRole("button", { name: "Send a test event" }).click();
  await page.getByRole("button", { name: "webhook.test" }).click();
  await page.getByText("Not tried yet").waitFor();
  await page.keyboard.press("Escape");
  await look(page, "settings-callback-en");
});

test("a route's health is shown, and a test message goes out through it", async () => {
  await open("routes");
  await page.getByText("Nobody looks").waitFor();
  await look(page, "settings-routes-en");
  await page.getByRole("button", { name: "Test: sms-main" }).click();
  await page.getByLabel("To").fill("+27835550001");
  await page.getByRole("button", { name: "Send the test" }).click();
  await page.getByText("waits for its turn").waitFor();
  const { rows } = await world.owner.query<{ n: number }>(
    "select count(*)::int as n from dunlin.message m join dunlin.route r using (client_id, route_id) where r.name = 'sms-main' and m.class = 'staff' and m.address = '+27835550001'",
  );
  expect(rows[0]?.n).toBe(1);
  await page.keyboard.press("Escape");
});

test("rules, answers, the client and the audit: changed, shown, and told with before and after", async () => {
  await open("rules");
  await page.getByPlaceholder("the cautious default").waitFor();
  await page.getByRole("combobox", { name: "Profiles" }).click();
  await page.getByRole("option", { name: "za" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Choose" }).click();
  await page.getByText("06:00–21:00").first().waitFor();
  await look(page, "settings-rules-en");

  await open("answers");
  await page.getByRole("button", { name: "Write one" }).click();
  await page.getByLabel("Name").fill("hours");
  await page.getByRole("dialog").getByLabel("Text").fill("We answer from 8 to 17.");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "hours", exact: true }).waitFor();
  await look(page, "settings-answers-en");

  await open("client");
  await page.getByLabel("Telephone").fill("+27 21 555 0100");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved").first().waitFor();

  await open("audit");
  await page.getByText("PATCH /v1/client").first().waitFor();
  await look(page, "settings-audit-en");
  await page.getByLabel("Kind of record").fill("canned_answer");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.waitForURL(/kind=canned_answer/);
  await page.getByText("PUT /v1/canned-answers/:name").waitFor();
  expect(await page.getByText("PATCH /v1/client").count()).toBe(0);
});

test("one's own account, in Polish: codes are set up with a picture, another browser is signed out", async () => {
  const other = await signedIn(world, "finance@example.org");
  const theirs = await windowOf("finance", "pl");
  await open("account", theirs);
  await theirs.getByRole("button", { name: "Włącz kody" }).click();
  await theirs.getByLabel("Twoje hasło").last().fill("wrong words here");
  await theirs.keyboard.press("Enter");
  await theirs.getByText("To nie jest Twoje hasło.").waitFor();
  await theirs.getByRole("dialog").getByLabel("Twoje hasło").fill(PASSWORD);
  await theirs.keyboard.press("Enter");
  await theirs.getByRole("img", { name: /Pokaż obrazek/ }).waitFor();
  await look(theirs, "settings-account-pl");
  await theirs.getByRole("button", { name: "Wyloguj pozostałe" }).click();
  await theirs.getByText("Pozostałe przeglądarki wylogowano").waitFor();
  expect((await other.api("GET", "/v1/client")).statusCode).toBe(401);
  await theirs.context().close();
  expect(faults).toEqual([]);
});
