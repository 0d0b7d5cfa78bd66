// The kinds of events that there are, for whoever chooses some of them.
import { z } from "zod";
import { query } from "../operation.ts";
import { EVENT_KINDS } from "#webhooks/catalogue.ts";

/** All of them. */
export const eventKinds = query({
  needs: "webhooks:read",
  tag: "Callbacks",
  summary: "Every kind of event that an endpoint can be told of, and what it means",
  response: z.object({ kinds: z.array(z.object({ kind: z.string(), meaning: z.string() })) }),
  etag: true,
  example: {},
  work: async () =>
    await Promise.resolve({
      kinds: Object.entries(EVENT_KINDS).map(([kind, { about }]) => ({ kind, meaning: about })),
    }),
});
