// Dialogues that nobody goes on with: they end by the installation's clock, and what came in meanwhile moves them on.
import { sql } from "kysely";
import { startRounds } from "#clients/rounds.ts";
import { recordEvents, type NewEvent } from "#ledger/events.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import { loadContext } from "#messages/planning/context.ts";
import type { Chore } from "#platform/chore.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import type { Logger } from "#platform/log.ts";
import { loadFacts } from "./dialogue-facts.ts";
import { step } from "./dialogue/machine.ts";
import type { Event } from "./dialogue/types.ts";
import { loadSession, saveSession } from "./sessions.ts";

const EVERY_MS = 15_000;
const MOST_AT_ONCE = 200;

/** Moves the dialogues of every client on. Any number of processes may do it. */
export function startDialogueUpkeep(db: Db, log: Logger, everyMs = EVERY_MS): Chore {
  const options = { everyMs, failed: "dialogues were not ended" };
  return startRounds(db, log, options, async (clientId) => {
    await asClient(
      db,
      clientId,
      async (tx) => await moveDialogues(tx, clientId, await clockNow(tx)),
    );
  });
}

type Due = {
  readonly conversationId: string;
  readonly customerId: string;
  /** Minor units that came in since the last step; null: nothing did. */
  readonly paidMinor: bigint | null;
};

/** Ends what has run out and tells the others what was paid, at most 200; gives how many it looked at. */
export async function moveDialogues(
  tx: Tx,
  clientId: string,
  now: Temporal.Instant,
): Promise<number> {
  const due = await dueSessions(tx, clientId, now);
  if (due.length === 0) return 0;
  await lockCustomers(
    tx,
    clientId,
    due.map(({ customerId }) => customerId),
  );
  const { client } = await loadContext(tx, clientId);
  const events: NewEvent[] = [];
  for (const one of due) {
    const { conversationId, customerId, paidMinor } = one;
    const { session: before, first } = await loadSession(tx, clientId, conversationId, now);
    const event: Event | undefined =
      first ?? (paidMinor === null ? undefined : { kind: "payment", amountMinor: paidMinor });
    if (event === undefined) continue;
    const today = now.toZonedDateTimeISO(client.zone).toPlainDate();
    const nobody = { tells: "nothing", reply: undefined, text: "" } as const;
    const asked = { customerId, today, currency: client.currency, ...nobody };
    const { facts } = await loadFacts(tx, clientId, asked, now);
    const { session } = step(before, event, facts);
    await saveSession(tx, clientId, conversationId, { before, session }, now);
    const [from, to] = [before.state.at, session.state.at];
    const body = { conversation: conversationId, from, to, on: event.kind };
    if (from !== to) events.push({ kind: "dialogue.moved", customerId, actor: "system", body });
  }
  await recordEvents(tx, clientId, now, events);
  return due.length;
}

async function dueSessions(tx: Tx, clientId: string, now: Temporal.Instant): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select s.conversation_id, c.customer_id, paid.minor as paid_minor
    from dunlin.dialogue_session s
    join dunlin.conversation c using (client_id, conversation_id)
    left join lateral (
      select sum(y.amount_minor)::bigint as minor
      from dunlin.account a join dunlin.payment y using (client_id, account_id)
      where a.client_id = s.client_id and a.customer_id = c.customer_id and y.received_at > s.changed_at
    ) paid on true
    where s.client_id = ${clientId} and s.expires_at is not null and c.customer_id is not null
      and (s.expires_at <= ${now} or paid.minor is not null)
    order by s.expires_at, s.conversation_id limit ${MOST_AT_ONCE}
  `.execute(tx);
  return rows;
}
