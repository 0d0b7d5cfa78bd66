/** Caps: how often a customer may be contacted. Counted in local days over all contact points of the customer. */
import type { Channel } from "#messages/route.ts";

import type { Profile } from "./profiles.ts";
import type { Cap, Day, Facts } from "./types.ts";

/** A contact that the same decision has already planned. */
export type Planned = { readonly channel: Channel; readonly on: Day };

/** How far ahead a free day is looked for. */
const HORIZON_DAYS = 60;

/** Days of contacts over the channel from `since` on; later ones, already planned, count as well. */
function daysOver(channel: Channel, facts: Facts, planned: readonly Planned[], since: Day): Day[] {
  const days: Day[] = [];
  for (const point of facts.contactPoints) {
    if (point.channel !== channel) continue;
    for (const day of point.contactedOn) if (day >= since) days.push(day);
  }
  for (const one of planned) if (one.channel === channel && one.on >= since) days.push(one.on);
  return days;
}

/**
 * Contacts under a cap since a day. Of one day, the channel with the most messages counts: SMS and e-mail of one step in
 * tandem are one contact, two SMS are two.
 */
export function contactsSince(
  cap: Cap,
  facts: Facts,
  planned: readonly Planned[],
  since: Day,
): number {
  const most = new Map<Day, number>();
  for (const channel of cap.channels) {
    const days = daysOver(channel, facts, planned, since);
    if (days.length === 0) continue;
    const counts = new Map<Day, number>();
    for (const day of days) {
      counts.set(day, (counts.get(day) ?? 0) + 1);
    }
    for (const [day, count] of counts) most.set(day, Math.max(most.get(day) ?? 0, count));
  }
  let total = 0;
  for (const count of most.values()) total += count;
  return total;
}

/** True while calls rest after a conversation (12 CFR 1006.14(b)(2)(i)(B)): its day is the first of the rest. */
function rests(day: Day, channels: readonly Channel[], facts: Facts, restDays: number): boolean {
  const { conversedOn } = facts;
  return conversedOn !== undefined && channels.includes("voice") && day < conversedOn + restDays;
}

/** The first day from `from` on when one more contact over these channels is within all caps; undefined: none in 60 days. */
export function firstDayWithin(
  caps: readonly Cap[],
  profiles: readonly Profile[],
  channels: readonly Channel[],
  facts: Facts,
  planned: readonly Planned[],
  from: Day,
): Day | undefined {
  const concerned = caps.filter((cap) => cap.channels.some((one) => channels.includes(one)));
  const restDays = Math.max(0, ...profiles.map((profile) => profile.restDaysAfterConversation));
  for (let day = from; day <= from + HORIZON_DAYS; day += 1) {
    const free =
      !rests(day, channels, facts, restDays) &&
      concerned.every((cap) => contactsSince(cap, facts, planned, day - cap.days + 1) < cap.count);
    if (free) return day;
  }
  return undefined;
}
