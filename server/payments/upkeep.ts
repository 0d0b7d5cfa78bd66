// Checkouts whose time is over: a provider that never calls is asked, so that no account stays shut.
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { clientIds } from "#clients/clients.ts";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import { lookAt, type PayPorts } from "./checkouts.ts";
import { readCheckout } from "./checkout-rows.ts";
import { endUnpaid } from "./settling.ts";

const POLL_MS = 60_000;
/** Of one client in one round. */
const MOST = 50;
/** A provider that can't be asked for so long after the end of a session is believed to have ended it. */
const GIVEN_UP_AFTER = "24 hours";

/** Looks after the checkouts of every client from time to time. Any number of processes may do it. */
export function startCheckoutUpkeep(ports: PayPorts, pollMs = POLL_MS) {
  const ending = new AbortController();
  const { signal } = ending;
  const running = (async () => {
    for (; !signal.aborted;) {
      await delay(pollMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await lookAfterAll(ports, signal).catch((error: unknown) =>
        ports.log.warn({ error: messageOf(error) }, "checkouts were not looked after"),
      );
    }
  })();
  return {
    stop: async (): Promise<void> => {
      ending.abort();
      await running;
    },
  };
}

async function lookAfterAll(ports: PayPorts, signal: AbortSignal): Promise<void> {
  for (const clientId of await clientIds(ports.db)) {
    if (signal.aborted) return;
    await lookAfter(ports, clientId);
  }
}

/** Those of one client; how many were looked at. */
export async function lookAfter(ports: PayPorts, clientId: string): Promise<number> {
  const { db } = ports;
  const due = await asClient(db, clientId, async (tx) => {
    const { rows } = await sql<{ checkoutId: string; isGivenUp: boolean }>`
      select checkout_id, state <> 'pending'
        and expires_at < clock_timestamp() - ${GIVEN_UP_AFTER}::interval as is_given_up
      from dunlin.checkout
      where client_id = ${clientId} and state in ('creating', 'open', 'pending') and expires_at < clock_timestamp()
      order by checkout_id limit ${MOST}`.execute(tx);
    return rows;
  });
  for (const { checkoutId, isGivenUp } of due) {
    const checkout = await asClient(
      db,
      clientId,
      async (tx) => await readCheckout(tx, clientId, checkoutId),
    );
    if (!checkout) continue;
    const { state } = await lookAt(ports, clientId, checkout);
    if (state !== "open" || !isGivenUp) continue;
    await asClient(db, clientId, async (tx) => {
      const context = await loadContext(tx, clientId);
      const to = { state: "expired", reason: "no_word" } as const;
      await endUnpaid(tx, context, checkout, to, await clockNow(tx));
    });
  }
  return due.length;
}
