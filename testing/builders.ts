// A database of its own for a test file, and clients, customers and invoices in it in few lines.
import { afterAll } from "vitest";
import { sql, type RawBuilder } from "kysely";
import { createClient, type NewClient } from "#clients/clients.ts";
import { factsChanged } from "#ledger/facts-changed.ts";
import { applyPolicy } from "#messages/planning/apply-policy.ts";
import { loadContext } from "#messages/planning/context.ts";
import { evaluate, type Tally } from "#messages/planning/evaluate.ts";
import type { Channel } from "#messages/route.ts";
import { clockNow, setClock } from "#platform/clock.ts";
import { asClient, openDb, openPool, type DatabaseAt, type Db, type Tx } from "#platform/db.ts";
import type { Disclosure } from "#policies/types.ts";
import { cloneDatabase } from "./database.ts";

/** A Thursday, 13:00 in Johannesburg. */
export const THURSDAY = Temporal.Instant.from("2026-03-05T11:00:00Z");

/** Speaks on the day after the anchor, then after a week and a fortnight, and ends on the call list. */
export const LADDER = `name: Test ladder
calendar: ZA
stale_after: 400 banking days
steps:
  - { id: before_due, when: 5 days before due, channels: sms | email, template: before_due }
  - { id: reminder, when: 1 day after anchor, channels: sms | email, template: reminder }
  - { id: second_reminder, when: 7 days after anchor, channels: [sms, email], template: second_reminder }
  - id: warning
    when: 14 days after anchor
    channels: [sms, email]
    template: warning
  - id: final_demand
    when: 21 days after anchor
    channels: sms | email
    template: final_demand
    requires: { step: warning, delivered: 2 business days ago }
    exits: [call_list]
`;

export type World = {
  readonly at: DatabaseAt;
  /** As the workers see it. */
  readonly db: Db;
  /** As the API and the commands see it. */
  readonly app: Db;
  setNow(at: Temporal.Instant | string): Promise<void>;
};

/** Opens a database whose clock stands at `THURSDAY`; closed at the end of the test file. */
export async function openWorld(): Promise<World> {
  const { at, drop } = await cloneDatabase();
  const [pool, appPool] = [openPool(at, "dunlin_worker", 6), openPool(at, "dunlin_app", 4)];
  afterAll(async () => {
    await pool.end();
    await appPool.end();
    await drop();
  });
  const app = openDb(appPool);
  const setNow = async (now: Temporal.Instant | string) =>
    await setClock(app, Temporal.Instant.from(now), "test");
  await setNow(THURSDAY);
  return { at, db: openDb(pool), app, setNow };
}

export type Customer = { readonly customerId: string; readonly reference: string };
export type Invoice = {
  readonly invoiceId: string;
  readonly accountId: string;
  readonly reference: string;
};
type Point = { readonly address: string; readonly disclosure?: Disclosure; readonly rank?: number };

export type MessageRow = {
  readonly messageId: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly channel: string;
  readonly state: string;
  readonly reason: string | null;
  readonly anchor: string;
  readonly stepId: string;
  readonly body: string;
  readonly amountMinor: bigint | null;
  readonly decisionId: string;
  readonly factsVersion: bigint;
  readonly notBefore: Temporal.Instant;
  readonly notAfter: Temporal.Instant;
};

let clients = 0;
let numbers = 0;

/** A client with a policy (none with null) and a route for each of the channels. */
export async function buildClient(
  world: World,
  options: {
    readonly policy?: string | null;
    readonly channels?: readonly Channel[];
    readonly client?: Partial<NewClient>;
    readonly bookAsOf?: Temporal.Instant | null;
  } = {},
) {
  clients += 1;
  const { app, db } = world;
  const now = await clockNow(app);
  const clientId = await createClient(
    app,
    {
      slug: `client-${clients}`,
      name: "Harbour Fibre",
      currency: "ZAR",
      country: "ZA",
      zone: "Africa/Johannesburg",
      phone: "+27215550100",
      ...options.client,
    },
    now,
  );
  const within = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    await asClient(app, clientId, work);
  const rows = async <T>(query: RawBuilder<T>): Promise<T[]> =>
    await within(async (tx) => (await query.execute(tx)).rows);
  const bookAsOf = options.bookAsOf === undefined ? now : options.bookAsOf;
  await rows(sql`update dunlin.client set book_as_of = ${bookAsOf} where client_id = ${clientId}`);

  const route = async (name: string, channel: Channel, prices: unknown = []) => {
    const sender = channel === "email" ? "accounts@harbour.example" : "+27600000000";
    await rows(sql`
      insert into dunlin.route (client_id, name, channel, adapter, config, sender, listens, prices, rate_per_s, burst)
      values (${clientId}, ${name}, ${channel}, ${channel === "email" ? "smtp" : "smpp"}, '{}', ${sender},
        ${[sender]}::text[], ${JSON.stringify(prices)}::jsonb, 100, 100)`);
  };
  for (const channel of options.channels ?? ["sms", "email"]) await route(channel, channel);
  const policy = async (source: string) => {
    const applied = await within(
      async (tx) => await applyPolicy(tx, clientId, source, await clockNow(tx), "test"),
    );
    if ("errors" in applied) throw new Error(JSON.stringify(applied.errors));
    return applied.version;
  };
  if (options.policy !== null) await policy(options.policy ?? LADDER);

  const customer = async (
    given: {
      readonly points?: readonly Point[];
      readonly name?: string;
      readonly language?: string;
      readonly zone?: string | null;
      readonly country?: string;
    } = {},
  ): Promise<Customer> => {
    numbers += 1;
    const reference = `C-${numbers}`;
    const [row] = await rows(sql<{ customerId: string }>`
      insert into dunlin.customer (client_id, reference, name, language, country, zone, created_at)
      values (${clientId}, ${reference}, ${given.name ?? "Noluthando Dlamini"}, ${given.language ?? "en"},
        ${given.country ?? "ZA"}, ${given.zone ?? null}, ${now})
      returning customer_id`);
    const { customerId } = row!;
    const points = given.points ?? [{ address: `+2782${String(numbers).padStart(7, "0")}` }];
    for (const { address, disclosure = "full", rank = 0 } of points) {
      await rows(sql`
        insert into dunlin.contact_point (client_id, customer_id, kind, address, disclosure, rank, source, created_at)
        values (${clientId}, ${customerId}, ${address.includes("@") ? "mailbox" : "phone"}, ${address}, ${disclosure},
          ${rank}, 'test', ${now})`);
    }
    return { customerId, reference };
  };

  const accountOf = async (owner: Customer, currency = "ZAR"): Promise<string> => {
    const [row] = await rows(sql<{ accountId: string }>`
      insert into dunlin.account (client_id, customer_id, currency) values (${clientId}, ${owner.customerId}, ${currency})
      on conflict (client_id, customer_id, currency) do update set currency = excluded.currency
      returning account_id`);
    return row!.accountId;
  };

  const changed = async (owner: Customer) =>
    await within(
      async (tx) => await factsChanged(tx, clientId, [owner.customerId], await clockNow(tx)),
    );

  const invoice = async (
    owner: Customer,
    amountMinor: bigint,
    dueOn: string,
    given: { readonly currency?: string; readonly reference?: string } = {},
  ): Promise<Invoice> => {
    numbers += 1;
    const accountId = await accountOf(owner, given.currency);
    const reference = given.reference ?? `INV-${numbers}`;
    const [row] = await rows(sql<{ invoiceId: string }>`
      insert into dunlin.invoice (client_id, account_id, reference, due_on, amount_minor, open_minor, created_at)
      values (${clientId}, ${accountId}, ${reference}, ${dueOn}, ${amountMinor}, ${amountMinor}, ${now})
      returning invoice_id`);
    await changed(owner);
    return { invoiceId: row!.invoiceId, accountId, reference };
  };

  const credit = async (owner: Customer, amountMinor: bigint, currency = "ZAR") => {
    numbers += 1;
    const accountId = await accountOf(owner, currency);
    await rows(sql`
      insert into dunlin.credit (client_id, account_id, reference, amount_minor, open_minor, created_at)
      values (${clientId}, ${accountId}, ${`CN-${numbers}`}, ${amountMinor}, ${amountMinor}, ${now})`);
    await changed(owner);
  };

  /** Looks at customers in one transaction. */
  const look = async (...owners: readonly Customer[]): Promise<Tally> =>
    await asClient(db, clientId, async (tx) => {
      const context = await loadContext(tx, clientId);
      const ids = owners.map((owner) => owner.customerId);
      return await evaluate(tx, context, ids, await clockNow(tx), "test");
    });

  /** Hands over and delivers what is due, as dispatch and a kind network would; the number of messages. */
  const deliver = async (): Promise<number> => {
    const delivered = await rows(sql`
      update dunlin.message set state = 'delivered', attempt = 1, handed_over_at = dunlin.clock_now(),
        delivered_at = dunlin.clock_now(), ended_at = dunlin.clock_now()
      where client_id = ${clientId} and state = 'planned' and not_before <= dunlin.clock_now() returning 1`);
    return delivered.length;
  };

  return {
    clientId,
    within,
    rows,
    route,
    policy,
    customer,
    accountOf,
    invoice,
    credit,
    changed,
    look,
    deliver,
    messages: async (where: RawBuilder<unknown> = sql`true`) =>
      await rows(
        sql<MessageRow>`select * from dunlin.message where ${where} order by created_at, message_id`,
      ),
    events: async () =>
      (
        await rows(
          sql<{
            kind: string;
          }>`select kind from dunlin.event where customer_id is not null order by seq`,
        )
      ).map((row) => row.kind),
    rungs: async () =>
      (
        await rows(
          sql<{
            text: string;
          }>`select concat_ws(' ', step_id, outcome, reason) as text from dunlin.rung order by at, step_id`,
        )
      ).map((row) => row.text),
    standing: async (owner: Customer) => {
      const [row] = await rows(
        sql<{ outcome: string | null; reason: string | null; lookAt: Temporal.Instant | null }>`
          select a.outcome, a.reason, c.look_at from dunlin.customer c
          join dunlin.account a using (client_id, customer_id)
          where c.customer_id = ${owner.customerId} order by a.currency`,
      );
      return row!;
    },
  };
}

export type BuiltClient = Awaited<ReturnType<typeof buildClient>>;
