// The events of campaigns and segments.
import { client, ID, type EventKind } from "./event-kind.ts";

const one = { campaign_id: ID };

export const CAMPAIGN_KINDS: Readonly<Record<string, EventKind>> = {
  "segment.saved": client("A segment was made or changed.", { segment_id: ID }, "api"),
  "segment.removed": client("A segment was taken out of the lists.", { segment_id: ID }, "api"),
  "campaign.created": client(
    "A campaign was made as a draft, or as the next run or a copy of another one.",
    one,
    "api",
  ),
  "campaign.changed": client("A draft was changed.", one, "api"),
  "campaign.scheduled": client(
    "A campaign stands in the calendar; with `waits` a second person has to approve it first.",
    { ...one, starts_at: "2026-03-06T07:00:00Z", ends_at: "2026-03-09T07:00:00Z", waits: true },
    "api",
  ),
  "campaign.approved": client("A second person approved a campaign.", one, "api"),
  "campaign.unscheduled": client("A campaign was taken out of the calendar.", one, "api"),
  "campaign.started": client("The time of a campaign has come.", one, "campaigns"),
  "campaign.expanded": client(
    "Everybody of its segment has been taken in.",
    { ...one, targets: 9_041 },
    "campaigns",
  ),
  "campaign.paused": client("What is planned waits.", { ...one, messages: 4_100 }, "api"),
  "campaign.resumed": client("It goes on.", { ...one, messages: 4_100 }, "api"),
  "campaign.cancelled": client(
    "What was not handed over was taken back.",
    { ...one, messages: 4_100 },
    "api",
  ),
  "campaign.done": client(
    "Everybody has had their turn, and nothing of it waits any more.",
    one,
    "campaigns",
  ),
  "campaign_rules.changed": client(
    "A second person has to approve campaigns from now on, or no longer.",
    { needs_approval: true },
    "api",
  ),
};
