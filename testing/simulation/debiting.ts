/** Debits in the simulation: when they are ordered, answered, lifted and sent, and what the oracle knows of them. */
import { answerNotice, openNotices } from "#debits/answering.ts";
import { putOrders } from "#debits/orders.ts";
import { recordResults } from "#debits/results.ts";
import { releaseStops } from "#debits/releasing.ts";
import { markSent } from "#debits/sending.ts";
import type { Option } from "#debits/types.ts";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import type pg from "pg";
import { DAY_MS, HOUR_MS, MINUTE_MS, type AtMs, type CustomerEvent } from "./happenings.ts";
import type { Chance } from "./random.ts";
import type { Client } from "./town.ts";

/** `n`: the customer. */
export type DebitEvent =
  | {
      readonly do: "debit";
      readonly n: number;
      readonly reference: string;
      readonly amountMinor: number;
      readonly strikeOn: string;
    }
  /** A digit, as an answer to the notice. */
  | {
      readonly do: "answers notice";
      readonly n: number;
      readonly reference: string;
      readonly option: Option;
    }
  | { readonly do: "stop is lifted"; readonly n: number; readonly reference: string }
  /** The file leaves with all that nothing stops. */
  | { readonly do: "debit leaves"; readonly n: number; readonly reference: string }
  | { readonly do: "debit comes back"; readonly n: number; readonly reference: string };

/** A debit as the oracle knows it. */
export type KnownDebit = {
  readonly n: number;
  readonly strikeMs: AtMs;
  amountMinor: number;
  /** `unclear`: the customer wrote so late, or so near to something else, that nothing is said of it. */
  state: "stands" | "stopped" | "unclear";
};

/** An answer is in time without any doubt so long before the strike: holidays and weekends lie between. */
const SURELY_MS = 6 * DAY_MS;

type Add = (at: AtMs, what: CustomerEvent) => void;

/** A debit of a month, and what comes of it; by a chance of its own. */
export function debitOf(chance: Chance, n: number, month: string, fromMs: AtMs, add: Add): void {
  if (!chance.happens(0.3)) return;
  const reference = `DD-${n}-${month}`;
  const at = fromMs + chance.whole(0, 7 * 24 * 60) * MINUTE_MS;
  const strikeMs = at + chance.one([2, 9, 17]) * DAY_MS;
  const strikeOn = new Date(strikeMs).toISOString().slice(0, 10);
  const amountMinor = chance.whole(5, 90) * 100;
  add(at, { do: "debit", n, reference, amountMinor, strikeOn });
  if (chance.happens(0.2)) {
    const changed = amountMinor + 100;
    add(at + chance.whole(1, 40) * HOUR_MS, {
      do: "debit",
      n,
      reference,
      amountMinor: changed,
      strikeOn,
    });
  }
  const anyTime = (): AtMs => at + Math.floor(chance.next() * (strikeMs - at));
  if (chance.happens(0.6)) {
    add(anyTime(), {
      do: "answers notice",
      n,
      reference,
      option: chance.one([1, 2, 3, 4] as const),
    });
    if (chance.happens(0.3)) add(anyTime(), { do: "stop is lifted", n, reference });
  }
  add(strikeMs - chance.whole(2, 20) * HOUR_MS, { do: "debit leaves", n, reference });
  if (chance.happens(0.3)) add(strikeMs + 2 * DAY_MS, { do: "debit comes back", n, reference });
}

export async function actOnDebit(client: Client, what: DebitEvent): Promise<void> {
  const { clientId, known, at } = client;
  const now = await clockNow(at.app);
  const debit = known.debits.get(what.reference);
  switch (what.do) {
    case "debit":
      return await order(client, what, now);
    case "answers notice":
      return await answer(client, what, now);
    case "stop is lifted":
      if (debit) debit.state = "unclear";
      return await client.within(async (tx) => {
        const debitIds = await idsOf(tx, clientId, what.reference);
        const lifted = await releaseStops(
          tx,
          clientId,
          { debitIds },
          { by: "ann", why: "asked" },
          now,
        );
        if (lifted.length > 0) at.count("stop lifted");
      });
    case "debit leaves":
      return await client.within(async (tx) => {
        const how = { now, actor: "simulation" };
        const { sent, stopped } = await markSent(tx, clientId, [what.reference], how);
        if (sent > 0) at.count("debit sent");
        if (stopped.length > 0) at.count("debit held back");
      });
    case "debit comes back":
      return await client.within(async (tx) => {
        const [state] = await statesOf(tx, clientId, what.reference);
        if (state !== "sent") return;
        const on = now.toZonedDateTimeISO("UTC").toPlainDate();
        const amountMinor = BigInt(debit?.amountMinor ?? 0);
        const said = {
          endToEndId: what.reference,
          reasonCode: "AM04",
          amountMinor,
          currency: "ZAR",
          on,
        };
        const result = { ...said, outcome: "returned", cause: `back ${what.reference}` } as const;
        const [recorded] = await recordResults(tx, clientId, [result], now);
        at.count(recorded?.retry ? "debit returned, again later" : "debit returned");
      });
  }
}

async function order(
  client: Client,
  { n, reference, amountMinor, strikeOn }: Extract<DebitEvent, { do: "debit" }>,
  now: Temporal.Instant,
): Promise<void> {
  const { clientId, books, known, at } = client;
  const [put] = await client.within(async (tx) => {
    const given = {
      endToEndId: reference,
      mandate: `M-${reference}`,
      customerReference: books.people.get(n)!.reference,
      amountMinor: BigInt(amountMinor),
      currency: "ZAR",
      strikeOn: Temporal.PlainDate.from(strikeOn),
      product: reference,
    };
    const how = { now, actor: "simulation", source: "api" } as const;
    return await putOrders(tx, await loadContext(tx, clientId), [given], how);
  });
  at.count(`debit ${put!.outcome}`);
  const before = known.debits.get(reference);
  // Who is not in any book yet can't be debited.
  if (put!.outcome === "refused") return;
  if (before?.state === "stopped") return;
  const strikeMs = Date.parse(`${strikeOn}T00:00:00Z`);
  known.debits.set(reference, { n, strikeMs, amountMinor, state: before?.state ?? "stands" });
  const { rows } = await client.at.owner.query<{ at: Temporal.Instant | null }>(
    "select notice_at as at from dunlin.debit_order where client_id = $1 and end_to_end_id = $2",
    [clientId, reference],
  );
  const due = rows[0]?.at;
  if (due) at.later(Math.ceil(Number(due.epochNanoseconds) / 1e6), () => Promise.resolve());
}

async function answer(
  client: Client,
  { n, reference, option }: Extract<DebitEvent, { do: "answers notice" }>,
  now: Temporal.Instant,
): Promise<void> {
  const { clientId, books, known, at } = client;
  const debit = known.debits.get(reference);
  if (!debit) return;
  const heard = at.network.taken.some(
    (one) => one.client === client.style && one.text.includes(`TELL ${reference} `) && one.answered,
  );
  const stopped = await client.within(async (tx) => {
    const { rows } = await at.owner.query<{ id: string }>(
      "select customer_id as id from dunlin.customer where client_id = $1 and reference = $2",
      [clientId, books.people.get(n)!.reference],
    );
    const customerId = rows[0]?.id;
    if (customerId === undefined) return [];
    const open = await openNotices(tx, clientId, customerId, now);
    const debitIds = open.map((one) => one.debitId);
    const given = { customerId, option, debitIds, inboundId: undefined, by: "customer" };
    return await answerNotice(tx, clientId, given, now);
  });
  at.count(stopped.length > 0 ? `option ${option}` : "option to nothing");
  const isSure = heard && debit.strikeMs - now.epochMilliseconds > SURELY_MS;
  if (debit.state !== "unclear") debit.state = isSure ? "stopped" : "unclear";
}

type Tx = Parameters<Parameters<Client["within"]>[0]>[0];

async function idsOf(tx: Tx, clientId: string, reference: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("debitOrder")
    .select("debitId")
    .where("clientId", "=", clientId)
    .where("endToEndId", "=", reference)
    .execute();
  return rows.map((row) => row.debitId);
}

async function statesOf(tx: Tx, clientId: string, reference: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("debitOrder")
    .select("state")
    .where("clientId", "=", clientId)
    .where("endToEndId", "=", reference)
    .execute();
  return rows.map((row) => row.state);
}

/** What was stopped in time did not leave. */
export async function debitsMatch(owner: pg.Pool, { clientId, known }: Client): Promise<string[]> {
  const { rows } = await owner.query<{ reference: string; state: string }>(
    "select end_to_end_id as reference, state from dunlin.debit_order where client_id = $1",
    [clientId],
  );
  const states = new Map(rows.map(({ reference, state }) => [reference, state]));
  return [...known.debits].flatMap(([reference, { state }]) => {
    const found = states.get(reference);
    if (state === "stopped" && found !== "stopped")
      return [`${reference} was stopped by its customer, and by Dunlin it is ${found}`];
    if (state === "stands" && found === "stopped")
      return [`nobody stopped ${reference}, and by Dunlin it is stopped`];
    return [];
  });
}
