/** Authorising: the transaction after which a set of messages may leave. */
import { sql } from "kysely";
import { filesOf } from "#messages/attachments.ts";
import type { Channel, Outgoing } from "#messages/route.ts";
import type { Tx } from "#platform/db.ts";
import { lookAgain, markQueued, takeDue } from "./claim.ts";
import type { Claimed, DispatchPorts } from "./ports.ts";
import { changeStates, type Change } from "./states.ts";
import { inClient, rowsOf } from "./transaction.ts";
import { ANY_TIME, heedsHours, verdictOf } from "./verdict.ts";

type Order = {
  readonly clientId: string;
  readonly routeId: string;
  readonly channel: Channel;
  readonly processId: number;
  /** Most messages, the free part of the route's window. */
  readonly limit: number;
  /** Most units, as the budget granted. */
  readonly units: number;
  /** The most units that one message may overdraw an otherwise empty grant for. */
  readonly burst: number;
  /** Customers that were busy a moment ago. */
  readonly busyCustomers: readonly string[];
  /** Told what is being queued, before it is committed: when that fails, nobody knows whether it was. */
  readonly queueing?: (attempts: readonly Attempted[]) => void;
};

/** A hand-over by its key. */
export type Attempted = { readonly messageId: string; readonly attempt: number };

export type Authorised = {
  readonly outgoing: readonly Outgoing[];
  readonly usedUnits: number;
  /** Messages that were looked at, whatever became of them. */
  readonly claimed: number;
  readonly busy: readonly string[];
  /** Units that the first message asks for and the grant did not hold; 0 when there was no such. */
  readonly neededUnits: number;
};

/**
 * Claims due messages of a route, checks under the locks of their customers that each is still right, and writes down that
 * it goes out. A hand-over may follow only when this has committed.
 */
export async function authorise(
  ports: Pick<DispatchPorts, "db" | "redecide" | "allowedAt">,
  order: Order,
): Promise<Authorised> {
  return await inClient(ports.db, order.clientId, async (tx) => {
    const { clientId, routeId } = order;
    const { taken, busy } = await takeDue(
      tx,
      clientId,
      routeId,
      Math.min(order.limit, Math.max(1, order.units)),
      order.busyCustomers,
    );
    const none = { outgoing: [], usedUnits: 0, claimed: 0, busy, neededUnits: 0 };
    if (taken.length === 0) return none;
    const { fitting, usedUnits, neededUnits } = fit(await lookAgain(tx, clientId, taken), order);
    const sorted = await sort(ports, clientId, fitting);
    const going = sorted.pass.map((message) => message.messageId);
    // At most as many as the route has connections, so that so much is held in memory at a time.
    const files =
      order.channel === "email" ? await filesOf(tx, clientId, going) : new Map<string, never>();
    const outgoing = sorted.pass.map((message) => {
      const with_ = files.get(message.messageId);
      return { ...outgoingOf(clientId, message), ...(with_ === undefined ? {} : { files: with_ }) };
    });
    order.queueing?.(outgoing);
    const now = Temporal.Instant.fromEpochMilliseconds(Math.floor(fitting[0]?.nowMs ?? 0));
    await markQueued(tx, clientId, routeId, order.processId, going, now);
    await settle(ports, tx, clientId, sorted, now);
    const stoppedUnits = usedUnits - unitsOf(sorted.pass, order.channel);
    return {
      outgoing,
      usedUnits: usedUnits - stoppedUnits,
      claimed: fitting.length,
      busy,
      neededUnits,
    };
  });
}

/** As many messages, in order, as the granted units hold. */
function fit(claimed: readonly Claimed[], order: Order) {
  let usedUnits = 0;
  const fitting: Claimed[] = [];
  for (const message of claimed) {
    const units = unitsOf([message], order.channel);
    // A message longer than the burst would never fit: it goes alone, on the whole burst, and the route then waits.
    const fits =
      usedUnits + units <= order.units || (fitting.length === 0 && order.units >= order.burst);
    if (!fits) break;
    usedUnits += units;
    fitting.push(message);
  }
  const first = claimed[0];
  const neededUnits = fitting.length === 0 && first ? unitsOf([first], order.channel) : 0;
  return { fitting, usedUnits, neededUnits };
}

function unitsOf(messages: readonly Claimed[], channel: Order["channel"]): number {
  if (channel !== "sms") return messages.length;
  return messages.reduce((sum, message) => sum + Math.max(1, message.segments), 0);
}

type Sorted = {
  readonly pass: Claimed[];
  readonly again: Claimed[];
  readonly changes: Change[];
};

async function sort(
  ports: Pick<DispatchPorts, "allowedAt">,
  clientId: string,
  claimed: readonly Claimed[],
): Promise<Sorted> {
  const sorted: Sorted = { pass: [], again: [], changes: [] };
  for (const message of claimed) {
    const allowed = heedsHours(message)
      ? ports.allowedAt(clientId, message, message.nowMs)
      : { at: ANY_TIME };
    const verdict = verdictOf(message, "then" in allowed ? await allowed : allowed);
    const { messageId } = message;
    if ("pass" in verdict) sorted.pass.push(message);
    else if ("decideAgain" in verdict) sorted.again.push(message);
    else if ("end" in verdict)
      sorted.changes.push({ messageId, state: verdict.end, reason: verdict.reason });
    else
      sorted.changes.push({
        messageId,
        state: "planned",
        reason: verdict.reason,
        notBeforeMs: verdict.postponeTo,
      });
  }
  return sorted;
}

async function settle(
  ports: Pick<DispatchPorts, "redecide">,
  tx: Tx,
  clientId: string,
  { again, changes }: Sorted,
  now: Temporal.Instant,
): Promise<void> {
  if (again.length === 0 && changes.length === 0) return;
  await changeStates(tx, clientId, now, changes);
  if (again.length === 0) return;
  const customers = new Set(again.flatMap((message) => message.customerId ?? []));
  await ports.redecide(tx, clientId, [...customers].toSorted(), now);
  await changeStates(tx, clientId, now, await leftWrong(tx, clientId, again));
}

/** What deciding again left planned although nothing about it has changed would come back here for ever. */
async function leftWrong(
  tx: Tx,
  clientId: string,
  again: readonly Claimed[],
): Promise<readonly Change[]> {
  const ids = again.map((message) => message.messageId);
  const rows = await rowsOf(
    tx,
    sql<{ messageId: string; optedOut: boolean }>`
      select m.message_id as "messageId", a.opted_out_at is not null as "optedOut"
      from dunlin.message m
      left join dunlin.customer c on c.client_id = m.client_id and c.customer_id = m.customer_id
      left join dunlin.address a
        on a.client_id = m.client_id and a.channel = m.channel and a.address = m.address
      where m.client_id = ${clientId} and m.message_id = any(${ids}::uuid[]) and m.state = 'planned'
        and (a.opted_out_at is not null
          or m.facts_version is not null and m.facts_version is distinct from c.facts_version)`,
  );
  return rows.map(({ messageId, optedOut }) => ({
    messageId,
    state: "suppressed",
    reason: optedOut ? "opted_out" : "facts_changed",
  }));
}

/**
 * The far side lives in real time, so the validity that is left by the installation's clock counts from the real now: a
 * simulated day of the past is not over for the network.
 */
function outgoingOf(clientId: string, message: Claimed): Outgoing {
  const leftMs = message.notAfterMs - message.nowMs;
  return {
    clientId,
    messageId: message.messageId,
    attempt: message.attempt + 1,
    to: message.address,
    sender: message.sender,
    text: message.body,
    notAfter: Temporal.Instant.fromEpochMilliseconds(Math.floor(Date.now() + leftMs)),
    ...(message.subject === null ? {} : { subject: message.subject }),
    ...(message.html === null ? {} : { html: message.html }),
    ...(message.approved === null ? {} : { approved: message.approved }),
    ...(message.windowOpen === null ? {} : { windowOpen: message.windowOpen }),
    ...(message.tracksOpens || message.tracksClicks
      ? { tracked: { opens: message.tracksOpens, clicks: message.tracksClicks } }
      : {}),
  };
}
