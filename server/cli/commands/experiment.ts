import { readFile } from "node:fs/promises";
import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { faultLine } from "#cli/fault-line.ts";
import { required, wholeOption } from "#cli/parse.ts";
import { progressLine } from "#cli/progress.ts";
import { table } from "#cli/table.ts";
import { getClient } from "#clients/clients.ts";
import {
  endExperiment,
  listExperiments,
  startExperiment,
  type ExperimentLine,
} from "#experiments/experiments.ts";
import { reportOf, type ExperimentReport } from "#experiments/report.ts";
import { beginReplay, readReplay } from "#experiments/replays.ts";
import { checkedPolicy } from "#messages/planning/apply-policy.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient } from "#platform/db.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import { formatMoney } from "#platform/money.ts";

async function readSource(file: string): Promise<string> {
  return await readFile(file, "utf8").catch((cause: unknown) => {
    throw new UserError(`${file} can't be read: ${messageOf(cause)}`);
  });
}

/** "5" or "2.5" per cent as basis points. */
function shareOption(text: string | undefined, name: string): number {
  if (text === undefined) return 0;
  const share = Math.round(Number(text.replace(/\s*%$/, "")) * 100);
  if (!Number.isFinite(share) || share < 0 || share > 9_000) {
    throw new UserError(`${name} "${text}" is no share; write per cent, such as 5 or 2.5`);
  }
  return share;
}

const onWire = (one: ExperimentLine) => ({
  experiment_id: one.experimentId,
  name: one.name,
  held_out_share: one.heldOutShare,
  silences: one.silences,
  challenger_version: one.challengerVersion,
  challenger_share: one.challengerShare,
  policy_version: one.policyVersion,
  started_at: one.startedAt,
  ended_at: one.endedAt,
});

const start: Command = {
  words: ["experiment", "start"],
  usage:
    "NAME --client SLUG [--hold-out PERCENT [--silences collection|ladder]] [--challenger FILE --share PERCENT]",
  about:
    "Leaves a share of the customers alone, or treats it by another policy, to see what differs.",
  options: {
    ...CLIENT_OPTION,
    "hold-out": { type: "string" },
    silences: { type: "string" },
    challenger: { type: "string" },
    share: { type: "string" },
  },
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const silences = args.text("silences") ?? "collection";
    if (silences !== "collection" && silences !== "ladder") {
      throw new UserError(`--silences "${silences}" is unknown; use collection or ladder`);
    }
    const file = args.text("challenger");
    const asked = {
      name: args.positionals[0]!,
      heldOutShare: shareOption(args.text("hold-out"), "--hold-out"),
      silences,
      challenger: file === undefined ? undefined : await readSource(file),
      challengerShare: shareOption(args.text("share"), "--share"),
    } as const;
    const made = await session.asClient(
      slug,
      async (tx, clientId) =>
        await startExperiment(tx, clientId, asked, { now: await clockNow(tx), actor: "cli" }),
    );
    if ("errors" in made) {
      const text = made.errors.map(faultLine).join("\n");
      return { json: { errors: made.errors }, text, exit: 1 };
    }
    return { json: onWire(made), text: `experiment "${made.name}" runs` };
  },
};

const end: Command = {
  words: ["experiment", "end"],
  usage: "--client SLUG",
  about: "Ends the experiment that runs; everybody is treated by the policy in force again.",
  options: CLIENT_OPTION,
  positionals: [0, 0],
  async run(session, args) {
    const ended = await session.asClient(
      required(args, "client", "harbour-fibre"),
      async (tx, clientId) =>
        await endExperiment(tx, clientId, { now: await clockNow(tx), actor: "cli" }),
    );
    return { json: onWire(ended), text: `experiment "${ended.name}" is over` };
  },
};

function linesOf(report: ExperimentReport): string {
  const rows = report.currencies.flatMap(({ currency, groups }) =>
    groups.map((one) => {
      const money = (minor: bigint) => formatMoney(minor, currency, "en");
      const { difference: found } = one;
      const interval = found
        ? `${money(found.perAccountMinor)} (${money(found.lowMinor)} to ${money(found.highMinor)})`
        : "";
      return [
        one.group,
        one.accounts,
        money(one.owedMinor),
        money(one.collectedMinor),
        money(one.meanMinor),
        interval,
        one.verdict,
        one.messages,
      ];
    }),
  );
  const head = ["group", "accounts", "owed", "collected", "each", "difference", "", "messages"];
  return `${rows.length > 0 ? table(head, rows) : "nobody owed anything yet"}\n\n${report.method}. Below ${report.leastInGroup} accounts in a group nothing is claimed.`;
}

const show: Command = {
  words: ["experiment", "show"],
  usage: "[ID] --client SLUG",
  about: "What the groups of an experiment paid; without an id the last one's.",
  options: CLIENT_OPTION,
  positionals: [0, 1],
  async run(session, args) {
    return await session.asClient(
      required(args, "client", "harbour-fibre"),
      async (tx, clientId) => {
        const all = await listExperiments(tx, clientId);
        const [id] = args.positionals;
        const one = id === undefined ? all[0] : all.find((each) => each.experimentId === id);
        if (!one)
          throw new UserError(
            id === undefined ? "there was no experiment yet" : `there is no experiment ${id}`,
          );
        const report = await reportOf(tx, clientId, one.experimentId);
        const state = one.endedAt === null ? "runs since" : "ran from";
        const text = `${one.name} ${state} ${one.startedAt.toString()}\n${linesOf(report)}`;
        return { json: { experiment: onWire(one), ...report }, text };
      },
    );
  },
};

const replay: Command = {
  words: ["replay"],
  usage: "FILE --client SLUG [--days N]",
  about: "Decides the last days (90) again under another policy; says nothing of money.",
  options: { ...CLIENT_OPTION, days: { type: "string" } },
  positionals: [1, 1],
  async run(session, args) {
    const clientId = await session.clientId(required(args, "client", "harbour-fibre"));
    const days = wholeOption(args.text("days") ?? "90", "--days", 1, 400);
    const source = await readSource(args.positionals[0]!);
    const { app } = await session.installation();
    const checked = await asClient(
      app,
      clientId,
      async (tx) => await checkedPolicy(tx, await getClient(tx, clientId), source, 0),
    );
    if ("errors" in checked) {
      const text = checked.errors.map(faultLine).join("\n");
      return { json: { errors: checked.errors }, text, exit: 1 };
    }
    const progress = progressLine("replaying");
    const { replayId, done } = await beginReplay(app, clientId, {
      source,
      policy: checked.policy,
      days,
      now: await clockNow(app),
      actor: "cli",
      onProgress: (customers, all) => progress.show(customers, all, `${customers} customers`),
    });
    await done;
    progress.end();
    const found = await asClient(
      app,
      clientId,
      async (tx) => await readReplay(tx, clientId, replayId),
    );
    const result = found?.result;
    if (!result) throw new UserError(found?.reason ?? "the replay was lost");
    const { said, would, changes, reasons, check } = result;
    const sums = (all: Readonly<Record<string, number>>) =>
      Object.entries(all)
        .map(([word, count]) => `${word} ${count}`)
        .join(", ");
    return {
      json: { replay_id: replayId, ...result },
      text: [
        `${result.from} to ${result.to}: ${said} said, ${would} under this policy`,
        sums(changes),
        ...(Object.keys(reasons).length > 0 ? [`not said because: ${sums(reasons)}`] : []),
        `check: of ${check.said} said, ${check.same} come out the same under the policies in force then`,
      ].join("\n"),
    };
  },
};

export const experimentCommands: readonly Command[] = [start, end, show, replay];
