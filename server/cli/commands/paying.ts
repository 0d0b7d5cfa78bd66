import { readFile } from "node:fs/promises";
import { CLIENT_OPTION, type Arguments, type Command } from "#cli/command.ts";
import { minorOption } from "#cli/commands/holds.ts";
import { forScripts } from "#cli/json.ts";
import { required, wholeOption } from "#cli/parse.ts";
import type { Session } from "#cli/session.ts";
import { table } from "#cli/table.ts";
import { getClient } from "#clients/clients.ts";
import { accountIdOf, customerIdOf } from "#ledger/holds.ts";
import { listCheckouts } from "#payments/checkout-rows.ts";
import { factorsOf, setFactors } from "#payments/factors.ts";
import { addressOfLink, mintLink, type PayAction } from "#payments/links.ts";
import { isProviderKind, PROVIDER_KINDS } from "#payments/provider.ts";
import { listProviders, setProvider } from "#payments/providers.ts";
import { clockNow } from "#platform/clock.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import { readSealKey } from "#platform/seal.ts";
import { parse } from "yaml";

const composition = async () => await import("../../compose-pay.ts");
const slugOf = (args: Arguments): string => required(args, "client", "harbour-fibre");

async function settingsIn(file: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  if (file === undefined) return {};
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new UserError(`${file} can't be read: ${messageOf(cause)}`);
  });
  const read: unknown = parse(text, { maxAliasCount: 0 });
  if (typeof read !== "object" || read === null || Array.isArray(read)) {
    throw new UserError(`${file} holds no settings; write one a line, as "secretKey: sk_live_…"`);
  }
  return read as Readonly<Record<string, unknown>>;
}

const providerSet: Command = {
  words: ["provider", "set"],
  usage: `${PROVIDER_KINDS.join("|")} [FILE] --client SLUG [--currency C,…] [--priority N] [--off]`,
  about: "Sets a payment provider up, or changes it; the file holds its keys (YAML).",
  options: {
    ...CLIENT_OPTION,
    currency: { type: "string" },
    priority: { type: "string" },
    off: { type: "boolean" },
  },
  positionals: [1, 2],
  async run(session, args) {
    const [kind = "", file] = args.positionals;
    if (!isProviderKind(kind)) {
      throw new UserError(`provider "${kind}" is unknown; use ${PROVIDER_KINDS.join(", ")}`);
    }
    const settings = await settingsIn(file);
    const priority = args.text("priority");
    const given = {
      kind,
      settings,
      enabled: !args.flag("off"),
      currencies: args.text("currency")?.split(",", 200),
      priority: priority === undefined ? undefined : wholeOption(priority, "priority", 1, 1_000),
    };
    const ports = await portsOf(session);
    const { app } = await session.installation();
    const by = { now: await clockNow(app), actor: "cli" };
    const { slug, row } = await session.asClient(slugOf(args), async (tx, clientId) => {
      await setProvider(tx, clientId, ports, given, by);
      const rows = await listProviders(tx, clientId);
      return {
        slug: (await getClient(tx, clientId)).slug,
        row: rows.find((one) => one.kind === kind)!,
      };
    });
    const notifyUrl = `${ports.publicUrl}/pay/${kind}/${slug}`;
    return {
      json: { ...forScripts(row), notify_url: notifyUrl },
      text: `${kind} ${row.enabled ? "takes payments" : "is off"}; it is to call ${notifyUrl}`,
    };
  },
};

async function portsOf(session: Session) {
  const { payPorts } = await composition();
  return await payPorts(await session.installation(), "app");
}

const providerList: Command = {
  words: ["provider", "list"],
  usage: "--client SLUG",
  about: "Lists the payment providers in the order in which they are asked.",
  options: CLIENT_OPTION,
  positionals: [0, 0],
  async run(session, args) {
    const rows = await session.asClient(
      slugOf(args),
      async (tx, clientId) => await listProviders(tx, clientId),
    );
    const lines = rows.map((row) => [
      row.kind,
      row.enabled ? "on" : "off",
      row.priority,
      row.currencies.join(" ") || "any",
      row.changedAt.toString(),
    ]);
    const head = ["provider", "state", "priority", "currencies", "changed"];
    return {
      json: { rows: rows.map((row) => forScripts(row)) },
      text: rows.length === 0 ? "no payment providers" : table(head, lines),
    };
  },
};

const KINDS = ["pay", "page", "proof"] as const;

const linkCreate: Command = {
  words: ["link", "create"],
  usage: "CUSTOMER_REF --client SLUG [--amount 100.00] [--currency C] [--for pay|page|proof]",
  about: "Makes a link with which the customer pays, good for 72 hours; it is shown once.",
  options: {
    ...CLIENT_OPTION,
    amount: { type: "string" },
    currency: { type: "string" },
    for: { type: "string" },
  },
  positionals: [1, 1],
  run: async (session, args) =>
    await session.asClient(slugOf(args), async (tx, clientId) => {
      const customerId = await customerIdOf(tx, clientId, args.positionals[0]!);
      const currency = args.text("currency") ?? (await getClient(tx, clientId)).currency;
      const accountId = await accountIdOf(tx, clientId, customerId, currency);
      const wish = args.text("for") ?? "pay";
      const kind = KINDS.find((one) => one === wish);
      if (!kind) throw new UserError(`--for "${wish}" is none of ${KINDS.join(", ")}`);
      const amount = args.text("amount");
      const amountMinor =
        amount === undefined ? undefined : minorOption(amount, currency, "amount");
      const action: PayAction = kind === "pay" ? { kind, amountMinor } : { kind };
      const link = { customerId, accountId, action, cause: "cli" };
      const minted = await mintLink(tx, clientId, link, await clockNow(tx));
      const url = minted && (await addressOfLink(tx, clientId, minted.linkId));
      if (!minted || url === undefined) {
        throw new UserError(
          "links lead nowhere yet: start the server once, with PUBLIC_URL set to an https address",
        );
      }
      return {
        json: { link_id: minted.linkId, link_url: url, expires_at: minted.expiresAt.toString() },
        text: `${url}\ngood until ${minted.expiresAt.toString({ smallestUnit: "minute" })}`,
      };
    }),
};

const factorSet: Command = {
  words: ["factor", "set"],
  usage: "CUSTOMER_REF --client SLUG [--born-on DATE] [--postcode CODE] [--id-last4 XXXX]",
  about: "Sets by what the customer can prove who they are; only keyed digests are kept.",
  options: {
    ...CLIENT_OPTION,
    "born-on": { type: "string" },
    postcode: { type: "string" },
    "id-last4": { type: "string" },
  },
  positionals: [1, 1],
  async run(session, args) {
    const { app, config } = await session.installation();
    const by = { now: await clockNow(app), actor: "cli" };
    const key = await readSealKey(config);
    const given = {
      born_on: args.text("born-on"),
      postcode: args.text("postcode"),
      id_last4: args.text("id-last4"),
    };
    const factors = await session.asClient(slugOf(args), async (tx, clientId) => {
      const customerId = await customerIdOf(tx, clientId, args.positionals[0]!);
      await setFactors(tx, clientId, key, customerId, given, by);
      return await factorsOf(tx, clientId, customerId);
    });
    return {
      json: { factors: [...factors] },
      text: factors.length === 0 ? "nothing is on file" : `on file: ${factors.join(", ")}`,
    };
  },
};

const MOST_LISTED = 200;

const checkoutList: Command = {
  words: ["checkout", "list"],
  usage: "--client SLUG [--customer CUSTOMER_REF] [--excess]",
  about: "Lists payments at providers, newest first; --excess: what was paid twice.",
  options: { ...CLIENT_OPTION, customer: { type: "string" }, excess: { type: "boolean" } },
  positionals: [0, 0],
  async run(session, args) {
    const which = {
      customer: args.text("customer"),
      excess: args.flag("excess"),
      limit: MOST_LISTED,
    };
    const rows = await session.asClient(
      slugOf(args),
      async (tx, clientId) => await listCheckouts(tx, clientId, which),
    );
    const lines = rows.map((row) => [
      row.createdAt.toString({ smallestUnit: "second" }),
      row.customer,
      row.provider,
      row.state,
      `${row.amountMinor} ${row.currency}`,
      row.excessMinor > 0n ? String(row.excessMinor) : "",
    ]);
    const head = ["opened", "customer", "provider", "state", "minor units", "paid twice"];
    return {
      json: { rows: rows.map((row) => forScripts(row)) },
      text: rows.length === 0 ? "nobody has paid here yet" : table(head, lines),
    };
  },
};

export const payingCommands: readonly Command[] = [
  linkCreate,
  providerSet,
  providerList,
  factorSet,
  checkoutList,
];
