// Two worker processes against one: the same messages over SMPP, each process with a dispatcher and a bind of its own.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { setClock } from "#platform/clock.ts";
import { openDb, openPool, type DatabaseAt } from "#platform/db.ts";
import { Countdown } from "./countdown.ts";
import { checkDelivered, plan } from "./dispatch.ts";
import { measured, peakRssMb } from "./measure.ts";
import { round, share, type BenchResult } from "./result.ts";
import { seedClient, seedCustomers, THURSDAY, type Seeded } from "./seed.ts";
import { forkSmsc } from "./smsc.ts";
import { settle, type Stage } from "./stage.ts";
import type { Told } from "./workers-child.ts";

const WARM_UP = 1_000;
const UPKEEPS = 20;

/** `size` SMS by one process, then as many by two; each run ends when every receipt is stored. */
export async function benchWorkers(stage: Stage, size: number): Promise<BenchResult> {
  const at = await stage.database();
  const seeded = await seedClient(at, THURSDAY);
  await seedCustomers(at, seeded.clientId, Math.max(size, WARM_UP), THURSDAY);
  const smsc = await forkSmsc();
  try {
    let hour = 0;
    const run = async (workers: number, count: number): Promise<Run> => {
      hour += 1;
      return await dispatchWith(stage, { at, seeded, port: smsc.port, hour, workers }, count);
    };
    await run(2, WARM_UP);
    const one = await run(1, size);
    const two = await run(2, size);
    return {
      name: "workers",
      size,
      per_s: round(size / two.seconds),
      ceiling_per_s: round(size / one.seconds),
      ratio: round(one.seconds / two.seconds, 3),
      rss_mb: round(Math.max(peakRssMb(), two.rssMb)),
      cpu_us_per_item: round((two.workersCpuUs + two.databaseCpuUs) / size, 1),
      limits: `the database, which both share: it takes ${databaseShare(one)} of the processor time with one process and ${databaseShare(two)} with two, that of the simulator not counted; ceiling_per_s is the rate of one process, which costs ${round((one.workersCpuUs + one.databaseCpuUs) / size)} µs an item`,
    };
  } finally {
    await smsc.close();
  }
}

type Run = {
  readonly seconds: number;
  readonly workersCpuUs: number;
  readonly databaseCpuUs: number;
  /** Of the largest worker. */
  readonly rssMb: number;
};

function databaseShare({ databaseCpuUs, workersCpuUs }: Run): string {
  return share(databaseCpuUs, databaseCpuUs + workersCpuUs);
}

type Given = {
  readonly at: DatabaseAt;
  readonly seeded: Seeded;
  readonly port: number;
  /** Its messages are due so many hours after the start of all. */
  readonly hour: number;
  readonly workers: number;
};

/** The workers are bound and idle when the clock makes the messages due. */
async function dispatchWith(stage: Stage, given: Given, count: number): Promise<Run> {
  const { at, seeded, port, hour, workers } = given;
  const dueAt = THURSDAY.add({ minutes: 10 * hour });
  await plan(at, seeded, count, dueAt);
  const receipts = new Countdown(count);
  const children = await Promise.all(
    Array.from({ length: workers }, async () => await Worker.start(at, seeded, port, receipts)),
  );
  const app = openDb(openPool(at, "dunlin_app", 1));
  try {
    await settle(at);
    const cpuBefore = sum(children.map((child) => child.cpuUs));
    const { cost } = await measured(stage.socketDir, async () => {
      await setClock(app, dueAt, "bench");
      await receipts.done();
    });
    await allDelivered(at);
    await Promise.all(children.map(async (child) => await child.stop()));
    return {
      seconds: cost.seconds,
      databaseCpuUs: cost.databaseCpuUs,
      workersCpuUs: sum(children.map((child) => child.cpuUs)) - cpuBefore,
      rssMb: Math.max(...children.map((child) => child.rssMb)),
    };
  } finally {
    for (const child of children) child.kill();
    await app.destroy();
  }
}

/** A receipt that came to one process before the other had written the answer finds its message with the next upkeep. */
async function allDelivered(at: DatabaseAt): Promise<void> {
  for (let left = UPKEEPS; left > 0; left -= 1) {
    const isDone = await checkDelivered(at).then(
      () => true,
      () => false,
    );
    if (isDone) return;
    await sleep(1_000);
  }
  await checkDelivered(at);
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

class Worker {
  cpuUs = 0;
  rssMb = 0;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = once(child, "exit");
  }

  /** Resolves when it is bound. */
  static async start(
    at: DatabaseAt,
    { clientId, routeId }: Seeded,
    port: number,
    receipts: Countdown,
  ): Promise<Worker> {
    const order = JSON.stringify({ at, clientId, routeId, port });
    const child = fork(join(import.meta.dirname, "workers-child.ts"), [order], { execArgv: [] });
    const worker = new Worker(child);
    const bound = Promise.withResolvers<void>();
    child.on("message", (told: Told) => {
      worker.cpuUs = told.cpuUs;
      worker.rssMb = told.rssMb;
      for (let n = 0; n < told.receipts; n += 1) receipts.count();
      bound.resolve();
    });
    child.once("exit", (code) => {
      const error = new Error(`a worker process ended with code ${code}`);
      bound.reject(error);
      if (code !== 0) receipts.fail(error);
    });
    await bound.promise;
    return worker;
  }

  async stop(): Promise<void> {
    this.#child.send("stop");
    await this.#ended;
  }

  kill(): void {
    if (this.#child.exitCode === null) this.#child.kill("SIGKILL");
  }
}
