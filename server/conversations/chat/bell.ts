// Hears that something waits for a window, by one connection for all of a process; without it windows look by themselves.
import pg from "pg";
import { connectionFor, type DatabaseAt } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";
import { CHAT_BELL } from "./chat-route.ts";

const RECONNECT_MS = 2_000;

export class ChatBell {
  readonly #at: DatabaseAt;
  readonly #log: Logger;
  readonly #waiting = new Map<string, Set<() => void>>();
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #isHeard = false;

  constructor(at: DatabaseAt, log: Logger) {
    this.#at = at;
    this.#log = log;
  }

  /** True while it would be heard. */
  get isHeard(): boolean {
    return this.#isHeard;
  }

  /** Calls at each ring for the key until the returned function is called. The first to ask has the connection opened. */
  on(key: string, ring: () => void): () => void {
    if (!this.#client && !this.#timer && !this.#closed) this.#connect();
    const rings = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, rings);
    rings.add(ring);
    return () => {
      rings.delete(ring);
      if (rings.size === 0) this.#waiting.delete(key);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => undefined);
  }

  #connect(): void {
    this.#timer = undefined;
    const client = new pg.Client(connectionFor(this.#at, "dunlin_app"));
    this.#client = client;
    client.on("notification", ({ payload = "" }) => {
      for (const ring of this.#waiting.get(payload) ?? []) ring();
    });
    client.on("error", (error) => this.#lost(client, error));
    client.on("end", () => this.#lost(client, undefined));
    void this.#hear(client).catch((error: unknown) => this.#lost(client, error));
  }

  async #hear(client: pg.Client): Promise<void> {
    await client.connect();
    await client.query(`listen ${CHAT_BELL}`);
    this.#isHeard = true;
    // What rang meanwhile was not heard.
    for (const rings of this.#waiting.values()) for (const ring of rings) ring();
  }

  #lost(client: pg.Client, error: unknown): void {
    if (this.#client !== client) return;
    this.#isHeard = false;
    this.#client = undefined;
    client.end().catch(() => undefined);
    if (this.#closed) return;
    if (error !== undefined) this.#log.warn({ error: messageOf(error) }, "no bell for web chat");
    this.#timer = setTimeout(() => this.#connect(), RECONNECT_MS).unref();
  }
}
