import { z } from "zod";
import { change, query } from "../operation.ts";
import { readTracking, setTracking } from "#messages/engagement/tracking.ts";
import type { Tracking as Switches } from "#messages/engagement/links.ts";

const Tracking = z.object({ opens: z.boolean(), clicks: z.boolean(), sms_clicks: z.boolean() });

const onWire = ({ opens, clicks, smsClicks }: Switches) => ({
  opens,
  clicks,
  sms_clicks: smsClicks,
});

/** What is watched of the client's messages. */
export const tracking = query({
  needs: "client:read",
  tag: "Clients",
  summary: "Whether openings and clicks of the client's messages are watched",
  response: Tracking,
  example: {},
  work: async ({ tx, clientId }) => onWire(await readTracking(tx, clientId)),
});

/** Switches it, for what is written from then on. */
export const putTracking = change({
  needs: "client:write",
  tag: "Clients",
  summary: "Switch the watching of openings, of links in e-mails and of links in text messages",
  description:
    "All three are off for a new client. Switched on it is for messages that are written from then on; switched off, nothing more is recorded of earlier ones either, and their links still lead where they should.",
  body: z.strictObject({
    opens: z.boolean().exactOptional(),
    clicks: z.boolean().exactOptional(),
    sms_clicks: z.boolean().exactOptional(),
  }),
  response: Tracking,
  example: { body: { clicks: true } },
  work: async ({ tx, clientId, actor, now }, { body: { sms_clicks: smsClicks, ...body } }) =>
    onWire(await setTracking(tx, clientId, { ...body, smsClicks }, { actor, now })),
});
