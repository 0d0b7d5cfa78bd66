import { sql } from "kysely";
import { expect, test } from "vitest";
import { lookAtAll } from "#messages/planning/looker.ts";
import { simulate } from "#messages/planning/simulate.ts";
import { dayAt, isoOf } from "#policies/day.ts";
import { buildClient, LADDER, openWorld, THURSDAY, type BuiltClient } from "#testing/builders.ts";

const world = await openWorld();
const ZONE = "Africa/Johannesburg";

async function simulated(client: BuiltClient, days: number, now = THURSDAY) {
  return await client.within(
    async (tx) => await simulate(tx, client.clientId, { days, from: undefined, now }),
  );
}

/** Runs the clock from look to look and message to message, delivering all; what went out, as "day channel". */
async function lived(client: BuiltClient, days: number): Promise<Record<string, number>> {
  const end = THURSDAY.toZonedDateTimeISO(ZONE).startOfDay().add({ days }).toInstant();
  for (let steps = 0; steps < 400; steps += 1) {
    await lookAtAll(world.db);
    await client.deliver();
    const [next] = await client.rows(sql<{ at: Temporal.Instant | null }>`
      select least((select min(look_at) from dunlin.customer),
        (select min(not_before) from dunlin.message where state = 'planned')) as at`);
    if (!next?.at || Temporal.Instant.compare(next.at, end) >= 0) break;
    await world.setNow(next.at);
    await client.rows(sql`update dunlin.client set book_as_of = ${next.at}`);
  }
  const rows = await client.rows(sql<{ at: Temporal.Instant; channel: string; segments: number }>`
    select handed_over_at as at, channel, segments from dunlin.message where state = 'delivered'`);
  return tally(rows.map((row) => `${isoOf(dayAt(row.at.epochMilliseconds, ZONE))} ${row.channel}`));
}

function tally(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

const POLICIES: Readonly<Record<string, string>> = {
  "the test ladder": LADDER,
  "a ladder with windows, business days, caps and a notice": LADDER.replace(
    "steps:",
    "tolerance: { ZAR: 50.00 }\nonboard_at: second_reminder\ncatch_up: 1 day\ncontact:\n  caps: [{ channels: [sms, email], count: 2, days: 7 }]\nsteps:",
  )
    .replace("when: 7 days after anchor", "when: 4 business days after anchor, window: 2 days")
    .replace(
      "    template: warning\n",
      "    template: warning\n    class: notice\n    between: 09:00-10:00\n",
    ),
};

test.each(Object.entries(POLICIES))(
  "simulating %s says what then really happens, day by day",
  async (_, policy) => {
    await world.setNow(THURSDAY);
    const client = await buildClient(world, { policy });
    // Old and new debt, several due dates, both channels or one, and somebody who can't be reached.
    const dueOn = [
      "2025-12-01",
      "2026-02-20",
      "2026-03-03",
      "2026-03-04",
      "2026-03-08",
      "2026-03-21",
    ];
    for (const [index, day] of dueOn.entries()) {
      const phone = { address: `+2784000${1000 + index}` };
      const mailbox = { address: `someone-${index}@example.org` };
      const points = [[phone], [phone, mailbox], [mailbox], []][index % 4]!;
      const customer = await client.customer({ points });
      await client.invoice(customer, 10_000n, day);
      if (index % 2 === 0) await client.invoice(customer, 3_000n, "2026-03-16");
      if (index % 3 === 0) await client.credit(customer, 2_000n);
      if (index % 3 === 1) await client.invoice(customer, 4_000n, day, { currency: "USD" });
    }
    const { days } = await simulated(client, 45);
    const told = tally(
      days.flatMap((day) => [
        ...Array.from({ length: day.sms }, () => `${day.date.toString()} sms`),
        ...Array.from({ length: day.email }, () => `${day.date.toString()} email`),
      ]),
    );
    expect(Object.values(told).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(15);
    expect(await client.messages()).toEqual([]);
    expect(await lived(client, 45)).toEqual(told);
  },
);

test("what is under way is taken to arrive, so that what rests on it comes", async () => {
  await world.setNow(THURSDAY);
  const client = await buildClient(world);
  const customer = await client.customer();
  await client.invoice(customer, 10_000n, "2026-03-04");
  for (const days of [0, 6, 13]) {
    await world.setNow(THURSDAY.add({ hours: 24 * days }));
    await client.look(customer);
    if (days < 13) await client.deliver();
  }
  const now = THURSDAY.add({ hours: 24 * 13 });
  const { days } = await simulated(client, 30, now);
  expect(days.reduce((sum, day) => sum + day.sms, 0)).toBe(1);
});

test("words that would be held and numbers without a route are reasons, not messages", async () => {
  await world.setNow(THURSDAY);
  const client = await buildClient(world, { channels: [], client: { slug: "held-client" } });
  await client.route("local", "sms", [{ prefix: "+27", micros: "250000" }]);
  const [paying, abroad] = [
    await client.customer(),
    await client.customer({ points: [{ address: "+48501234567" }] }),
  ];
  for (const one of [paying, abroad]) await client.invoice(one, 10_000n, "2026-03-04");
  const { days, reasons } = await simulated(client, 2);
  expect(days.map((day) => [day.sms, day.segments])).toEqual([
    [1, 1],
    [0, 0],
  ]);
  expect(days[0]!.cost).toEqual([{ currency: "ZAR", minor: 25n }]);
  expect(reasons["no_route"]).toBe(1);
});

test("simulating without a policy says what to do", async () => {
  const client = await buildClient(world, { policy: null });
  await expect(simulated(client, 3)).rejects.toThrow("policy apply");
});
