// "Look again at T": the customers whose time has come are evaluated, in sets, client by client.
import pg from "pg";
import { sql } from "kysely";
import { loadContext } from "#messages/planning/context.ts";
import { addTally, emptyTally, evaluate, type Tally } from "#messages/planning/evaluate.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, connectionFor, type DatabaseAt, type Db } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";

/** Customers of one transaction. */
const SET = 500;
const POLL_MS = 1_000;

/** Evaluates up to one set of one client's customers that are due; the number looked at. */
async function lookOnce(db: Db, clientId: string, tally: Tally): Promise<number> {
  return await asClient(db, clientId, async (tx) => {
    const now = await clockNow(tx);
    const { rows } = await sql<{ id: string }>`
      select customer_id as id from dunlin.customer
      where client_id = ${clientId} and look_at <= ${now}
      order by look_at limit ${SET} for no key update skip locked
    `.execute(tx);
    if (rows.length === 0) return 0;
    const context = await loadContext(tx, clientId);
    addTally(
      tally,
      await evaluate(
        tx,
        context,
        rows.map((row) => row.id),
        now,
        "system",
      ),
    );
    return rows.length;
  });
}

/** Looks at everybody who is due now, over all clients, taking turns between them. */
export async function lookAtAll(db: Db, shouldStop: () => boolean = () => false): Promise<Tally> {
  const tally = emptyTally();
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select dunlin.clients_to_look_at(dunlin.clock_now()) as id
    `.execute(db);
    let looked = 0;
    for (const { id } of rows) {
      if (shouldStop()) return tally;
      looked += await lookOnce(db, id, tally);
    }
    if (looked === 0) return tally;
  }
}

/** Evaluates every customer of a client now, whenever their next look would be. */
export async function evaluateClient(
  db: Db,
  clientId: string,
  actor: string,
  onProgress: (done: number) => void = () => undefined,
): Promise<Tally> {
  const tally = emptyTally();
  let after = "00000000-0000-0000-0000-000000000000";
  for (let done = 0; ;) {
    const ids = await asClient(db, clientId, async (tx) => {
      const { rows } = await sql<{ id: string }>`
        select customer_id as id from dunlin.customer
        where client_id = ${clientId} and customer_id > ${after}::uuid
        order by customer_id limit ${SET} for no key update
      `.execute(tx);
      if (rows.length === 0) return [];
      const context = await loadContext(tx, clientId);
      const now = await clockNow(tx);
      const page = rows.map((row) => row.id);
      addTally(tally, await evaluate(tx, context, page, now, actor));
      return page;
    });
    if (ids.length === 0) return tally;
    after = ids.at(-1)!;
    done += ids.length;
    onProgress(done);
  }
}

export type Looker = { stop(): Promise<void> };

/** Looks whenever somebody is due: woken by NOTIFY, and every second all the same. Survives a restart of the database. */
export function startLooker(db: Db, at: DatabaseAt, log: Logger): Looker {
  let stopped = false;
  let wake: () => void = () => undefined;
  const listener = listen(at, () => wake());
  const loop = async (): Promise<void> => {
    while (!stopped) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await lookAtAll(db, () => stopped).catch((error: unknown) => {
        log.error({ error: messageOf(error) }, "looking failed; trying again");
      });
      await Promise.race([woken, new Promise((resolve) => setTimeout(resolve, POLL_MS))]);
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopped = true;
      wake();
      await running;
      await listener.stop();
    },
  };
}

// The poll works without it, so a lost listener is only slower until it is back.
function listen(at: DatabaseAt, onWake: () => void): { stop(): Promise<void> } {
  let client: pg.Client | undefined;
  let stopped = false;
  const connect = async (): Promise<void> => {
    if (stopped) return;
    client = new pg.Client(connectionFor(at, "dunlin_worker"));
    client.on("notification", onWake);
    client.on("error", () => undefined);
    client.once("end", () => {
      if (!stopped) setTimeout(() => void connect(), POLL_MS).unref();
    });
    await client
      .connect()
      .then(() => client?.query("listen dunlin_work"))
      .catch(() => undefined);
  };
  void connect();
  return {
    stop: async () => {
      stopped = true;
      await client?.end().catch(() => undefined);
    },
  };
}
