// The answer to BALANCE, from the books.
import type { PlanContext } from "#messages/planning/context.ts";
import { zonesOf } from "#messages/planning/zones.ts";
import type { Tx } from "#platform/db.ts";
import { balanceAnswer, balanceOf, type Words } from "./balance.ts";
import type { Point } from "./correspondent.ts";
import { loadHoldings } from "./holdings.ts";
import type { Known } from "./identity.ts";

export type AsksBalance = {
  readonly customerId: string | undefined;
  readonly known: Known;
  readonly point: Point | undefined;
};

/** What the customer's accounts stand at, as far as may be told. */
export async function balanceWords(
  tx: Tx,
  { client }: PlanContext,
  { customerId, known, point }: AsksBalance,
  now: Temporal.Instant,
): Promise<Words> {
  if (customerId === undefined || known.tells === "nothing") return balanceAnswer("unverified", []);
  const zone = (point && zonesOf(point.zone, point.country, [])[0]) ?? client.zone;
  const holdings = await loadHoldings(tx, client.clientId, customerId);
  const balances = holdings.map((one) => balanceOf(one, now.epochMilliseconds, zone));
  return balanceAnswer(known.disclosure, balances);
}
