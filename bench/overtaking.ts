// Pins and answers while a bulk goes out at full speed: how long until the network has taken one, and what the bulk loses.
import { startDispatcher, type Dispatcher } from "#messages/dispatch/dispatch.ts";
import { openSmppRoute } from "#adapters/smpp/smpp.ts";
import { hear } from "#conversations/hear.ts";
import { rulesAtHandOver } from "#messages/planning/allowed.ts";
import { loadContext } from "#messages/planning/context.ts";
import type { Arrivals, Route } from "#messages/route.ts";
import { sendMessages } from "#messages/sending.ts";
import { asClient, openDb, openPool, type DatabaseAt, type Db } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { silentLog } from "#platform/log.ts";
import { Countdown } from "./countdown.ts";
import { configFor, plan, TEXT } from "./dispatch.ts";
import { measured, peakRssMb, type Cost } from "./measure.ts";
import { round, share, type BenchResult } from "./result.ts";
import { numberOf, seedClient, seedCustomers, SENDER, THURSDAY, type Seeded } from "./seed.ts";
import { forkSmsc } from "./smsc.ts";
import { settle, type Stage } from "./stage.ts";

export type OvertakingResult = BenchResult & {
  /** From the request to the network's answer: 99 of 100 took no longer. */
  readonly p99_ms: number;
  /** How many overtook the bulk. */
  readonly overtook: number;
};

/** One between so many of the bulk at most: a machine that can't keep up with the clock still comes to an end. */
const AMONG = 5;
/** Customers who ask for their balance. */
const ASKING = 1_000;

/** Says one message of lane 0 and gives its id. */
type Speak = (n: number) => Promise<string>;
type World = { readonly db: Db; readonly seeded: Seeded; readonly size: number };

/** One-time pins, 20 a second. */
export const benchPins = async (stage: Stage, size: number): Promise<OvertakingResult> =>
  await overtaking(stage, size, { name: "pins", perS: 20, speaking: pins });

/** Answers to BALANCE, 100 a second, from the moment at which the question is there. */
export const benchAnswers = async (stage: Stage, size: number): Promise<OvertakingResult> =>
  await overtaking(stage, size, { name: "answers", perS: 100, speaking: answers });

const pins = ({ db, seeded: { clientId } }: World): Speak => {
  return async (n) => {
    const said = await asClient(db, clientId, async (tx) => {
      const pin = {
        channel: "sms",
        class: "otp",
        priority: "urgent",
        text: "Your pin is 4711.",
      } as const;
      const to = `+27${830_000_005 + n * 10}`;
      return await sendMessages(
        tx,
        await loadContext(tx, clientId),
        [{ ...pin, to }],
        THURSDAY,
        "bench",
      );
    });
    return said[0]!.messageId;
  };
};

const answers = ({ db, seeded, size }: World): Speak => {
  return async (n) => {
    const heard = await hear(db, seeded.clientId, {
      routeId: seeded.routeId,
      channel: "sms",
      // Customers who are told nothing by the bulk, in turn, so that nobody asks twice at once.
      from: numberOf(size + 1 + (n % ASKING)),
      to: SENDER,
      text: "BALANCE",
      providerId: `asked-${n}`,
      automatic: false,
    });
    assert(heard.answer, `question ${n} got no answer`);
    return heard.answer.messageId;
  };
};

type Kind = {
  readonly name: string;
  readonly perS: number;
  readonly speaking: (world: World) => Speak;
};

async function overtaking(
  stage: Stage,
  size: number,
  { name, perS, speaking }: Kind,
): Promise<OvertakingResult> {
  const at = await stage.database();
  const seeded = await seedClient(at, THURSDAY);
  await seedCustomers(at, seeded.clientId, size + ASKING, THURSDAY);
  const db = openDb(openPool(at, "dunlin_worker", 12));
  const smsc = await forkSmsc();
  try {
    const stretch = { stage, at, db, seeded, port: smsc.port, size };
    const few = Math.max(1, Math.ceil(size / 5));
    const alone = await bulk({ ...stretch, size: few }, undefined);
    const speak = speaking({ db, seeded, size });
    const together = await bulk(stretch, { perS, speak });
    const cpuUs = together.cost.ownCpuUs + together.cost.databaseCpuUs;
    const bulkPerS = size / together.cost.seconds;
    const alonePerS = few / alone.cost.seconds;
    return {
      name,
      size,
      per_s: round(bulkPerS),
      ceiling_per_s: round(alonePerS),
      ratio: round(bulkPerS / alonePerS, 3),
      rss_mb: round(peakRssMb()),
      cpu_us_per_item: round(cpuUs / size, 1),
      limits: `the rates are the bulk's, with and without the others between; the database takes ${share(together.cost.databaseCpuUs, cpuUs)} of the processor time`,
      p99_ms: round(p99(together.tookMs), 1),
      overtook: together.tookMs.length,
    };
  } finally {
    await smsc.close();
    await db.destroy();
  }
}

type Stretch = {
  readonly stage: Stage;
  readonly at: DatabaseAt;
  readonly db: Db;
  readonly seeded: Seeded;
  readonly port: number;
  readonly size: number;
};
type Between = { readonly perS: number; readonly speak: Speak };

/** Sends a bulk to its end, with others between it as the clock says, whether or not those before are through. */
async function bulk(
  { stage, at, db, seeded, port, size }: Stretch,
  between: Between | undefined,
): Promise<{ cost: Cost; tookMs: readonly number[] }> {
  await plan(at, seeded, size);
  await settle(at);
  const left = new Countdown(size);
  const taken = new Map<string, number>();
  const asked: Promise<{ id: string; dueMs: number }>[] = [];
  let over = false;
  const openRoute = (arrivals: Arrivals): Route =>
    noting(
      openSmppRoute(configFor(seeded, port), arrivals, silentLog, () => THURSDAY),
      (id, text) => {
        if (text === TEXT) left.count();
        else taken.set(id, performance.now());
      },
    );
  let dispatcher: Dispatcher | undefined;
  const { cost } = await measured(stage.socketDir, async () => {
    dispatcher = await startDispatcher({
      db,
      at,
      openRoute: (_row, arrivals) => openRoute(arrivals),
      redecide: () => Promise.resolve(),
      allowedAt: rulesAtHandOver(db),
      inbound: () => Promise.resolve(),
      log: silentLog,
    });
    const most = Math.ceil(size / AMONG);
    const speaking = between && interject(between, asked, () => over || asked.length >= most);
    await left.done().finally(() => (over = true));
    await speaking;
  });
  const all = await Promise.all(asked);
  for (let tries = 0; tries < 200 && all.some(({ id }) => !taken.has(id)); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await dispatcher?.stop();
  const missing = all.filter(({ id }) => !taken.has(id)).length;
  assert(missing === 0, `${missing} messages were never taken by the network`);
  return { cost, tookMs: all.map(({ id, dueMs }) => taken.get(id)! - dueMs) };
}

async function interject(
  { perS, speak }: Between,
  asked: Promise<{ id: string; dueMs: number }>[],
  isEnough: () => boolean,
): Promise<void> {
  const startMs = performance.now();
  for (let n = 0; !isEnough(); n += 1) {
    const dueMs = startMs + (n * 1_000) / perS;
    const waitMs = dueMs - performance.now();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const one = speak(n).then((id) => ({ id, dueMs }));
    one.catch(() => undefined);
    asked.push(one);
  }
}

/** The route, telling what the network has taken. */
const noting = (route: Route, took: (messageId: string, text: string) => void): Route => ({
  get free() {
    return route.free;
  },
  whenFree: async (timeoutMs) => await route.whenFree(timeoutMs),
  handOver: async (message) => {
    const answer = await route.handOver(message);
    took(message.messageId, message.text);
    return answer;
  },
  close: async () => await route.close(),
});

function p99(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(0.99 * sorted.length) - 1] ?? 0;
}
