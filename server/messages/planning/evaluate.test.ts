import { sql } from "kysely";
import { expect, test } from "vitest";
import { loadContext } from "#messages/planning/context.ts";
import { evaluate } from "#messages/planning/evaluate.ts";
import { factsFromJson } from "#messages/planning/facts-json.ts";
import { loadPolicyOf } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient } from "#platform/db.ts";
import { decide } from "#policies/decide.ts";
import { buildClient, LADDER, openWorld, THURSDAY } from "#testing/builders.ts";

const world = await openWorld();

type DecisionRow = {
  decisionId: string;
  at: Temporal.Instant;
  outcome: string;
  reason: string;
  facts: unknown;
  answer: unknown;
};
const decisions = sql<DecisionRow>`select * from dunlin.decision order by at, decision_id`;

test("the first look at what is overdue writes message, rung, decision, events and the next look", async () => {
  await world.setNow(THURSDAY);
  const client = await buildClient(world);
  const customer = await client.customer();
  const { accountId } = await client.invoice(customer, 10_000n, "2026-03-04");

  const tally = await client.look(customer);

  expect(tally).toEqual({ decisions: { step_due: 1 }, messages: 1, withdrawn: 0 });
  const messages = await client.messages();
  expect(messages).toHaveLength(1);
  expect(messages[0]).toMatchObject({
    state: "planned",
    channel: "sms",
    stepId: "reminder",
    accountId,
    amountMinor: 10_000n,
  });
  expect(messages[0]!.body).toContain("R 100,00");
  expect(await client.rungs()).toEqual(["reminder taken step_due"]);
  const [decision] = await client.rows(decisions);
  expect(decision).toMatchObject({ outcome: "send", reason: "step_due" });
  expect(messages[0]!.decisionId).toBe(decision!.decisionId);
  expect(await client.events()).toEqual(["episode.opened", "message.planned"]);
  const { lookAt, ...standing } = await client.standing(customer);
  expect(standing).toEqual({ outcome: "send", reason: "step_due" });
  expect(lookAt?.toString()).toBe("2026-03-11T06:00:00Z");
});

test("what waits behind a Sunday says how late it is on the day on which it goes out", async () => {
  await world.setNow("2026-03-08T09:00:00Z");
  const client = await buildClient(world);
  await client.policy(LADDER.replace("template: reminder", "template: warning"));
  const customer = await client.customer();
  await client.invoice(customer, 10_000n, "2026-03-01");
  await client.look(customer);
  await world.setNow(THURSDAY);
  const [message] = await client.messages();
  expect(message).toMatchObject({ state: "planned", template: "warning" });
  expect(message!.body).toContain("8 days late");
});

test("what is kept with a decision and told in events has no personal data", async () => {
  const client = await buildClient(world);
  const customer = await client.customer({
    name: "Thandiwe Mokoena",
    points: [{ address: "+27821112233" }, { address: "thandiwe@mokoena.example" }],
  });
  await client.invoice(customer, 10_000n, "2026-03-04", { reference: "SECRET-77" });
  await client.look(customer);
  await client.credit(customer, 10_000n);
  await client.look(customer);
  const kept = JSON.stringify(
    [
      await client.rows(sql`select facts, answer from dunlin.decision`),
      await client.rows(sql`select kind, actor, cause, body from dunlin.event`),
    ],
    (_, value: unknown) => (typeof value === "bigint" ? String(value) : value),
  );
  expect(kept).toContain("message.suppressed");
  for (const secret of ["Thandiwe", "Mokoena", "mokoena.example", "27821112233", "SECRET-77"]) {
    expect(kept).not.toContain(secret);
  }
});

test("looking twice, or from two places at once, says everything once", async () => {
  const client = await buildClient(world);
  const customer = await client.customer({
    points: [{ address: "+27821110001" }, { address: "a@b.example" }],
  });
  await client.invoice(customer, 10_000n, "2026-03-04");

  await Promise.all([client.look(customer), client.look(customer), client.look(customer)]);
  await client.look(customer);

  expect(await client.messages()).toHaveLength(1);
  expect(await client.rungs()).toEqual(["reminder taken step_due"]);
  const open = await client.rows(sql`select 1 from dunlin.episode where closed_at is null`);
  expect(open).toHaveLength(1);
});

test("a standing answer that has not changed is not written down again", async () => {
  const client = await buildClient(world);
  const [early, done] = [await client.customer(), await client.customer()];
  await client.invoice(early, 10_000n, "2026-06-01");
  await client.invoice(done, 10_000n, "2026-03-04");
  const empty = LADDER.replace(
    /steps:[^]*/,
    "steps:\n  - { id: only, when: 1 day after anchor, exits: [call_list] }\n",
  );
  await client.policy(empty);
  for (let look = 0; look < 4; look += 1) {
    await world.setNow(THURSDAY.add({ hours: 24 * look }));
    await client.look(early, done);
  }
  await world.setNow(THURSDAY);
  const reasons = (await client.rows(decisions)).map(
    ({ outcome, reason }) => `${outcome} ${reason}`,
  );
  expect(reasons.toSorted()).toEqual(["person exit", "person ladder_done", "wait nothing_due"]);
});

test("replaying the facts of each decision under its policy gives the same answer", async () => {
  const client = await buildClient(world);
  const customer = await client.customer({
    points: [{ address: "+27821110009" }, { address: "x@y.example" }],
  });
  await client.invoice(customer, 10_001n, "2026-03-04");
  await client.invoice(customer, 20_000n, "2026-03-12");
  for (const day of [0, 2, 5, 6, 9, 13, 20, 27]) {
    await world.setNow(THURSDAY.add({ hours: 24 * day }));
    await client.look(customer);
    await client.deliver();
    if (day === 5) await client.credit(customer, 500n);
  }
  await world.setNow(THURSDAY);
  const { policy } = await loadPolicyOf(world.app, client.clientId);
  const written = await client.rows(decisions);
  expect(written.length).toBeGreaterThan(4);
  for (const one of written) {
    const answer = decide(factsFromJson(one.facts), policy!, one.at.epochMilliseconds);
    const asKept = JSON.parse(
      JSON.stringify(answer, (_, value: unknown) =>
        typeof value === "bigint" ? String(value) : value,
      ),
    ) as unknown;
    expect(asKept).toEqual(one.answer);
  }
});

test("a tandem speaks over both channels with one rung", async () => {
  const client = await buildClient(world);
  const customer = await client.customer({
    points: [{ address: "+27821110002" }, { address: "c@d.example" }],
  });
  await client.policy(
    LADDER.replace(
      "channels: sms | email, template: reminder",
      "channels: [sms, email], template: reminder",
    ),
  );
  await client.invoice(customer, 10_000n, "2026-03-04");
  await client.look(customer);
  expect((await client.messages()).map((one) => one.channel).toSorted()).toEqual(["email", "sms"]);
  expect(await client.rungs()).toEqual(["reminder taken step_due"]);
});

test("two accounts of one customer are decided apart", async () => {
  const client = await buildClient(world);
  const customer = await client.customer();
  await client.invoice(customer, 10_000n, "2026-03-04");
  await client.invoice(customer, 5_000n, "2026-05-04", { currency: "USD" });
  expect((await client.look(customer)).decisions).toEqual({ step_due: 1, not_yet: 1 });
  expect((await client.messages()).map((one) => one.amountMinor)).toEqual([10_000n]);
});

test("who may not be told gets the words without amount and name", async () => {
  const client = await buildClient(world);
  const customer = await client.customer({
    name: "Sipho Nkosi",
    points: [{ address: "+27821110003", disclosure: "unverified" }],
  });
  await client.invoice(customer, 123_400n, "2026-03-04");
  await client.look(customer);
  const [message] = await client.messages();
  expect(message!.state).toBe("planned");
  expect(message!.body).not.toMatch(/\d{3}[.,]\d\d|R\s?\d|Sipho|overdue/);
});

test("without a policy nothing is decided, and without a route the step is passed over with its reason", async () => {
  const unruled = await buildClient(world, { policy: null });
  const someone = await unruled.customer();
  await unruled.invoice(someone, 10_000n, "2026-03-04");
  expect((await unruled.look(someone)).decisions).toEqual({ no_policy: 1 });

  const voice = LADDER.replace(
    "channels: sms | email, template: reminder",
    "channels: voice, template: reminder",
  );
  const client = await buildClient(world, { policy: null });
  await client.rows(sql`insert into dunlin.policy (client_id, version, name, source, applied_at, applied_by)
    values (${client.clientId}, 1, 'voice', ${voice}, ${THURSDAY}, 'test')`);
  const customer = await client.customer();
  await client.invoice(customer, 10_000n, "2026-03-04");
  expect((await client.look(customer)).decisions).toMatchObject({ no_route: 1 });
  expect(await client.messages()).toEqual([]);
  expect(await client.rungs()).toEqual(["reminder superseded no_route"]);
});

test("a destination that no route serves leaves a suppressed message, not a lost one", async () => {
  const client = await buildClient(world, { channels: [] });
  await client.route("local", "sms", [{ prefix: "+48", micros: "100" }]);
  const customer = await client.customer();
  await client.invoice(customer, 10_000n, "2026-03-04");
  expect((await client.look(customer)).messages).toBe(0);
  expect(await client.messages()).toMatchObject([{ state: "suppressed", reason: "no_route" }]);
});

test("words that lack something are held, never sent with a gap, and decided again with new facts", async () => {
  const client = await buildClient(world, {});
  const customer = await client.customer();
  await client.invoice(customer, 10_000n, "2026-03-04");
  await client.within(async (tx) => {
    const context = await loadContext(tx, client.clientId);
    const unnamed = { ...context, client: { ...context.client, name: "" } };
    await evaluate(tx, unnamed, [customer.customerId], await clockNow(tx), "test");
  });
  const [held] = await client.messages();
  expect(held).toMatchObject({ state: "held", body: "" });
  expect(held!.reason).toContain("missing_variable");
  expect(await client.deliver()).toBe(0);

  await client.changed(customer);
  await client.look(customer);
  expect((await client.messages()).map((one) => one.state)).toEqual(["suppressed", "planned"]);
});

test("a reminder to a number that several customers share names nobody and no amount", async () => {
  const client = await buildClient(world, {});
  const points = [{ address: "+27821110099" }];
  const [one] = [await client.customer({ points }), await client.customer({ points })];
  await client.invoice(one!, 12_345n, "2026-03-04");
  await client.look(one!);
  const [message] = await client.messages();
  expect(message).toMatchObject({ state: "planned", stepId: "reminder" });
  expect(message!.body).toContain("Harbour Fibre");
  expect(message!.body).not.toMatch(/123|Dlamini|C-\d/);
});

test("what is held ends when it is of no use any more", async () => {
  const client = await buildClient(world, {});
  const customer = await client.customer();
  await client.invoice(customer, 10_000n, "2026-03-04");
  await client.look(customer);
  await client.rows(sql`update dunlin.message set state = 'held', reason = 'missing_variable'
    where client_id = ${client.clientId}`);
  await client.look(customer);
  expect(await client.messages()).toMatchObject([{ state: "held" }]);
  await world.setNow((await client.messages())[0]!.notAfter.add({ seconds: 1 }));
  await client.look(customer);
  expect((await client.messages())[0]).toMatchObject({
    state: "expired",
    reason: "missing_variable",
  });
  await world.setNow(THURSDAY);
});

test("stale books wait until fresh ones come", async () => {
  const client = await buildClient(world, {
    policy: LADDER.replace("400 banking days", "1 banking day"),
    bookAsOf: THURSDAY.subtract({ hours: 24 * 7 }),
  });
  const customer = await client.customer();
  await client.invoice(customer, 10_000n, "2026-03-04");
  expect((await client.look(customer)).decisions).toEqual({ stale_books: 1 });
  expect(await client.standing(customer)).toMatchObject({ reason: "stale_books", lookAt: null });
  expect(await client.messages()).toEqual([]);

  await client.rows(sql`update dunlin.client set book_as_of = ${THURSDAY}`);
  await client.look(customer);
  expect(await client.messages()).toHaveLength(1);
});

test("what waits for fresh books is found by its standing answer, also when another part is held", async () => {
  const client = await buildClient(world, {
    policy: LADDER.replace("400 banking days", "1 banking day"),
    bookAsOf: THURSDAY.subtract({ hours: 24 * 7 }),
  });
  const customer = await client.customer();
  await client.invoice(customer, 10_000n, "2026-03-04");
  const { invoiceId } = await client.invoice(customer, 7_000n, "2026-03-09");
  const [hold] = await client.rows(sql<{ holdId: string }>`
    insert into dunlin.hold (client_id, customer_id, kind, placed_at, placed_by)
    values (${client.clientId}, ${customer.customerId}, 'dispute', ${THURSDAY}, 'test') returning hold_id`);
  await client.rows(sql`insert into dunlin.hold_invoice (client_id, hold_id, invoice_id)
    values (${client.clientId}, ${hold!.holdId}, ${invoiceId})`);
  await client.look(customer);
  expect(await client.standing(customer)).toMatchObject({ reason: "stale_books", lookAt: null });
});

test("a reminder that was sent long before a far due date is remembered", async () => {
  const client = await buildClient(world, {
    policy: LADDER.replace("when: 5 days before due", "when: 60 days before due"),
  });
  const customer = await client.customer();
  await client.invoice(customer, 10_000n, "2026-05-04");
  await client.look(customer);
  await client.deliver();
  await world.setNow(THURSDAY.add({ hours: 24 * 50 }));
  await client.changed(customer);
  await client.look(customer);
  await world.setNow(THURSDAY);
  expect(await client.messages()).toHaveLength(1);
});

test("a set of customers is read and written in as many statements as one customer", async () => {
  const client = await buildClient(world);
  const count = async (size: number): Promise<number> => {
    const customers: string[] = [];
    for (let made = 0; made < size; made += 1) {
      const customer = await client.customer();
      await client.invoice(customer, 10_000n, "2026-03-04");
      customers.push(customer.customerId);
    }
    return await asClient(world.db, client.clientId, async (tx) => {
      const context = await loadContext(tx, client.clientId);
      let statements = 0;
      const counting = tx.withPlugin({
        transformQuery: ({ node }) => {
          statements += 1;
          return node;
        },
        transformResult: async ({ result }) => await Promise.resolve(result),
      });
      const tally = await evaluate(counting as typeof tx, context, customers, THURSDAY, "test");
      expect(tally.messages).toBe(size);
      return statements;
    });
  };
  const [one, ten] = [await count(1), await count(10)];
  expect(ten).toBe(one);
  expect(one).toBeLessThan(35);
});

test("two accounts of one customer, and two customers behind one number, share its caps", async () => {
  const client = await buildClient(world);
  const points = [{ address: "+27825550001" }];
  const [both, neighbour] = [await client.customer({ points }), await client.customer({ points })];
  await client.invoice(both, 10_000n, "2026-03-04");
  await client.invoice(both, 5_000n, "2026-03-04", { currency: "USD" });
  await client.invoice(neighbour, 3_000n, "2026-03-04");
  expect((await client.look(both, neighbour)).decisions).toEqual({ step_due: 1, cap_reached: 2 });
  await client.changed(neighbour);
  await client.look(neighbour);
  expect(await client.messages()).toHaveLength(1);
});

test("customers behind one number who are looked at at the same time get one message", async () => {
  const client = await buildClient(world);
  const points = [{ address: "+27825550002" }];
  const customers = [];
  for (let made = 0; made < 4; made += 1) {
    const customer = await client.customer({ points });
    await client.invoice(customer, 10_000n, "2026-03-04");
    customers.push(customer);
  }
  await Promise.all(customers.map(async (customer) => await client.look(customer)));
  expect(await client.messages()).toHaveLength(1);
});
