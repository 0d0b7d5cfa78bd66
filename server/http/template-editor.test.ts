// The editor of templates: words that are not in force on real customers, a test to one's own people, versions.
import { afterAll, beforeAll, expect, test } from "vitest";
import { openHttpWorld, type HttpWorld } from "./test-world.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const post = async (url: string, body: object) => {
  const answer = await world.ask("POST", url, body);
  return { status: answer.statusCode, ...answer.json() };
};
const draft = (text: string, more = "") =>
  `name: reminder_two\nclass: service\nlanguage: en\nchannel: sms\n${more}text:\n  full: ${JSON.stringify(text)}\n`;

test("a draft is rendered for real customers with segments, price and the offending character", async () => {
  const source = draft("{{ customer.name }} owes {{ account.due | money }} – please pay.");
  const seen = await post("/v1/templates/preview", { source });
  expect(seen, JSON.stringify(seen)).toMatchObject({ status: 200, customers: 1, held: 0, ucs2: 1 });
  expect(seen.shown[0]).toMatchObject({ customer: "C/1 é", encoding: "ucs2", segments: 1 });
  expect(seen.shown[0].text).toMatch(/^Thandi owes R ?149[.,]90 – please pay\.$/u);
  expect(seen.shown[0].offending).toEqual({ char: "–", index: seen.shown[0].text.indexOf("–") });
  const plain = await post("/v1/templates/preview", {
    source: draft("{{ customer.name }} – pay", "transliterate: true\n"),
  });
  expect(plain.shown[0]).toMatchObject({ encoding: "gsm7", offending: null, text: "Thandi - pay" });
  const wrong = await post("/v1/templates/preview", { source: draft("{{ customer.nmae }}") });
  expect(wrong.status).toBe(422);
  expect(JSON.stringify(wrong)).toContain("customer.nmae");
});

test("a test goes to staff and to confirmed addresses, never to a customer", async () => {
  const source = draft("Dear {{ customer.name }}");
  const send = async (body: object) => await post("/v1/templates/test-send", { source, ...body });
  expect(await send({ to: "+27835550199" })).toMatchObject({ status: 422 });
  expect(await send({ to: "+27821234567", confirmed: true })).toMatchObject({ status: 422 });
  const sent = await send({ to: "083 555 0199", confirmed: true });
  expect(sent).toMatchObject({ status: 202, state: "planned" });
  const { rows } = await world.owner.query(
    "select class, address, body, customer_id from dunlin.message where message_id = $1",
    [sent.message_id],
  );
  expect(rows).toEqual([
    { class: "staff", address: "+27835550199", body: "Dear Thandi", customer_id: null },
  ]);
  await world.ask("POST", "/v1/staff-contacts", {
    staff: [{ role: "finance", channel: "sms", address: "+27835550198", name: "Zanele" }],
  });
  expect(await send({ to: "role:finance" })).toMatchObject({ status: 202, state: "planned" });
});

test("versions are kept; variables come with what is written for them", async () => {
  for (const text of ["One", "Two"]) await post("/v1/templates", { source: draft(text) });
  const { versions } = (
    await world.ask("GET", "/v1/templates/reminder_two/versions?language=en&channel=sms")
  ).json();
  expect(versions).toMatchObject([
    { version: 2, source: { text: { full: "Two" } } },
    { version: 1, source: { text: { full: "One" } } },
  ]);
  const { variables } = (await world.ask("GET", "/v1/template-variables")).json();
  expect(variables).toContainEqual(
    expect.objectContaining({ path: "account.due", snippet: "{{ account.due | money }}" }),
  );
});
