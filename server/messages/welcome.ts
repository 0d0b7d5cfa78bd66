// A welcome for each new customer of a client that switched it on: once, by the channel that reaches them first.
import { sql } from "kysely";
import { GRACE } from "#ledger/facts-changed.ts";
import { loadContext, type PlanContext } from "#messages/planning/context.ts";
import { sendMessages, type Sending } from "#messages/sending.ts";
import { startChore, type Chore } from "#platform/chore.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";

const POLL_MS = 5_000;
/** Customers of one transaction. */
const SET = 500;
const ACTOR = "welcome";

/** Welcomes new customers from time to time. Any number of processes may do it. */
export function startWelcoming(db: Db, log: Logger, everyMs = POLL_MS): Chore {
  const failed = "new customers wait for their welcome";
  return startChore(log, failed, { everyMs }, async (signal) =>
    welcomeAll(db, log, () => signal.aborted),
  );
}

/** Welcomes everybody who is due, client by client; how many messages were written. */
export async function welcomeAll(
  db: Db,
  log: Logger,
  stopped: () => boolean = () => false,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`select dunlin.clients_that_welcome() as id`.execute(
    db,
  );
  let said = 0;
  for (const { id } of rows) {
    for (let looked = SET; looked === SET && !stopped();) {
      const set = await asClient(db, id, async (tx) => await welcomeSet(tx, id)).catch(
        (error: unknown) => {
          if (!(error instanceof UserError)) throw error;
          log.warn({ clientId: id, error: error.message }, "the welcome can't be said");
          return { looked: 0, said: 0 };
        },
      );
      ({ looked } = set);
      said += set.said;
    }
  }
  return said;
}

type New = {
  readonly customerId: string;
  readonly language: string;
  readonly phone: string | null;
  readonly mailbox: string | null;
};

async function welcomeSet(tx: Tx, clientId: string): Promise<{ looked: number; said: number }> {
  const context = await loadContext(tx, clientId);
  const { welcomeTemplate: template, welcomeSince: since } = context.rules;
  if (template === null || since === null) return { looked: 0, said: 0 };
  const now = await clockNow(tx);
  const found = await newCustomers(tx, clientId, since, now);
  const sendings = found.map((one) => welcomeOf(context, template, one));
  const due = sendings.flatMap((sending) => sending ?? []);
  const said = due.length === 0 ? [] : await sendMessages(tx, context, due, now, ACTOR);
  const ids = said.map(({ messageId }) => messageId).values();
  const rows = found.map(({ customerId }, index) => ({
    customer_id: customerId,
    message_id: sendings[index] === undefined ? null : ids.next().value,
  }));
  await sql`
    insert into dunlin.welcome (client_id, customer_id, message_id, at)
    select ${clientId}, customer_id, message_id, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (customer_id uuid, message_id uuid)
  `.execute(tx);
  return { looked: found.length, said: said.length };
}

// After the time in which an import can be taken back; an address that several share is nobody's own and is not welcomed.
async function newCustomers(
  tx: Tx,
  clientId: string,
  since: Temporal.Instant,
  now: Temporal.Instant,
): Promise<readonly New[]> {
  const { rows } = await sql<New>`
    with fresh as materialized (
      select c.customer_id, c.language, c.created_at from dunlin.customer c
      where c.client_id = ${clientId} and c.created_at >= ${since} and c.created_at <= ${now.subtract(GRACE)}
        and not exists (select from dunlin.welcome w
          where w.client_id = c.client_id and w.customer_id = c.customer_id)
      order by c.created_at, c.customer_id limit ${SET} for no key update skip locked
    )
    select f.customer_id, f.language, point.phone, point.mailbox
    from fresh f
    left join lateral (
      select min(p.address) filter (where p.kind = 'phone') as phone,
        min(p.address) filter (where p.kind = 'mailbox') as mailbox
      from dunlin.contact_point p
      where p.client_id = ${clientId} and p.customer_id = f.customer_id and p.retired_at is null
        and not exists (select from dunlin.contact_point o where o.client_id = p.client_id and o.kind = p.kind
          and o.address = p.address and o.customer_id <> p.customer_id and o.retired_at is null)
    ) point on true
    order by f.created_at, f.customer_id
  `.execute(tx);
  return rows;
}

function welcomeOf(
  { routes }: PlanContext,
  template: string,
  { phone, mailbox, language }: New,
): Sending | undefined {
  const can = (channel: "sms" | "email") => routes.some((route) => route.channel === channel);
  const common = { template, language, class: "service" } as const;
  if (phone !== null && can("sms")) return { ...common, to: phone, channel: "sms" };
  if (mailbox !== null && can("email")) return { ...common, to: mailbox, channel: "email" };
  return undefined;
}
