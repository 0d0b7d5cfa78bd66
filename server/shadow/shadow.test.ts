import { sql } from "kysely";
import { expect, test } from "vitest";
import { judge } from "#judge/judge.ts";
import { takeDue } from "#messages/dispatch/claim.ts";
import { lookAtAll } from "#messages/planning/looker.ts";
import { clockNow } from "#platform/clock.ts";
import { buildClient, openWorld, THURSDAY } from "#testing/builders.ts";
import { addIncumbentContacts } from "./incumbent.ts";
import { setShadow } from "./mode.ts";
import { shadowLines, shadowReport } from "./report.ts";

const world = await openWorld();
const DAY = { hours: 24 };

test("in shadow everything is decided and nothing sent; what the other system sent is laid beside it; leaving sends no backlog", async () => {
  const client = await buildClient(world);
  const { clientId } = client;
  const turn = async (on: boolean) =>
    await client.within(
      async (tx) => await setShadow(tx, clientId, on, { now: await clockNow(tx), actor: "test" }),
    );
  const [debtor, payer, planned] = [
    await client.customer(),
    await client.customer(),
    await client.customer(),
  ];
  await client.invoice(planned, 5_000n, "2026-03-04");
  await client.look(planned);
  expect((await client.messages()).map((one) => one.state)).toEqual(["planned"]);

  expect(await turn(true)).toMatchObject({ changed: true });
  expect(await turn(true)).toMatchObject({ changed: false });
  await client.invoice(debtor, 10_000n, "2026-03-04");
  const owed = await client.invoice(payer, 10_000n, "2026-03-04");
  const claimable = async () =>
    await client.within(async (tx) => {
      const { rows } = await sql<{ id: string }>`select route_id as id from dunlin.route`.execute(
        tx,
      );
      const sets = [];
      for (const { id } of rows) sets.push(await takeDue(tx, clientId, id, 100, []));
      return sets.flatMap((set) => set.taken).length;
    });
  // Planned before: nothing claims it, and the next look takes it back.
  expect(await claimable()).toBe(0);
  // The first three weeks of the ladder, as if every message had arrived.
  for (const day of [0, 1, 4, 6, 7, 13, 14, 20, 21, 23]) {
    const now = THURSDAY.add({ hours: 24 * day });
    await world.setNow(now);
    if (day === 4) {
      await client.rows(sql`with p as (
          insert into dunlin.payment (client_id, account_id, kind, reference, currency, amount_minor, unallocated_minor,
            paid_on, received_at)
          values (${clientId}, ${owed.accountId}, 'reported', 'P-1', 'ZAR', 10000, 0, '2026-03-09', ${now})
          returning payment_id), a as (
          insert into dunlin.allocation (client_id, payment_id, invoice_id, amount_minor, at)
          select ${clientId}, payment_id, ${owed.invoiceId}, 10000, ${now} from p)
        update dunlin.invoice set open_minor = 0, settled_at = ${now}, settled_by = 'payment'
        where invoice_id = ${owed.invoiceId}`);
      await client.changed(payer);
    }
    await world.setNow(now.add({ minutes: 30 }));
    await lookAtAll(world.db);
  }
  const states = new Set((await client.messages()).map((one) => one.state));
  expect([...states].toSorted()).toEqual(["shadow", "suppressed"]);
  const steps = async () =>
    (await client.messages(sql`customer_id = ${debtor.customerId} and state = 'shadow'`)).map(
      (one) => one.stepId,
    );
  expect(await steps()).toEqual(["reminder", "second_reminder", "warning", "final_demand"]);
  expect(await claimable()).toBe(0);

  const contact = (customer: string, day: string, kind = "dunning 1") => ({
    customer,
    day: Temporal.PlainDate.from(day),
    channel: "sms" as const,
    kind,
  });
  const contacts = [
    contact(debtor.reference, "2026-03-05"),
    contact(debtor.reference, "2026-03-12"),
    contact(payer.reference, "2026-03-16"),
    contact("nobody", "2026-03-16"),
  ];
  const by = { now: THURSDAY, actor: "test" };
  const keep = async () =>
    await client.within(async (tx) => await addIncumbentContacts(tx, clientId, contacts, by));
  expect(await keep()).toEqual({ added: 4, known: 0, unknownCustomers: 1 });
  expect(await keep()).toEqual({ added: 0, known: 4, unknownCustomers: 1 });
  const period = {
    from: Temporal.PlainDate.from("2026-03-01"),
    to: Temporal.PlainDate.from("2026-03-31"),
  };
  const report = await client.within(async (tx) => await shadowReport(tx, clientId, period));
  expect(report.reasons).toEqual({ nothing_due: 1 });
  expect(report).toMatchObject({ customers: 3, unknownCustomers: 1 });
  expect(report.counts).toMatchObject({ both: 1, other_day: 1, only_they: 1 });
  const { lines } = await client.within(
    async (tx) => await shadowLines(tx, clientId, period, { kinds: ["only_they"], limit: 10 }),
  );
  expect(lines).toEqual([
    {
      kind: "only_they",
      customer: payer.reference,
      ours: null,
      theirs: { day: contacts[2]!.day, channel: "sms", kind: "dunning 1" },
      reason: "nothing_due",
    },
  ]);

  // Something of tomorrow is decided already; it stays behind with the rest.
  const next = await client.customer();
  const sunday = Temporal.Instant.from("2026-03-29T10:00:00Z");
  await world.setNow(sunday);
  await client.invoice(next, 7_000n, "2026-03-27");
  await client.look(next);
  await turn(false);
  await world.setNow(sunday.add(DAY));
  await lookAtAll(world.db);
  expect((await client.messages(sql`state = 'planned'`)).map((one) => one.stepId)).toEqual([]);
  expect(await claimable()).toBe(0);
  const verdict = await judge(world.db, clientId);
  expect(verdict.invariants.filter((one) => !one.ok)).toEqual([]);
});
