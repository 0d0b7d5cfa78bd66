/** What must be true when all is told and done. */
import type pg from "pg";
import { DAY_MS } from "./happenings.ts";
import type { Network } from "./network.ts";
import type { Client } from "./town.ts";

/** Dunlin's balances are what the simulation told it. */
export async function accountsMatch(
  owner: pg.Pool,
  { clientId, told, books }: Client,
): Promise<string[]> {
  const { rows } = await owner.query<{ reference: string; minor: bigint }>(
    `select c.reference, (coalesce((select sum(i.open_minor) from dunlin.invoice i join dunlin.account a using (client_id, account_id)
         where a.client_id = c.client_id and a.customer_id = c.customer_id), 0)
       - coalesce((select sum(i.open_minor) from dunlin.credit i join dunlin.account a using (client_id, account_id)
         where a.client_id = c.client_id and a.customer_id = c.customer_id), 0)
       - coalesce((select sum(i.unallocated_minor) from dunlin.payment i join dunlin.account a using (client_id, account_id)
         where a.client_id = c.client_id and a.customer_id = c.customer_id), 0))::bigint as minor
     from dunlin.customer c where c.client_id = $1`,
    [clientId],
  );
  const ours = new Map(rows.map(({ reference, minor }) => [reference, Number(minor)]));
  return [...books.people.values()].flatMap(({ n, reference }) => {
    const [expected, found] = [told.balanceMinor(n), ours.get(reference) ?? 0];
    return expected === found
      ? []
      : [`${reference} owes ${expected} by what was told, and ${found} by Dunlin`];
  });
}

const FATES = {
  open: ["open"],
  kept: ["kept"],
  // Where nothing is owed any more nobody has broken their word.
  "part kept": ["part_kept", "cancelled"],
  broken: ["broken", "cancelled"],
  // Looked at late, two instalments may be found over at once.
  dropped: ["cancelled", "broken"],
} as const;

/** Every promise ended as the simulation knows it to have, where it can know. */
export async function promisesMatch(
  owner: pg.Pool,
  { clientId, known, books, style }: Client,
  nowMs: number,
): Promise<string[]> {
  if (style !== "ledger") return [];
  const { rows } = await owner.query<{ key: string; state: string }>(
    `select concat_ws(' ', c.reference, p.due_on, p.amount_minor) as key, p.state
     from dunlin.promise p join dunlin.account a using (client_id, account_id)
     join dunlin.customer c using (client_id, customer_id) where p.client_id = $1`,
    [clientId],
  );
  const states = Map.groupBy(rows, ({ key }) => key);
  return [...books.people.values()].flatMap(({ n, reference }) => {
    const { stands, clear } = known.pledgesOf(n, nowMs);
    if (!clear) return [];
    return stands.flatMap(({ pledge, fate }) => {
      const key = `${reference} ${pledge.dueOn} ${pledge.amountMinor}`;
      const found = (states.get(key) ?? []).map(({ state }) => state);
      // What has just ended may wait for its look, or for fresh books.
      const allowed: readonly string[] =
        nowMs - pledge.endsMs < 3 * DAY_MS ? [...FATES[fate], "open"] : FATES[fate];
      if (found.length === 1 ? allowed.includes(found[0]!) : found.length > 1) return [];
      return [`${reference} promised ${key}, which is ${fate}, and by Dunlin ${found.join()}`];
    });
  });
}

/** What Dunlin says it handed over, the far side took, and the other way round. */
export async function handOversMatch(
  owner: pg.Pool,
  { clientId, style }: Client,
  network: Network,
): Promise<string[]> {
  const { rows } = await owner.query<{ key: string; outcome: string | null }>(
    "select message_id || '/' || attempt as key, outcome from dunlin.attempt where client_id = $1",
    [clientId],
  );
  const outcomes = new Map(rows.map(({ key, outcome }) => [key, outcome]));
  const taken = new Map(
    network.taken
      .filter(({ client }) => client === style)
      .map((one) => [`${one.messageId}/${one.attempt}`, one]),
  );
  const faults = [...taken].flatMap(([key, { answered, to }]) => {
    const outcome = outcomes.get(key);
    const right = answered ? outcome === "sent" : outcome === "uncertain" || outcome === "partial";
    return right
      ? []
      : [`the far side took attempt ${key} to ${to}, which Dunlin says is ${outcome ?? "unknown"}`];
  });
  for (const [key, outcome] of outcomes) {
    if (outcome === null) faults.push(`attempt ${key} has no end`);
    if (outcome === "sent" && !taken.has(key))
      faults.push(`Dunlin says that attempt ${key} was handed over, and the far side never had it`);
    if ((network.tried.get(key) ?? 0) !== 1)
      faults.push(`attempt ${key} was tried ${network.tried.get(key) ?? 0} times`);
  }
  return faults;
}

/** What the messages and accounts are that a violation names: their ids are others in each run. */
export async function described(owner: pg.Pool, rows: readonly string[]): Promise<string[]> {
  const ids = rows
    .map((row) => row.slice(row.indexOf("_") + 1))
    .filter((id) => /^[0-9a-f-]{36}$/.test(id));
  const { rows: found } = await owner.query<{ line: string }>(
    `select concat_ws(' ', c.reference, m.channel, m.step_id, m.address, m.state, m.created_at) as line
     from dunlin.message m left join dunlin.customer c using (client_id, customer_id) where m.message_id = any($1)
     union all
     select concat_ws(' ', c.reference, 'decided', d.outcome, d.reason, d.at)
     from dunlin.decision d join dunlin.account a using (client_id, account_id)
     join dunlin.customer c using (client_id, customer_id) where d.decision_id = any($1)
     union all
     select concat_ws(' ', c.reference, 'payment', p.reference)
     from dunlin.payment p join dunlin.account a using (client_id, account_id)
     join dunlin.customer c using (client_id, customer_id) where p.payment_id = any($1)
     union all
     select concat_ws(' ', c.reference, 'invoice', i.reference)
     from dunlin.invoice i join dunlin.account a using (client_id, account_id)
     join dunlin.customer c using (client_id, customer_id) where i.invoice_id = any($1)`,
    [ids],
  );
  return found.map(({ line }) => line);
}
