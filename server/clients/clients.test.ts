import { expect, test } from "vitest";
import {
  clientIdOf,
  clientIds,
  createClient,
  getClient,
  type NewClient,
} from "#clients/clients.ts";
import { asClient } from "#platform/db.ts";
import { openWorld, THURSDAY } from "#testing/builders.ts";

const world = await openWorld();
const GIVEN: NewClient = {
  slug: "quay",
  name: "Quay",
  currency: "PLN",
  country: "PL",
  zone: "Europe/Warsaw",
};
const create = async (more: Partial<NewClient>) =>
  await createClient(world.app, { ...GIVEN, ...more }, THURSDAY);

test("a client is made once and found by its slug", async () => {
  const clientId = await create({});
  expect(await clientIdOf(world.app, "quay")).toBe(clientId);
  expect(await clientIds(world.db)).toEqual([clientId]);
  const client = await asClient(world.app, clientId, async (tx) => await getClient(tx, clientId));
  expect(client).toMatchObject({ slug: "quay", language: "en", bookAsOf: null });
  await expect(create({})).rejects.toThrow('"quay" exists already');
  await expect(clientIdOf(world.app, "pier")).rejects.toThrow("client create pier");
});

test("two who take the same slug at once: one has it, the other is told", async () => {
  const both = await Promise.allSettled([create({ slug: "twice" }), create({ slug: "twice" })]);
  const refused = both.filter((one) => one.status === "rejected");
  expect(refused).toHaveLength(1);
  expect(String(refused[0]!.reason)).toContain('"twice" exists already');
});

test.each([
  [{ slug: "No Slug" }, '"No Slug" is no slug'],
  [{ name: " " }, "--name"],
  [{ currency: "zł" }, '"zł" is not an ISO 4217 code'],
  [{ country: "XX" }, '"XX" is not an ISO 3166 code'],
  [{ country: "pl" }, '"pl" is not an ISO 3166 code'],
  [{ zone: "Warsaw" }, '"Warsaw" is unknown'],
  [{ zone: "+02:00" }, '"+02:00" is unknown'],
])("%j is refused", async (more, words) => {
  await expect(create({ slug: "other", ...more })).rejects.toThrow(words);
});

test.each(["Asia/Kolkata", "Europe/Kyiv", "America/Argentina/Buenos_Aires", "UTC"])(
  "the zone %s is one",
  async (zone) => {
    const slug = zone.toLowerCase().replaceAll(/[^a-z]/g, "-");
    expect(await create({ slug, zone })).toMatch(/^[0-9a-f-]{36}$/);
  },
);

test("one client sees nothing of another", async () => {
  const [one, other] = [await create({ slug: "one" }), await create({ slug: "other" })];
  const seen = await asClient(
    world.app,
    one,
    async (tx) => await tx.selectFrom("client").select("clientId").execute(),
  );
  expect(seen).toEqual([{ clientId: one }]);
  await expect(asClient(world.app, one, async (tx) => await getClient(tx, other))).rejects.toThrow(
    "there is no client",
  );
});
