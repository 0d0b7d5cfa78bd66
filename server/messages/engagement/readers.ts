/**
 * What readers of messages ask this installation for. Answers at once from the token and, for a link, one look at the message;
 * what was asked for is written a moment later, in sets. Runs in each process that listens for HTTP.
 */
import { sql } from "kysely";
import { clientIds } from "#clients/clients.ts";
import { Writer } from "#messages/dispatch/writer.ts";
import type { Channel } from "#messages/route.ts";
import { asClient, type Db } from "#platform/db.ts";
import type { Logger } from "#platform/log.ts";
import type { Glance } from "./reader-kind.ts";
import { recordAsked, type Asked } from "./record.ts";
import { targetsInMail, targetsInText } from "./targets.ts";
import { clientTailOf, readToken, tokenKeyOf, type Named, type Purpose } from "./tokens.ts";

/** What a token names, with whose message it is. */
export type NamedMessage = Named & { readonly clientId: string };

export type ReadersOptions = {
  readonly db: Db;
  readonly log: Logger;
  /** Links of one message that are asked for within this count as asked for at once; default 2 s. */
  readonly atOnceMs?: number;
};

const AT_ONCE_MS = 2_000;
const MOST_WAITING = 10_000;
const CLIENTS_FRESH_MS = 2_000;
const END_MS = 2_000;

/** Clicks on one message that are looked at together. */
type Burst = { readonly clientId: string; readonly clicks: Omit<Asked, "linksAtOnce">[] };

export class Readers {
  readonly #options: ReadersOptions;
  readonly #writer: Writer<Asked>;
  readonly #bursts = new Map<string, Burst>();
  #waiting = 0;
  #key: Promise<Buffer> | undefined;
  #clients:
    | { readonly byTail: Promise<ReadonlyMap<string, string[]>>; readonly atMs: number }
    | undefined;

  constructor(options: ReadersOptions) {
    this.#options = options;
    const { db, log } = options;
    this.#writer = new Writer({
      capacity: MOST_WAITING,
      log,
      write: async (clientId, asked) => await recordAsked(db, clientId, asked),
    });
  }

  /** The message that a token names; undefined when it was not made here for this purpose. */
  async read(purpose: Purpose, token: string): Promise<NamedMessage | undefined> {
    const tail = clientTailOf(token);
    if (tail === undefined) return undefined;
    const key = await this.#readKey();
    for (const clientId of await this.#clientsWith(tail)) {
      const named = readToken(key, purpose, clientId, token);
      if (named) return { ...named, clientId };
    }
    return undefined;
  }

  /** Notes an opening; never waits. Beyond what may wait it is dropped: nobody is hurt by one opening less. */
  opened({ clientId, messageId }: NamedMessage, glance: Glance): void {
    this.#write(clientId, {
      ...glance,
      messageId,
      what: "open",
      link: 0,
      atMs: Date.now(),
      linksAtOnce: 0,
    });
  }

  /** Where the link leads that the token names, as the message has it; undefined when the message or the link is gone. */
  async targetOf({ clientId, messageId, link }: NamedMessage): Promise<string | undefined> {
    type Row = { channel: Channel; body: string; html: string | null };
    return await asClient(this.#options.db, clientId, async (tx) => {
      const { rows } = await sql<Row>`select channel, body, html from dunlin.message
        where client_id = ${clientId} and message_id = ${messageId}`.execute(tx);
      const [row] = rows;
      if (!row) return undefined;
      const all = row.html === null ? targetsInText(row.body) : targetsInMail(row.html, row.body);
      return all[link];
    });
  }

  /** Notes that a link was followed; never waits. */
  clicked({ clientId, messageId, link }: NamedMessage, glance: Glance): void {
    if (this.#waiting + this.#writer.pending >= MOST_WAITING) return;
    this.#waiting += 1;
    const click = { ...glance, messageId, what: "click", link, atMs: Date.now() } as const;
    const key = `${clientId} ${messageId}`;
    const known = this.#bursts.get(key);
    if (known) return void known.clicks.push(click);
    this.#bursts.set(key, { clientId, clicks: [click] });
    setTimeout(() => this.#end(key), this.#options.atOnceMs ?? AT_ONCE_MS).unref();
  }

  /** Writes what waits, for up to two seconds. */
  async close(): Promise<void> {
    for (const key of this.#bursts.keys()) this.#end(key);
    await this.#writer.end(END_MS);
  }

  #end(key: string): void {
    const burst = this.#bursts.get(key);
    if (!burst) return;
    this.#bursts.delete(key);
    this.#waiting -= burst.clicks.length;
    const linksAtOnce = new Set(burst.clicks.map((click) => click.link)).size;
    for (const click of burst.clicks) this.#write(burst.clientId, { ...click, linksAtOnce });
  }

  #write(clientId: string, asked: Asked): void {
    if (!this.#writer.hasRoom) return;
    // What the database refuses for good is logged by the writer; nobody waits for it here.
    this.#writer.add(clientId, asked).catch(() => undefined);
  }

  async #readKey(): Promise<Buffer> {
    this.#key ??= this.#options.db
      .selectFrom("installation")
      .select("secret")
      .executeTakeFirstOrThrow()
      .then(({ secret }) => tokenKeyOf(secret));
    return await this.#key.catch((error: unknown) => {
      this.#key = undefined;
      throw error;
    });
  }

  async #clientsWith(tail: string): Promise<readonly string[]> {
    const known = await this.#clients?.byTail.catch(() => undefined);
    const found = known?.get(tail);
    if (found) return found;
    const isFresh = performance.now() - (this.#clients?.atMs ?? -Infinity) < CLIENTS_FRESH_MS;
    if (known && isFresh) return [];
    this.#clients = { byTail: byTail(this.#options.db), atMs: performance.now() };
    return (await this.#clients.byTail).get(tail) ?? [];
  }
}

async function byTail(db: Db): Promise<ReadonlyMap<string, string[]>> {
  return Map.groupBy(await clientIds(db), (id) => id.slice(-8));
}
