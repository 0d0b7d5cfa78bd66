/** The harms, each done as the world does it, and what it may leave open at the most. */
import { assert } from "#platform/errors.ts";
import { setTimeout as pause } from "node:timers/promises";
import { ANSWER_MS, BINDS, WINDOW } from "./book.ts";
import type { Clock } from "./clock.ts";
import type { Harm } from "./harms.ts";
import type { Network } from "./network.ts";
import { backendsOf, killNow, killPostgres } from "./postgres.ts";
import type { Processes } from "./processes.ts";
import type { Random } from "./random.ts";
import { morningAfter, nightOf } from "./waves.ts";

export type World = {
  readonly processes: Processes;
  readonly network: Network;
  readonly random: Random;
  readonly clock: Clock;
  /** How many are due in the run. */
  readonly messages: number;
};

/** Longer than Dunlin waits for an answer. */
const STALL_MS = ANSWER_MS + 1_500;
const NIGHT_MS = 1_500;

/**
 * Does it, and brings back what an operator's supervisor brings back: processes. Returns how many hand-overs it may leave
 * uncertain: the windows of the binds that it hit.
 */
export async function strike(world: World, harm: Harm): Promise<number> {
  const { processes, network } = world;
  switch (harm) {
    case "worker":
      return await restartWorker(world);
    case "api":
      await processes.kill("api", 0);
      await processes.start("api");
      return 0;
    case "postgres":
      assert(await killPostgres(processes.home), "PostgreSQL did not run when it was to be killed");
      return 0;
    case "backend":
      await killBackend(world);
      return 0;
    case "cut":
      return network.proxy.cut() * WINDOW;
    case "stall":
      return await stall(network);
    case "network": {
      const { open } = network.proxy;
      await network.restart();
      return open * WINDOW;
    }
    case "clock":
      // Within the hours of contact, and on: back is what only a test would do.
      await world.clock.set(world.clock.now.add({ seconds: world.random.whole(30, 120) }));
      return 0;
    case "night":
      await passNight(world.clock);
      return 0;
  }
}

async function restartWorker({ processes, random }: World): Promise<number> {
  const killed = await processes.kill("worker", random.whole(0, 9));
  await processes.start("worker");
  return killed ? WINDOW * BINDS : 0;
}

/** One connection's process: PostgreSQL ends all others, recovers, and goes on by itself. */
async function killBackend({ processes, random }: World): Promise<void> {
  const backends = await backendsOf(processes.home);
  if (backends.length > 0) killNow(random.pick(backends).pid);
}

/** Each bind leaves its window unanswered; its successor, which tries with one message, may do so as well. */
async function stall(network: Network): Promise<number> {
  const open = network.proxy.stall();
  await pause(STALL_MS);
  network.proxy.resume();
  return open * (WINDOW + 1);
}

/** The clock jumps to where nothing may be said, and on to the next working morning: what was put off goes out then. */
async function passNight(clock: Clock): Promise<void> {
  const morning = morningAfter(clock.now);
  await clock.set(nightOf(clock.now));
  await pause(NIGHT_MS);
  await clock.set(morning);
}
