/** What is done to the installation and to its network, and in what order. Pure. */
import type { Random } from "./random.ts";

/** Ended by kill -9: a worker, the API process, all of PostgreSQL, one backend (PostgreSQL then restarts by itself). */
const KILLS = ["worker", "postgres", "api", "backend"] as const;
/** Done to the network and the clock: connections reset, answers held back, the SMSC killed, the clock moved. */
const TROUBLES = ["cut", "stall", "network", "clock", "night"] as const;

export type Harm = (typeof KILLS)[number] | (typeof TROUBLES)[number];

/** Of ten kills beyond the first of each kind so many hit a worker: it is the one with hand-overs under way. */
const WORKERS_IN_TEN = 5;

export type Blow = {
  readonly harm: Harm;
  /** Struck when so much of its wave has reached the network: 0 to 1. */
  readonly at: number;
  /** The moment: while answers come fast and are being written, or with all windows full of unanswered messages. */
  readonly moment: "flowing" | "full";
};

export function isKill(harm: Harm): boolean {
  return (KILLS as readonly string[]).includes(harm);
}

/** So many kills, and half as many troubles (each kind at least once from five kills on), mixed. */
export function drawHarms(kills: number, random: Random): readonly Blow[] {
  const ends = Array.from({ length: kills }, (_, n) => KILLS[n] ?? nextKill(random));
  const others = Math.max(Math.min(kills, TROUBLES.length), Math.ceil(kills / 2));
  // The night moves the day on, and books age: once is enough.
  const troubles = Array.from(
    { length: others },
    (_, n) => TROUBLES[n] ?? random.pick(TROUBLES.slice(0, -1)),
  );
  const mixed = shuffle<Harm>([...ends, ...troubles], random);
  return mixed.map((harm) => ({
    harm,
    at: 0.1 + random.next() * 0.6,
    moment: random.pick(["flowing", "full"] as const),
  }));
}

function nextKill(random: Random) {
  return random.whole(1, 10) <= WORKERS_IN_TEN ? "worker" : random.pick(KILLS);
}

function shuffle<T>(items: readonly T[], random: Random): readonly T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = random.whole(0, last);
    [mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
  }
  return mixed;
}
