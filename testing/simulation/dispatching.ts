/**
 * The dispatcher, one step at a time: its own parts (routes, budget, authorising, hand-over, write-back, upkeep) without its
 * loop, so that nothing depends on how fast the machine is. What these parts keep in real time (pauses of the circuit
 * breaker, the age of receipts) is moved on with the simulated clock.
 */
import { sql } from "kysely";
import type pg from "pg";
import { OpenAttempts } from "#messages/dispatch/open-attempts.ts";
import { OpenRoutes, type Way } from "#messages/dispatch/open-routes.ts";
import { writeOutcomes, type Outcome } from "#messages/dispatch/outcomes.ts";
import type { DispatchPorts } from "#messages/dispatch/ports.ts";
import { writeReceipts } from "#messages/dispatch/receipts.ts";
import { serve } from "#messages/dispatch/serve.ts";
import { rowsOf } from "#messages/dispatch/transaction.ts";
import { keepUp } from "#messages/dispatch/upkeep.ts";
import { assert } from "#platform/errors.ts";
import type { AtMs } from "./happenings.ts";

/** Nobody holds this process's lock: no attempt is ever left open. */
const PROCESS_ID = 1;
const MOST_ROUNDS = 10_000;

type Ports = Omit<DispatchPorts, "allowedAt" | "inbound" | "at"> & {
  /** Made anew for each moment: what it remembers is a second of real time old, which may be a week of the simulated one. */
  readonly allowedAt: () => DispatchPorts["allowedAt"];
  /** What is written down of a hand-over; a test may have it written down wrongly. */
  readonly told: (outcome: Outcome) => Outcome;
};

type Pause = { readonly failures: number; readonly untilMs: AtMs };

export class Dispatching {
  readonly #ports: Ports;
  readonly #owner: pg.Pool;
  readonly #routes: OpenRoutes;
  readonly #pauses = new Map<string, Pause>();

  constructor(ports: Ports, owner: pg.Pool) {
    this.#ports = ports;
    this.#owner = owner;
    const { db, openRoute, log } = ports;
    const arrivals = { receipt: async () => undefined, inbound: async () => undefined };
    this.#routes = new OpenRoutes({ db, openRoute, arrivals: () => arrivals, log });
  }

  async openRoutes(): Promise<void> {
    await this.#routes.refresh();
  }

  /** When a route that rests may be tried again. */
  nextMs(): AtMs | undefined {
    const ends = [...this.#pauses.values()].map(({ untilMs }) => untilMs);
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  /** Moves on what stands on the real clock: by so much, to `nowMs`. */
  async age(byMs: number, nowMs: AtMs): Promise<void> {
    const over = [...this.#pauses].filter(([, { untilMs }]) => untilMs <= nowMs).map(([id]) => id);
    for (const id of over) this.#pauses.delete(id);
    await this.#owner.query(
      `with over as (
         update dunlin.route set opens_at = clock_timestamp() - interval '1 second' where route_id = any($1)
       ), resting as (
         update dunlin.route set opens_at = clock_timestamp() + interval '1 hour'
         where route_id = any($2) and opens_at is not null
       ), uncertain as (
         update dunlin.attempt a set started_at = started_at - $3::float8 * interval '1 millisecond'
         from dunlin.message m where m.state = 'uncertain' and m.client_id = a.client_id and m.message_id = a.message_id
       )
       update dunlin.receipt set received_at = received_at - $3::float8 * interval '1 millisecond'
       where matched_at is null and dropped_at is null`,
      [over, [...this.#pauses.keys()], byMs],
    );
  }

  /** Hands over all that may go now; the number of messages that were looked at. */
  async dispatch(nowMs: AtMs): Promise<number> {
    const allowedAt = this.#ports.allowedAt();
    let all = 0;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      let claimed = 0;
      for (const { routeId } of await this.#work()) {
        const way = this.#routes.get(routeId);
        if (way) claimed += await this.#serve(way, allowedAt);
      }
      all += claimed;
      if (claimed > 0) continue;
      await this.#notePauses(nowMs);
      return all;
    }
    throw new Error("dispatch does not come to rest");
  }

  async keepUp(): Promise<void> {
    await keepUp(this.#ports, PROCESS_ID);
  }

  /** As the writer would: receipts of one client that came together are written together. */
  async receive(clientId: string, receipts: Parameters<typeof writeReceipts>[2]): Promise<void> {
    await writeReceipts(this.#ports.db, clientId, receipts);
  }

  async #work(): Promise<readonly { readonly routeId: string }[]> {
    return await rowsOf(
      this.#ports.db,
      sql<{
        routeId: string;
      }>`select route_id as "routeId" from dunlin.routes_with_work(dunlin.clock_now())`,
    );
  }

  async #serve(way: Way, allowedAt: DispatchPorts["allowedAt"]): Promise<number> {
    const { db, redecide, log, told } = this.#ports;
    const outcomes: Outcome[] = [];
    const report = (_clientId: string, outcome: Outcome): void => void outcomes.push(told(outcome));
    const open = new OpenAttempts();
    const unbegun = (): void => assert(false, "a commit was lost");
    const { claimed } = await serve(
      { db, redecide, allowedAt, log, processId: PROCESS_ID, report, open, unbegun },
      way,
    );
    while (way.underWay > 0) await new Promise((resolve) => setImmediate(resolve));
    if (outcomes.length > 0) await writeOutcomes(db, way.row.clientId, outcomes, () => 0.5);
    return claimed;
  }

  /** A pause that began now lasts as long in simulated time as it would in real time. */
  async #notePauses(nowMs: AtMs): Promise<void> {
    const { rows } = await this.#owner.query<{
      route_id: string;
      failures: number;
      resting: boolean;
    }>(
      "select route_id, failures, opens_at > clock_timestamp() as resting from dunlin.route where failures > 0",
    );
    for (const { route_id: id, failures, resting } of rows) {
      if (!resting || this.#pauses.get(id)?.failures === failures) continue;
      const seconds = Math.max(2, Math.min(2 ** (failures - 1), 300));
      this.#pauses.set(id, { failures, untilMs: nowMs + seconds * 1_000 });
    }
  }
}
