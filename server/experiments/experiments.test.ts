import { sql } from "kysely";
import { expect, test } from "vitest";
import { differenceOf } from "#experiments/difference.ts";
import { endExperiment, startExperiment, type NewExperiment } from "#experiments/experiments.ts";
import { beginReplay, readReplay, replayLines } from "#experiments/replays.ts";
import { reportOf } from "#experiments/report.ts";
import { replay as explained } from "#judge/replay.ts";
import { Found } from "#judge/verdict.ts";
import { applyPolicy } from "#messages/planning/apply-policy.ts";
import { lookAtAll } from "#messages/planning/looker.ts";
import { clockNow } from "#platform/clock.ts";
import { UserError } from "#platform/errors.ts";
import { parsePolicy } from "#policies/ladder.ts";
import { buildClient, LADDER, openWorld, THURSDAY, type BuiltClient } from "#testing/builders.ts";

const world = await openWorld();

function policyOf(source: string) {
  const parsed = parsePolicy(source, { country: "ZA" });
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  return parsed.policy;
}

/** Runs the clock from look to look and message to message until before a day, delivering all. */
async function live(client: BuiltClient, until: Temporal.Instant): Promise<void> {
  for (let steps = 0; steps < 200; steps += 1) {
    await lookAtAll(world.db);
    await client.deliver();
    const [next] = await client.rows(sql<{ at: Temporal.Instant | null }>`
      select least((select min(look_at) from dunlin.customer),
        (select min(not_before) from dunlin.message where state = 'planned')) as at`);
    if (!next?.at || Temporal.Instant.compare(next.at, until) >= 0) break;
    await world.setNow(next.at);
  }
  await world.setNow(until);
}

/** Three customers who owe in different ways; one pays on the sixth day. */
async function stretch(client: BuiltClient): Promise<void> {
  const [early, late, payer] = [
    await client.customer(),
    await client.customer({ points: [{ address: "+27820000901" }, { address: "a@b.example" }] }),
    await client.customer(),
  ];
  await client.invoice(early, 10_000n, "2026-03-12");
  await client.invoice(late, 20_000n, "2026-03-04");
  const paid = await client.invoice(payer, 30_000n, "2026-03-03");
  await live(client, THURSDAY.add({ hours: 24 * 6 }));
  await client.rows(sql`with p as (
      insert into dunlin.payment (client_id, account_id, kind, reference, currency, amount_minor, unallocated_minor,
        paid_on, received_at)
      values (${client.clientId}, ${paid.accountId}, 'reported', 'P-1', 'ZAR', 30000, 0, '2026-03-11', dunlin.clock_now())
      returning payment_id), a as (
      insert into dunlin.allocation (client_id, payment_id, invoice_id, amount_minor, at)
      select ${client.clientId}, payment_id, ${paid.invoiceId}, 30000, dunlin.clock_now() from p)
    update dunlin.invoice set open_minor = 0, settled_at = dunlin.clock_now(), settled_by = 'payment'
    where invoice_id = ${paid.invoiceId}`);
  await client.changed(payer);
  await live(client, THURSDAY.add({ hours: 24 * 19 }));
}

test("the past decided again under the same policy says the same; under another one, what differs and why", async () => {
  await world.setNow(THURSDAY.subtract({ hours: 24 }));
  const client = await buildClient(world, { bookAsOf: null });
  await world.setNow(THURSDAY);
  // A book that stays fresh: the ladder allows 400 banking days.
  await client.rows(sql`insert into dunlin.batch (client_id, kind, file, digest, as_of, state, actor, started_at, applied_at)
    values (${client.clientId}, 'book', 'a.csv', 'x', ${THURSDAY}, 'applied', 'test', ${THURSDAY}, ${THURSDAY})`);
  await client.rows(
    sql`update dunlin.client set book_as_of = ${THURSDAY} where client_id = ${client.clientId}`,
  );
  await stretch(client);
  const now = await clockNow(world.app);
  const replayed = async (source: string) => {
    const asked = { source, policy: policyOf(source), days: 20, now, actor: "test" };
    const { replayId, done } = await beginReplay(world.app, client.clientId, asked);
    await done;
    return await client.within(async (tx) => ({
      replay: (await readReplay(tx, client.clientId, replayId))!,
      lines: await replayLines(tx, client.clientId, replayId, { after: 0, limit: 100 }),
    }));
  };
  const same = await replayed(LADDER);
  expect(same.lines).toEqual([]);
  expect(same.replay).toMatchObject({ state: "done", customers: 3, customersInAll: 3 });
  const { said, would, check, changes } = same.replay.result!;
  expect(said).toBeGreaterThan(5);
  expect({ would, same: changes.same, check }).toEqual({
    would: said,
    same: said,
    check: { said, same: said },
  });

  const other = LADDER.replace("7 days after anchor", "9 days after anchor")
    .replace(/  - id: warning[^]*?template: warning\n/, "")
    .replace("    requires: { step: warning, delivered: 2 business days ago }\n", "");
  const { lines, replay } = await replayed(other);
  const told = lines.map((one) => `${one.said?.step ?? "-"} ${one.change} ${one.reason ?? ""}`);
  expect(told).toContain("second_reminder moved ");
  expect(told).toContain("warning dropped no_such_step");
  expect(replay.result!.reasons["no_such_step"]).toBe(
    lines.filter((one) => one.said?.step === "warning").length,
  );
  expect(replay.result!.check).toEqual({ said, same: said });
});

test("what a policy would change of the next days is known before it is put in force", async () => {
  await world.setNow(THURSDAY);
  const client = await buildClient(world);
  const [one, two] = [await client.customer(), await client.customer()];
  await client.invoice(one, 10_000n, "2026-03-04");
  await client.invoice(two, 10_000n, "2026-03-04");
  const difference = async (source: string, limit = 100, after?: string) =>
    await client.within(
      async (tx) =>
        await differenceOf(tx, client.clientId, policyOf(source), {
          days: 10,
          now: THURSDAY,
          limit,
          after,
        }),
    );
  expect(await difference(LADDER)).toMatchObject({ accounts: 2, changedAccounts: 0, lines: [] });
  const later = LADDER.replace("1 day after anchor", "2 days after anchor");
  const found = await difference(later, 1);
  expect(found).toMatchObject({ accounts: 2, changedAccounts: 2, next: { moved: 2, same: 0 } });
  expect(found.lines[0]).toMatchObject({ change: "moved", before: { stepId: "reminder" } });
  const rest = await difference(later, 100, found.nextAfter);
  expect(new Set([...found.lines, ...rest.lines].map((line) => line.customerId)).size).toBe(2);
  expect(rest.nextAfter).toBeUndefined();
});

test("an experiment: each group by its own policy, counted from entry, explained, and ended without a trace", async () => {
  await world.setNow(THURSDAY);
  const client = await buildClient(world);
  const start = async (more: Partial<NewExperiment> = {}) =>
    await client.within(
      async (tx) =>
        await startExperiment(
          tx,
          client.clientId,
          {
            name: "Two ways",
            heldOutShare: 3_000,
            silences: "ladder",
            challenger: LADDER.replace("template: reminder", "template: second_reminder"),
            challengerShare: 4_000,
            ...more,
          },
          { now: await clockNow(tx), actor: "test" },
        ),
    );
  await expect(start({ challengerShare: 0 })).rejects.toThrow(UserError);
  await expect(start({ challenger: `tolerance: { ZAR: 9.00 }\n${LADDER}` })).rejects.toThrow(
    "toleranceMinor",
  );
  const made = await start();
  expect(made).toMatchObject({ policyVersion: 1, challengerVersion: 2 });
  await expect(start()).rejects.toThrow("runs since");
  const customers = [];
  for (let n = 0; n < 24; n += 1) customers.push(await client.customer());
  for (const customer of customers) await client.invoice(customer, 10_000n, "2026-03-04");
  await client.look(...customers);
  const rows = await client.rows(sql<{
    group: string;
    template: string | null;
    reason: string;
    version: number;
  }>`
    select e.group_name as "group", m.template, a.reason, d.policy_version as version
    from dunlin.experiment_account e join dunlin.account a using (client_id, account_id)
    left join dunlin.message m using (client_id, account_id)
    join dunlin.decision d using (client_id, account_id)`);
  const of = (group: string) => rows.filter((row) => row.group === group);
  expect(rows).toHaveLength(24);
  for (const group of ["control", "held_out", "challenger"])
    expect(of(group).length).toBeGreaterThan(0);
  expect(of("held_out").every((row) => row.template === null && row.reason === "held_out")).toBe(
    true,
  );
  expect(of("control").every((row) => row.template === "reminder" && row.version === 1)).toBe(true);
  expect(
    of("challenger").every((row) => row.template === "second_reminder" && row.version === 2),
  ).toBe(true);
  const found = new Found();
  await client.within(async (tx) => {
    const now = await clockNow(tx);
    await explained.judge({ db: world.app, tx, clientId: client.clientId, now }, found);
  });
  expect(found.violations).toEqual([]);
  const other = LADDER.replace("7 days", "8 days");
  await expect(
    client.within(async (tx) => await applyPolicy(tx, client.clientId, other, THURSDAY, "test")),
  ).rejects.toThrow("Two ways");

  const { accountId } = (
    await client.rows(sql<{ accountId: string }>`
      select account_id from dunlin.experiment_account where group_name = 'control' limit 1`)
  )[0]!;
  await client.rows(sql`insert into dunlin.payment (client_id, account_id, kind, reference, currency, amount_minor,
      unallocated_minor, paid_on, received_at)
    values (${client.clientId}, ${accountId}, 'reported', 'E-1', 'ZAR', 5000, 5000, '2026-03-05', ${THURSDAY})`);
  const report = async () =>
    await client.within(
      async (tx) => await reportOf(tx, client.clientId, "errors" in made ? "" : made.experimentId),
    );
  const [control, heldOut] = (await report()).currencies[0]!.groups;
  expect(control).toMatchObject({
    group: "control",
    collectedMinor: 5_000n,
    payers: 1,
    verdict: "control",
  });
  expect(control!.owedMinor).toBe(BigInt(control!.accounts) * 10_000n);
  expect(heldOut).toMatchObject({ group: "held_out", verdict: "too_few", messages: 0 });
  expect(heldOut).not.toHaveProperty("difference");

  await client.within(
    async (tx) => await endExperiment(tx, client.clientId, { now: THURSDAY, actor: "test" }),
  );
  await client.look(...customers);
  const after = await client.rows(sql<{ template: string }>`
    select template from dunlin.message where state = 'planned'`);
  expect(after.map((row) => row.template)).toEqual(Array.from({ length: 24 }, () => "reminder"));
});

test("enough accounts: the difference is told with its interval", async () => {
  await world.setNow(THURSDAY);
  const client = await buildClient(world);
  await client.within(
    async (tx) =>
      await startExperiment(
        tx,
        client.clientId,
        { name: "Silence", heldOutShare: 5_000, silences: "collection", challengerShare: 0 },
        { now: THURSDAY, actor: "test" },
      ),
  );
  // 150 accounts in each group; of the control every second one pays 100.00, of the held out every tenth.
  await client.rows(sql`with c as (
      insert into dunlin.customer (client_id, reference, name, language, country, created_at)
      select ${client.clientId}, 'W' || n, 'W', 'en', 'ZA', ${THURSDAY} from generate_series(1, 300) n
      returning customer_id, substr(reference, 2)::int as n), a as (
      insert into dunlin.account (client_id, customer_id, currency) select ${client.clientId}, customer_id, 'ZAR' from c
      returning account_id, customer_id), m as (
      insert into dunlin.experiment_account (client_id, experiment_id, account_id, group_name, entered_at, owed_minor)
      select ${client.clientId}, e.experiment_id, a.account_id, case when n <= 150 then 'control' else 'held_out' end,
        ${THURSDAY}, 10000 from a join c using (customer_id), dunlin.experiment e)
    insert into dunlin.payment (client_id, account_id, kind, reference, currency, amount_minor, unallocated_minor,
      paid_on, received_at)
    select ${client.clientId}, account_id, 'reported', 'W-' || n, 'ZAR', 10000, 10000, '2026-03-05', ${THURSDAY}
    from a join c using (customer_id) where n <= 150 and n % 2 = 0 or n > 150 and n % 10 = 0`);
  const [row] = await client.rows(
    sql<{ id: string }>`select experiment_id as id from dunlin.experiment`,
  );
  const report = await client.within(async (tx) => await reportOf(tx, client.clientId, row!.id));
  const heldOut = report.currencies[0]!.groups[1]!;
  expect(heldOut).toMatchObject({ accounts: 150, payers: 15, verdict: "less" });
  expect(heldOut.difference).toMatchObject({ perAccountMinor: -4_000n });
  // Standard error 0.0478 of 100.00, by hand; t is near 1.97.
  expect(Number(heldOut.difference!.highMinor)).toBeCloseTo(-4_000 + 1.97 * 478, -2);
});
