// A debit that came back is presented again where the rules of its scheme, as data, allow it: with a notice of its own.
import { createHash } from "node:crypto";
import { recordEvents } from "#ledger/events.ts";
import { loadContext } from "#messages/planning/context.ts";
import type { Tx } from "#platform/db.ts";
import { dateOf, dayOfDate } from "#policies/day.ts";
import { retryOn } from "#policies/debit-schemes.ts";
import { putOrders } from "./orders.ts";
import type { DebitResult, Known, Recorded } from "./results.ts";
import { loadDebitSettings, retryRuleOf } from "./settings.ts";
import { standingStops } from "./stop-rows.ts";

/** SEPA ids hold 35 characters. */
const MOST_ID = 35;

/** Plans the next presentation; undefined where there is none. After a stop nothing comes before a new mandate. */
export async function presentAgain(
  tx: Tx,
  clientId: string,
  debit: Known,
  result: DebitResult,
  { now, actor }: { readonly now: Temporal.Instant; readonly actor: string },
): Promise<Recorded["retry"]> {
  const context = await loadContext(tx, clientId);
  const rule = retryRuleOf(await loadDebitSettings(tx, clientId), debit.scheme);
  const stops = await standingStops(tx, clientId, [debit.endToEndId], [debit.mandateId]);
  const returned = {
    reason: result.reasonCode ?? "",
    attempt: debit.attempt,
    returnedOn: dayOfDate(result.on),
    firstStrikeOn: dayOfDate(debit.firstStrikeOn),
  };
  const next =
    stops.length > 0 ? { no: "stopped" } : retryOn(rule, returned, context.client.country);
  if ("no" in next) {
    await recordEvents(tx, clientId, now, [
      {
        kind: "debit.not_retried",
        customerId: debit.customerId,
        actor,
        cause: debit.debitId,
        body: { debit_id: debit.debitId, reason: next.no },
      },
    ]);
    return undefined;
  }
  const attempt = debit.attempt + 1;
  const strikeOn = dateOf(next.on);
  const order = {
    endToEndId: idOfAttempt(debit.endToEndId, attempt),
    mandate: debit.mandateReference,
    creditorSchemeId: debit.creditorSchemeId ?? undefined,
    amountMinor: debit.amountMinor,
    currency: debit.currency,
    strikeOn,
    product: debit.product,
    campaign: debit.campaign,
    invoices: debit.invoices,
    retry: { of: debit.debitId, attempt, firstStrikeOn: debit.firstStrikeOn },
  };
  const [put] = await putOrders(tx, context, [order], { now, actor, source: "retry" });
  return put?.debitId === undefined ? undefined : { debitId: put.debitId, strikeOn };
}

/** The first id with the number of the attempt behind it; one that is too long for both is told apart by its digest. */
function idOfAttempt(endToEndId: string, attempt: number): string {
  const suffix = `-R${attempt}`;
  const first = attempt > 1 ? endToEndId.replace(/-R\d+$/u, "") : endToEndId;
  if (first.length + suffix.length <= MOST_ID) return `${first}${suffix}`;
  const digest = createHash("sha256").update(first).digest("hex").slice(0, 8);
  return `${first.slice(0, MOST_ID - suffix.length - digest.length)}${digest}${suffix}`;
}
