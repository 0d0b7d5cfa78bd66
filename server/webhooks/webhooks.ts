// Callbacks to clients' systems: what is promised is written down from the event log, and delivered.
import { sql } from "kysely";
import { rowsOf } from "#messages/dispatch/transaction.ts";
import type { DatabaseAt, Db } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import { listen } from "#platform/listen.ts";
import type { Logger } from "#platform/log.ts";
import type { SealKey } from "#platform/seal.ts";
import { endpointsBehind, fanOut, type EndpointKey, type Memory } from "./fan-out.ts";
import { Lane, type LanePorts, type Tuning } from "./lane.ts";
import { openPoster, TIMEOUT_MS } from "./post.ts";
import type { Reach } from "./reach.ts";
import { RETRY_DELAYS_MS } from "./schedule.ts";
import { Gate, Slots } from "./slots.ts";

/** Requests that one process has open at once. */
const SLOTS = 256;
const POLL_MS = 500;
/** Shutting down waits so long for answers. */
const GRACE_MS = 3_000;
/** Transactions of all endpoints at a time. */
const GATE = 3;
const DAYS_5_MS = 5 * 24 * 3_600_000;

const USUAL: Tuning = {
  retryDelaysMs: RETRY_DELAYS_MS,
  random: Math.random,
  disableAfterMs: DAYS_5_MS,
  perEndpoint: 8,
  perFailing: 2,
};

export type WebhookPorts = {
  readonly db: Db;
  readonly at: DatabaseAt;
  readonly sealKey: SealKey;
  readonly reach: Reach;
  readonly log: Logger;
  /** Told of each round of either work that went well: events written down for endpoints, what is due sent. */
  readonly onRound?: ((work: "events" | "deliveries") => void) | undefined;
  readonly tuning?: Partial<Tuning> & {
    readonly pollMs?: number;
    readonly timeoutMs?: number;
    readonly slots?: number;
    readonly graceMs?: number;
  };
};

export type Webhooks = {
  wake(): void;
  /** True when nothing is under way, due, or to be written down. */
  idle(): Promise<boolean>;
  stop(): Promise<void>;
};

/** Starts writing down and delivering. Any number of processes may. */
export function startWebhooks(ports: WebhookPorts): Webhooks {
  const { db, at, sealKey, reach, log, onRound, tuning = {} } = ports;
  const poster = openPoster(reach, tuning.timeoutMs ?? TIMEOUT_MS);
  const slots = new Slots(tuning.slots ?? SLOTS);
  const gate = new Gate(GATE);
  const lanes = new Lanes({
    db,
    sealKey,
    poster,
    slots,
    gate,
    log,
    tuning: { ...USUAL, ...tuning },
  });
  const writer = new Writer(db, log);
  const pollMs = tuning.pollMs ?? POLL_MS;
  const poke = async () => {
    await lanes.poke();
    onRound?.("deliveries");
  };
  const deliver = repeat(poke, pollMs, log);
  const writeAll = async (isStopped: () => boolean) => {
    // Before each set, too: a large import is many.
    const getsOn = () => {
      onRound?.("events");
      return isStopped();
    };
    await writer.writeAll(() => deliver.wake(), getsOn);
    onRound?.("events");
  };
  const write = repeat(writeAll, pollMs, log);
  const wake = () => {
    write.wake();
    deliver.wake();
  };
  const listener = listen(at, wake);
  return {
    wake,
    idle: async () => lanes.isIdle && (await hasNothingToDo(db)),
    stop: async () => {
      await Promise.all([write.stop(), deliver.stop(), listener.stop()]);
      await lanes.stop(tuning.graceMs ?? GRACE_MS);
      poster.close();
    },
  };
}

export type Backlog = {
  readonly clientId: string;
  readonly waiting: bigint;
  /** Since when the oldest that could go has been due; null when nothing is. */
  readonly dueSince: Temporal.Instant | null;
};

/** Deliveries that wait, a row for each client that has some. */
export async function callbackBacklog(db: Db): Promise<readonly Backlog[]> {
  const { rows } = await sql<Backlog>`
    select client_id, waiting, due_since from dunlin.webhook_backlog()`.execute(db);
  return rows;
}

/** Due, or behind: of all clients. */
async function hasNothingToDo(db: Db): Promise<boolean> {
  const rows = await rowsOf(
    db,
    sql<{ done: boolean }>`
      select not exists (select from dunlin.webhooks_due()) and not exists (select from dunlin.webhooks_behind()) as done`,
  );
  return rows[0]!.done;
}

class Lanes {
  readonly #ports: LanePorts;
  readonly #lanes = new Map<string, Lane>();

  constructor(ports: LanePorts) {
    this.#ports = ports;
  }

  get isIdle(): boolean {
    return [...this.#lanes.values()].every((lane) => lane.isIdle);
  }

  /** Pokes the lane of each endpoint to which something is due; forgets those that have nothing. */
  async poke(): Promise<void> {
    const rows = await rowsOf(
      this.#ports.db,
      sql<{ client_id: string; endpoint_id: string }>`
        select client_id, endpoint_id from dunlin.webhooks_due()`,
    );
    const due = new Set(rows.map((row) => row.endpoint_id));
    for (const [id, lane] of this.#lanes) {
      if (due.has(id)) continue;
      if (lane.hasUnwritten) lane.poke();
      else if (lane.isIdle) this.#lanes.delete(id);
    }
    for (const { client_id: clientId, endpoint_id: endpointId } of rows) {
      let lane = this.#lanes.get(endpointId);
      if (!lane) {
        lane = new Lane({ clientId, endpointId }, this.#ports);
        this.#lanes.set(endpointId, lane);
      }
      lane.poke();
    }
  }

  async stop(graceMs: number): Promise<void> {
    await Promise.all([...this.#lanes.values()].map(async (lane) => await lane.stop(graceMs)));
  }
}

class Writer {
  readonly #db: Db;
  readonly #log: Logger;
  readonly #memories = new Map<string, Memory>();

  constructor(db: Db, log: Logger) {
    this.#db = db;
    this.#log = log;
  }

  /** One set for each endpoint that is behind, round after round, until none has more. */
  async writeAll(onWritten: () => void, isStopped: () => boolean): Promise<void> {
    let behind = await endpointsBehind(this.#db);
    const known = new Set(behind.map((key) => key.endpointId));
    for (const id of this.#memories.keys()) if (!known.has(id)) this.#memories.delete(id);
    while (behind.length > 0) {
      const more: EndpointKey[] = [];
      for (const key of behind) {
        if (isStopped()) return;
        const done = await this.#writeSet(key);
        if (done.written > 0) onWritten();
        if (done.more) more.push(key);
      }
      behind = more;
    }
  }

  async #writeSet(key: EndpointKey): Promise<{ written: number; more: boolean }> {
    let memory = this.#memories.get(key.endpointId);
    if (!memory) {
      memory = { seenSeq: 0n, wait: undefined };
      this.#memories.set(key.endpointId, memory);
    }
    try {
      return await fanOut(this.#db, key, memory);
    } catch (error) {
      this.#memories.delete(key.endpointId); // looked at again from the cursor
      this.#log.warn({ ...key, error: messageOf(error) }, "events are looked at later");
      return { written: 0, more: false };
    }
  }
}

type Repeated = { wake(): void; stop(): Promise<void> };

/** Does the work when woken, and every `pollMs` all the same, one at a time. */
function repeat(
  work: (isStopped: () => boolean) => Promise<void>,
  pollMs: number,
  log: Logger,
): Repeated {
  let stopped = false;
  let woken = Promise.withResolvers<void>();
  const run = async (): Promise<void> => {
    while (!stopped) {
      woken = Promise.withResolvers<void>();
      await work(() => stopped).catch((error: unknown) => {
        log.warn({ error: messageOf(error) }, "callbacks: trying again");
      });
      const { promise } = woken;
      let timer: NodeJS.Timeout | undefined;
      const poll = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, pollMs);
      });
      await Promise.race([promise, poll]);
      clearTimeout(timer);
    }
  };
  const running = run();
  return {
    wake: () => woken.resolve(),
    stop: async () => {
      stopped = true;
      woken.resolve();
      await running;
    },
  };
}
