// Checkouts whose time is over: a provider that never calls is asked, so that no account stays shut.
import { sql } from "kysely";
import { startRounds } from "#clients/rounds.ts";
import { loadContext } from "#messages/planning/context.ts";
import type { Chore } from "#platform/chore.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient } from "#platform/db.ts";
import { lookAt, type PayPorts } from "./checkouts.ts";
import { readCheckout } from "./checkout-rows.ts";
import { endUnpaid } from "./settling.ts";

const POLL_MS = 60_000;
/** Of one client in one round. */
const MOST = 50;
/** A provider that can't be asked for so long after the end of a session is believed to have ended it. */
const GIVEN_UP_AFTER = "24 hours";

/** Looks after the checkouts of every client from time to time. Any number of processes may do it. */
export function startCheckoutUpkeep(ports: PayPorts, everyMs = POLL_MS): Chore {
  const failed = "checkouts were not looked after";
  return startRounds(ports.db, ports.log, { everyMs, failed }, async (clientId) =>
    lookAfter(ports, clientId),
  );
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
