import { z } from "zod";
import type { Deps } from "../deps.ts";
import { change, query } from "../operation.ts";
import { refusedAs } from "../problems.ts";
import { InstantOnWire, snakeKeys } from "../wire.ts";
import { calledAt, isCalled } from "#messages/routes/called-at.ts";
import { parseRoutes, setRoutes } from "#messages/routes/set-routes.ts";
import { listRoutes, type RouteLine } from "#reporting/routes.ts";

const Route = z.object({
  name: z.string(),
  channel: z.string(),
  adapter: z.string(),
  sender: z.string(),
  listens: z.array(z.string()),
  priority: z.int(),
  enabled: z.boolean(),
  rate_per_s: z.number(),
  paused_until: InstantOnWire.nullable(),
  paused_why: z.string().nullable(),
  /** Where its provider calls; null for a route whose provider calls nowhere. */
  called_at: z
    .object({
      status: z.string().describe("receipts"),
      sms: z.string().describe("what customers write"),
      events: z.string().exactOptional().describe("both in one, for WhatsApp and Messenger"),
    })
    .nullable(),
});

async function routeOf(deps: Deps, { routeId, ...line }: RouteLine) {
  const at = isCalled(line.adapter) ? await deps.providerAddresses?.(routeId) : undefined;
  return { ...snakeKeys(line), called_at: at ? calledAt(line.adapter, at) : null };
}

/** The ways out, never their passwords. */
export const routes = query({
  needs: "routes:read",
  tag: "Routes",
  summary: "Routes with their senders, speeds and health, in the order in which they are tried",
  response: z.object({ routes: z.array(Route) }),
  example: {},
  work: async ({ tx, clientId, deps }) => {
    const lines = await listRoutes(tx, clientId);
    return { routes: await Promise.all(lines.map(async (line) => await routeOf(deps, line))) };
  },
});

/** Creates and changes routes. */
export const putRoutes = change({
  needs: "routes:write",
  tag: "Routes",
  summary:
    "Create and change routes from a YAML source; routes that it does not name are left alone",
  body: z.strictObject({ source: z.string().min(1).max(200_000) }),
  response: z.object({ routes: z.array(z.string()), warnings: z.array(z.string()) }),
  example: {
    body: {
      source:
        'routes:\n  - name: sms-main\n    channel: sms\n    adapter: smpp\n    sender: "+27600000000"\n    config: { host: smsc.example.net, port: 2775, systemId: acme, password: secret }\n',
    },
  },
  work: async ({ tx, clientId, deps }, { body }) => {
    const parsed = parseRoutes(body.source, deps.checkConfig);
    const { set, warnings } = await refusedAs(
      422,
      setRoutes(tx, clientId, parsed, deps.callbacks.sealKey),
    );
    return { routes: set, warnings };
  },
});
