/**
 * What campaigns say: a step that belongs to no policy, taken once for each account that a campaign was made for, under all the
 * gates of its class. Its anchor is the campaign.
 */
import { dayAt } from "./day.ts";
import { reasonOfHold } from "./gates.ts";
import { sumOf, type Standing } from "./standing.ts";
import { suppress, take, wait } from "./take.ts";
import { askable, doneOf, isHeldOut, type Turn } from "./turn.ts";
import type { CampaignFact, EpochMs, Step } from "./types.ts";

/** The id of the step, whichever campaign it speaks for. */
export const CAMPAIGN_STEP_ID = "campaign";

/** The campaign as a step of a ladder. */
export function stepOfCampaign({ class: messageClass, channels, template }: CampaignFact): Step {
  return {
    id: CAMPAIGN_STEP_ID,
    anchor: "episode",
    days: 0,
    unit: "calendar",
    windowDays: undefined,
    between: undefined,
    class: messageClass,
    channels,
    template,
    conditions: {
      minMinor: undefined,
      maxMinor: undefined,
      languages: undefined,
      segments: undefined,
      kinds: undefined,
    },
    requires: undefined,
    exits: [],
  };
}

/** The campaign that a step with that anchor speaks for. */
export function campaignOf(
  campaigns: readonly CampaignFact[] | undefined,
  stepId: string,
  anchor: string,
): CampaignFact | undefined {
  return stepId === CAMPAIGN_STEP_ID ? campaigns?.find(({ id }) => id === anchor) : undefined;
}

/** Takes the turn of every campaign that the account was chosen for, and notes when the others come. */
export function decideCampaigns(turn: Turn): void {
  for (const campaign of turn.facts.campaigns ?? []) {
    if (doneOf(turn.facts, CAMPAIGN_STEP_ID, campaign.id) === undefined) speakFor(turn, campaign);
  }
}

function lookAt(turn: Turn, at: EpochMs): void {
  turn.lookAt = Math.min(turn.lookAt, at);
  // Fresh books or not: its end comes all the same.
  turn.remindAt = Math.min(turn.remindAt, at);
}

function speakFor(turn: Turn, campaign: CampaignFact): void {
  const step = stepOfCampaign(campaign);
  const { id: anchor, from, until, paused } = campaign;
  if (until <= turn.now) return suppress(turn, step, anchor, "window_passed");
  // Whoever an experiment leaves alone is left alone by campaigns of the same kind too.
  if (isHeldOut(turn, step)) return suppress(turn, step, anchor, "held_out");
  if (paused) return wait(turn, step, anchor, "paused");
  lookAt(turn, until);
  if (from > turn.now) {
    lookAt(turn, from);
    return wait(turn, step, anchor, "not_yet");
  }
  const { minors, heldBy } = askable(turn, step.class);
  const { amountMinor, invoiceIds } = askedOf(turn.standing, minors, turn.toleranceMinor);
  if (campaign.class === "collection" && amountMinor <= turn.toleranceMinor) {
    if (heldBy === undefined) return suppress(turn, step, anchor, "nothing_due");
    const reason = reasonOfHold(heldBy);
    turn.decisions.push({ outcome: "hold", reason, stepId: step.id, anchor });
    return;
  }
  const lastDay = dayAt(until, turn.zone);
  const taking = { step, anchor, amountMinor, invoiceIds, lastDay, usefulUntil: lastDay };
  take(turn, taking, () => undefined);
}

/** What is overdue and may be asked for; where nothing is, all that is open. */
export function askedOf(
  { invoices, overdueCount }: Standing,
  minors: readonly bigint[],
  toleranceMinor: bigint,
): { readonly amountMinor: bigint; readonly invoiceIds: readonly string[] } {
  const overdueMinor = sumOf(minors, 0, overdueCount);
  const to = overdueMinor > toleranceMinor ? overdueCount : invoices.length;
  const asked = invoices.slice(0, to).filter((_, index) => (minors[index] ?? 0n) > 0n);
  return { amountMinor: sumOf(minors, 0, to), invoiceIds: asked.map(({ id }) => id) };
}
