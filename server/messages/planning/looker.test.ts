import { sql } from "kysely";
import { afterEach, expect, test } from "vitest";
import { evaluateClient, lookAtAll, startLooker, type Looker } from "#messages/planning/looker.ts";
import { silentLog } from "#platform/log.ts";
import { buildClient, openWorld, THURSDAY, type BuiltClient } from "#testing/builders.ts";

const world = await openWorld();
const lookers: Looker[] = [];
afterEach(async () => {
  for (const looker of lookers.splice(0)) await looker.stop();
});

/** Customers of whom each owes something that is a day late. */
async function overdue(client: BuiltClient, count: number): Promise<void> {
  await client.rows(sql`
    with made as (
      insert into dunlin.customer (client_id, reference, name, language, country, look_at, created_at)
      select ${client.clientId}, 'bulk-' || n, 'N', 'en', 'ZA', ${THURSDAY}, ${THURSDAY}
      from generate_series(1, ${count}::int) n returning customer_id, reference
    ), points as (
      insert into dunlin.contact_point (client_id, customer_id, kind, address, disclosure, source, created_at)
      select ${client.clientId}, customer_id, 'phone', '+2783' || lpad(substr(reference, 6), 7, '0'), 'full', 'test',
        ${THURSDAY} from made
    ), accounts as (
      insert into dunlin.account (client_id, customer_id, currency)
      select ${client.clientId}, customer_id, 'ZAR' from made returning account_id
    )
    insert into dunlin.invoice (client_id, account_id, reference, due_on, amount_minor, open_minor, created_at)
    select ${client.clientId}, account_id, 'bulk-' || account_id, '2026-03-04', 10000, 10000, ${THURSDAY}
    from accounts`);
}

const planned = async (client: BuiltClient): Promise<number> =>
  (await client.rows(sql`select 1 from dunlin.message where state = 'planned'`)).length;

test("several lookers share the work and each message is planned once", async () => {
  const client = await buildClient(world);
  await overdue(client, 1_200);
  const tallies = await Promise.all([1, 2, 3].map(async () => await lookAtAll(world.db)));
  expect(tallies.reduce((sum, tally) => sum + tally.messages, 0)).toBe(1_200);
  expect(tallies.filter((tally) => tally.messages > 0).length).toBeGreaterThan(1);
  expect(await planned(client)).toBe(1_200);
  expect((await lookAtAll(world.db)).messages).toBe(0);
});

test("a whole client is evaluated in pages, whenever the next look would be, and twice changes nothing", async () => {
  const client = await buildClient(world);
  await overdue(client, 700);
  await client.rows(sql`update dunlin.customer set look_at = null`);
  const progress: number[] = [];
  const first = await evaluateClient(world.app, client.clientId, "test", (done) =>
    progress.push(done),
  );
  expect(first).toMatchObject({ messages: 700, decisions: { step_due: 700 } });
  expect([progress.length, progress.at(-1)]).toEqual([2, 700]);
  const again = await evaluateClient(world.app, client.clientId, "test");
  expect(again).toMatchObject({ messages: 0, withdrawn: 0 });
});

test("a customer who can't be decided keeps nobody else waiting", async () => {
  const client = await buildClient(world);
  await overdue(client, 20);
  // A message in the place of the one to come, without its rung: nothing that the system does leads there.
  await client.rows(
    sql`update dunlin.invoice set due_on = '2026-03-09' where reference like 'bulk-%'`,
  );
  await client.rows(sql`
    insert into dunlin.message (client_id, class, lane, channel, state, customer_id, account_id, anchor, step_id,
      contact_point_id, address, template, language, body, not_before, not_after, created_at)
    select client_id, 'collection', 2, 'sms', 'failed', customer_id, account_id, '2026-03-09', 'before_due',
      contact_point_id, address, 'before_due', 'en', '', ${THURSDAY}, ${THURSDAY}, ${THURSDAY}
    from dunlin.customer c join dunlin.account a using (client_id, customer_id)
    join dunlin.contact_point p using (client_id, customer_id) where c.reference = 'bulk-7'`);
  const tally = await lookAtAll(world.db);
  expect(tally.decisions).toMatchObject({ step_due: 19, failed: 1 });
  expect(await planned(client)).toBe(19);
  const [waiting] = await client.rows(sql<{ lookAt: Temporal.Instant }>`
    select look_at from dunlin.customer where reference = 'bulk-7'`);
  expect(waiting!.lookAt.toString()).toBe(THURSDAY.add({ hours: 1 }).toString());
  await client.rows(sql`update dunlin.customer set look_at = null`);
});

test("a client whose policy is broken keeps no other client waiting", async () => {
  const broken = await buildClient(world, { policy: null });
  await overdue(broken, 1);
  await broken.rows(sql`update dunlin.customer set look_at = ${THURSDAY.subtract({ hours: 9 })}`);
  await broken.rows(sql`insert into dunlin.policy (client_id, version, name, source, applied_at, applied_by)
    values (${broken.clientId}, 1, 'x', 'steps: 1', ${THURSDAY}, 'test')`);
  const other = await buildClient(world);
  await overdue(other, 3);
  await expect(lookAtAll(world.db)).rejects.toThrow("no longer parses");
  expect(await planned(other)).toBe(3);
  await broken.rows(sql`update dunlin.customer set look_at = null`);
});

test("a looker is woken by the clock, and ends at once", async () => {
  const client = await buildClient(world);
  await overdue(client, 2);
  await client.rows(sql`update dunlin.customer set look_at = ${THURSDAY.add({ hours: 1 })}`);
  lookers.push(
    startLooker(world.db, world.at, silentLog),
    startLooker(world.db, world.at, silentLog),
  );
  await world.setNow(THURSDAY.add({ hours: 1 }));
  await expect.poll(async () => await planned(client), { timeout: 20_000 }).toBe(2);
  await world.setNow(THURSDAY);
});
