// What was sent to endpoints, what they answered, and sending it again.
import { z } from "zod";
import { change, query } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import { ID, InstantOnWire, Limit, MinorOnWire, MomentOnWire, snakeKeys } from "../wire.ts";
import { listAttempts, listDeliveries } from "#webhooks/delivery-log.ts";
import { replayEvent, replayRange } from "#webhooks/replay.ts";
import { ENDPOINT, EndpointPath } from "./webhooks.ts";

const STATES = ["pending", "delivered", "dead"] as const;
const tag = "Callbacks";

const Delivery = z.object({
  seq: MinorOnWire,
  event_id: z.uuid(),
  endpoint_id: z.uuid(),
  kind: z.string(),
  customer: z.string().nullable(),
  message_id: z.uuid().nullable(),
  state: z.enum(STATES),
  reason: z.string().nullable(),
  tries: z.int(),
  next_at: InstantOnWire.nullable(),
  ended_at: InstantOnWire.nullable(),
  status: z.int().nullable(),
  error: z.string().nullable(),
});

const Cursor = z.string().regex(/^\d{1,18} [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
  error: "is no cursor; give the next_cursor of a page",
});

/** The newest events first. */
export const deliveries = query({
  needs: "webhooks:read",
  tag,
  summary: "Deliveries to endpoints, the newest events first; next_cursor is null on the last page",
  query: z.strictObject({
    endpoint_id: z.uuid().exactOptional(),
    event_id: z.uuid().exactOptional(),
    state: z.enum(STATES).exactOptional(),
    limit: Limit(500, 100),
    cursor: Cursor.exactOptional(),
  }),
  response: z.object({ deliveries: z.array(Delivery), next_cursor: z.string().nullable() }),
  example: { query: { limit: "10" } },
  work: async ({ tx, clientId }, { query: asked }) => {
    const [seq, endpointId] = asked.cursor?.split(" ") ?? [];
    const found = await listDeliveries(tx, clientId, {
      endpointId: asked.endpoint_id,
      eventId: asked.event_id,
      state: asked.state,
      limit: asked.limit,
      after: seq === undefined ? undefined : { seq: BigInt(seq), endpointId: endpointId! },
    });
    const last = found.length < asked.limit ? undefined : found.at(-1);
    return {
      deliveries: found.map(snakeKeys),
      next_cursor: last === undefined ? null : `${last.seq} ${last.endpointId}`,
    };
  },
});

const Headers = z.record(z.string(), z.string());

/** Request and answer of each try. */
export const attempts = query({
  needs: "webhooks:read",
  tag,
  summary: "The tries of one delivery, each with its request and the answer, at most 100",
  params: EndpointPath.extend({ event_id: z.uuid() }),
  response: z.object({
    attempts: z.array(
      z.object({
        started_at: InstantOnWire,
        duration_ms: z.number(),
        url: z.string(),
        request_headers: Headers,
        request_sha256: z.string(),
        status: z.int().nullable(),
        error: z.string().nullable(),
        response_headers: Headers.nullable(),
        response_text: z.string().nullable(),
      }),
    ),
  }),
  example: { params: { ...ENDPOINT, event_id: ID } },
  work: async ({ tx, clientId }, { params }) => {
    const tries = listAttempts(tx, clientId, params.endpoint_id, params.event_id);
    const rows = await refusedAs(404, tries);
    return {
      attempts: rows.map(({ requestSha256, ...row }) => ({
        ...snakeKeys(row),
        request_sha256: requestSha256,
      })),
    };
  },
});

/** One event, or those of a span of time, again. */
export const replay = change({
  needs: "webhooks:write",
  tag,
  summary: "Send one event again, or those of a span of time; ids stay the same",
  description:
    "Give event_id, or from and to (at most 100,000 deliveries). Without endpoint_id all enabled endpoints that want it get it.",
  body: z.strictObject({
    endpoint_id: z.uuid().exactOptional(),
    event_id: z.uuid().exactOptional(),
    from: MomentOnWire.exactOptional(),
    to: MomentOnWire.exactOptional(),
    /** Only what was given up. */
    only_dead: z.boolean().exactOptional(),
  }),
  response: z.object({ deliveries: z.int() }),
  status: 202,
  example: { body: { from: "2026-06-29T00:00:00Z", to: "2026-07-01T00:00:00Z", only_dead: true } },
  work: async ({ tx, clientId }, { body }) => {
    const { event_id: eventId, from, to, only_dead: onlyDead } = body;
    const whom = { endpointId: body.endpoint_id };
    if (eventId !== undefined) {
      if (from !== undefined || to !== undefined || onlyDead !== undefined) throw either();
      return { deliveries: await refusedAs(409, replayEvent(tx, clientId, eventId, whom)) };
    }
    if (from === undefined || to === undefined) throw either();
    const range = { ...whom, from, to, onlyDead };
    return { deliveries: await refusedAs(409, replayRange(tx, clientId, range)) };
  },
});

function either(): HttpProblem {
  const message = "give either event_id, or from and to";
  return new HttpProblem(422, `event_id (body): ${message}`, [
    { in: "body", field: "event_id", message },
  ]);
}
