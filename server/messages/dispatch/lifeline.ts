/** The one connection that says this process lives, by an advisory lock, and that hears when there is work. */
import { hostname } from "node:os";
import { sql } from "kysely";
import pg from "pg";
import { messageOf } from "#platform/errors.ts";
import { connectionFor, type DatabaseAt, type Db } from "#platform/db.ts";
import { LOCK_CLASSES } from "#platform/locks.ts";
import type { Logger } from "#platform/log.ts";

const RECONNECT_FIRST_MS = 50;
const RECONNECT_LONGEST_MS = 2_000;
const SIGN_OFF_MS = 1_000;

export type Lifeline = {
  readonly processId: number;
  /** False while the database is away: nothing may be authorised then. */
  readonly isHeld: boolean;
  close(): Promise<void>;
};

/**
 * Registers this process and holds its lock for as long as it lives; comes back by itself when the database does. `wake` is
 * called with the payload of each notification, and with "connected" when the lock is held anew.
 */
export async function openLifeline(
  db: Db,
  at: DatabaseAt,
  wake: (payload: string) => void,
  log: Logger,
): Promise<Lifeline> {
  const { rows } = await sql<{ processId: number }>`
    insert into dunlin.process (role, pid, host) values ('worker', ${process.pid}, ${hostname()})
    returning process_id`.execute(db);
  const line = new Line(rows[0]!.processId, at, wake, log);
  await line.connect();
  return {
    processId: line.processId,
    get isHeld() {
      return line.isHeld;
    },
    close: async () => {
      const signOff = sql`update dunlin.process set ended_at = clock_timestamp()
        where process_id = ${line.processId}`
        .execute(db)
        .catch((error: unknown) => log.warn({ error: messageOf(error) }, "process not signed off"));
      // The database may be away: its absence must not keep this process from ending.
      await Promise.race([signOff, new Promise((resolve) => setTimeout(resolve, SIGN_OFF_MS))]);
      await line.close();
    },
  };
}

class Line {
  readonly processId: number;
  readonly #at: DatabaseAt;
  readonly #wake: (payload: string) => void;
  readonly #log: Logger;
  #client: pg.Client | undefined;
  #closed = false;
  #tries = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(processId: number, at: DatabaseAt, wake: (payload: string) => void, log: Logger) {
    this.processId = processId;
    this.#at = at;
    this.#wake = wake;
    this.#log = log;
  }

  get isHeld(): boolean {
    return this.#client !== undefined;
  }

  async connect(): Promise<void> {
    const client = new pg.Client({
      ...connectionFor(this.#at, "dunlin_worker"),
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    client.on("error", () => this.#lost(client));
    client.on("end", () => this.#lost(client));
    client.on("notification", (notification) => this.#wake(notification.payload ?? ""));
    try {
      await client.connect();
      await client.query("select pg_advisory_lock($1, $2)", [
        LOCK_CLASSES.processes,
        this.processId,
      ]);
      await client.query("listen dunlin_work");
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    if (this.#closed) return await client.end();
    this.#client = client;
    this.#tries = 0;
    this.#wake("connected");
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    if (this.#closed) return;
    this.#log.warn({ processId: this.processId }, "connection to the database lost");
    void client.end().catch(() => undefined);
    this.#reconnectLater();
  }

  #reconnectLater(): void {
    if (this.#closed) return;
    const delayMs = Math.min(RECONNECT_LONGEST_MS, RECONNECT_FIRST_MS * 2 ** this.#tries);
    this.#tries = Math.min(this.#tries + 1, 10);
    this.#timer = setTimeout(() => {
      this.connect().catch(() => this.#reconnectLater());
    }, delayMs);
  }
}
