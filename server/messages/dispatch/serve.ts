/** One turn of one route: budget, authorise, hand over. */
import { RouteError, type Outgoing } from "#messages/route.ts";
import { messageOf } from "#platform/errors.ts";
import { authorise, type Attempted } from "./authorise.ts";
import { giveBack, spend } from "./budget.ts";
import { PROBE } from "./health.ts";
import { roomOf, type OpenAttempts } from "./open-attempts.ts";
import type { Way } from "./open-routes.ts";
import type { Outcome } from "./outcomes.ts";
import type { DispatchPorts } from "./ports.ts";

const LARGEST_SET = 500;
const BUSY_FOR_MS = 200;
const MOST_BUSY = 5_000;
const IDLE_MS = 20;
const PROBE_EVERY_MS = 50;
/** Until the breaker in the route's row is written, which then says how long. */
const TROUBLE_MS = 1_000;

export type Served = {
  /** Messages looked at. */
  readonly claimed: number;
};

type Context = Pick<DispatchPorts, "db" | "redecide" | "allowedAt" | "log"> & {
  readonly processId: number;
  readonly open: OpenAttempts;
  readonly report: (clientId: string, outcome: Outcome) => void;
  /** Hand-overs that were perhaps authorised, and certainly not begun. */
  readonly unbegun: (clientId: string, attempts: readonly Attempted[]) => void;
};

/** Serves the route once. What it can't use of its budget it gives back. */
export async function serve(context: Context, way: Way): Promise<Served> {
  way.servedAtMs = performance.now();
  const wanted = Math.min(roomOf(way, context.open), LARGEST_SET);
  if (wanted === 0) return { claimed: 0 };
  return await context.open.claiming(
    way.row.routeId,
    wanted,
    async () => await claim(context, way, wanted),
  );
}

async function claim(context: Context, way: Way, wanted: number): Promise<Served> {
  const { clientId, routeId, burst } = way.row;
  const wantedUnits = Math.max(wanted, way.needsUnits);
  const grant = await spend(context.db, clientId, routeId, wantedUnits);
  way.restUntilMs = grant.waitMs > 0 ? performance.now() + grant.waitMs : 0;
  // A route that was in trouble is probed: a few messages, and no more until all of their answers are there.
  const probing = grant.failures > 0;
  if (probing) way.restUntilMs = Math.max(way.restUntilMs, performance.now() + PROBE_EVERY_MS);
  if (grant.units < Math.max(1, way.needsUnits) || (probing && way.underWay > 0)) {
    await giveBack(context.db, clientId, routeId, grant.units);
    return { claimed: 0 };
  }
  const limit = probing ? Math.min(wanted, PROBE) : wanted;
  const authorised = await authoriseOrTakeBack(context, way, limit, grant.units);
  await giveBack(context.db, clientId, routeId, grant.units - authorised.usedUnits).catch(
    (error: unknown) =>
      context.log.warn({ routeId, error: messageOf(error) }, "budget not given back"),
  );
  way.needsUnits = Math.min(authorised.neededUnits, burst);
  noteBusy(way, authorised.busy);
  if (authorised.claimed === 0)
    way.restUntilMs = Math.max(way.restUntilMs, performance.now() + IDLE_MS);
  for (const { messageId, attempt } of authorised.outgoing)
    context.open.begin(routeId, messageId, attempt);
  for (const message of authorised.outgoing) void handOver(context, way, message);
  return { claimed: authorised.claimed };
}

/** A commit whose answer is lost may have happened: its hand-overs would wait for ever for an outcome. */
async function authoriseOrTakeBack(context: Context, way: Way, limit: number, units: number) {
  const { clientId, routeId, channel, burst } = way.row;
  let queueing: readonly Attempted[] = [];
  try {
    return await authorise(context, {
      clientId,
      routeId,
      channel,
      processId: context.processId,
      limit,
      units,
      burst,
      busyCustomers: busyOf(way),
      queueing: (attempts) => (queueing = attempts),
    });
  } catch (error) {
    if (queueing.length > 0) context.unbegun(clientId, queueing);
    throw error;
  }
}

function busyOf(way: Way): readonly string[] {
  return way.busy.untilMs > performance.now() ? way.busy.customers : [];
}

/** Messages of customers that somebody is changing are passed over for a moment, so that those behind them get their turn. */
function noteBusy(way: Way, busy: readonly string[]): void {
  if (busy.length === 0) return;
  const customers = [...busyOf(way), ...busy].slice(-MOST_BUSY);
  way.busy = { customers, untilMs: performance.now() + BUSY_FOR_MS };
}

/** Each message by itself: a slow one holds up nobody. Never throws. */
async function handOver(context: Context, way: Way, message: Outgoing): Promise<void> {
  const { clientId, routeId } = way.row;
  const { messageId, attempt } = message;
  way.underWay += 1;
  try {
    const { providerIds } = await way.route.handOver(message);
    context.report(clientId, { routeId, messageId, attempt, outcome: "sent", providerIds });
  } catch (error) {
    const failure = failureOf(error, context);
    if (failure.outcome === "throttled" || failure.outcome === "unreachable")
      way.restUntilMs = Math.max(way.restUntilMs, performance.now() + TROUBLE_MS);
    context.report(clientId, { routeId, messageId, attempt, ...failure });
  } finally {
    way.underWay -= 1;
  }
}

/** An adapter throws `RouteError` only. Anything else is a bug in it, and nobody knows what it had done by then. */
function failureOf(error: unknown, { log }: Context) {
  if (error instanceof RouteError) {
    const { failure, code, retryAfterMs, providerIds } = error;
    return { outcome: failure, code, retryAfterMs, providerIds };
  }
  log.error({ error: messageOf(error) }, "a route threw what it must not");
  return { outcome: "uncertain" as const, code: "adapter_error", providerIds: [] };
}
