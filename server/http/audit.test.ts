// What the HTTP API changes is in the audit, once, with who asked, and without a word of a person.
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuditRow } from "#audit/audit.ts";
import { createApiKey } from "#auth/api-keys.ts";
import { asClient } from "#platform/db.ts";
import { NOW, openHttpWorld, type HttpWorld } from "./test-world.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const rows = async (): Promise<AuditRow[]> =>
  await asClient(world.db, world.clientId, async (tx) => {
    const found = await sql<AuditRow>`select * from dunlin.audit order by seq`.execute(tx);
    return found.rows;
  });

const person = `/v1/customers/${encodeURIComponent("C/1 é")}`;

test("a change says who, from where, what, and how the record stood before and after", async () => {
  const before = (await rows()).length;
  const answer = await world.ask("POST", `${person}/holds`, {
    kind: "manual",
    reason: "Thandi is ill",
  });
  expect(answer.statusCode).toBeLessThan(300);
  const [row, ...more] = (await rows()).slice(before);
  expect(more).toEqual([]);
  const customerId = expect.stringMatching(/^[0-9a-f-]{36}$/);
  expect(row).toMatchObject({
    actor: "operator",
    ip: "127.0.0.1",
    action: "POST /v1/customers/:ref/holds",
    recordKind: "customer",
    recordId: customerId,
    asked: { kind: "manual", reason: expect.stringMatching(/^#/) },
    before: { holds: [], open_minor: { ZAR: "34990" } },
    after: { holds: [{ kind: "manual" }] },
  });
  expect(
    JSON.stringify(row, (_key, value: unknown) =>
      typeof value === "bigint" ? String(value) : value,
    ),
  ).not.toMatch(/Thandi|C\/1|\+2782/);
});

test("a key's own request carries the key's name; nothing of the message but digests", async () => {
  const { key } = await asClient(
    world.db,
    world.clientId,
    async (tx) =>
      await createApiKey(
        tx,
        world.clientId,
        { name: "billing", scopes: ["messages:write"] },
        { actor: "test", now: NOW },
      ),
  );
  const send = async () =>
    await world.app.inject({
      method: "POST",
      url: "/v1/messages",
      headers: { authorization: `Bearer ${key}`, "idempotency-key": "one" },
      payload: { to: "+27821234567", channel: "sms", text: "Your pin is 4711" },
    });
  const before = (await rows()).length;
  const { id } = (await send()).json<{ id: string }>();
  await send(); // the first answer again: nothing is changed, and nothing written
  const written = (await rows()).slice(before);
  expect(written).toMatchObject([
    { actor: "key:billing", recordKind: "message", recordId: id, asked: { channel: "sms" } },
  ]);
  expect(JSON.stringify(written[0]!.asked)).not.toMatch(/4711|2782/);
});

test("what is refused leaves nothing, and so does looking", async () => {
  const before = (await rows()).length;
  expect((await world.ask("POST", `${person}/holds`, { kind: "nonsense" })).statusCode).toBe(422);
  expect((await world.ask("GET", person)).statusCode).toBe(200);
  expect((await world.ask("GET", "/v1/simulate?days=3")).statusCode).toBe(200);
  expect((await rows()).length).toBe(before);
});

test("secrets that are shown once are not in it", async () => {
  const answer = await world.ask("POST", "/v1/keys", { name: "late", scopes: ["messages:read"] });
  const { key, key_id } = answer.json<{ key: string; key_id: string }>();
  const row = (await rows()).at(-1)!;
  expect(row).toMatchObject({ recordKind: "key", recordId: key_id });
  expect(JSON.stringify([row.asked, row.before, row.after])).not.toContain(key.slice(-20));
});

test("it is read page by page", async () => {
  const first = (await world.ask("GET", "/v1/audit?limit=1")).json<{
    audit: unknown[];
    next: string;
  }>();
  expect(first.audit).toHaveLength(1);
  const second = await world.ask("GET", `/v1/audit?limit=1&after=${first.next}`);
  expect(second.json()).toMatchObject({ audit: [{ record_kind: expect.any(String) }] });
  const newest = await world.ask("GET", "/v1/audit?newest=true&limit=2");
  const { audit, next } = newest.json<{ audit: { seq: string }[]; next: string }>();
  const older = await world.ask("GET", `/v1/audit?newest=true&limit=2&before=${next}`);
  expect(Number(older.json().audit[0].seq)).toBeLessThan(Number(audit[1]!.seq));
  expect(Number(audit[0]!.seq)).toBeGreaterThan(Number(audit[1]!.seq));
});
