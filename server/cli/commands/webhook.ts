import type { Arguments, Command } from "#cli/command.ts";
import { forScripts, toJson } from "#cli/json.ts";
import { wholeOption } from "#cli/parse.ts";
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
import { reachOf } from "#webhooks/reach.ts";
import { deliveryCommands } from "./webhook-deliveries.ts";
import { options, within } from "./webhook-options.ts";

const HOUR_MS = 3_600_000;

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
  const lines = Object.entries(JSON.parse(toJson(shown(endpoint))) as Record<string, unknown>).map(
    ([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)],
  );
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

export const webhookCommands: readonly Command[] = [
  add,
  list,
  show,
  set,
  enable,
  disable,
  remove,
  rotate,
  ...deliveryCommands,
];
