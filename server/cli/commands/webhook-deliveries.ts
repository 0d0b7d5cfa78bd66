import type { Answer, Arguments, Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { instantOption, required, wholeOption } from "#cli/parse.ts";
import type { Session } from "#cli/session.ts";
import { table } from "#cli/table.ts";
import { UsageError } from "#platform/errors.ts";
import { listAttempts, listDeliveries, type DeliveryLine } from "#webhooks/delivery-log.ts";
import { replayEvent, replayRange, sendTest } from "#webhooks/replay.ts";
import { options, within } from "./webhook-options.ts";

/** A test answers within its time-out, or its first retry is not waited for. */
const TEST_WITHIN_MS = 25_000;
const POLL_MS = 50;

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

/** What was sent, and sending it again. */
export const deliveryCommands: readonly Command[] = [test, log, replay];
