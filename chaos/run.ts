/** One run: the installation is set up and set going, harmed, left in peace until nothing is open, and looked at. */
import { setTimeout as pause } from "node:timers/promises";
import { assert } from "#platform/errors.ts";
import { CLIENT, LOOKED_AT, MORNING, numberOf, writeFiles } from "./book.ts";
import { Clock } from "./clock.ts";
import { compare, type Comparison } from "./compare.ts";
import { drawHarms, isKill, type Blow } from "./harms.ts";
import { lostByDeath, saidBy, tally, type Tally } from "./ledger.ts";
import { Network } from "./network.ts";
import type { Options } from "./options.ts";
import { Processes, type Json } from "./processes.ts";
import { randomFrom } from "./random.ts";
import { strike, type World } from "./strike.ts";

const WORKERS = 2;
/** Answers of the network: prompt, or so late that all windows are full. */
const PROMPT_MS = 15;
const HELD_MS = 2_000;
const FILLING_MS = 300;
/** How long the next harm waits for its moment, and the whole for its end. */
const MOMENT_MS = 60_000;
const PEACE_MS = 240_000;
/** How often it is asked whether anything is left at all. */
const LEFT_MS = 2_000;
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
  const world: World = { processes, network, random, clock };
  const lived = await live(world, { messages, kills }, say);
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
  { messages, kills }: Pick<Options, "messages" | "kills">,
  say: Say,
): Promise<{ struck: readonly Struck[]; windows: number; states: Tally }> {
  const began = performance.now();
  await world.clock.set(world.clock.now);
  const blows = drawHarms(kills, world.random);
  try {
    const { struck, windows } = await harm(world, blows, messages, say);
    say(`no more harm after ${seconds(began)}; what is open comes to its end`);
    const states = await settle(world, messages, say);
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
  network.behave({ answerAfterMs: HELD_MS });
  for (let n = 0; n < WORKERS; n += 1) await processes.start("worker");
}

async function harm(world: World, blows: readonly Blow[], messages: number, say: Say) {
  const { network, processes } = world;
  const struck: Struck[] = [];
  let windows = 0;
  for (const blow of blows) {
    await momentOf(blow, network, messages);
    const { taken } = network.counts;
    const began = performance.now();
    processes.note(`strikes: ${blow.harm}, ${blow.moment}`);
    windows += await strike(world, blow.harm);
    await movesAgain(world);
    const tookMs = Math.round(performance.now() - began);
    struck.push({ ...blow, taken, tookMs });
    say(`${String(taken).padStart(7)} taken: ${blow.harm} (${blow.moment}), over in ${tookMs} ms`);
  }
  network.behave({ answerAfterMs: PROMPT_MS });
  return { struck, windows };
}

/** Lets messages through until it is time; the network then holds its answers, so that much is left for the next harm. */
async function momentOf(blow: Blow, network: Network, messages: number): Promise<void> {
  const wanted = Math.floor(blow.at * messages);
  const end = performance.now() + MOMENT_MS;
  if (network.counts.taken < wanted) network.behave({ answerAfterMs: PROMPT_MS });
  while (network.counts.taken < wanted && performance.now() < end) await pause(POLL_MS);
  network.behave({ answerAfterMs: HELD_MS });
  if (blow.moment === "full") await pause(FILLING_MS);
}

/** The harm is over when the network has taken something new, or nothing is left to be taken. */
async function movesAgain({ network, processes }: World): Promise<void> {
  const before = network.counts.taken;
  const end = performance.now() + MOMENT_MS;
  for (let lookAt = performance.now() + LEFT_MS; network.counts.taken === before;) {
    assert(performance.now() < end, `nothing moves, ${MOMENT_MS} ms after the last harm`);
    await pause(POLL_MS);
    if (performance.now() < lookAt) continue;
    const { planned = 0, queued = 0 } = await tally(processes.home).catch((): Tally => ({
      planned: 1,
    }));
    if (planned + queued === 0) return;
    lookAt = performance.now() + LEFT_MS;
  }
}

/** Waits until every message has ended or is uncertain, and no receipt is on its way; bounded. The states at the end. */
async function settle({ processes, network }: World, messages: number, say: Say): Promise<Tally> {
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
