// A client of its own for each test of hearing, on a real database and a standing clock.
import { afterAll } from "vitest";
import { sql } from "kysely";
import { createClient } from "#clients/clients.ts";
import type { Inbound } from "#messages/route.ts";
import { setClock } from "#platform/clock.ts";
import { rememberPublicUrl } from "#messages/engagement/public-url.ts";
import { asClient, openDb, openPool, type DatabaseAt, type Db, type Tx } from "#platform/db.ts";
import type { Disclosure } from "#policies/types.ts";
import { cloneDatabase } from "#testing/database.ts";
import { hear, type Heard } from "./hear.ts";

/** A Thursday, 13:00 in Johannesburg. */
export const NOW = Temporal.Instant.from("2026-03-05T11:00:00Z");

/** Opens a database for a test file, as the workers see it, and closes it at its end. */
export async function openHearing(): Promise<{
  db: Db;
  at: DatabaseAt;
  setNow: (at: Temporal.Instant) => Promise<void>;
  /** From now on links lead somewhere. */
  openDoor: () => Promise<void>;
}> {
  const { at, drop } = await cloneDatabase();
  const [pool, appPool] = [openPool(at, "dunlin_worker"), openPool(at, "dunlin_app", 1)];
  const app = openDb(appPool);
  const setNow = async (now: Temporal.Instant) => await setClock(app, now, "test");
  afterAll(async () => {
    await pool.end();
    await appPool.end();
    await drop();
  });
  await setNow(NOW);
  const openDoor = async () => {
    await sql`insert into dunlin.installation (demo, secret) values (false, decode(repeat('01', 32), 'hex'))`.execute(
      app,
    );
    await rememberPublicUrl(app, "https://pay.harbour.example");
  };
  return { db: openDb(pool), at, setNow, openDoor };
}

export type MessageRow = {
  readonly messageId: string;
  readonly class: string;
  readonly lane: number;
  readonly channel: string;
  readonly state: string;
  readonly reason: string | null;
  readonly template: string;
  readonly language: string;
  readonly address: string;
  readonly body: string;
  readonly customerId: string | null;
  readonly answersId: string | null;
  readonly routeId: string | null;
  readonly notAfter: Temporal.Instant;
};

type Point = {
  readonly address: string;
  readonly disclosure?: Disclosure;
  readonly retired?: boolean;
};

let clients = 0;

/** A client with an SMS route and a mail route. */
export async function harbour(db: Db, own: { language?: string; country?: string } = {}) {
  clients += 1;
  const clientId = await createClient(
    db,
    {
      slug: `harbour-${clients}`,
      name: "Harbour Fibre",
      currency: "ZAR",
      country: "ZA",
      zone: "Africa/Johannesburg",
      phone: "+27215550100",
      ...own,
    },
    NOW,
  );
  const within = async <T>(work: (tx: Tx) => Promise<T>) => await asClient(db, clientId, work);
  const rows = async <T>(query: ReturnType<typeof sql<T>>) =>
    await within(async (tx) => (await query.execute(tx)).rows);
  const addRoute = async (name: string, channel: string, sender: string) => {
    const [row] = await rows(sql<{ routeId: string }>`
      insert into dunlin.route (client_id, name, channel, adapter, config, sender, listens, rate_per_s, burst)
      values (${clientId}, ${name}, ${channel}, ${channel === "sms" ? "smpp" : "smtp"}, '{}', ${sender},
        ${[sender]}::text[], 100, 100)
      returning route_id`);
    return row!.routeId;
  };
  const smsRoute = await addRoute("sms", "sms", "+27600000000");
  const mailRoute = await addRoute("mail", "email", "accounts@harbour.example");
  let customers = 0;
  let invoices = 0;

  const customer = async (points: readonly Point[], language = "en") => {
    customers += 1;
    const [row] = await rows(sql<{ customerId: string }>`
      insert into dunlin.customer (client_id, reference, name, language, country, zone, created_at)
      values (${clientId}, ${`HF-${customers}`}, 'Noluthando Dlamini', ${language}, 'ZA', 'Africa/Johannesburg', ${NOW})
      returning customer_id`);
    const { customerId } = row!;
    for (const { address, disclosure = "full", retired } of points) {
      await rows(sql`insert into dunlin.contact_point
          (client_id, customer_id, kind, address, disclosure, source, created_at, retired_at)
        values (${clientId}, ${customerId}, ${address.includes("@") ? "mailbox" : "phone"}, ${address}, ${disclosure},
          'test', ${NOW}, ${retired === true ? NOW : null})`);
    }
    return customerId;
  };

  const account = async (customerId: string, currency = "ZAR") => {
    const [row] = await rows(sql<{ accountId: string }>`
      insert into dunlin.account (client_id, customer_id, currency) values (${clientId}, ${customerId}, ${currency})
      on conflict (client_id, customer_id, currency) do update set currency = excluded.currency
      returning account_id`);
    return row!.accountId;
  };

  const owes = async (customerId: string, openMinor: bigint, dueOn: string, currency = "ZAR") => {
    const accountId = await account(customerId, currency);
    invoices += 1;
    await rows(sql`insert into dunlin.invoice
        (client_id, account_id, reference, due_on, amount_minor, open_minor, created_at)
      values (${clientId}, ${accountId}, ${`INV-${invoices}`}, ${dueOn}, ${openMinor}, ${openMinor}, ${NOW})`);
    return accountId;
  };

  /** A row of the outbox as planning or dispatch would have left it. */
  const message = async (given: {
    address: string;
    state?: string;
    class?: string;
    customerId?: string;
    template?: string;
    handedOverAt?: Temporal.Instant;
    providerId?: string;
  }) => {
    const channel = given.address.includes("@") ? "email" : "sms";
    const state = given.state ?? "planned";
    const handedOverAt = given.handedOverAt ?? (state === "delivered" ? NOW : null);
    const routeId = channel === "email" ? mailRoute : smsRoute;
    const [row] = await rows(sql<{ messageId: string }>`
      insert into dunlin.message (client_id, class, lane, channel, state, customer_id, address, template, language, body,
        route_id, attempt, not_before, not_after, created_at, handed_over_at)
      values (${clientId}, ${given.class ?? "collection"}, 2, ${channel}, ${state}, ${given.customerId ?? null},
        ${given.address}, ${given.template ?? "reminder"}, 'en', 'words', ${routeId}, ${handedOverAt ? 1 : 0},
        ${NOW}, ${NOW.add({ hours: 240 })}, ${NOW.subtract({ hours: 2 })}, ${handedOverAt})
      returning message_id`);
    const { messageId } = row!;
    if (given.providerId !== undefined) {
      await rows(sql`insert into dunlin.part (client_id, message_id, attempt, part, route_id, provider_id)
        values (${clientId}, ${messageId}, 1, 1, ${routeId}, ${given.providerId})`);
    }
    return messageId;
  };

  const text = async (from: string, said: string, more: Partial<Inbound> = {}): Promise<Heard> =>
    await hear(db, clientId, {
      routeId: smsRoute,
      channel: "sms",
      from,
      to: "27600000000",
      text: said,
      automatic: false,
      ...more,
    });
  const mail = async (from: string, said: string, more: Partial<Inbound> = {}): Promise<Heard> =>
    await text(from, said, {
      routeId: mailRoute,
      channel: "email",
      to: "accounts@harbour.example",
      ...more,
    });

  return {
    clientId,
    smsRoute,
    mailRoute,
    within,
    rows,
    customer,
    account,
    owes,
    message,
    text,
    mail,
    messages: async () =>
      await rows(sql<MessageRow>`select message_id, class, lane, channel, state, reason, template, language, address,
        body, customer_id, answers_id, route_id, not_after from dunlin.message order by created_at, message_id`),
    answers: async () =>
      (
        await rows(
          sql<MessageRow>`select * from dunlin.message where class = 'reply' order by message_id`,
        )
      ).map(({ template, state }) => `${template} ${state}`),
    inbounds: async () =>
      await rows(
        sql<{
          inboundId: string;
          fromAddress: string;
          body: string;
          subject: string | null;
          automatic: boolean;
          answersId: string | null;
          readAt: Temporal.Instant | null;
          keyword: string | null;
        }>`select * from dunlin.inbound order by inbound_id`,
      ),
    unread: async () =>
      (
        await rows(
          sql<{
            unread: number;
          }>`select coalesce(sum(unread), 0)::integer as unread from dunlin.conversation`,
        )
      )[0]!.unread,
    events: async () =>
      (await rows(sql<{ kind: string }>`select kind from dunlin.event order by seq`)).map(
        (row) => row.kind,
      ),
    optedOut: async () =>
      (
        await rows(sql<{ at: string }>`select channel || ' ' || address as at from dunlin.address
          where opted_out_at is not null order by 1`)
      ).map((row) => row.at),
  };
}

export type Harbour = Awaited<ReturnType<typeof harbour>>;
