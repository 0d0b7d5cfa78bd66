// What changes for a whole client: books and policies by their place in the log, optings of addresses that several share or
// nobody has, and the verdict over several clients.
import { expect, test } from "vitest";
import { sql } from "kysely";
import { hear } from "#conversations/hear.ts";
import { recordEvents } from "#ledger/events.ts";
import { applyPolicy } from "#messages/planning/apply-policy.ts";
import {
  buildClient,
  LADDER,
  openWorld,
  THURSDAY,
  type BuiltClient,
  type Customer,
} from "#testing/builders.ts";
import { judge, judgeAll } from "../judge.ts";
import { Found } from "../verdict.ts";
import { gates } from "./gates.ts";

const world = await openWorld();
const POLICY = LADDER.replace("400 banking days", "5 banking days");

const days = (count: number) => THURSDAY.add({ hours: 24 * count });

/** Plans and authorises a text, to a customer or to a bare number; gives its id. */
async function said(
  client: BuiltClient,
  to: { readonly customer?: Customer; readonly phone: string },
  given: {
    readonly at?: Temporal.Instant;
    readonly class?: string;
    readonly between?: () => Promise<unknown>;
  } = {},
): Promise<string> {
  const { clientId } = client;
  const at = given.at ?? THURSDAY;
  const customerId = to.customer?.customerId;
  const messageClass = given.class ?? "collection";
  const [row] = await client.rows(sql<{ id: string }>`
    insert into dunlin.message (client_id, class, lane, channel, state, customer_id, facts_version, address, template,
      language, body, not_before, not_after, created_at)
    values (${clientId}, ${messageClass}, 2, 'sms', 'planned', ${customerId ?? null}, (select facts_version
      from dunlin.customer where customer_id = ${customerId ?? null}), ${to.phone}, 'x', 'en', 'x', ${at},
      ${at.add({ hours: 1 })}, ${at.subtract({ hours: 1 })})
    returning message_id as id`);
  const messageId = row!.id;
  const log = async (kind: string, body = {}) =>
    await client.within(
      async (tx) =>
        await recordEvents(tx, clientId, at, [
          { kind, customerId, messageId, actor: "test", body },
        ]),
    );
  await log("message.planned");
  await given.between?.();
  await client.rows(sql`insert into dunlin.attempt (client_id, message_id, attempt, route_id, process_id, started_at, finished_at, outcome)
    select ${clientId}, ${messageId}, 1, route_id, 1, now(), now(), 'sent' from dunlin.route where channel = 'sms'`);
  await log("message.authorised", { attempt: 1 });
  await client.rows(sql`update dunlin.message set state = 'handed_over', attempt = 1, handed_over_at = ${at}, ended_at = ${at}
    where message_id = ${messageId}`);
  await log("message.handed_over", { attempt: 1 });
  return messageId;
}

async function whysOf(client: BuiltClient, messageId: string): Promise<string[]> {
  const found = new Found(1_000);
  const { clientId } = client;
  await client.within(
    async (tx) => await gates.judge({ db: world.app, tx, clientId, now: THURSDAY }, found),
  );
  return found.violations.flatMap(({ rows, why }) => (rows[0] === `msg_${messageId}` ? [why] : []));
}

async function stop(client: BuiltClient, phone: string, at = THURSDAY) {
  await world.setNow(at);
  const [route] = await client.rows(
    sql<{ routeId: string }>`select route_id from dunlin.route where channel = 'sms'`,
  );
  await hear(world.db, client.clientId, {
    routeId: route!.routeId,
    channel: "sms",
    from: phone,
    to: "+27600000000",
    text: "STOP",
    automatic: false,
  });
  await world.setNow(THURSDAY);
}

test("books are as old as the newest one that stood when the message left", async () => {
  const client = await buildClient(world, { policy: POLICY, bookAsOf: null });
  const { clientId } = client;
  const phone = "+27850000001";
  const customer = await client.customer({ points: [{ address: phone }] });
  const to = { customer, phone };
  const log = async (kind: string, cause: string) =>
    await client.within(
      async (tx) => await recordEvents(tx, clientId, THURSDAY, [{ kind, cause, actor: "test" }]),
    );
  const book = async (kind: string, asOf: Temporal.Instant) => {
    const [row] = await client.rows(sql<{ id: string }>`
      insert into dunlin.batch (client_id, kind, file, digest, as_of, state, actor, started_at)
      values (${clientId}, ${kind}, 'f', 'd', ${asOf}, 'applied', 'test', ${asOf}) returning batch_id as id`);
    await log("batch.applied", row!.id);
    return row!.id;
  };
  await book("payments", days(10));
  const unknown = await said(client, to, { at: days(0) });
  await book("book", days(0));
  const stale = await said(client, to, { at: days(20) });
  const fresh = await book("payments", days(19));
  const current = await said(client, to, { at: days(21) });
  await log("batch.undone", fresh);
  const undone = await said(client, to, { at: days(22) });
  expect(await whysOf(client, unknown)).toEqual([
    "collection stale_books, attempt 1: there were no books",
  ]);
  // The payments of the tenth day made them fresher once there was a book.
  expect(await whysOf(client, stale)).toEqual([
    "collection stale_books, attempt 1: the books were 8 banking days old, 5 are allowed",
  ]);
  expect(await whysOf(client, current)).toEqual([]);
  expect(await whysOf(client, undone)).toEqual([
    "collection stale_books, attempt 1: the books were 10 banking days old, 5 are allowed",
  ]);
});

test("a policy that changed in between changed the facts, and its hours are those in force", async () => {
  const client = await buildClient(world, { policy: POLICY });
  const phone = "+27850000002";
  const customer = await client.customer({ points: [{ address: phone }] });
  const evening = THURSDAY.add({ hours: 7, minutes: 30 }); // 20:30 in Johannesburg
  const before = await said(client, { customer, phone }, { at: evening });
  const between = await said(
    client,
    { customer, phone },
    {
      at: days(1),
      between: async () =>
        await client.within(
          async (tx) =>
            await applyPolicy(
              tx,
              client.clientId,
              POLICY.replace("calendar: ZA", "calendar: ZA\ncontact: { profiles: [za] }"),
              THURSDAY,
              "test",
            ),
        ),
    },
  );
  const after = await said(client, { customer, phone }, { at: evening.add({ hours: 24 * 4 }) });
  expect(await whysOf(client, before)).toEqual([
    expect.stringMatching(/contact_hours, attempt 1: outside contact hours: default: /),
  ]);
  expect(await whysOf(client, between)).toEqual([
    "collection changed_facts, attempt 1: the facts had changed since it was decided: policy version 2",
  ]);
  expect(await whysOf(client, after)).toEqual([]);
});

test("an address that several share is opted out for all of them", async () => {
  const client = await buildClient(world, { policy: POLICY });
  const phone = "+27850000003";
  const one = await client.customer({ points: [{ address: phone }] });
  await client.customer({ points: [{ address: phone }] });
  const before = await said(client, { customer: one, phone });
  await stop(client, phone);
  const after = await said(client, { customer: one, phone }, { at: days(1) });
  expect(await whysOf(client, before)).toEqual([]);
  expect(await whysOf(client, after)).toEqual([
    "collection opt_out, attempt 1: the address had opted out",
  ]);
});

test("two who share an address share its caps", async () => {
  const client = await buildClient(world, { policy: POLICY });
  const phone = "+27850000006";
  const [one, other] = [
    await client.customer({ points: [{ address: phone }] }),
    await client.customer({ points: [{ address: phone }] }),
  ];
  const first = await said(client, { customer: one, phone });
  const second = await said(client, { customer: other, phone });
  const nextDay = await said(client, { customer: one, phone }, { at: days(1) });
  expect(await whysOf(client, first)).toEqual([]);
  expect(await whysOf(client, second)).toEqual([
    "collection caps: one contact too many: 1 by sms are allowed in 1 days",
  ]);
  expect(await whysOf(client, nextDay)).toEqual([]);
});

test("what went to a number before it changed hands is no contact with its new owner", async () => {
  const client = await buildClient(world, { policy: POLICY });
  const [own, moved] = ["+27850000007", "+27850000008"];
  const [one, other] = [
    await client.customer({ points: [{ address: own }] }),
    await client.customer({ points: [{ address: moved }] }),
  ];
  await said(client, { customer: other, phone: moved });
  const before = await said(client, { customer: one, phone: own });
  await client.rows(sql`insert into dunlin.contact_point (client_id, customer_id, kind, address, disclosure, source, created_at)
    values (${client.clientId}, ${one.customerId}, 'phone', ${moved}, 'full', 'import', ${days(1)})`);
  const tooMany = [
    await said(client, { customer: other, phone: moved }, { at: days(2) }),
    await said(client, { customer: one, phone: moved }, { at: days(2) }),
  ];
  expect(await whysOf(client, before)).toEqual([]);
  expect(await whysOf(client, tooMany[1]!)).toEqual([
    "collection caps: one contact too many: 1 by sms are allowed in 1 days",
  ]);
});

test("a number of nobody is judged by its optings, by the client's hours and by its own caps", async () => {
  const client = await buildClient(world, { policy: POLICY });
  const phone = "+27850000004";
  const allowed = await said(client, { phone }, { class: "service" });
  const late = await said(client, { phone }, { class: "service", at: THURSDAY.add({ hours: 10 }) });
  await stop(client, phone);
  const stopped = await said(client, { phone }, { class: "service", at: days(1) });
  expect(await whysOf(client, allowed)).toEqual([]);
  expect(await whysOf(client, late)).toEqual([expect.stringMatching(/^service contact_hours, /)]);
  expect(await whysOf(client, stopped)).toEqual([expect.stringMatching(/^service opt_out, /)]);
  // Who lets us in again is answered in the same instant.
  await client.rows(sql`insert into dunlin.opting (client_id, channel, address, opted_out, at, by, source, cause)
    values (${client.clientId}, 'sms', ${phone}, false, ${days(2)}, 'customer', 'START', 'test')`);
  const again = await said(client, { phone }, { class: "service", at: days(2) });
  expect(await whysOf(client, again)).toEqual([]);
});

test("clients are judged apart, and together", async () => {
  const [good, bad] = [
    await buildClient(world, { policy: POLICY }),
    await buildClient(world, { policy: POLICY }),
  ];
  await said(good, { phone: "+27850000005" }, { class: "service" });
  await said(bad, { phone: "+27850000005" }, { class: "service", at: THURSDAY.add({ hours: 10 }) });
  expect(await judge(world.app, good.clientId)).toMatchObject({ ok: true });
  expect(await judge(world.app, bad.clientId)).toMatchObject({ ok: false });
  const { ok, invariants } = await judgeAll(world.app);
  expect(ok).toBe(false);
  expect(invariants.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const [slug] = await bad.rows(sql<{ slug: string }>`select slug from dunlin.client`);
  const whys = invariants[1]!.violations.map(({ why }) => why);
  expect(whys).toContainEqual(
    expect.stringMatching(new RegExp(`^${slug!.slug}: service contact_hours`)),
  );
});
