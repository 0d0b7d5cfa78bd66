// The inbox in the console: by keys alone, by two at once, with nobody's words lost.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hear } from "#conversations/hear.ts";
import { makePerson, signedIn } from "#http/accounts/test-people.ts";
import { faults, look, openConsoleWorld, type ConsoleWorld } from "./world.ts";

let world: ConsoleWorld;
let ann: Page;
let bo: Page;
let route: string;

const write = async (from: string, text: string) =>
  await hear(world.db, world.clientId, {
    routeId: route,
    channel: "sms",
    from,
    to: "+27600000000",
    text,
    automatic: false,
  });
const as = async (email: string): Promise<Page> => {
  await makePerson(world, { email, role: "agent" });
  return await world.window({ cookies: (await signedIn(world, email)).cookies });
};

beforeAll(async () => {
  world = await openConsoleWorld();
  const { rows } = await world.owner.query<{ id: string }>(
    "select route_id as id from dunlin.route where name = 'sms-main'",
  );
  route = rows[0]!.id;
  const customers = Array.from({ length: 6 }, (_, k) => ({
    reference: `K-${k}`,
    name: ["Johan de Villiers", "Nomsa Dlamini", "Zoë Petersen"][k] ?? `Customer ${k}`,
    phones: [`+2783555${String(1000 + k)}`],
  }));
  await world.ask("POST", "/v1/customers", { customers });
  await world.ask("PUT", "/v1/canned-answers/bank_details", {
    language: "en",
    body: "Please use reference {{ customer.reference }}.",
  });
  await write("+27835551000", "Good day, can somebody explain the extra charge to me");
  await write("+27835551001", "my husband passed away and I do not know what to do");
  await write("+27835559999", "wrong number, who is this");
  await write("+27821234567", "I want to talk to a person about invoice two");
  [ann, bo] = await Promise.all([as("ann@example.org"), as("bo@example.org")]);
}, 120_000);
afterAll(async () => await world.close());

test("a conversation is answered with a canned answer and closed, by keys alone", async () => {
  await ann.goto(world.pageAt("inbox"));
  await ann.getByRole("link", { name: /Johan de Villiers/ }).waitFor();
  await ann.keyboard.press("j");
  const thread = ann.getByRole("region", { name: "Thandi" });
  await thread.getByText("I want to talk to a person").waitFor();
  await look(ann, "inbox");
  await ann.keyboard.press("c");
  await ann.getByRole("menuitem", { name: /bank details/ }).waitFor();
  await ann.keyboard.press("ArrowDown");
  await ann.keyboard.press("Enter");
  const field = ann.getByRole("textbox", { name: "Answer by SMS" });
  await expect.poll(async () => await field.inputValue()).toBe("Please use reference C/1 é.");
  await ann.reload();
  await expect.poll(async () => await field.inputValue()).toBe("Please use reference C/1 é.");
  await field.focus();
  await ann.keyboard.press("Control+Enter");
  await thread.getByText("Please use reference C/1 é.").waitFor();
  await expect.poll(async () => await field.inputValue()).toBe("");
  await ann.keyboard.press("Escape");
  await ann.keyboard.press("e");
  await ann.getByText("Closed", { exact: true }).last().waitFor();
  expect(faults).toEqual([]);
});

test("two at once: one sees that the other writes, and no answer goes past what was not read", async () => {
  await ann.goto(world.pageAt("inbox"));
  for (const page of [ann, bo]) {
    await page.goto(world.pageAt("inbox?box=open"));
    await page.getByRole("link", { name: /Nomsa Dlamini/ }).click();
    await page.getByText("my husband passed away").last().waitFor();
  }
  const field = (page: Page) => page.getByRole("textbox", { name: "Answer by SMS" });
  await field(ann).pressSequentially("We are so sorry.");
  await bo.getByText("ann@example.org is writing").waitFor();
  await field(bo).fill("Please accept our condolences.");
  await bo.getByRole("button", { name: "Send", exact: true }).click();
  await ann.getByText("Please accept our condolences.").waitFor();
  await ann.getByRole("button", { name: "Send", exact: true }).click();
  await ann.getByText("Something came while you were writing").waitFor();
  expect(await field(ann).inputValue()).toBe("We are so sorry.");
  await ann.getByRole("button", { name: "Send all the same" }).click();
  await bo.getByText("We are so sorry.").waitFor();
});

test("what was misread is set right with one click, and whoever is unknown is given to a customer", async () => {
  await ann.goto(world.pageAt("inbox?box=open"));
  await ann.getByRole("link", { name: /27835559999/ }).click();
  await ann.getByRole("button", { name: /Taken for: Wrong person/ }).click();
  await ann.getByRole("menuitem", { name: "Something else" }).click();
  await ann.getByRole("button", { name: /Taken for: Something else/ }).waitFor();
  await ann.getByLabel("Find a customer").first().fill("petersn");
  await ann.getByRole("option", { name: /Zoë Petersen/ }).click();
  await ann.getByRole("region", { name: "Zoë Petersen" }).waitFor();
  await write("+27835559999", "so it is me after all");
  await ann.getByText("so it is me after all").first().waitFor();
  expect(faults).toEqual([]);
});

test("a server that is away loses nobody's words", async () => {
  await bo.route("**/reply", async (sent) => await sent.abort());
  const field = bo.getByRole("textbox", { name: "Answer by SMS" });
  await field.fill("These words stay.");
  await bo.getByRole("button", { name: "Send", exact: true }).click();
  await bo.getByText("The server can't be reached").waitFor();
  expect(await field.inputValue()).toBe("These words stay.");
  await bo.unroute("**/reply");
  await bo.getByRole("button", { name: "Send", exact: true }).click();
  await bo.getByRole("log").getByText("These words stay.").waitFor();
});
