/** A simulated client inside the installation: what it has set up, its books, and what it does to Dunlin. */
import { join } from "node:path";
import type pg from "pg";
import { createClient } from "#clients/clients.ts";
import { applyPolicy } from "#messages/planning/apply-policy.ts";
import { applyTemplates } from "#messages/templates/own.ts";
import { parseRoutes, setRoutes } from "#messages/routes/set-routes.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { assert, UserError } from "#platform/errors.ts";
import { sealKeyFrom } from "#platform/seal.ts";
import { Books, type OwnPayment } from "./books.ts";
import type { AtMs } from "./happenings.ts";
import type { Network } from "./network.ts";
import { Knowledge } from "./oracle.ts";
import type { Style } from "./people.ts";
import { POLICIES, TEMPLATES } from "./policies.ts";
import { ROUTES } from "./plan.ts";
import { Told } from "./told.ts";

/** What the whole installation shares. */
export type Installation = {
  readonly seed: number;
  readonly app: Db;
  readonly appPool: pg.Pool;
  readonly worker: Db;
  readonly owner: pg.Pool;
  readonly folder: string;
  readonly network: Network;
  /** Does something at a later time. */
  later(atMs: AtMs, work: () => Promise<void>): void;
  /** Counts what happened, for the summary. */
  count(what: string): void;
};

const MAILBOX = (style: Style): string => `accounts@${style}.example`;

const routesOf = (style: Style): string => `routes:
  - { name: sms-a, channel: sms, adapter: smpp, sender: "2760000000${style.length}", rate_per_s: 100000, burst: 100000, priority: 1, config: {} }
  - { name: sms-b, channel: sms, adapter: smpp, sender: "2760000001${style.length}", rate_per_s: 100000, burst: 100000, priority: 2, config: {} }
  - { name: mail, channel: email, adapter: smtp, sender: "${MAILBOX(style)}", rate_per_s: 100000, burst: 100000, config: {} }
`;

export class Client {
  readonly style: Style;
  readonly at: Installation;
  readonly clientId: string;
  readonly books: Books;
  readonly told: Told;
  readonly known: Knowledge;
  readonly routeIds = new Map<string, string>();
  /** Payments that the next file will tell of, and those of the last one. */
  unreported: OwnPayment[] = [];
  reported: OwnPayment[] = [];
  lastBook: { readonly batch: string; readonly asOfMs: AtMs } | undefined;
  #files = 0;

  private constructor(at: Installation, style: Style, clientId: string, people: readonly number[]) {
    this.at = at;
    this.style = style;
    this.clientId = clientId;
    this.books = new Books(at.seed, style, people);
    this.told = new Told(style);
    this.known = new Knowledge(this.told);
    for (const { n, phone, mailbox } of this.books.people.values()) {
      this.known.has(n, phone);
      this.known.has(n, mailbox);
    }
  }

  static async found(at: Installation, style: Style, people: readonly number[]): Promise<Client> {
    const about = { slug: style, name: `The ${style} house`, currency: "ZAR", country: "ZA" };
    const now = await clockNow(at.app);
    const zone = "Africa/Johannesburg";
    const clientId = await createClient(at.app, { ...about, zone, phone: "+27215550100" }, now);
    const client = new Client(at, style, clientId, people);
    await client.within(async (tx) => {
      await setRoutes(
        tx,
        clientId,
        parseRoutes(routesOf(style), (_adapter, config) => ({ ...config })),
        sealKeyFrom(Buffer.alloc(32)),
      );
      const templates = await applyTemplates(tx, clientId, TEMPLATES, now, "simulation");
      assert("applied" in templates, `the templates are wrong: ${JSON.stringify(templates)}`);
      const routes = await tx
        .selectFrom("route")
        .select(["routeId", "name"])
        .where("clientId", "=", clientId)
        .execute();
      for (const { routeId, name } of routes) client.routeIds.set(name, routeId);
    });
    assert(client.routeIds.size === ROUTES.length, "every route is there");
    await client.policy(0, now);
    return client;
  }

  async within<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return await asClient(this.at.app, this.clientId, work);
  }

  async policy(index: number, now: Temporal.Instant): Promise<void> {
    const { source, hours } = POLICIES[index]!;
    const applied = await this.within(
      async (tx) => await applyPolicy(tx, this.clientId, source, now, "simulation"),
    );
    assert("version" in applied, `policy ${index} is wrong: ${JSON.stringify(applied)}`);
    this.known.hours = hours;
  }

  mailbox(): string {
    return MAILBOX(this.style);
  }

  /** A new name in the folder of the run. */
  file(what: string): string {
    this.#files += 1;
    return join(this.at.folder, `${this.style}-${what}-${this.#files}.csv`);
  }

  /** Does what Dunlin may refuse; false when it did, with a sentence for the user. */
  async ask(what: string, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      this.at.count(what);
      return true;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.at.count(`${what}, refused`);
      return false;
    }
  }
}
