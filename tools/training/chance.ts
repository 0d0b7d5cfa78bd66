/** The same numbers in the same order on every machine: from 0, below 1. */
export function chanceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export const pickFrom = <T>(chance: () => number, list: readonly T[]): T =>
  list[Math.floor(chance() * list.length)]!;
