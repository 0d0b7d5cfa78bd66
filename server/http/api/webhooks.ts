// Endpoints of callbacks: where a client wants to be called.
import { z } from "zod";
import { change, query, type Working } from "../operation.ts";
import { refusedAs } from "../problems.ts";
import { ID, InstantOnWire, snakeKeys, Words } from "../wire.ts";
import {
  addEndpoint,
  disableEndpoint,
  enableEndpoint,
  getEndpoint,
  listEndpoints,
  removeEndpoint,
  rotateSecret,
  updateEndpoint,
} from "#webhooks/endpoints.ts";
import { sendTest } from "#webhooks/replay.ts";

const HOUR_MS = 3_600_000;
const MOST_HOURS = 720;
const tag = "Callbacks";

const Endpoint = z.object({
  endpoint_id: z.uuid(),
  url: z.string(),
  description: z.string(),
  kinds: z.array(z.string()).readonly(),
  ordered: z.boolean(),
  enabled: z.boolean(),
  disabled_why: z.enum(["person", "failing", "gone"]).nullable(),
  disabled_at: InstantOnWire.nullable(),
  failing_since: InstantOnWire.nullable(),
  delivered_at: InstantOnWire.nullable(),
  created_at: InstantOnWire,
  created_by: z.string(),
  waiting: z.int(),
  dead: z.int(),
});

export const EndpointPath = z.object({ endpoint_id: z.uuid() });
export const ENDPOINT = { endpoint_id: ID };

const Settings = z.strictObject({
  url: Words(2_000).exactOptional(),
  description: z.string().max(500).exactOptional(),
  /** "message.failed", "message.*", "*". */
  kinds: z.array(Words(100)).min(1).max(100).exactOptional(),
  /** The events of one customer one after the other. */
  ordered: z.boolean().exactOptional(),
});
const Secret = z.string().max(100);

/** 404 when the client has no such endpoint; 422 for everything else that is refused later. */
async function found({ tx, clientId }: Working, id: string): Promise<void> {
  await refusedAs(404, getEndpoint(tx, clientId, id));
}

/** All that were not removed. */
export const endpoints = query({
  needs: "webhooks:read",
  tag,
  summary: "Endpoints: where the client is called, and how that goes, oldest first",
  response: z.object({ endpoints: z.array(Endpoint) }),
  example: {},
  work: async ({ tx, clientId }) => ({
    endpoints: (await listEndpoints(tx, clientId)).map(snakeKeys),
  }),
});

/** One of them. */
export const endpoint = query({
  needs: "webhooks:read",
  tag,
  summary: "One endpoint",
  params: EndpointPath,
  response: Endpoint,
  example: { params: ENDPOINT },
  work: async ({ tx, clientId }, { params }) =>
    snakeKeys(await refusedAs(404, getEndpoint(tx, clientId, params.endpoint_id))),
});

/** Has events sent to a system of the client's. */
export const addWebhook = change({
  needs: "webhooks:write",
  tag,
  summary:
    "Have events sent to a system of yours from now on; the secret stands in this answer only",
  body: Settings.extend({ url: Words(2_000), secret: Secret.exactOptional() }),
  response: Endpoint.extend({ secret: z.string() }),
  status: 201,
  example: { body: { url: "https://hooks.example.org/dunlin", kinds: ["message.*"] } },
  work: async ({ tx, clientId, actor, deps }, { body }) => {
    const wanted = { ...body, by: actor };
    const made = await addEndpoint(tx, clientId, wanted, deps.callbacks);
    return { ...snakeKeys(made.endpoint), secret: made.secret };
  },
});

/** Changes what is given. */
export const changeWebhook = change({
  needs: "webhooks:write",
  tag,
  summary: "Change an endpoint; other kinds of events count from now on",
  params: EndpointPath,
  body: Settings,
  response: Endpoint,
  example: { params: ENDPOINT, body: { description: "billing", ordered: true } },
  work: async (working, { params, body }) => {
    const { tx, clientId, deps } = working;
    await found(working, params.endpoint_id);
    return snakeKeys(await updateEndpoint(tx, clientId, params.endpoint_id, body, deps.callbacks));
  },
});

/** Ends one for good. */
export const removeWebhook = change({
  needs: "webhooks:write",
  tag,
  summary: "Remove an endpoint for good; its log stays",
  params: EndpointPath,
  response: EndpointPath,
  example: { params: ENDPOINT },
  work: async ({ tx, clientId }, { params }) => {
    await refusedAs(404, removeEndpoint(tx, clientId, params.endpoint_id));
    return params;
  },
});

/** Sends nothing until it is enabled again. */
export const disableWebhook = change({
  needs: "webhooks:write",
  tag,
  summary: "Send an endpoint nothing until it is enabled again; what it is owed waits",
  params: EndpointPath,
  response: Endpoint,
  example: { params: ENDPOINT },
  work: async (working, { params: { endpoint_id: id } }) => {
    const { tx, clientId, actor } = working;
    await found(working, id);
    await disableEndpoint(tx, clientId, id, "person", actor);
    return snakeKeys(await getEndpoint(tx, clientId, id));
  },
});

/** Sends again. */
export const enableWebhook = change({
  needs: "webhooks:write",
  tag,
  summary: "Send to an endpoint again, beginning with what has waited; skip drops that",
  params: EndpointPath,
  body: z.strictObject({ skip: z.boolean().default(false) }),
  bodyOptional: true,
  response: Endpoint,
  example: { params: ENDPOINT, body: { skip: false } },
  work: async (working, { params: { endpoint_id: id }, body }) => {
    const { tx, clientId, actor } = working;
    await found(working, id);
    await enableEndpoint(tx, clientId, id, { skip: body.skip, by: actor });
    return snakeKeys(await getEndpoint(tx, clientId, id));
  },
});

/** A new secret. */
export const rotateWebhook = change({
  needs: "webhooks:write",
  tag,
  summary: "Make a new secret; callbacks are signed with the old one too for some hours",
  params: EndpointPath,
  body: z.strictObject({
    /** Hours of real time in which the old ones are good. */
    keep_old_hours: z.int().min(0).max(MOST_HOURS).default(24),
    secret: Secret.exactOptional(),
  }),
  bodyOptional: true,
  response: z.object({ secret: z.string(), old_good_until: InstantOnWire }),
  example: { params: ENDPOINT, body: { keep_old_hours: 24 } },
  work: async (working, { params: { endpoint_id: id }, body }) => {
    const { tx, clientId, deps } = working;
    await found(working, id);
    const options = { keepOldMs: body.keep_old_hours * HOUR_MS, secret: body.secret };
    const made = await rotateSecret(tx, clientId, id, options, deps.callbacks);
    return { secret: made.secret, old_good_until: made.oldGoodUntil };
  },
});

/** A test event to this one. */
export const testWebhook = change({
  needs: "webhooks:write",
  tag,
  summary: "Send a test event to one endpoint; the log says what came of it",
  params: EndpointPath,
  response: z.object({ event_id: z.uuid() }),
  status: 202,
  example: { params: ENDPOINT },
  work: async (working, { params: { endpoint_id: id } }) => {
    const { tx, clientId, actor } = working;
    await found(working, id);
    const { eventId } = await refusedAs(409, sendTest(tx, clientId, id, actor));
    return { event_id: eventId };
  },
});
