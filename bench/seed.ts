// A client with a policy, a route, and customers who owe five invoices each, written by few statements.
import { sql } from "kysely";
import { createClient } from "#clients/clients.ts";
import { applyPolicy } from "#messages/planning/apply-policy.ts";
import { setClock } from "#platform/clock.ts";
import { asClient, openDb, openPool, type DatabaseAt } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { asOwner } from "./stage.ts";

/** A Thursday, 13:00 in Johannesburg: nothing waits for contact hours. */
export const THURSDAY = Temporal.Instant.from("2026-03-05T11:00:00Z");
export const SENDER = "+27600000000";

const LADDER = `name: Bench ladder
calendar: ZA
steps:
  - { id: before_due, when: 5 days before due, channels: sms | email, template: before_due }
  - { id: reminder, when: 1 day after anchor, channels: sms | email, template: reminder }
  - { id: second_reminder, when: 7 days after anchor, channels: [sms, email], template: second_reminder }
  - { id: warning, when: 14 days after anchor, channels: [sms, email], template: warning }
  - id: final_demand
    when: 21 days after anchor
    channels: sms | email
    template: final_demand
    requires: { step: warning, delivered: 2 business days ago }
    exits: [call_list]
`;

export type Seeded = { readonly clientId: string; readonly routeId: string };

/** Freezes the clock at `now`. The budget of the route is no limit. */
export async function seedClient(at: DatabaseAt, now: Temporal.Instant): Promise<Seeded> {
  const app = openDb(openPool(at, "dunlin_app", 1));
  try {
    const about = { slug: "bench", name: "Harbour Fibre", currency: "ZAR", country: "ZA" };
    const zone = "Africa/Johannesburg";
    await setClock(app, now, "bench");
    const clientId = await createClient(app, { ...about, zone, phone: "+27215550100" }, now);
    return await asClient(app, clientId, async (tx) => {
      await sql`update dunlin.client set book_as_of = ${now} where client_id = ${clientId}`.execute(
        tx,
      );
      const { rows } = await sql<{ routeId: string }>`
        insert into dunlin.route (client_id, name, channel, adapter, config, sender, listens, rate_per_s, burst)
        values (${clientId}, 'sms', 'sms', 'smpp', '{}', ${SENDER}, ${[SENDER]}::text[], 1000000, 100000)
        returning route_id`.execute(tx);
      const applied = await applyPolicy(tx, clientId, LADDER, now, "bench");
      assert("version" in applied, "the policy of the bench is right");
      return { clientId, routeId: rows[0]!.routeId };
    });
  } finally {
    await app.destroy();
  }
}

/** The number of the n-th customer, from 1; the simulator delivers to numbers that end in 5. */
export function numberOf(n: number): string {
  return `+27${820_000_005 + n * 10}`;
}

/** Customers with a number, an account and open invoices, due in the weeks around `now`, the first one two weeks ago or before; their ids. */
export async function seedCustomers(
  at: DatabaseAt,
  clientId: string,
  count: number,
  now: Temporal.Instant,
  invoicesEach = 5,
): Promise<readonly string[]> {
  return await asOwner(at, async (owner) => {
    const values = [clientId, count, now.toString()];
    await owner.query(
      `insert into dunlin.customer (client_id, reference, name, language, country, created_at)
       select $1, 'C-' || n, 'Customer ' || n, 'en', 'ZA', $3 from generate_series(1, $2::int) n`,
      values,
    );
    await owner.query(
      `insert into dunlin.contact_point (client_id, customer_id, kind, address, disclosure, source, created_at)
       select client_id, customer_id, 'phone', '+27' || (820000005 + substr(reference, 3)::int * 10), 'full', 'bench', $2
       from dunlin.customer where client_id = $1`,
      [clientId, now.toString()],
    );
    await owner.query(
      `insert into dunlin.account (client_id, customer_id, currency)
       select client_id, customer_id, 'ZAR' from dunlin.customer where client_id = $1`,
      [clientId],
    );
    await owner.query(
      `insert into dunlin.invoice (client_id, account_id, reference, due_on, amount_minor, open_minor, created_at)
       select a.client_id, a.account_id, c.reference || '/' || k,
         ($2::timestamptz)::date + (k * 7 - 21 - substr(c.reference, 3)::int % 7), 10000 + k, 10000 + k, $2
       from dunlin.account a join dunlin.customer c using (client_id, customer_id), generate_series(1, $3::int) k
       where a.client_id = $1`,
      [clientId, now.toString(), invoicesEach],
    );
    const { rows } = await owner.query<{ id: string }>(
      "select customer_id as id from dunlin.customer where client_id = $1 order by customer_id",
      [clientId],
    );
    return rows.map((row) => row.id);
  });
}
