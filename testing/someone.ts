// A customer to whom anything may be said, right or wrong: what they do goes through the real code, what is said to them past
// every gate.
import { sql } from "kysely";
import { hear } from "#conversations/hear.ts";
import { recordEvents } from "#ledger/events.ts";
import { factsChanged } from "#ledger/facts-changed.ts";
import { makePromise, placeHold } from "#ledger/holds.ts";
import { loadContext } from "#messages/planning/context.ts";
import { postPayments } from "#payments/payments.ts";
import { asClient } from "#platform/db.ts";
import { GATES } from "#policies/gates.ts";
import type { HoldKind, MessageClass } from "#policies/types.ts";
import { THURSDAY, type BuiltClient, type Customer, type World } from "#testing/builders.ts";

type Said = {
  readonly class: MessageClass;
  readonly at?: Temporal.Instant;
  readonly createdAt?: Temporal.Instant;
  readonly notAfter?: Temporal.Instant;
  readonly lane?: number;
  readonly channel?: "sms" | "email";
  readonly template?: string;
  readonly amountMinor?: bigint | null;
  /** Undefined: the version of now; null: none. */
  readonly factsVersion?: null;
};

let numbers = 0;

/** A customer who owes 100.00 in two halves, and what happens to them, in the order of the calls. */
export async function someone(world: World, client: BuiltClient) {
  const { clientId } = client;
  numbers += 1;
  const phone = `+2784${String(numbers).padStart(7, "0")}`;
  const customer: Customer = await client.customer({ points: [{ address: phone }] });
  const first = await client.invoice(customer, 6_000n, "2026-03-04");
  await client.invoice(customer, 4_000n, "2026-03-04");
  const { customerId } = customer;

  /** Plans a message as if nothing stood against it. */
  const plan = async (said: Said): Promise<string> => {
    const at = said.at ?? THURSDAY;
    const createdAt = said.createdAt ?? at;
    const rests = GATES[said.class].changed_facts !== "passes" && said.factsVersion !== null;
    const [row] = await client.rows(sql<{ id: string }>`
      insert into dunlin.message (client_id, class, lane, channel, state, customer_id, account_id, facts_version,
        address, template, language, body, amount_minor, currency, not_before, not_after, created_at)
      select ${clientId}, ${said.class}, ${said.lane ?? 2}, ${said.channel ?? "sms"}, 'planned', ${customerId},
        ${first.accountId}, case when ${rests} then c.facts_version end, ${phone}, ${said.template ?? "reminder"},
        'en', 'words', ${said.amountMinor === undefined ? 10_000n : said.amountMinor}, 'ZAR', ${at},
        ${said.notAfter ?? at.add({ hours: 1 })}, ${createdAt}
      from dunlin.customer c where c.customer_id = ${customerId}
      returning message_id as id`);
    await log("message.planned", row!.id, createdAt);
    return row!.id;
  };
  const log = async (
    kind: string,
    messageId: string | undefined,
    at: Temporal.Instant,
    body = {},
  ) =>
    await client.within(
      async (tx) =>
        await recordEvents(tx, clientId, at, [
          { kind, customerId, messageId, actor: "test", body },
        ]),
    );
  const authorise = async (messageId: string, at = THURSDAY): Promise<string> => {
    await client.rows(sql`insert into dunlin.attempt (client_id, message_id, attempt, route_id, process_id, started_at, finished_at, outcome)
      select ${clientId}, ${messageId}, 1, route_id, 1, now(), now(), 'sent' from dunlin.route where channel = 'sms'`);
    await log("message.authorised", messageId, at, { attempt: 1 });
    await client.rows(sql`update dunlin.message set state = 'handed_over', attempt = 1, handed_over_at = ${at}, ended_at = ${at}
      where message_id = ${messageId}`);
    return messageId;
  };
  return {
    phone,
    customer,
    first,
    plan,
    authorise,
    say: async (said: Said) => await authorise(await plan(said), said.at),
    change: async () => {
      await client.within(async (tx) => await factsChanged(tx, clientId, [customerId], THURSDAY));
      await log("customer.updated", undefined, THURSDAY);
    },
    hold: async (kind: HoldKind, invoices?: readonly string[]) =>
      await client.within(
        async (tx) =>
          await placeHold(
            tx,
            clientId,
            { customerReference: customer.reference, kind, invoices, by: "test" },
            THURSDAY,
          ),
      ),
    promise: async (amountMinor: bigint, dueOn: string) =>
      await client.within(
        async (tx) =>
          await makePromise(
            tx,
            clientId,
            {
              customerReference: customer.reference,
              currency: "ZAR",
              amountMinor,
              dueOn: Temporal.PlainDate.from(dueOn),
              by: "test",
            },
            THURSDAY,
          ),
      ),
    pay: async (amountMinor: bigint) =>
      await asClient(world.db, clientId, async (tx) => {
        numbers += 1;
        const payment = {
          reference: `PAY-${numbers}`,
          customerReference: customer.reference,
          currency: "ZAR",
          amountMinor,
          paidOn: Temporal.PlainDate.from("2026-03-05"),
        };
        const options = { now: THURSDAY, actor: "test" };
        await postPayments(tx, await loadContext(tx, clientId), [payment], options);
      }),
    stop: async (text = "STOP") => {
      const [route] = await client.rows(
        sql<{ routeId: string }>`select route_id from dunlin.route where channel = 'sms'`,
      );
      numbers += 1;
      const inbound = { channel: "sms", to: "+27600000000", automatic: false } as const;
      const providerId = `in-${numbers}`;
      await hear(world.db, clientId, {
        ...inbound,
        routeId: route!.routeId,
        from: phone,
        text,
        providerId,
      });
    },
  };
}

export type Someone = Awaited<ReturnType<typeof someone>>;
