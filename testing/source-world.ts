// A database with a client whose books come from a source, for tests of sources.
import type { LookupFunction } from "node:net";
import { sql, type RawBuilder } from "kysely";
import { pino } from "pino";
import { afterAll } from "vitest";
import { checkSource, sourcesOver } from "#adapters/sources/open.ts";
import type { Web } from "#adapters/sources/web.ts";
import { openDb, openPool } from "#platform/db.ts";
import { sealKeyFrom } from "#platform/seal.ts";
import { definitionOf } from "#sources/definition.ts";
import type { Outcome } from "#sources/finish.ts";
import { runSource, type RunOptions, type SourcePorts } from "#sources/run.ts";
import { getSource, setSource, type StoredSource } from "#sources/store.ts";
import { buildClient, openWorld, THURSDAY, type World } from "./builders.ts";

/** When books of the tests were written: an hour before the clock of the world. */
export const WRITTEN = THURSDAY.subtract({ hours: 1 });

/** A web without names and without waiting: time passes only where somebody waits. */
export function fakeWeb(): Web & { readonly waited: number[]; onWait: () => Promise<void> } {
  let nowMs = 1_773_000_000_000;
  const waited: number[] = [];
  const web = {
    waited,
    onWait: async () => await Promise.resolve(),
    lookup: ((host, _options, done) =>
      done(new Error(`${host} is no name here`), "", 4)) satisfies LookupFunction,
    check: () => undefined,
    nowMs: () => nowMs,
    wait: async (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      waited.push(ms);
      nowMs += ms;
      await web.onWait();
    },
  } satisfies Web & { waited: number[]; onWait: () => Promise<void> };
  return web;
}

export type Of = { readonly clientId: string; readonly sourceId: string };

export type SourceWorld = {
  readonly world: World;
  readonly ports: SourcePorts;
  readonly web: ReturnType<typeof fakeWeb>;
  client(): Promise<SourceClient>;
  run(of: Of, options?: RunOptions): Promise<Outcome | undefined>;
};

export type SourceClient = {
  readonly clientId: string;
  set(definition: object): Promise<Of>;
  source(name: string): Promise<StoredSource>;
  rows<T>(query: RawBuilder<T>): Promise<T[]>;
  invoices(): Promise<readonly { reference: string; open: bigint }[]>;
  events(kind: string): Promise<readonly { body: Record<string, unknown> }[]>;
};

export async function openSourceWorld(): Promise<SourceWorld> {
  const world = await openWorld();
  const pool = openPool(world.at, "dunlin_worker", 4);
  afterAll(async () => await pool.end());
  const web = fakeWeb();
  const sealKey = sealKeyFrom(Buffer.alloc(32, 7));
  const ports: SourcePorts = {
    db: openDb(pool),
    pool,
    sealKey,
    openSource: sourcesOver(web),
    log: pino({ level: "silent" }),
  };
  const client = async (): Promise<SourceClient> => {
    const { clientId, within, rows } = await buildClient(world, { bookAsOf: null });
    return {
      clientId,
      rows,
      set: async (definition) =>
        await within(
          async (tx) =>
            await setSource(tx, clientId, definitionOf(definition, checkSource), sealKey, {
              actor: "test",
              now: THURSDAY,
            }),
        ),
      source: async (name) => await within(async (tx) => await getSource(tx, clientId, name)),
      invoices: async () =>
        await rows(sql<{ reference: string; open: bigint }>`
          select reference, open_minor as open from dunlin.invoice where client_id = ${clientId} order by reference`),
      events: async (kind) =>
        await rows(sql<{ body: Record<string, unknown> }>`
          select body from dunlin.event where client_id = ${clientId} and kind = ${kind} order by seq`),
    };
  };
  return {
    world,
    ports,
    web,
    client,
    run: async (of, options) => await runSource(ports, of, options),
  };
}
