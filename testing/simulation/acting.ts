/** Makes a planned happening happen. */
import { hear } from "#conversations/hear.ts";
import { offersFor } from "#ledger/arrangements.ts";
import { accountIdOf, customerIdOf, endHolds, makePromise, placeHold } from "#ledger/holds.ts";
import { makePlan } from "#ledger/plans.ts";
import { changeCustomer } from "#messages/planning/change.ts";
import { listUncertain, resolveUncertain } from "#messages/resolve.ts";
import { clockNow } from "#platform/clock.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { DEFAULT_LIMITS, splitEvenly, toleranceOf } from "#policies/arrangements.ts";
import type { HoldKind } from "#policies/types.ts";
import { actOnDebit } from "./debiting.ts";
import { book, paymentsFile, receive, undo } from "./accounting.ts";
import {
  HOUR_MS,
  MINUTE_MS,
  type ClientEvent,
  type CustomerEvent,
  type Happening,
} from "./happenings.ts";
import type { Shield } from "./oracle.ts";
import type { Client } from "./town.ts";

const STOPS = /^(stop|unsubscribe)$/i;

export async function act(
  happening: Happening,
  clientOf: (what: Happening["what"]) => Client | undefined,
): Promise<void> {
  const client = clientOf(happening.what);
  if (!client) return;
  await ("n" in happening.what
    ? actOfCustomer(client, happening.what)
    : actOfClient(client, happening.what, happening.id));
}

async function actOfClient(client: Client, what: ClientEvent, id: string): Promise<void> {
  const { at } = client;
  const now = await clockNow(at.app);
  switch (what.do) {
    case "book":
      return await book(client, what);
    case "undo":
      return await undo(client);
    case "payments file":
      return await paymentsFile(client, what.again);
    case "policy":
      at.count("policy");
      return await client.policy(what.policy, now);
    case "route":
      at.count(what.trouble);
      return at.network.trouble(
        client.style,
        what.route,
        what.trouble,
        now.epochMilliseconds + what.minutes * MINUTE_MS,
      );
    case "stranger writes":
      return await write(client, "sms", "+27825559999", what.text, id);
    case "stray receipt":
      at.count("stray receipt");
      return at.network.stray({ client: client.style, routeId: client.routeIds.get(what.route)! });
    case "resolve":
      return await resolve(client);
  }
}

async function actOfCustomer(client: Client, what: CustomerEvent): Promise<void> {
  const { books, known } = client;
  const { n } = what;
  const person = books.people.get(n)!;
  switch (what.do) {
    case "invoice":
      return books.invoice(n, what.invoice);
    case "credit note":
      return void books.credits.push({
        n,
        reference: what.reference,
        amountMinor: what.amountMinor,
      });
    case "payment":
      return await receive(client, what);
    case "returned":
      return books.giveBack(what.payment);
    case "writes": {
      const from = what.by === "sms" ? books.phones.get(n) : person.mailbox;
      if (from === undefined) return;
      const id = `${n} ${(await clockNow(client.at.app)).epochMilliseconds} ${what.text}`;
      await write(client, what.by, from, what.text, id);
      if (what.twice) await write(client, what.by, from, what.text, id);
      return;
    }
    case "number moves": {
      const phone = books.phones.get(n);
      if (phone === undefined || !books.people.has(what.to)) return;
      books.phones.set(n, what.newNumber).set(what.to, phone);
      known.has(n, what.newNumber);
      return known.has(what.to, phone);
    }
    case "dispute":
      return await shield(client, what, { kind: "dispute", invoice: what.invoice });
    case "promise":
      return await shield(client, what, {
        kind: "promise",
        days: what.days,
        amountMinor: what.amountMinor,
      });
    case "plan":
      return await plan(client, what);
    case "pays instalment":
      return await payInstalment(client, what);
    case "debit":
    case "answers notice":
    case "stop is lifted":
    case "debit leaves":
    case "debit comes back":
      return await actOnDebit(client, what);
    case "hold":
      return await shield(client, what, { kind: what.kind, days: what.days });
    case "dispute ends":
      return await unshield(client, n, "dispute");
    case "hold ends":
      return await unshield(client, n, what.kind);
  }
}

type NewShield = {
  readonly kind: HoldKind;
  readonly invoice?: string | undefined;
  readonly days?: number | undefined;
  readonly amountMinor?: number;
};

async function shield(
  client: Client,
  { n }: { readonly n: number },
  wish: NewShield,
): Promise<void> {
  const { clientId, books, known, at } = client;
  const { kind, invoice, days, amountMinor } = wish;
  const person = books.people.get(n)!;
  const now = await clockNow(at.app);
  const today = now.toZonedDateTimeISO("Africa/Johannesburg").toPlainDate();
  const until = days === undefined ? undefined : today.add({ days });
  const about = { customerReference: person.reference, by: "simulation" };
  const placed = await client.ask(kind, async () => {
    await change(client, async (tx) =>
      kind === "promise"
        ? await makePromise(
            tx,
            clientId,
            {
              ...about,
              currency: person.currency,
              amountMinor: BigInt(amountMinor!),
              dueOn: until!,
            },
            now,
          )
        : await placeHold(
            tx,
            clientId,
            { ...about, kind, until, ...(invoice === undefined ? {} : { invoices: [invoice] }) },
            now,
          ),
    );
  });
  if (!placed) return;
  if (kind === "promise" && client.style === "ledger") {
    const dueOn = until!;
    return pledge(client, n, { amountMinor: amountMinor!, dueOn, graceDays: 0, now });
  }
  const added: Shield = {
    n,
    kind,
    sinceMs: now.epochMilliseconds,
    untilOn: until?.toString(),
    invoice,
    amountMinor,
  };
  known.shields.push(added);
  if (kind === "dispute") known.turn(n);
}

type NewPledge = {
  readonly amountMinor: number;
  readonly dueOn: Temporal.PlainDate;
  readonly graceDays: number;
  readonly now: Temporal.Instant;
  readonly toleranceMinor?: number;
  readonly plan?: number;
};

function pledge({ books, known }: Client, n: number, made: NewPledge): void {
  const { amountMinor, toleranceMinor = 0, dueOn, graceDays, now, plan: planned } = made;
  const { tellsZone, zone } = books.people.get(n)!;
  // By the customer's zone where the books tell it, else by the client's.
  const ends = dueOn
    .add({ days: graceDays + 1 })
    .toZonedDateTime(tellsZone ? zone : "Africa/Johannesburg");
  known.pledges.push({
    n,
    plan: planned,
    sinceMs: now.epochMilliseconds,
    dueOn: dueOn.toString(),
    amountMinor,
    toleranceMinor,
    endsMs: ends.epochMilliseconds,
  });
}

/** All that can be promised, in instalments so many days apart. */
async function plan(
  client: Client,
  { n, instalments: count, everyDays }: Extract<CustomerEvent, { do: "plan" }>,
): Promise<void> {
  const { clientId, books, known, at } = client;
  const now = await clockNow(at.app);
  const person = books.people.get(n)!;
  const made: NewPledge[] = [];
  await client.ask("plan", async () => {
    await change(client, async (tx) => {
      const customerId = await customerIdOf(tx, clientId, person.reference);
      const accountId = await accountIdOf(tx, clientId, customerId, person.currency);
      const { promisable, today } = await offersFor(tx, clientId, accountId, now);
      const instalments = splitEvenly(promisable, count).map((amountMinor, k) => ({
        amountMinor,
        dueOn: today.add({ days: everyDays * (k + 1) }),
      }));
      const wanted = { customerId, accountId, instalments, by: "simulation" };
      const answer = await makePlan(tx, clientId, wanted, now);
      if ("refused" in answer) throw new UserError(answer.refused.reason);
      for (const { amountMinor, dueOn } of instalments) {
        const toleranceMinor = Number(toleranceOf(DEFAULT_LIMITS, amountMinor));
        const minor = Number(amountMinor);
        made.push({ amountMinor: minor, toleranceMinor, dueOn, graceDays: 1, now });
      }
      return { customerId };
    });
  });
  const number = known.pledges.length;
  for (const one of made) pledge(client, n, { ...one, plan: number });
}

async function payInstalment(
  client: Client,
  { n, reference, share }: Extract<CustomerEvent, { do: "pays instalment" }>,
): Promise<void> {
  const nowMs = (await clockNow(client.at.app)).epochMilliseconds;
  const next = client.known
    .pledgesOf(n, nowMs)
    .stands.find(({ fate, pledge: { plan: planned } }) => fate === "open" && planned !== undefined);
  if (!next) return;
  const amountMinor = Math.round(next.pledge.amountMinor * share);
  const payment = { reference, amountMinor, invoice: undefined };
  await receive(client, { do: "payment", n, payment, told: "at once" });
}

async function unshield(client: Client, n: number, kind: HoldKind): Promise<void> {
  const { clientId, books, known, at } = client;
  const customerReference = books.people.get(n)!.reference;
  const now = await clockNow(at.app);
  const ended = await client.ask(`${kind} ends`, async () => {
    await change(
      client,
      async (tx) =>
        await endHolds(tx, clientId, { customerReference, kinds: [kind], by: "simulation" }, now),
    );
  });
  if (ended) known.shields = known.shields.filter((one) => one.n !== n || one.kind !== kind);
  if (kind === "dispute") known.turn(n);
}

async function change(
  client: Client,
  work: (tx: Tx) => Promise<{ readonly customerId: string }>,
): Promise<void> {
  await client.within(
    async (tx) =>
      void (await changeCustomer(tx, client.clientId, "simulation", async () => await work(tx))),
  );
}

async function write(
  client: Client,
  by: "sms" | "email",
  from: string,
  text: string,
  id: string,
): Promise<void> {
  const { at, clientId, known, routeIds } = client;
  const to = by === "sms" ? "+27600000002" : client.mailbox();
  const routeId = routeIds.get(by === "sms" ? "sms-a" : "mail")!;
  await hear(at.worker, clientId, {
    routeId,
    channel: by,
    from,
    to,
    text,
    providerId: id,
    automatic: false,
  });
  at.count(`reply ${text.length > 12 ? "in other words" : text.toUpperCase()}`);
  if (STOPS.test(text)) known.stopped.add(`${by} ${from}`);
  if (text === "START") known.stopped.delete(`${by} ${from}`);
}

/** Somebody asks the network what became of the messages that nobody knows of for hours. */
async function resolve(client: Client): Promise<void> {
  const { at, clientId } = client;
  const now = await clockNow(at.app);
  await client.within(async (tx) => {
    for (const { message, planned_at: planned } of await listUncertain(tx, clientId)) {
      if (now.epochMilliseconds - planned.epochMilliseconds < 4 * HOUR_MS) continue;
      const arrived = at.network.taken.some(
        ({ messageId, arrives }) => messageId === message && arrives,
      );
      await resolveUncertain(
        tx,
        clientId,
        message,
        arrived ? "delivered" : "failed",
        now,
        "simulation",
      );
      at.count("resolved by a person");
    }
  });
}
