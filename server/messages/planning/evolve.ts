import { doneBy } from "#policies/decide.ts";
import { dayAt } from "#policies/day.ts";
import type { Answer, EpochMs, Facts } from "#policies/types.ts";

/**
 * The facts after an answer was carried out and all went well: its rungs are behind the account and what was said was
 * delivered at once. Whom it contacts is counted by `decideAll`. For simulation; pure.
 */
export function evolve(facts: Facts, answer: Answer, at: EpochMs): Facts {
  const zone = facts.zones[0] ?? "UTC";
  const today = dayAt(at, zone);
  const sends = answer.decisions.filter((decision) => decision.outcome === "send");
  const done = doneBy(answer).map((one) => {
    const said = sends.find((send) => send.stepId === one.stepId && send.anchor === one.anchor);
    const first = said?.says[0];
    return {
      ...one,
      on: today,
      deliveredOn: first === undefined ? undefined : dayAt(first.notBefore, zone),
    };
  });
  return {
    ...facts,
    episode: episodeAfter(facts, answer),
    done: [...facts.done, ...done],
  };
}

function episodeAfter(facts: Facts, { episode }: Answer): Facts["episode"] {
  switch (episode.change) {
    case "open":
      return {
        id: facts.nextEpisodeId,
        anchorOn: episode.anchorOn,
        shiftDays: episode.shiftDays,
      };
    case "shift":
      return facts.episode && { ...facts.episode, shiftDays: episode.shiftDays };
    case "close":
      return undefined;
    case "none":
      return facts.episode;
  }
}
