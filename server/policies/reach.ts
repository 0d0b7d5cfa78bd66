/** Through which contact points a step can reach the customer. */
import type { Channel } from "#messages/route.ts";

import { gate } from "./gates.ts";
import type { ContactPointFact, Facts, Reason, Step } from "./types.ts";

export type Unusable = {
  readonly channel: Channel;
  readonly reason: Reason;
  readonly contactPointId: string | undefined;
};

export type Reach = {
  readonly points: readonly ContactPointFact[];
  readonly unusable: readonly Unusable[];
};

/** Where a notice may go instead when the customer opted out of the channel of the step. */
const OTHER_CHANNELS: readonly Channel[] = ["sms", "email"];
const MOST_SPECIFIC_FIRST: readonly Reason[] = [
  "opted_out",
  "address_dead",
  "no_route",
  "no_contact_point",
];

function preferred(a: ContactPointFact | undefined, b: ContactPointFact): ContactPointFact {
  if (a === undefined) return b;
  return b.rank < a.rank || (b.rank === a.rank && b.id < a.id) ? b : a;
}

/** The best contact point of the channel that may be used, or why none may. */
function pointFor(channel: Channel, facts: Facts): ContactPointFact | Unusable {
  let best: ContactPointFact | undefined;
  let optedOut: ContactPointFact | undefined;
  let dead: ContactPointFact | undefined;
  for (const point of facts.contactPoints) {
    if (point.channel !== channel) continue;
    if (point.optedOut) optedOut = preferred(optedOut, point);
    else if (point.dead) dead = preferred(dead, point);
    else best = preferred(best, point);
  }
  if (best !== undefined) {
    const routed = facts.routedChannels?.includes(channel) ?? true;
    return routed ? best : { channel, reason: "no_route", contactPointId: best.id };
  }
  if (optedOut !== undefined) return { channel, reason: "opted_out", contactPointId: optedOut.id };
  if (dead !== undefined) return { channel, reason: "address_dead", contactPointId: dead.id };
  return { channel, reason: "no_contact_point", contactPointId: undefined };
}

/** The first usable contact point of the channels, in their order; what could not be used on the way is added to `unusable`. */
function firstOf(
  channels: readonly Channel[],
  facts: Facts,
  unusable: Unusable[],
): ContactPointFact | undefined {
  for (const channel of channels) {
    const found = pointFor(channel, facts);
    if (!("reason" in found)) return found;
    if (!unusable.some((one) => one.channel === channel)) unusable.push(found);
  }
  return undefined;
}

/** One contact point for each part of the tandem, each at most once. */
export function reachOf(step: Step, facts: Facts): Reach {
  const points: ContactPointFact[] = [];
  const unusable: Unusable[] = [];
  const elsewhere = gate(step.class, "opt_out") === "another_channel";
  for (const channels of step.channels) {
    let point = firstOf(channels, facts, unusable);
    if (
      point === undefined &&
      elsewhere &&
      unusable.some((one) => one.reason === "opted_out" && channels.includes(one.channel))
    ) {
      const others = OTHER_CHANNELS.filter((channel) => !channels.includes(channel));
      point = firstOf(others, facts, unusable);
    }
    if (point !== undefined && !points.includes(point)) points.push(point);
  }
  return { points, unusable };
}

/** The most specific reason why nobody could be reached. */
export function whyUnreachable(reach: Reach): Reason {
  return (
    MOST_SPECIFIC_FIRST.find((reason) => reach.unusable.some((one) => one.reason === reason)) ??
    "no_contact_point"
  );
}
