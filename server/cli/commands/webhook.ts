import { CLIENT_OPTION, type Answer, type Arguments, type Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { instantOption, required, wholeOption } from "#cli/parse.ts";
import type { Session } from "#cli/session.ts";
import { table } from "#cli/table.ts";
import type { Tx } from "#platform/db.ts";
import { UsageError } from "#platform/errors.ts";
import { readSealKey } from "#platform/seal.ts";
import {
  addEndpoint,
  disableEndpoint,
  enableEndpoint,
  getEndpoint,
  listEndpoints,
  removeEndpoint,
  rotateSecret,
  updateEndpoint,
  type Endpoint,
} from "#webhooks/endpoints.ts";
import { listAttempts, listDeliveries, type DeliveryLine } from "#webhooks/delivery-log.ts";
import { reachOf } from "#webhooks/reach.ts";
import { replayEvent, replayRange, sendTest } from "#webhooks/replay.ts";

const HOUR_MS = 3_600_000;
/** A test answers within its time-out, or its first retry is not waited for. */
const TEST_WITHIN_MS = 25_000;
const POLL_MS = 50;

const options = {
  ...CLIENT_OPTION,
  events: { type: "string" },
  description: { type: "string" },
  ordered: { type: "boolean" },
  unordered: { type: "boolean" },
  secret: { type: "string" },
  url: { type: "string" },
  skip: { type: "boolean" },
  "keep-old": { type: "string" },
  endpoint: { type: "string" },
  event: { type: "string" },
  state: { type: "string" },
  limit: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  dead: { type: "boolean" },
} as const;

async function within<T>(
  session: Session,
  args: Arguments,
  work: (tx: Tx, clientId: string) => Promise<T>,
): Promise<T> {
  return await session.asClient(required(args, "client", "harbour-fibre"), work);
}

async function ports(session: Session) {
  const { config, demo } = await session.installation();
  return { sealKey: await readSealKey(config), reach: reachOf(config, demo) };
}

function kindsOf(args: Arguments): string[] | undefined {
  return args
    .text("events")
    ?.split(",")
    .map((kind) => kind.trim())
    .filter(Boolean);
}

function shown(endpoint: Endpoint): Record<string, unknown> {
  return forScripts(endpoint);
}

const standing = (endpoint: Endpoint): string => {
  if (!endpoint.enabled) return `disabled (${endpoint.disabledWhy})`;
  return endpoint.failingSince === null ? "enabled" : "failing";
};

const add: Command = {
  words: ["webhook", "add"],
  usage:
    "URL --client SLUG [--events message.*,promise.kept] [--ordered] [--description TEXT] [--secret whsec_…]",
  about: "Has events sent to a system of the client's, from now on; shows the secret, once.",
  options,
  positionals: [1, 1],
  async run(session, args) {
    const given = await ports(session);
    const { endpoint, secret } = await within(
      session,
      args,
      async (tx, clientId) =>
        await addEndpoint(
          tx,
          clientId,
          {
            url: args.positionals[0]!,
            kinds: kindsOf(args),
            ordered: args.flag("ordered"),
            description: args.text("description"),
            secret: args.text("secret"),
            by: "cli",
          },
          given,
        ),
    );
    return {
      json: { ...shown(endpoint), secret },
      text: `${endpoint.endpointId} gets ${endpoint.kinds.join(", ")} from now on\nsecret, shown this once: ${secret}`,
    };
  },
};

const list: Command = {
  words: ["webhook", "list"],
  usage: "--client SLUG",
  about: "Lists the client's endpoints.",
  options,
  positionals: [0, 0],
  async run(session, args) {
    const rows = await within(session, args, listEndpoints);
    const head = ["endpoint", "state", "events", "waiting", "dead", "url"];
    const lines = rows.map((row) => [
      row.endpointId,
      standing(row),
      row.kinds.join(","),
      row.waiting,
      row.dead,
      row.url,
    ]);
    const text = rows.length === 0 ? "no endpoints" : table(head, lines);
    return { json: { rows: rows.map(shown) }, text };
  },
};

function textOf(endpoint: Endpoint): string {
  const lines = Object.entries(shown(endpoint)).map(([name, value]) => [
    name,
    value === null ? "" : String(value),
  ]);
  return table(["", ""], lines).trim();
}

const show: Command = {
  words: ["webhook", "show"],
  usage: "ENDPOINT --client SLUG",
  about: "Shows an endpoint.",
  options,
  positionals: [1, 1],
  async run(session, args) {
    const endpoint = await within(
      session,
      args,
      async (tx, clientId) => await getEndpoint(tx, clientId, args.positionals[0]!),
    );
    return { json: shown(endpoint), text: textOf(endpoint) };
  },
};

const set: Command = {
  words: ["webhook", "set"],
  usage:
    "ENDPOINT --client SLUG [--url URL] [--events …] [--description TEXT] [--ordered | --unordered]",
  about: "Changes an endpoint; other kinds of events count from now on.",
  options,
  positionals: [1, 1],
  async run(session, args) {
    if (args.flag("ordered") && args.flag("unordered")) {
      throw new UsageError("--ordered and --unordered exclude each other; give one of them");
    }
    const given = await ports(session);
    const ordered = args.flag("ordered") ? true : args.flag("unordered") ? false : undefined;
    const changes = {
      ...(args.text("url") === undefined ? {} : { url: args.text("url")! }),
      kinds: kindsOf(args),
      description: args.text("description"),
      ordered,
    };
    const endpoint = await within(
      session,
      args,
      async (tx, clientId) =>
        await updateEndpoint(tx, clientId, args.positionals[0]!, changes, given),
    );
    return { json: shown(endpoint), text: textOf(endpoint) };
  },
};

/** A command that does something to one endpoint and says what. */
function verb(
  name: string,
  usage: string,
  about: string,
  work: (tx: Tx, clientId: string, endpointId: string, args: Arguments) => Promise<string>,
): Command {
  return {
    words: ["webhook", name],
    usage,
    about,
    options,
    positionals: [1, 1],
    async run(session, args) {
      const [endpoint] = args.positionals;
      const done = await within(
        session,
        args,
        async (tx, clientId) => await work(tx, clientId, endpoint!, args),
      );
      return { json: { endpoint_id: endpoint, done }, text: `${endpoint} is ${done}` };
    },
  };
}

const disable = verb(
  "disable",
  "ENDPOINT --client SLUG",
  "Sends it nothing until it is enabled again; what it is owed waits.",
  async (tx, clientId, id) =>
    (await disableEndpoint(tx, clientId, id, "person", "cli")) ? "disabled" : "disabled already",
);

const enable = verb(
  "enable",
  "ENDPOINT --client SLUG [--skip]",
  "Sends again, beginning with what has waited; --skip drops that.",
  async (tx, clientId, id, args) =>
    (await enableEndpoint(tx, clientId, id, { skip: args.flag("skip"), by: "cli" }))
      ? "enabled"
      : "enabled already",
);

const remove = verb(
  "remove",
  "ENDPOINT --client SLUG",
  "Ends an endpoint for good; its log stays.",
  async (tx, clientId, id) => {
    await removeEndpoint(tx, clientId, id);
    return "removed";
  },
);

const rotate: Command = {
  words: ["webhook", "rotate"],
  usage: "ENDPOINT --client SLUG [--keep-old HOURS] [--secret whsec_…]",
  about: "Makes a new secret; callbacks are signed with the old one too for 24 hours.",
  options,
  positionals: [1, 1],
  async run(session, args) {
    const hours = wholeOption(args.text("keep-old") ?? "24", "--keep-old", 0, 720);
    const given = await ports(session);
    const { secret, oldGoodUntil } = await within(
      session,
      args,
      async (tx, clientId) =>
        await rotateSecret(
          tx,
          clientId,
          args.positionals[0]!,
          { keepOldMs: hours * HOUR_MS, secret: args.text("secret") },
          given,
        ),
    );
    return {
      json: { secret, old_good_until: oldGoodUntil },
      text: `secret, shown this once: ${secret}\nthe old one is good until ${oldGoodUntil.toString({ smallestUnit: "second" })}`,
    };
  },
};

const test: Command = {
  words: ["webhook", "test"],
  usage: "ENDPOINT --client SLUG",
  about: "Sends a test event and tells what came back; exit code 1 when it was not delivered.",
  options,
  positionals: [1, 1],
  async run(session, args) {
    const [endpoint] = args.positionals;
    const { eventId } = await within(
      session,
      args,
      async (tx, clientId) => await sendTest(tx, clientId, endpoint!, "cli"),
    );
    await session.workers();
    const read = async () =>
      await within(
        session,
        args,
        async (tx, clientId) => await listAttempts(tx, clientId, endpoint!, eventId),
      );
    const end = performance.now() + TEST_WITHIN_MS;
    let attempts = await read();
    while (attempts.length === 0 && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      attempts = await read();
    }
    const [first] = attempts;
    const delivered = first !== undefined && first.error === null;
    const said = first?.error ?? (first ? `status ${first.status}` : "not tried yet");
    return {
      json: {
        event_id: `evt_${eventId}`,
        delivered,
        status: first?.status ?? null,
        error: first?.error ?? null,
        duration_ms: first?.durationMs ?? null,
        response: first?.responseText ?? null,
      },
      text: `${delivered ? "delivered" : "not delivered"}: ${said}${first ? `, ${first.durationMs} ms` : ""}`,
      exit: delivered ? 0 : 1,
    };
  },
};

const STATES = ["pending", "delivered", "dead"] as const;

function lineOf(row: DeliveryLine): Record<string, unknown> {
  return { ...forScripts(row), event_id: `evt_${row.eventId}` };
}

const log: Command = {
  words: ["webhook", "log"],
  usage:
    "--client SLUG [--endpoint ENDPOINT] [--event EVENT] [--state pending|delivered|dead] [--limit N]",
  about: "Lists deliveries, newest first; with --endpoint and --event each try of one.",
  options,
  positionals: [0, 0],
  async run(session, args): Promise<Answer> {
    const [endpointId, eventId] = [args.text("endpoint"), args.text("event")];
    if (endpointId !== undefined && eventId !== undefined) {
      return await tries(session, args, endpointId, eventId);
    }
    const state = STATES.find((one) => one === args.text("state"));
    if (args.text("state") !== undefined && !state) {
      throw new UsageError(`--state "${args.text("state")}" is unknown; use ${STATES.join(", ")}`);
    }
    const limit = wholeOption(args.text("limit") ?? "50", "--limit", 1, 1_000);
    const rows = await within(
      session,
      args,
      async (tx, clientId) =>
        await listDeliveries(tx, clientId, { endpointId, eventId, state, limit }),
    );
    const head = ["event", "kind", "customer", "state", "tries", "status", "error", "next try"];
    const lines = rows.map((row) => [
      `evt_${row.eventId}`,
      row.kind,
      row.customer,
      row.state,
      row.tries,
      row.status,
      row.error ?? row.reason,
      row.nextAt?.toString({ smallestUnit: "second" }),
    ]);
    const text = rows.length === 0 ? "no deliveries" : table(head, lines);
    return { json: { rows: rows.map(lineOf) }, text };
  },
};

async function tries(
  session: Session,
  args: Arguments,
  endpointId: string,
  eventId: string,
): Promise<Answer> {
  const rows = await within(
    session,
    args,
    async (tx, clientId) => await listAttempts(tx, clientId, endpointId, eventId),
  );
  const head = ["at", "status", "error", "ms", "answer"];
  const lines = rows.map((row) => [
    row.startedAt.toString({ smallestUnit: "second" }),
    row.status,
    row.error,
    row.durationMs,
    row.responseText?.replaceAll(/\s+/g, " ").slice(0, 80),
  ]);
  const text = rows.length === 0 ? "not tried yet" : table(head, lines);
  return { json: { rows: rows.map(forScripts) }, text };
}

const replay: Command = {
  words: ["webhook", "replay"],
  usage: "EVENT | --from INSTANT --to INSTANT [--dead], --client SLUG [--endpoint ENDPOINT]",
  about: "Sends one event, or those of a span of time, again under the same ids.",
  options,
  positionals: [0, 1],
  async run(session, args) {
    const [eventId] = args.positionals;
    const endpointId = args.text("endpoint");
    const deliveries = await within(session, args, async (tx, clientId) => {
      if (eventId !== undefined) return await replayEvent(tx, clientId, eventId, { endpointId });
      const from = instantOption(required(args, "from", "2026-01-31T08:00:00Z"), "--from");
      const to = instantOption(required(args, "to", "2026-01-31T09:00:00Z"), "--to");
      return await replayRange(tx, clientId, {
        endpointId,
        from,
        to,
        onlyDead: args.flag("dead"),
      });
    });
    return { json: { deliveries }, text: `${deliveries} deliveries are sent again` };
  },
};

export const webhookCommands: readonly Command[] = [
  add,
  list,
  show,
  set,
  test,
  enable,
  disable,
  remove,
  rotate,
  log,
  replay,
];
