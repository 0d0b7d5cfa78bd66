import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { dateOption, required, wholeOption } from "#cli/parse.ts";
import { progressLine } from "#cli/progress.ts";
import { routelessNote } from "#cli/routeless.ts";
import { drain } from "#cli/settle.ts";
import { table } from "#cli/table.ts";
import { waitingOf } from "#cli/waiting.ts";
import { noticeClient } from "#debits/notices.ts";
import { explain } from "#messages/planning/explain.ts";
import { evaluateClient } from "#messages/planning/looker.ts";
import { simulate } from "#messages/planning/simulate.ts";
import { clockNow } from "#platform/clock.ts";
import { formatMoney } from "#platform/money.ts";

const counts = (record: Readonly<Record<string, number>>): string =>
  Object.entries(record)
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(", ");

const simulateCommand: Command = {
  words: ["simulate"],
  usage: "--client SLUG --days N [--from DATE]",
  about: "Shows day by day what the policy would do over the real book. Writes nothing.",
  options: { ...CLIENT_OPTION, days: { type: "string" }, from: { type: "string" } },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const days = wholeOption(required(args, "days", "60"), "--days", 1, 400);
    const from = args.text("from");
    const progress = progressLine("simulating");
    const result = await session.asClient(
      slug,
      async (tx, clientId) =>
        await simulate(tx, clientId, {
          days,
          from: from === undefined ? undefined : dateOption(from, "--from"),
          now: await clockNow(tx),
          onProgress: (done) => progress.show(done, undefined, `${done} customers`),
        }),
    );
    progress.end();
    // Few ladders use it: a column of nothing would only be in the way.
    const usesWhatsapp = result.days.some((day) => (day.whatsapp ?? 0) > 0);
    const rows = result.days
      .filter((day) => day.sms + day.email + day.voice + (day.whatsapp ?? 0) > 0)
      .map((day) => [
        day.date,
        day.sms,
        day.email,
        day.voice,
        ...(usesWhatsapp ? [day.whatsapp ?? 0] : []),
        day.segments,
        day.cost.map((cost) => formatMoney(cost.minor, cost.currency, "en")).join(" "),
      ]);
    const channels = ["sms", "email", "voice", ...(usesWhatsapp ? ["whatsapp"] : [])];
    const head = ["date", ...channels, "segments", "cost"];
    return {
      json: result,
      text: `${table(head, rows)}\n\n${counts(result.reasons)}`,
    };
  },
};

const NO_POLICY = "\nnothing is decided without a policy; apply one with: policy apply FILE";

const runCommand: Command = {
  words: ["run"],
  usage: "--client SLUG",
  about: "Decides every account of the client now and plans what is due.",
  options: CLIENT_OPTION,
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const clientId = await session.clientId(slug);
    const { app } = await session.installation();
    const progress = progressLine("deciding");
    const { decisions, messages, withdrawn } = await evaluateClient(app, clientId, "cli", (done) =>
      progress.show(done, undefined, `${done} customers`),
    );
    progress.end();
    const notices = await noticeClient(app, clientId);
    // The looker has these decisions behind it; now the workers hand over what they planned.
    await session.workers();
    const later = await session.asClient(slug, waitingOf);
    const note = "no_policy" in decisions ? NO_POLICY : await session.asClient(slug, routelessNote);
    return {
      json: { decisions, messages, withdrawn, notices, ...later.json },
      text: `${messages} messages planned, ${withdrawn} withdrawn${notices > 0 ? `, ${notices} notices of debits` : ""}${later.text}\n${counts(decisions)}${note}`,
    };
  },
};

const drainCommand: Command = {
  words: ["drain"],
  usage: "--client SLUG [--timeout SECONDS]",
  about: "Waits until nothing due is left to hand over.",
  options: { ...CLIENT_OPTION, timeout: { type: "string" } },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const seconds = wholeOption(args.text("timeout") ?? "60", "--timeout", 0, 86_400);
    const clientId = await session.clientId(slug);
    const { app } = await session.installation();
    const attend = async () => await session.workers();
    await noticeClient(app, clientId);
    const left = await drain(app, clientId, seconds * 1_000, attend);
    // What was handed over just now is known to have been told.
    await noticeClient(app, clientId);
    const later = await session.asClient(slug, waitingOf);
    const text =
      left === 0 ? "nothing due is left" : `${left} are still to be looked at or handed over`;
    return {
      json: { left, ...later.json },
      text: text + later.text,
      exit: left === 0 ? 0 : 1,
    };
  },
};

const explainCommand: Command = {
  words: ["explain"],
  usage: "CUSTOMER_REF --client SLUG",
  about: "Says what is decided about a customer now, why, and what happens next.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const accounts = await session.asClient(
      slug,
      async (tx, clientId) => await explain(tx, clientId, args.positionals[0]!, await clockNow(tx)),
    );
    const lines = accounts.map((one) =>
      [
        `${one.currency}: ${one.decision === "person" ? "people take over" : one.decision}, because ${one.reason}`,
        `  asked for now ${formatMoney(one.collectableMinor, one.currency, "en")}, overdue ${formatMoney(one.overdueMinor, one.currency, "en")}`,
        ...one.closed.map((what) => `  ${what}`),
        `  ${one.unless}`,
      ].join("\n"),
    );
    return {
      json: {
        accounts: accounts.map(
          ({ nextLookAt, collectableMinor, overdueMinor, policyVersion, ...one }) => ({
            ...one,
            collectable_minor: collectableMinor,
            overdue_minor: overdueMinor,
            next_look_at: nextLookAt ?? null,
            policy_version: policyVersion ?? null,
          }),
        ),
      },
      text: lines.join("\n") || "the customer has no account: nothing was ever invoiced",
    };
  },
};

export const runCommands: readonly Command[] = [
  simulateCommand,
  runCommand,
  drainCommand,
  explainCommand,
];
