// One endpoint's deliveries in this process: claimed in sets, a few requests at a time, written back in sets.
import { inClient } from "#messages/dispatch/transaction.ts";
import type { Db, Tx } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";
import type { SealKey } from "#platform/seal.ts";
import {
  claimDue,
  giveBack,
  LEASE_MS,
  lockTarget,
  settle,
  type Claimed,
  type Target,
  type Tried,
} from "./claim.ts";
import { disableEndpoint } from "./endpoints.ts";
import type { EndpointKey } from "./fan-out.ts";
import { callbackId, payloadOf } from "./payload.ts";
import type { Poster } from "./post.ts";
import { retryDelayMs } from "./schedule.ts";
import { goodSecrets } from "./secrets.ts";
import { sign } from "./signature.ts";
import type { Gate, Slots } from "./slots.ts";
import { tellOwner } from "./tell-owner.ts";

/** What can be set differently in tests. */
export type Tuning = {
  readonly retryDelaysMs: readonly number[];
  readonly random: () => number;
  /** An endpoint that failed for so long is disabled. */
  readonly disableAfterMs: number;
  /** Requests at a time to one endpoint, and to one that is failing. */
  readonly perEndpoint: number;
  readonly perFailing: number;
};

export type LanePorts = {
  readonly db: Db;
  readonly sealKey: SealKey;
  readonly poster: Poster;
  readonly slots: Slots;
  /** So that many endpoints together leave connections to the database for others. */
  readonly gate: Gate;
  readonly tuning: Tuning;
  readonly log: Logger;
};

/** Outcomes that come close together are written together. */
const GATHER_MS = 5;
const GONE = 410;
/** Claimed at once, in multiples of what goes out at a time. */
const READY = 4;
const AFTER_STOP_MS = 1_000;

type Ready = { readonly claimed: Claimed; readonly claimedAtMs: number };

export class Lane {
  readonly #key: EndpointKey;
  readonly #ports: LanePorts;
  #ready: Ready[] = [];
  #tried: Tried[] = [];
  readonly #flying = new Set<Claimed>();
  #target: Target | undefined;
  #secrets: readonly Buffer[] = [];
  #turn: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  readonly #start = (): void => this.#startReady();

  constructor(key: EndpointKey, ports: LanePorts) {
    this.#key = key;
    this.#ports = ports;
  }

  get isIdle(): boolean {
    const held = this.#flying.size + this.#ready.length + this.#tried.length;
    return this.#turn === undefined && held === 0;
  }

  /** Answers that could not be written back yet. */
  get hasUnwritten(): boolean {
    return this.#tried.length > 0;
  }

  /** There may be something due, or to write back. */
  poke(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#turn ??= this.#takeTurns().finally(() => {
      this.#turn = undefined;
      if (this.#again) this.poke();
    });
  }

  /** Claims nothing more. What is under way after `graceMs` is given back and its answer not waited for. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    const end = performance.now() + graceMs;
    while (this.#flying.size > 0 && performance.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await this.#turn;
    const left = [...this.#takeReady(), ...this.#flying];
    this.#flying.clear();
    const { clientId, endpointId } = this.#key;
    await this.#transaction(async (tx) => {
      const target = await lockTarget(tx, clientId, endpointId);
      if (target) await settle(tx, clientId, endpointId, target, this.#tried.splice(0));
      await giveBack(tx, clientId, endpointId, left, AFTER_STOP_MS);
    }).catch((error: unknown) => this.#failed(error));
  }

  #failed(error: unknown): void {
    const { endpointId } = this.#key;
    this.#ports.log.warn({ endpointId, error: messageOf(error) }, "callbacks are put off");
  }

  async #takeTurns(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
      await this.#takeTurn().catch((error: unknown) => this.#failed(error));
      this.#startReady();
    }
  }

  /** One transaction: what came back is written, what is due is claimed. */
  async #takeTurn(): Promise<void> {
    const tried = this.#tried.splice(0);
    try {
      const claimed = await this.#transaction(async (tx) => await this.#work(tx, tried));
      const claimedAtMs = performance.now();
      this.#ready.push(...claimed.map((one) => ({ claimed: one, claimedAtMs })));
    } catch (error) {
      // Nothing was written. The database may be away: the answers are kept for another turn.
      this.#tried.unshift(...tried);
      throw error;
    }
  }

  async #transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const { db, gate } = this.#ports;
    return await gate.through(async () => await inClient(db, this.#key.clientId, work));
  }

  async #work(tx: Tx, tried: readonly Tried[]): Promise<readonly Claimed[]> {
    const { clientId, endpointId } = this.#key;
    const target = await lockTarget(tx, clientId, endpointId);
    this.#target = target;
    if (target) await settle(tx, clientId, endpointId, target, tried);
    const mayClaim = target?.enabled === true && !(await this.#disable(tx, target, tried));
    await giveBack(tx, clientId, endpointId, mayClaim ? this.#takeStale() : this.#takeReady(), 0);
    if (!mayClaim) return [];
    const due = await claimDue(tx, clientId, endpointId, this.#room());
    const { sealKey } = this.#ports;
    if (due.length > 0) this.#secrets = await goodSecrets(tx, clientId, endpointId, sealKey);
    return due;
  }

  /** Several times what may be under way lies ready, so that a quick receiver does not wait for transactions. */
  #room(): number {
    return READY * this.#limit() - this.#ready.length - this.#flying.size;
  }

  #limit(): number {
    const { perEndpoint, perFailing } = this.#ports.tuning;
    return this.#target?.isFailing === true ? perFailing : perEndpoint;
  }

  /** Claims that would lapse while they are sent. */
  #takeStale(): readonly Claimed[] {
    const oldest = performance.now() - LEASE_MS / 2;
    const stale = this.#ready.filter((one) => one.claimedAtMs < oldest);
    this.#ready = this.#ready.filter((one) => one.claimedAtMs >= oldest);
    return stale.map((one) => one.claimed);
  }

  #takeReady(): readonly Claimed[] {
    return this.#ready.splice(0).map((one) => one.claimed);
  }

  /** Disables an endpoint that is gone, or has failed for too long. True when it did. */
  async #disable(tx: Tx, target: Target, tried: readonly Tried[]): Promise<boolean> {
    const isGone = tried.some(({ answer }) => answer.status === GONE);
    const fails = tried.length > 0 && tried.every(({ answer }) => answer.error !== undefined);
    const isOver = fails && target.failingMs > this.#ports.tuning.disableAfterMs;
    if (!isGone && !isOver) return false;
    const why = isGone ? "gone" : "failing";
    const { clientId, endpointId } = this.#key;
    await disableEndpoint(tx, clientId, endpointId, why, "webhooks");
    await tellOwner(tx, clientId, { endpointId, url: target.url }, why);
    this.#ports.log.warn({ clientId, endpointId, why }, "an endpoint was disabled");
    return true;
  }

  #startReady(): void {
    const { slots } = this.#ports;
    const oldest = performance.now() - LEASE_MS / 2;
    while (!this.#stopped && this.#ready.length > 0 && this.#flying.size < this.#limit()) {
      if (this.#ready[0]!.claimedAtMs < oldest) return this.poke();
      if (!slots.take(this.#flying.size, this.#start)) return;
      const { claimed } = this.#ready.shift()!;
      this.#flying.add(claimed);
      void this.#send(claimed).finally(() => slots.giveBack());
    }
  }

  async #send(claimed: Claimed): Promise<void> {
    const { poster, tuning, log } = this.#ports;
    try {
      const body = payloadOf(claimed);
      const startedAt = Temporal.Now.instant();
      const headers = {
        "content-type": "application/json",
        "user-agent": "Dunlin",
        ...sign(
          this.#secrets,
          callbackId(claimed.eventId),
          Math.floor(startedAt.epochMilliseconds / 1_000),
          body,
        ),
      };
      const url = this.#target!.url;
      const answer = await poster.post(url, headers, body);
      if (!this.#flying.delete(claimed)) return; // given back meanwhile
      const { retryDelaysMs, random } = tuning;
      const nextDelayMs =
        answer.error === undefined
          ? undefined
          : retryDelayMs(claimed.tries + 1, answer.retryAfterMs, random, retryDelaysMs);
      this.#tried.push({ claimed, url, startedAt, headers, body, answer, nextDelayMs });
    } catch (error) {
      // A bug: the claim lapses, and the log says why nothing came of it.
      this.#flying.delete(claimed);
      log.error({ eventId: claimed.eventId, error: messageOf(error) }, "a callback was not made");
    }
    if (!this.#stopped) {
      this.#startReady();
      this.poke();
    }
  }
}
