// POST /v1/messages over HTTP, against the same transactions without HTTP, and against one bare insert behind the same server.
import { fork } from "node:child_process";
import { join } from "node:path";
import { sql } from "kysely";
import type pg from "pg";
import type { FastifyInstance } from "fastify";
import { writeAudit } from "#audit/audit.ts";
import { digesterOf } from "#audit/digest.ts";
import { createApiKey } from "#auth/api-keys.ts";
import { createApp } from "#http/app.ts";
import { inClient } from "#http/deps.ts";
import { onceIn } from "#http/idempotency.ts";
import { loadContext } from "#messages/planning/context.ts";
import { sendMessages } from "#messages/sending.ts";
import { asClient, openDb, openPool, type Db } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { silentLog } from "#platform/log.ts";
import { sealKeyFrom } from "#platform/seal.ts";
import type { Load, Loaded } from "./api-load.ts";
import { measured, peakRssMb } from "./measure.ts";
import { round, share, type BenchResult } from "./result.ts";
import { seedClient, THURSDAY } from "./seed.ts";
import { asOwner, settle, type Stage } from "./stage.ts";

/** As many connections as the API has to the database, and twice as many callers. */
const CONNECTIONS = 8;
const AT_ONCE = 16;
const WARM_UP = 300;
const BATCH = 1_000;

export type ApiResult = BenchResult & {
  /** 99 of 100 requests were answered within this, at the peak rate. */
  readonly p99_ms: number;
  /** `per_s` to the rate of a bare insert behind the same server. */
  readonly ratio_bare: number;
  /** Messages a second by the batch call, to `per_s`. */
  readonly ratio_batch: number;
};

/** `size` messages, each to a number of its own, each with a key of its own against repetition. */
export async function benchApi(stage: Stage, size: number): Promise<ApiResult> {
  const at = await stage.database();
  const { clientId } = await seedClient(at, THURSDAY);
  const pool = openPool(at, "dunlin_app", CONNECTIONS);
  const db = openDb(pool);
  await asOwner(at, async (owner) => {
    await owner.query(
      "create table dunlin.bench_bare (id uuid primary key default uuidv7(), body jsonb)",
    );
    await owner.query("grant insert on dunlin.bench_bare to dunlin_app");
  });
  const app = await serve(db, pool);
  try {
    const key = await keyFor(db, clientId);
    const ask = asking(app, key);
    const single = { path: "/v1/messages", body: JSON.stringify(MESSAGE), expects: 202 };
    await ask(single, Math.min(WARM_UP, size), "warm");
    await settle(at);
    const one = await measured(stage.socketDir, async () => await ask(single, size, "one"));
    const direct = await measured(
      stage.socketDir,
      async () => await sendDirectly(db, clientId, size),
    );
    const bare = await ask(
      { path: "/bare", body: JSON.stringify(MESSAGE), expects: 202 },
      size,
      "bare",
    );
    const calls = Math.max(1, Math.round(size / BATCH));
    const inBatch = Math.min(BATCH, size);
    const batch = await ask(
      {
        path: "/v1/messages/batch",
        body: JSON.stringify({ messages: Array.from({ length: inBatch }, () => MESSAGE) }),
        expects: 202,
      },
      calls,
      "batch",
    );
    const perS = size / one.value.seconds;
    const cpuUs = one.cost.ownCpuUs + one.cost.databaseCpuUs;
    return {
      name: "api",
      size,
      per_s: round(perS),
      ceiling_per_s: round(size / direct.cost.seconds),
      ratio: round(direct.cost.seconds / one.value.seconds, 3),
      rss_mb: round(peakRssMb()),
      cpu_us_per_item: round(cpuUs / size, 1),
      limits: `the database takes ${share(one.cost.databaseCpuUs, cpuUs)} of the processor time of server and database; the callers share the machine`,
      p99_ms: round(one.value.p99Ms, 1),
      ratio_bare: round(bare.seconds / one.value.seconds, 3),
      ratio_batch: round((calls * inBatch) / batch.seconds / perS, 1),
    };
  } finally {
    await app.close();
    await db.destroy();
  }
}

const AUDITED = {
  actor: "bench",
  ip: "127.0.0.1",
  action: "POST /v1/messages",
  kind: "message",
  id: undefined,
};
const MESSAGE = { to: "+27820000001", channel: "sms", text: "Your ticket was closed." } as const;

async function serve(db: Db, pool: pg.Pool): Promise<FastifyInstance> {
  const app = await createApp({
    installation: { app: db, appPool: pool, demo: false, config: { host: "127.0.0.1" } },
    health: () => Promise.resolve({ status: "ok" }),
    log: silentLog,
    checkConfig: (_adapter, config) => config,
    callbacks: {
      sealKey: sealKeyFrom(Buffer.alloc(32)),
      reach: { privateHosts: [], loopback: false },
    },
  });
  // The same server, its body parsed, one statement and one commit.
  app.post("/bare", async (request, reply) => {
    const body = JSON.stringify(request.body);
    await sql`insert into bench_bare (body) values (${body})`.execute(db);
    return await reply.code(202).send({ status: "planned" });
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  return app;
}

async function keyFor(db: Db, clientId: string): Promise<string> {
  const wanted = { name: "bench", scopes: ["messages:write"] };
  const { key } = await asClient(
    db,
    clientId,
    async (tx) => await createApiKey(tx, clientId, wanted, { actor: "bench", now: THURSDAY }),
  );
  return key;
}

type Asked = Pick<Load, "body" | "expects"> & { readonly path: string };

function asking(app: FastifyInstance, key: string) {
  const [address] = app.addresses();
  assert(typeof address === "object", "the server listens on no port");
  const base = `http://127.0.0.1:${address.port}`;
  return async ({ path, ...asked }: Asked, count: number, name: string): Promise<Loaded> => {
    const headers = { authorization: `Bearer ${key}`, "idempotency-key": `${name}-%n` };
    return await loaded({ ...asked, url: `${base}${path}`, count, atOnce: AT_ONCE, headers });
  };
}

async function loaded(load: Load): Promise<Loaded> {
  const child = fork(join(import.meta.dirname, "api-load.ts"), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  try {
    return await new Promise<Loaded>((resolve, reject) => {
      child.once("message", (answer) => resolve(answer as Loaded));
      child.once("exit", (code) => reject(new Error(`the callers ended with ${code}`)));
      child.send(load);
    });
  } finally {
    child.removeAllListeners("exit");
    child.kill();
  }
}

/** What the operation does once a request was understood. */
async function sendDirectly(db: Db, clientId: string, count: number): Promise<void> {
  let last = 0;
  const lane = async (): Promise<void> => {
    while (last < count) {
      last += 1;
      const once = { key: `direct-${last}`, digest: Buffer.alloc(32) };
      await inClient(
        db,
        clientId,
        async (tx, now) =>
          await onceIn(tx, clientId, once, async () => {
            await sendMessages(tx, await loadContext(tx, clientId), [MESSAGE], now, "bench");
            const entry = { ...AUDITED, asked: MESSAGE, after: { status: "planned" } };
            await writeAudit(tx, clientId, entry, await digesterOf(db, clientId, tx));
            return { status: 202, text: "{}" };
          }),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
