// Asking outside what a text may mean, before it is heard: nothing is locked, and nobody waits for long. Off by default.
import type { Inbound } from "#messages/route.ts";
import type { Proposer } from "#understanding/proposer.ts";
import { isAnybodys, understand } from "#understanding/understand.ts";
import { yesOrNo } from "#understanding/yes-or-no.ts";
import { readInbound } from "./arrived.ts";
import { LANGUAGES, MOST_CHARACTERS, wordsOf } from "./reading.ts";

/** The message with what was proposed for it, where something was. Never throws. */
export type Asking = (inbound: Inbound) => Promise<Inbound>;

/** As it is: nobody is asked. */
export const askNobody: Asking = async (inbound) => await Promise.resolve(inbound);

type Patience = {
  /** How long one answer is waited for. */
  readonly mostMs: number;
  /** How many are asked at a time; who comes then is heard without. */
  readonly mostAtOnce: number;
  /** After so many that were waited for in vain, nobody is asked for `restMs`. */
  readonly mostInVain: number;
  readonly restMs: number;
};

const PATIENCE: Patience = { mostMs: 5_000, mostAtOnce: 8, mostInVain: 3, restMs: 60_000 };

/** Asks the proposer about what nothing here is sure of. */
export function askingOf(proposer: Proposer | undefined, patience = PATIENCE): Asking {
  if (!proposer) return askNobody;
  let asked = 0;
  let inVain = 0;
  let restsUntil = 0;
  return async (inbound) => {
    if (asked >= patience.mostAtOnce || performance.now() < restsUntil) return inbound;
    const text = doubtful(inbound);
    if (text === undefined) return inbound;
    asked += 1;
    const proposed = await bounded(proposer(text), patience.mostMs);
    asked -= 1;
    inVain = proposed === "late" ? inVain + 1 : 0;
    if (inVain >= patience.mostInVain) {
      inVain = 0;
      restsUntil = performance.now() + patience.restMs;
    }
    return proposed === undefined || proposed === "late" ? inbound : { ...inbound, proposed };
  };
}

/** The words of a person that nothing here is sure of; undefined: there is nothing to ask. */
function doubtful(inbound: Inbound): string | undefined {
  // The country is that of numbers, which nobody looks at here.
  const arrived = readInbound(inbound, "ZA");
  if (arrived.automatic || arrived.keyword !== undefined) return undefined;
  const text = wordsOf(arrived).trim();
  if (text.length > MOST_CHARACTERS || !/\p{L}{2}/u.test(text)) return undefined;
  if (yesOrNo(text, LANGUAGES) !== undefined) return undefined;
  const around = { languages: LANGUAGES, currency: "ZAR", today: Temporal.Now.plainDateISO() };
  const isDoubtful = understand(text, around).source === "none" && isAnybodys(text, around);
  return isDoubtful ? text : undefined;
}

async function bounded<T>(answer: Promise<T>, mostMs: number): Promise<T | "late" | undefined> {
  const late = Promise.withResolvers<"late">();
  const timer = setTimeout(() => late.resolve("late"), mostMs);
  try {
    return await Promise.race([answer, late.promise]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
