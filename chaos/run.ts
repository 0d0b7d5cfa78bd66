/** One run: the installation is set up and set going, harmed, left in peace until nothing is open, and looked at. */
import { setTimeout as pause } from "node:timers/promises";
import { assert } from "#platform/errors.ts";
import { CLIENT, LOOKED_AT, MORNING, numberOf, writeFiles } from "./book.ts";
import { Clock } from "./clock.ts";
import { compare, type Comparison } from "./compare.ts";
import { drawHarms, isKill, type Blow } from "./harms.ts";
import { lostByDeath, saidBy, spreadLooks, tally, type Tally } from "./ledger.ts";
import { Network } from "./network.ts";
import type { Options } from "./options.ts";
import { Processes, type Json } from "./processes.ts";
import { randomFrom } from "./random.ts";
import { strike, type World } from "./strike.ts";
import { wavesOf, type Waves } from "./waves.ts";

const WORKERS = 2;
/** Answers of the network: prompt, or so late that all windows are full. */
const PROMPT_MS = 15;
const HELD_MS = 2_000;
const FILLING_MS = 300;
/** How long the next harm waits for its moment, and the whole for its end. */
const MOMENT_MS = 90_000;
const PEACE_MS = 240_000;
/** How often it is asked whether anything is left at all. */
const LEFT_MS = 1_000;
const POLL_MS = 20;

export type Struck = Blow & { readonly taken: number; readonly tookMs: number };

export type Run = Comparison & {
  readonly windows: number;
  readonly kills: number;
  readonly struck: readonly Struck[];
  readonly states: Tally;
  readonly uncertainByDeath: { readonly all: number; readonly most: number };
  readonly judge: Json;
  readonly orderlyEnd: boolean;
};

export type Say = (text: string) => void;

export async function run(
  { messages, kills, seed }: Options,
  processes: Processes,
  network: Network,
  say: Say,
): Promise<Run> {
  const random = randomFrom(seed);
  await network.start();
  await prepare(processes, network, messages, say);
  const clock = new Clock(processes, Temporal.Instant.from(LOOKED_AT));
  const world: World = { processes, network, random, clock, messages };
  const lived = await live(world, drawHarms(kills, random), say);
  const judge = await processes.dunlin("judge", "--client", CLIENT);
  const uncertainByDeath = await lostByDeath(processes.home);
  const said = await saidBy(processes.home);
  const orderlyEnd = await processes.stop();
  const numbers = Array.from({ length: messages }, (_, index) => numberOf(index));
  const taken = await network.taken();
  return {
    ...compare(numbers, said, taken, await network.acknowledged()),
    ...lived,
    kills: lived.struck.filter((blow) => isKill(blow.harm)).length,
    uncertainByDeath,
    judge,
    orderlyEnd,
  };
}

/** From the first message to the last, with all the harm between. */
async function live(
  world: World,
  blows: readonly Blow[],
  say: Say,
): Promise<{ struck: readonly Struck[]; windows: number; states: Tally }> {
  const began = performance.now();
  const waves = wavesOf(blows, world.clock.now);
  await spreadLooks(world.processes.home, waves.dueAt);
  try {
    const { struck, windows } = await harm(world, blows, waves, say);
    say(`no more harm after ${seconds(began)}; what is open comes to its end`);
    const states = await settle(world, say);
    say(`nothing moves any more after ${seconds(began)}`);
    return { struck, windows, states };
  } finally {
    await world.clock.stop();
  }
}

function seconds(began: number): string {
  return `${((performance.now() - began) / 1_000).toFixed(1)} s`;
}

async function prepare(
  processes: Processes,
  network: Network,
  messages: number,
  say: Say,
): Promise<void> {
  say(`an installation of its own with ${messages} messages due, and ${WORKERS} workers`);
  await processes.start("api");
  const files = await writeFiles(processes.home, messages, network.proxy.port);
  const place = ["--currency", "ZAR", "--country", "ZA", "--zone", "Africa/Johannesburg"];
  await processes.dunlin("client", "create", CLIENT, "--name", "Chaos", ...place);
  await processes.dunlin("clock", "set", MORNING);
  await processes.dunlin("route", "set", files.routes, "--client", CLIENT);
  await processes.dunlin("policy", "apply", files.policy, "--client", CLIENT);
  await processes.dunlin("template", "apply", files.template, "--client", CLIENT);
  await processes.dunlin("import", files.book, "--client", CLIENT);
  network.behave({ answerAfterMs: PROMPT_MS });
  for (let n = 0; n < WORKERS; n += 1) await processes.start("worker");
}

async function harm(world: World, blows: readonly Blow[], waves: Waves, say: Say) {
  const { network, processes, clock } = world;
  const struck: Struck[] = [];
  let windows = 0;
  for (const [n, blow] of blows.entries()) {
    const wave = waves.during(n);
    await clock.reach(waves.dueAt[wave]!);
    await momentOf(world, blow, waves);
    const { taken } = network.counts;
    const began = performance.now();
    processes.note(`strikes: ${blow.harm}, ${blow.moment}`);
    windows += await strike(world, blow.harm);
    network.behave({ answerAfterMs: PROMPT_MS });
    await movesOn(world, taken);
    const tookMs = Math.round(performance.now() - began);
    struck.push({ ...blow, taken, tookMs });
    say(`${String(taken).padStart(7)} taken: ${blow.harm} (${blow.moment}), over in ${tookMs} ms`);
  }
  await clock.reach(waves.dueAt.at(-1)!);
  return { struck, windows };
}

/** Waits until its part of the wave has reached the network, and for full windows where they are wanted. */
async function momentOf(world: World, blow: Blow, { dueAt }: Waves): Promise<void> {
  const { network } = world;
  const wanted = network.counts.taken + Math.ceil(blow.at * (world.messages / dueAt.length));
  await reaches(world, wanted);
  if (blow.moment === "flowing") return;
  network.behave({ answerAfterMs: HELD_MS });
  await pause(FILLING_MS);
}

/** The network has taken more than before the harm. */
async function movesOn(world: World, before: number): Promise<void> {
  await reaches(world, before + 1);
}

/** Waits until the network has taken so many, or nothing is left to be taken; throws when neither happens. */
async function reaches(world: World, wanted: number): Promise<void> {
  const { network } = world;
  const end = performance.now() + MOMENT_MS;
  for (let lookAt = performance.now() + LEFT_MS; network.counts.taken < wanted;) {
    assert(performance.now() < end, `nothing moves, ${MOMENT_MS} ms after the last harm`);
    await pause(POLL_MS);
    if (performance.now() < lookAt) continue;
    if (await isNothingLeft(world)) return;
    lookAt = performance.now() + LEFT_MS;
  }
}

/** While the database is away nobody knows. */
async function isNothingLeft({ processes }: World): Promise<boolean> {
  const left = await tally(processes.home).catch((): Tally => ({ planned: 1 }));
  const { planned = 0, queued = 0, looks = 0 } = left;
  return planned + queued + looks === 0;
}

/** Waits until every message has ended or is uncertain, and no receipt is on its way; bounded. The states at the end. */
async function settle({ processes, network, messages }: World, say: Say): Promise<Tally> {
  const end = performance.now() + PEACE_MS;
  let shown = "";
  for (;;) {
    const states = await tally(processes.home);
    const {
      unheard = 0,
      receipts = 0,
      delivered = 0,
      uncertain = 0,
      handed_over: over = 0,
    } = states;
    const done = delivered + uncertain + over - unheard >= messages;
    if ((done && receipts === 0 && network.counts.owed === 0) || performance.now() >= end)
      return states;
    const now = JSON.stringify({ ...states, owed: network.counts.owed });
    if (now !== shown) say(now);
    shown = now;
    await pause(1_000);
  }
}
