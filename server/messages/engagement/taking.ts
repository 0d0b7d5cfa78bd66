// Who takes a client's money, as far as reminders must know it: whether a link to pay leads to anybody.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

/** One who takes money, in the order in which they are asked. */
export type Taker = {
  /** Empty: any. */
  readonly currencies: readonly string[];
  readonly leastMinor: bigint;
};

/** Those of the client's providers that are switched on. */
export async function readTakers(tx: Tx, clientId: string): Promise<readonly Taker[]> {
  const { rows } = await sql<Taker>`
    select currencies, least_minor from dunlin.payment_provider
    where client_id = ${clientId} and enabled order by priority, kind limit 100`.execute(tx);
  return rows;
}

/** True when the provider that is asked for the currency takes as little as that. */
export function isTaken(takers: readonly Taker[], currency: string, amountMinor: bigint): boolean {
  const taker = takers.find(
    ({ currencies }) => currencies.length === 0 || currencies.includes(currency),
  );
  return taker !== undefined && amountMinor >= taker.leastMinor;
}
