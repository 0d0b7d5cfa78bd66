// "Look again at T": the customers whose time has come are evaluated, in sets, client by client.
import { sql } from "kysely";
import { lockCustomers } from "#ledger/facts-changed.ts";
import { loadContext } from "#messages/planning/context.ts";
import { addTally, emptyTally, evaluate, type Tally } from "#messages/planning/evaluate.ts";
import { clockNow } from "#platform/clock.ts";
import { isTransient } from "#messages/dispatch/transaction.ts";
import { asClient, type DatabaseAt, type Db, type Tx } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import { listen } from "#platform/listen.ts";
import { silentLog, type Logger } from "#platform/log.ts";

/** Customers of one transaction. */
const SET = 500;
/** Transactions of one `run` at a time. */
const LANES = 2;
const POLL_MS = 1_000;
/** When a customer is tried again whose look failed. */
const PUT_OFF = Temporal.Duration.from({ hours: 1 });

/** Picks customers and takes their locks, in the order of their ids or without waiting. */
type Pick = (tx: Tx, now: Temporal.Instant) => Promise<readonly string[]>;

type Set = {
  readonly db: Db;
  readonly clientId: string;
  readonly actor: string;
  readonly tally: Tally;
  readonly log: Logger;
};

/** One transaction over one set of customers; those it looked at. */
async function lookAtSet(set: Set, pick: Pick): Promise<readonly string[]> {
  const { db, clientId, actor } = set;
  let picked: readonly string[] = [];
  let deciding = false;
  try {
    const tally = await asClient(db, clientId, async (tx) => {
      const now = await clockNow(tx);
      picked = await pick(tx, now);
      if (picked.length === 0) return emptyTally();
      const context = await loadContext(tx, clientId);
      deciding = true;
      return await evaluate(tx, context, picked, now, actor);
    });
    addTally(set.tally, tally);
  } catch (error) {
    if (!deciding || isTransient(error)) throw error;
    for (const id of picked) await lookAlone(set, id);
  }
  return picked;
}

/**
 * What fails for one customer must not keep the rest of its set waiting: each has a transaction of its own, and who fails is
 * put off and logged. A failure here is a bug; facts that change look again at once.
 */
async function lookAlone({ db, clientId, actor, tally, log }: Set, customerId: string) {
  try {
    const alone = await asClient(db, clientId, async (tx) => {
      const context = await loadContext(tx, clientId);
      return await evaluate(tx, context, [customerId], await clockNow(tx), actor);
    });
    addTally(tally, alone);
  } catch (error) {
    if (isTransient(error)) throw error;
    log.error({ error: messageOf(error), clientId, customerId }, "a customer can't be decided");
    addTally(tally, { decisions: { failed: 1 }, messages: 0, withdrawn: 0 });
    await asClient(db, clientId, async (tx) => {
      const later = (await clockNow(tx)).add(PUT_OFF);
      await sql`update dunlin.customer set look_at = ${later}
        where client_id = ${clientId} and customer_id = ${customerId}`.execute(tx);
    });
  }
}

const pickDue =
  (clientId: string): Pick =>
  async (tx, now) => {
    const { rows } = await sql<{ id: string }>`
      select customer_id as id from dunlin.customer
      where client_id = ${clientId} and look_at <= ${now}
      order by look_at limit ${SET} for no key update skip locked
    `.execute(tx);
    return rows.map((row) => row.id);
  };

/**
 * Looks at everybody who is due now, over all clients, taking turns between them. A client that fails does not keep the
 * others waiting: its error is thrown when they have been looked at.
 */
export async function lookAtAll(
  db: Db,
  shouldStop: () => boolean = () => false,
  log: Logger = silentLog,
): Promise<Tally> {
  const tally = emptyTally();
  const failed = new Map<string, unknown>();
  for (let looked = 1; looked > 0;) {
    looked = 0;
    const { rows } = await sql<{ id: string }>`
      select dunlin.clients_to_look_at(dunlin.clock_now()) as id
    `.execute(db);
    for (const { id: clientId } of rows) {
      if (shouldStop()) return tally;
      if (failed.has(clientId)) continue;
      try {
        const set = { db, clientId, actor: "system", tally, log };
        looked += (await lookAtSet(set, pickDue(clientId))).length;
      } catch (error) {
        failed.set(clientId, error);
      }
    }
  }
  for (const error of failed.values()) throw error;
  return tally;
}

/** Evaluates every customer of a client now, whenever their next look would be. */
export async function evaluateClient(
  db: Db,
  clientId: string,
  actor: string,
  onProgress: (done: number) => void = () => undefined,
  log: Logger = silentLog,
): Promise<Tally> {
  const set = { db, clientId, actor, tally: emptyTally(), log };
  const next = pagesOf(db, clientId);
  let done = 0;
  const lane = async (): Promise<void> => {
    for (let ids = await next(); ids.length > 0; ids = await next()) {
      const page = ids;
      await lookAtSet(set, async (tx) => {
        await lockCustomers(tx, clientId, page);
        return page;
      });
      done += page.length;
      onProgress(done);
    }
  };
  // One lane decides while the other one writes. All have ended before an error is told.
  const ends = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return set.tally;
}

/** The customers of a client, a set at each call, in the order of their ids; none at the end. */
function pagesOf(db: Db, clientId: string): () => Promise<readonly string[]> {
  let after = "00000000-0000-0000-0000-000000000000";
  const read = async (): Promise<readonly string[]> => {
    const { rows } = await asClient(
      db,
      clientId,
      async (tx) =>
        await sql<{ id: string }>`
          select customer_id as id from dunlin.customer
          where client_id = ${clientId} and customer_id > ${after}::uuid
          order by customer_id limit ${SET}
        `.execute(tx),
    );
    after = rows.at(-1)?.id ?? after;
    return rows.map((row) => row.id);
  };
  let last: Promise<readonly string[]> = Promise.resolve([]);
  return async () => {
    last = last.then(read);
    return await last;
  };
}

export type Looker = { stop(): Promise<void> };

/**
 * Looks whenever somebody is due: woken by NOTIFY, and every second all the same. Survives a restart of the database.
 * `onRound` is told whenever it gets on.
 */
export function startLooker(
  db: Db,
  at: DatabaseAt,
  log: Logger,
  onRound: () => void = () => undefined,
): Looker {
  let stopped = false;
  let wake: () => void = () => undefined;
  // The poll works without it, so a lost listener is only slower until it is back.
  const listener = listen(at, () => wake());
  const loop = async (): Promise<void> => {
    while (!stopped) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      // Before each set, too: a book of a hundred thousand takes its minutes.
      const shouldStop = (): boolean => {
        onRound();
        return stopped;
      };
      await lookAtAll(db, shouldStop, log).then(onRound, (error: unknown) => {
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
