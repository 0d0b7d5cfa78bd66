import { LineCounter, parseDocument, visit } from "yaml";
import { sql } from "kysely";
import { z } from "zod";
import { sealSettings } from "#messages/routes/secrets.ts";
import { microsOf } from "#messages/text/price.ts";
import type { Tx } from "#platform/db.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import { CHANNELS } from "#policies/channels.ts";
import type { SealKey } from "#platform/seal.ts";

/** Checks an adapter's own settings; gives them back with defaults filled in, or throws what is wrong. */
export type CheckConfig = (
  adapter: string,
  config: Readonly<Record<string, unknown>>,
) => Record<string, unknown>;

const Price = z.strictObject({
  prefix: z.union([z.string(), z.number()]).transform(String).default(""),
  price: z.union([z.string(), z.number()]).transform((price) => microsOf(String(price))),
});

const RouteFile = z.strictObject({
  routes: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "use small letters, digits and dashes"),
        channel: z.enum(CHANNELS),
        adapter: z.enum(["smpp", "smtp", "twilio", "http", "whatsapp", "messenger", "chat"]),
        sender: z.union([z.string().min(1), z.number().transform(String)]),
        listens: z.array(z.union([z.string(), z.number()]).transform(String)).default([]),
        rate_per_s: z.number().positive().max(100_000).default(100),
        burst: z.number().int().positive().max(100_000).optional(),
        priority: z.number().int().min(0).max(1000).default(100),
        enabled: z.boolean().default(true),
        prices: z.array(Price).max(5_000).default([]),
        config: z.record(z.string(), z.unknown()),
      }),
    )
    .max(100),
});

type FileRoute = z.infer<typeof RouteFile>["routes"][number];

const ADAPTERS: Readonly<Record<FileRoute["channel"], readonly string[]>> = {
  sms: ["smpp", "twilio", "http"],
  email: ["smtp"],
  voice: [],
  whatsapp: ["whatsapp"],
  messenger: ["messenger"],
  chat: ["chat"],
};

/** What stands within these keys is the provider's, to the letter. */
const VERBATIM = new Set(["body", "headers", "states", "templates"]);

/** Parses a routes file (YAML). Throws a `UserError` that names line and field. */
export function parseRoutes(source: string, checkConfig: CheckConfig): FileRoute[] {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken) throw new UserError(`line ${lines.linePos(broken.pos[0]).line}: ${broken.message}`);
  visit(document, {
    Alias: (_, { source: name, range }) => {
      const { line } = lines.linePos(range?.[0] ?? 0);
      throw new UserError(`line ${line}: "*${name}" refers to another place; write it out`);
    },
  });
  const parsed = RouteFile.safeParse(document.toJS());
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const node = document.getIn(issue.path as string[], true) as { range?: number[] } | undefined;
    const line = node?.range ? `line ${lines.linePos(node.range[0] ?? 0).line}: ` : "";
    throw new UserError(`${line}${issue.path.join(".") || "file"}: ${issue.message}`);
  }
  return parsed.data.routes.map((route) => {
    if (!ADAPTERS[route.channel].includes(route.adapter)) {
      throw new UserError(
        `route ${route.name}: channel ${route.channel} has no adapter ${route.adapter}`,
      );
    }
    try {
      return { ...route, config: checkConfig(route.adapter, camelKeys(route.config)) };
    } catch (error) {
      throw new UserError(`route ${route.name}, config: ${wrongIn(error)}`);
    }
  });
}

function wrongIn(error: unknown): string {
  if (!(error instanceof z.ZodError)) return messageOf(error);
  return error.issues.map(wrongSetting).join("; ");
}

// In the words of the file: its keys, and "missing" for what is not there.
function wrongSetting({ path, message }: z.core.$ZodIssue): string {
  const foreign = path.findIndex((part) => VERBATIM.has(String(part)));
  const key = path
    .map((part, at) =>
      foreign !== -1 && at > foreign
        ? String(part)
        : String(part).replace(/[A-Z]/g, "_$&").toLowerCase(),
    )
    .join(".");
  if (key === "") return message;
  return message.endsWith("received undefined") ? `${key} is missing` : `${key}: ${message}`;
}

// Files are written with snake_case keys like all our YAML; settings in code are camelCase.
function camelKeys(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      inner !== null && typeof inner === "object" && !Array.isArray(inner) && !VERBATIM.has(key)
        ? camelKeys(inner as Record<string, unknown>)
        : inner,
    ]),
  );
}

/** Creates and changes routes by name, their secrets sealed; routes that the file does not name are left alone. */
export async function setRoutes(
  tx: Tx,
  clientId: string,
  routes: readonly FileRoute[],
  key: SealKey,
): Promise<{ set: string[]; warnings: string[]; ids: ReadonlyMap<string, string> }> {
  const ids = new Map<string, string>();
  for (const route of routes) {
    const prices = route.prices.map(({ prefix, price }) => ({ prefix, micros: String(price) }));
    const config = JSON.stringify(sealSettings(key, { clientId, ...route }));
    const burst = route.burst ?? Math.max(1, Math.ceil(route.rate_per_s));
    const { rows } = await sql<{ routeId: string }>`
      insert into dunlin.route (client_id, name, channel, adapter, config, priority, prices, sender, listens,
        rate_per_s, burst, enabled)
      values (${clientId}, ${route.name}, ${route.channel}, ${route.adapter}, ${config}::jsonb,
        ${route.priority}, ${JSON.stringify(prices)}::jsonb, ${route.sender}, ${listensOf(route)}::text[],
        ${route.rate_per_s}, ${burst}, ${route.enabled})
      on conflict (client_id, name) do update set
        channel = excluded.channel, adapter = excluded.adapter, config = excluded.config,
        priority = excluded.priority, prices = excluded.prices, sender = excluded.sender,
        listens = excluded.listens, rate_per_s = excluded.rate_per_s, burst = excluded.burst,
        enabled = excluded.enabled, changed_at = clock_timestamp(), failures = 0, opens_at = null
      returning route_id
    `.execute(tx);
    ids.set(route.name, rows[0]!.routeId);
  }
  await sql`select pg_notify('dunlin_work', 'routes')`.execute(tx);
  const warnings = routes
    .filter((route) => listensOf(route).length === 0)
    .map(
      (route) =>
        `route ${route.name}: the sender "${route.sender}" can't receive an answer, so STOP is lost`,
    );
  return { set: routes.map((route) => route.name), warnings, ids };
}

// A number or a mailbox receives what is sent to it; a name made of letters does not.
function listensOf(route: FileRoute): string[] {
  if (route.listens.length > 0) return route.listens;
  if (route.channel === "sms" && !/^\+?\d{3,15}$/.test(route.sender)) return [];
  return [route.sender.toLowerCase().replace(/^.*<(.*)>$/, "$1")];
}
