// Whom a filter means, and what a campaign would say to them, before anything is said.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { loadContext } from "#messages/planning/context.ts";
import { asClient } from "#platform/db.ts";
import { buildClient, LADDER, openWorld, THURSDAY, type BuiltClient } from "#testing/builders.ts";
import { aroundOf, countMatched, listMatched } from "./counting.ts";
import type { Filter } from "./filter.ts";
import { finishOf, windowsOf } from "./pace.ts";
import { previewCampaign } from "./preview.ts";

const world = await openWorld();

/** A ladder that says nothing by itself before a year has gone. */
const QUIET =
  LADDER.replace(/steps:[\s\S]*/, "") +
  `steps:
  - { id: reminder, when: 360 days after anchor, channels: sms | email, template: reminder }
`;

async function three(client: BuiltClient) {
  const owing = await client.customer({ name: "Zoë Łukasiewicz-Montgomery" });
  await client.invoice(owing, 30_000n, "2026-02-01");
  const little = await client.customer();
  await client.invoice(little, 5_000n, "2026-03-01");
  const paid = await client.customer();
  await client.accountOf(paid);
  return { owing, little, paid };
}

test("a segment is counted and listed as one statement, with who is left out and why", async () => {
  await world.setNow(THURSDAY);
  const client = await buildClient(world, { policy: QUIET });
  const { owing, little } = await three(client);
  const out = await client.customer({ points: [{ address: "+27829990001" }] });
  await client.invoice(out, 7_000n, "2026-02-20");
  await client.rows(sql`insert into dunlin.address (client_id, channel, address, opted_out_at, opted_out_by)
    values (${client.clientId}, 'sms', '+27829990001', ${THURSDAY}, 'customer')`);
  const held = await client.customer();
  const { accountId } = await client.invoice(held, 9_000n, "2026-02-20");
  await client.rows(sql`insert into dunlin.hold (client_id, customer_id, account_id, kind, placed_at, placed_by)
    values (${client.clientId}, ${held.customerId}, ${accountId}, 'dispute', ${THURSDAY}, 'test')`);

  const count = async (filter: Filter) =>
    await client.within(async (tx) => {
      const { client: row, routes } = await loadContext(tx, client.clientId);
      const asked = { filter, class: "collection", channels: [["sms", "email"]] } as const;
      const around = aroundOf(row, THURSDAY);
      const lines = await listMatched(tx, around, routes, asked, { limit: 50 });
      return { ...(await countMatched(tx, around, routes, asked)), lines };
    });

  const all = await count({});
  expect(all).toMatchObject({
    customers: 5,
    told: 2,
    excluded: { nothing_due: 1, opted_out: 1, disputed: 1 },
    sums: [{ currency: "ZAR", customers: 5, openMinor: 51_000n, overdueMinor: 51_000n }],
    reachable: { sms: 4, email: 0 },
  });
  expect(all.lines.map(({ reference, why }) => [reference, why])).toContainEqual([
    out.reference,
    "opted_out",
  ]);
  const names = async (filter: Filter) => (await count(filter)).lines.map((one) => one.reference);
  expect(await names({ overdue_min: "100.00" })).toEqual([owing.reference]);
  expect(await names({ days_late_max: 7, overdue: true })).toEqual([little.reference]);
  expect(await names({ disputed: true })).toEqual([held.reference]);
  expect(await names({ opted_out: true })).toEqual([out.reference]);
  expect(await names({ overdue: true, except: { owed_max: "70.00" } })).toEqual(
    [owing, held].map((one) => one.reference).toSorted(),
  );
  expect(await names({ references: [little.reference], languages: ["en"] })).toEqual([
    little.reference,
  ]);
  // Every condition there is, so that each of them is a statement that runs.
  const id = "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55";
  expect(
    await names({
      currency: "ZAR",
      owed_min: "1",
      owed_max: "9",
      overdue_max: "3",
      days_late_min: 2,
      due_within_days: 3,
      countries: ["ZA"],
      zones: ["Africa/Johannesburg"],
      tags: ["x"],
      kinds: ["person"],
      has: ["phone", "email"],
      contacted_within_days: 3,
      not_contacted_within_days: 3,
      paid_within_days: 3,
      not_paid_within_days: 3,
      replied_within_days: 3,
      promise: "broken",
      plan: "open",
      held: false,
      steps: ["reminder"],
      import: id,
      campaign: id,
      failed_in: id,
      except: { plan: "none" },
    }),
  ).toEqual([]);
});

test("a preview shows the worst cases first, writes nothing, and takes words that are not saved", async () => {
  const client = await buildClient(world, { policy: QUIET });
  await three(client);
  const meant = {
    campaignId: "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55",
    class: "collection",
    channels: [["sms"]],
    template: null,
    words: { sms: { en: { text: "{{ customer.name }}: {{ account.due | money }}" } } },
  } as const;
  const seen = await asClient(world.app, client.clientId, async (tx) => {
    const context = await loadContext(tx, client.clientId);
    return await previewCampaign(tx, context, meant, {}, THURSDAY);
  });
  expect(seen).toMatchObject({ rendered: 2, held: 0, ucs2: 1, notSaid: { nothing_due: 1 } });
  expect(seen.examples[0]).toMatchObject({ encoding: "ucs2", offending: "ë" });
  expect(await client.messages()).toEqual([]);
});

test("when a campaign will have been handed over goes by the route's speed within contact hours", async () => {
  const client = await buildClient(world, { policy: QUIET });
  const windows = await client.within(async (tx) => {
    const context = await loadContext(tx, client.clientId);
    const from = Temporal.Instant.from("2026-03-06T00:00Z").epochMilliseconds;
    return windowsOf(context, "sms", "collection", from, from + 4 * 86_400_000);
  });
  const texts = windows.map((one) =>
    [one.from, one.to].map((at) => new Date(at).toISOString().slice(0, 16)).join(" "),
  );
  // Friday, Saturday, not Sunday, Monday; in Johannesburg.
  expect(texts).toEqual([
    "2026-03-06T06:00 2026-03-06T18:00",
    "2026-03-07T06:00 2026-03-07T18:00",
    "2026-03-09T06:00 2026-03-09T18:00",
  ]);
  const first = windows[0]!.from;
  expect(finishOf(windows, 3_600, 1)).toBe(first + 3_600_000);
  // The thirteenth hour is the first one of Saturday.
  expect(finishOf(windows, 13 * 3_600, 1)).toBe(windows[1]!.from + 3_600_000);
  expect(finishOf(windows, 40 * 3_600, 1)).toBeUndefined();
});
