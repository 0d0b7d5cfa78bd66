// Reminders lead to where they are paid, where somebody takes the money and only there.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { simulate } from "#messages/planning/simulate.ts";
import { checkClient } from "#cli/doctor/clients.ts";
import { buildClient, openWorld, THURSDAY, type BuiltClient } from "#testing/builders.ts";

const world = await openWorld();
const STAND_IN = /https:\/\/pay\.example\/P\/[\w-]{22}/u;

async function found(client: BuiltClient, url: string | null) {
  await client.rows(sql`insert into dunlin.installation (demo, secret, public_url)
    values (false, sha256('pay'), ${url}) on conflict (only_row) do update set public_url = excluded.public_url`);
  await client.rows(sql`update dunlin.client set settings_stamp = uuidv7()`);
}

async function provider(client: BuiltClient, enabled = true): Promise<void> {
  await client.rows(sql`
    insert into dunlin.payment_provider (client_id, kind, enabled, currencies, least_minor, changed_at, changed_by)
    values (${client.clientId}, 'payfast', ${enabled}, '{ZAR}', 500, ${THURSDAY}, 'test')
    on conflict (client_id, kind) do update set enabled = excluded.enabled`);
}

const paying = async (client: BuiltClient) =>
  (await client.within(async (tx) => await checkClient(tx, client.clientId, undefined)))
    .filter(({ check }) => check === "paying")
    .map(({ state }) => state);

test("a reminder carries a link for what it asks, and is simulated with its length", async () => {
  const client = await buildClient(world);
  await found(client, "https://pay.example");
  const customer = await client.customer({ points: [{ address: "+27821110001" }] });
  await client.invoice(customer, 61_750n, "2026-03-04");
  const segments = async () =>
    (
      await client.within(
        async (tx) =>
          await simulate(tx, client.clientId, { days: 1, from: undefined, now: THURSDAY }),
      )
    ).days[0]!.segments;
  expect(await segments()).toBe(1);
  await provider(client);
  expect(await segments()).toBe(2);

  await client.look(customer);
  const [message] = await client.rows(sql<{ messageId: string; body: string; segments: number }>`
    select message_id, body, segments from dunlin.message where client_id = ${client.clientId}`);
  expect(message).toMatchObject({ body: expect.stringMatching(STAND_IN), segments: 2 });
  const links = await client.rows(sql`select action, amount_minor, promise_id, cause,
    expires_at - created_at = interval '72 hours' as fresh from dunlin.pay_link`);
  expect(links).toEqual([
    {
      action: "pay",
      amountMinor: 61_750n,
      promiseId: null,
      cause: message!.messageId,
      fresh: true,
    },
  ]);

  // Nobody takes so little, or the other currency; who may be told nothing gets nothing to open.
  const little = await client.customer();
  await client.invoice(little, 499n, "2026-03-04");
  const foreign = await client.customer();
  await client.invoice(foreign, 9_000n, "2026-03-04", { currency: "USD" });
  const reserved = await client.customer({
    points: [{ address: "+27821110002", disclosure: "unverified" }],
  });
  await client.invoice(reserved, 9_000n, "2026-03-04");
  for (const one of [little, foreign, reserved]) await client.look(one);
  const others = await client.messages(sql`customer_id <> ${customer.customerId}::uuid`);
  expect(others.map(({ body }) => STAND_IN.test(body))).toEqual(others.map(() => false));
  expect(others).toHaveLength(3);

  // Switched off, the next reminder has none.
  await provider(client, false);
  const later = await client.customer();
  await client.invoice(later, 9_000n, "2026-03-04");
  await client.look(later);
  const [plain] = await client.messages(sql`customer_id = ${later.customerId}::uuid`);
  expect(plain!.body).not.toMatch(STAND_IN);
});

test("the hours of a link count from when its reminder may go out", async () => {
  const client = await buildClient(world);
  await provider(client);
  // A Saturday evening: out on Monday, since nobody is written to on a Sunday.
  await world.setNow("2026-03-07T19:30:00Z");
  await found(client, "https://pay.example");
  const customer = await client.customer();
  await client.invoice(customer, 9_000n, "2026-03-04");
  await client.look(customer);
  const [row] = await client.rows(sql<{ good: boolean; waits: boolean }>`
    select expires_at = m.not_before + interval '72 hours' as good, m.not_before > l.created_at as waits
    from dunlin.pay_link l join dunlin.message m on m.message_id = l.cause::uuid
    where l.client_id = ${client.clientId}`);
  expect(row).toEqual({ good: true, waits: true });
});

test("the doctor warns of a provider that no link leads to", async () => {
  const client = await buildClient(world);
  await found(client, "http://pay.example");
  expect(await paying(client)).toEqual([]);
  await provider(client);
  expect(await paying(client)).toEqual(["warning"]);
  await found(client, "https://pay.example");
  expect(await paying(client)).toEqual(["ok"]);
});
