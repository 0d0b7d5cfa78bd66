/** What the tests of the HTTP API stand on: a database of its own with one client, one debtor, a policy and a route. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import type pg from "pg";
import { createApp, type AppOptions } from "./app.ts";
import { ensureToken } from "./token.ts";
import { openAccounts, type Accounts } from "#auth/accounts.ts";
import { createClient } from "#clients/clients.ts";
import { applyPolicy } from "#messages/planning/apply-policy.ts";
import { setClock } from "#platform/clock.ts";
import { asClient, openDb, openPool, type DatabaseAt, type Db } from "#platform/db.ts";
import { silentLog } from "#platform/log.ts";
import { sealKeyFrom } from "#platform/seal.ts";
import { defaultPolicySource } from "#policies/default-policy.ts";
import { cloneDatabase } from "#testing/database.ts";

/** A Tuesday, noon in Johannesburg. */
export const NOW = Temporal.Instant.from("2026-06-30T10:00:00Z");

export type HttpWorld = {
  readonly app: FastifyInstance;
  readonly at: DatabaseAt;
  readonly accounts: Accounts;
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly owner: pg.Pool;
  readonly home: string;
  readonly token: string;
  readonly clientId: string;
  /** Another app over the same database. */
  readonly appWith: (options: Partial<AppOptions>) => Promise<FastifyInstance>;
  /** A request with the operator's token, for acme. */
  readonly ask: (
    method: "GET" | "POST" | "PUT" | "DELETE",
    url: string,
    payload?: InjectOptions["payload"],
    headers?: Readonly<Record<string, string>>,
  ) => Promise<LightMyRequestResponse>;
  readonly close: () => Promise<void>;
};

/** Opens it; the clock stands at `NOW`. With `bare` there is no client. */
export async function openHttpWorld({ bare = false } = {}): Promise<HttpWorld> {
  const { at, drop } = await cloneDatabase();
  const owner = openPool(at, "owner", 2);
  const pool = openPool(at, "dunlin_app", 4);
  const db = openDb(pool);
  const home = await mkdtemp(join(tmpdir(), "dunlin-http-"));
  await owner.query(
    "insert into dunlin.installation (demo, secret) values (true, decode(repeat('00', 32), 'hex'))",
  );
  await setClock(db, NOW, "test");
  const token = await ensureToken(db, home);
  const clientId = bare ? "" : await addDebtor(db, owner);
  const secret = Buffer.alloc(32, 1);
  const publicUrl = "http://localhost";
  const accounts = openAccounts({ at, db, secret, publicUrl, log: silentLog });
  const appWith = async (options: Partial<AppOptions>) =>
    await createApp({
      installation: { app: db, appPool: pool, demo: true, config: { host: "127.0.0.1" } },
      health: () => Promise.resolve({ status: "ok" }),
      log: silentLog,
      checkConfig: (_adapter, config) => config,
      checkSource: (_kind, settings) => settings,
      callbacks: {
        sealKey: sealKeyFrom(Buffer.alloc(32, 7)),
        reach: { privateHosts: [], loopback: true },
      },
      accounts,
      ...options,
    });
  const app = await appWith({});
  return {
    app,
    at,
    accounts,
    db,
    pool,
    owner,
    home,
    token,
    clientId,
    appWith,
    ask: async (method, url, payload, headers = {}) =>
      await app.inject({
        method,
        url,
        headers: { authorization: `Bearer ${token}`, "dunlin-client": "acme", ...headers },
        ...(payload === undefined ? {} : { payload }),
      }),
    close: async () => {
      await app.close();
      await accounts.close();
      await db.destroy();
      await owner.end();
      await drop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

// Thandi owes 149.90 since yesterday and 200.00 in ten days.
async function addDebtor(db: Db, owner: pg.Pool): Promise<string> {
  const acme = { slug: "acme", name: "Acme <Fibre>", currency: "ZAR", country: "ZA" };
  const clientId = await createClient(db, { ...acme, zone: "Africa/Johannesburg" }, NOW);
  await owner.query(
    `with cl as (update dunlin.client set book_as_of = $2 where client_id = $1),
      cu as (insert into dunlin.customer (client_id, reference, name, language, country, created_at)
        values ($1, 'C/1 é', 'Thandi', 'en', 'ZA', $2) returning customer_id),
      cp as (insert into dunlin.contact_point (client_id, customer_id, kind, address, disclosure, source, created_at)
        select $1, customer_id, 'phone', '+27821234567', 'full', 'book', $2 from cu),
      ac as (insert into dunlin.account (client_id, customer_id, currency)
        select $1, customer_id, 'ZAR' from cu returning account_id),
      ro as (insert into dunlin.route (client_id, name, channel, adapter, config, sender, listens, rate_per_s, burst)
        values ($1, 'sms-main', 'sms', 'smpp', '{}', '+27600000000', '{+27600000000}', 10, 10))
    insert into dunlin.invoice (client_id, account_id, reference, due_on, amount_minor, open_minor, created_at)
    select $1, account_id, i.reference, i.due_on, i.minor, i.minor, $2
    from ac, (values ('INV-1', date '2026-06-29', 14990), ('INV-2', date '2026-07-10', 20000)) i (reference, due_on, minor)`,
    [clientId, NOW.toString()],
  );
  await asClient(db, clientId, async (tx) => {
    await applyPolicy(tx, clientId, defaultPolicySource, NOW, "test");
  });
  return clientId;
}
