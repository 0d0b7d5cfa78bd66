import { readFile } from "node:fs/promises";
import { CLIENT_OPTION, type Answer, type Command } from "#cli/command.ts";
import { faultLine } from "#cli/fault-line.ts";
import { required, wholeOption } from "#cli/parse.ts";
import { routelessNote } from "#cli/routeless.ts";
import { table } from "#cli/table.ts";
import { getClient } from "#clients/clients.ts";
import { differenceOf } from "#experiments/difference.ts";
import { calledAt, isAllInOne, isCalled } from "#messages/routes/called-at.ts";
import { applyPolicy, checkedPolicy } from "#messages/planning/apply-policy.ts";
import { parseRoutes, setRoutes } from "#messages/routes/set-routes.ts";
import { clockNow } from "#platform/clock.ts";
import type { Tx } from "#platform/db.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import { readSealKey } from "#platform/seal.ts";
import type { Occasion } from "#policies/compare-contacts.ts";
import { dateOf } from "#policies/day.ts";
import { customerReferences } from "#reporting/customer-references.ts";

async function readText(file: string): Promise<string> {
  return await readFile(file, "utf8").catch((cause: unknown) => {
    throw new UserError(`${file} can't be read: ${messageOf(cause)}`);
  });
}

/** What shows the window of web chat on a page. */
const windowTag = (publicUrl: string, routeId: string): string =>
  `<script src="${publicUrl}/chat.js" data-site="${routeId}" defer></script>`;

/** Lines that are shown of a difference. */
const MOST_SHOWN = 50;

async function difference(tx: Tx, clientId: string, source: string, days: number): Promise<Answer> {
  const checked = await checkedPolicy(tx, await getClient(tx, clientId), source, 0);
  if ("errors" in checked) {
    const text = checked.errors.map(faultLine).join("\n");
    return { json: { errors: checked.errors }, text, exit: 1 };
  }
  const now = await clockNow(tx);
  const found = await differenceOf(tx, clientId, checked.policy, { days, now, limit: MOST_SHOWN });
  const ids = found.lines.map((line) => line.customerId);
  const names = await customerReferences(tx, clientId, ids);
  const side = (one: Occasion | undefined) =>
    one === undefined ? "" : `${dateOf(one.on).toString()} ${one.stepId} ${one.channels.join("+")}`;
  const rows = found.lines.map(({ customerId, change, before, after, reason }) => [
    names.get(customerId) ?? "",
    change,
    side(before),
    side(after),
    reason ?? "",
  ]);
  const sums = Object.entries(found.next)
    .map(([change, count]) => `${change} ${count}`)
    .join(", ");
  const shown =
    rows.length > 0 ? `\n${table(["customer", "", "now", "then", "why not"], rows)}` : "";
  return {
    json: {
      days,
      accounts: found.accounts,
      changed_accounts: found.changedAccounts,
      next: found.next,
      all: found.all,
      lines: found.lines.map(({ customerId, before, after, ...line }) => ({
        ...line,
        customer: names.get(customerId) ?? "",
        before: side(before),
        after: side(after),
      })),
    },
    text: `${found.changedAccounts} of ${found.accounts} accounts hear something else in the next ${days} days\nthe next step of each: ${sums}${shown}`,
  };
}

export const policyCommands: readonly Command[] = [
  {
    words: ["policy", "apply"],
    usage: "FILE --client SLUG [--dry-run [--days N]]",
    about:
      "Checks a policy (YAML) and puts it in force as a new version; or only says what would change.",
    options: {
      ...CLIENT_OPTION,
      "dry-run": { type: "boolean" },
      days: { type: "string" },
    },
    positionals: [1, 1],
    async run(session, args) {
      const slug = required(args, "client", "harbour-fibre");
      const source = await readText(args.positionals[0]!);
      if (args.flag("dry-run")) {
        const days = wholeOption(args.text("days") ?? "14", "--days", 1, 60);
        return await session.asClient(
          slug,
          async (tx, clientId) => await difference(tx, clientId, source, days),
        );
      }
      return await session.asClient(slug, async (tx, clientId) => {
        const result = await applyPolicy(tx, clientId, source, await clockNow(tx), "cli");
        if ("errors" in result) {
          const lines = result.errors.map(faultLine);
          return { json: { errors: result.errors }, text: lines.join("\n"), exit: 1 };
        }
        return {
          json: { version: result.version, unchanged: result.unchanged },
          text: result.unchanged
            ? `version ${result.version} says the same already`
            : `version ${result.version} is in force${await routelessNote(tx, clientId)}`,
        };
      });
    },
  },
  {
    words: ["route", "set"],
    usage: "FILE --client SLUG",
    about: "Creates and changes routes with their senders, speeds and prices (YAML).",
    options: CLIENT_OPTION,
    positionals: [1, 1],
    async run(session, args) {
      const slug = required(args, "client", "harbour-fibre");
      const { checkConfig } = await import("../../compose.ts");
      const { providerAddresses } = await import("../../compose-http.ts");
      const routes = parseRoutes(await readText(args.positionals[0]!), checkConfig);
      const sealKey = await readSealKey(session.config);
      const { set, warnings, ids } = await session.asClient(
        slug,
        async (tx, clientId) => await setRoutes(tx, clientId, routes, sealKey),
      );
      const installation = await session.installation();
      const called = routes.filter(({ adapter }) => isCalled(adapter));
      const adapterOf = new Map(routes.map(({ name, adapter }) => [name, adapter]));
      const addresses = await Promise.all(
        called.map(async ({ name, adapter }) => ({
          route: name,
          ...calledAt(adapter, await providerAddresses(installation, ids.get(name)!)),
        })),
      );
      const lines = addresses.map(({ route, sms, status, events }) =>
        isAllInOne(adapterOf.get(route) ?? "")
          ? `route ${route}: answers of customers and receipts come to ${events}`
          : `route ${route}: answers of customers come to ${sms}, receipts to ${status}`,
      );
      const windows = routes.flatMap(({ name, adapter }) =>
        adapter === "chat"
          ? `route ${name}: ${windowTag(installation.config.publicUrl, ids.get(name)!)}`
          : [],
      );
      const told = [...lines, ...windows, ...warnings];
      const text = [`${set.length} routes set: ${set.join(", ")}`, ...told];
      const json = { routes: set, warnings, ...(addresses.length > 0 ? { addresses } : {}) };
      return { json, text: text.join("\n") };
    },
  },
];
