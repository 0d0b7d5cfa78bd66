// Payments by link that a bank tells of once more: by what their provider called them, or by our own id of the checkout.
import { sql } from "kysely";
import type { Moved } from "./moved.ts";
import type { Owner } from "./reference-lookup.ts";
import { squeezed, tokensOf } from "./references.ts";
import type { Tx } from "#platform/db.ts";

/** A payment that stands in the books already, and whose it is. */
export type PaidByLink = {
  readonly paymentId: string;
  readonly paymentReference: string;
  readonly customerId: string;
  readonly customerReference: string;
};

/** `sure`: the line is this payment's money. `perhaps`: it names a checkout that is not paid, or for another sum. */
export type FoundCheckout = { readonly sure: PaidByLink } | { readonly perhaps: Owner };

/** Shorter ones are met by chance. */
const SHORTEST = 8;
const MOST_KEYS = 20_000;

type Row = Owner & {
  readonly keys: readonly string[];
  readonly amountMinor: bigint;
  readonly paymentId: string | null;
  readonly paymentReference: string | null;
  /** An entry of the bank is this payment's already. */
  readonly isTold: boolean;
};

/** In the order of the lines: the checkout that each names. At most about 1,000 lines. */
export async function findCheckouts(
  tx: Tx,
  clientId: string,
  lines: readonly Moved[],
): Promise<readonly (FoundCheckout | undefined)[]> {
  const named = lines.map(keysOf);
  const keys = [...new Set(named.flat())].slice(0, MOST_KEYS);
  if (keys.length === 0) return lines.map(() => undefined);
  const { rows } = await sql<Row>`
    with found as (
      select checkout_id from dunlin.checkout
      where client_id = ${clientId} and dunlin.squeezed(session_ref) = any(${keys}::text[])
      union
      select checkout_id from dunlin.checkout
      where client_id = ${clientId} and dunlin.squeezed(payment_ref) = any(${keys}::text[])
      union
      select checkout_id from dunlin.checkout
      where client_id = ${clientId} and checkout_id = any(${keys.flatMap(uuidIn)}::uuid[])
    )
    select array_remove(array[dunlin.squeezed(k.session_ref), dunlin.squeezed(k.payment_ref),
        dunlin.squeezed(k.checkout_id::text)], null) as keys,
      k.amount_minor, k.currency, k.account_id, k.customer_id, c.reference as customer_reference, c.name,
      p.payment_id, p.reference as payment_reference,
      exists (select from dunlin.bank_entry e where e.client_id = k.client_id and e.payment_id = p.payment_id
        and e.what = 'credit') as is_told
    from found f
    join dunlin.checkout k on k.client_id = ${clientId} and k.checkout_id = f.checkout_id
    join dunlin.customer c on c.client_id = k.client_id and c.customer_id = k.customer_id
    left join dunlin.payment p on p.client_id = k.client_id and p.payment_id = k.payment_id`.execute(
    tx,
  );
  const byKey = new Map(rows.flatMap((row) => row.keys.map((key) => [key, row] as const)));
  const taken = new Set<string>();
  return lines.map((line, at) => {
    const row = named[at]!.map((key) => byKey.get(key)).find((one) => one !== undefined);
    return row?.currency === line.currency ? judged(line, row, taken) : undefined;
  });
}

function judged(line: Moved, row: Row, taken: Set<string>): FoundCheckout {
  const { paymentId, paymentReference, customerId, customerReference } = row;
  const isAmount = [line.amountMinor, line.instructedMinor].includes(row.amountMinor);
  const isSure = paymentId !== null && paymentReference !== null && isAmount && !row.isTold;
  if (!isSure || taken.has(paymentId)) return { perhaps: row };
  taken.add(paymentId);
  return { sure: { paymentId, paymentReference, customerId, customerReference } };
}

function keysOf({ endToEndId, servicerReference, references, text }: Moved): readonly string[] {
  const whole = [endToEndId ?? "", servicerReference ?? "", ...references].map(squeezed);
  return [...new Set([...whole, ...tokensOf(text)])].filter((key) => key.length >= SHORTEST);
}

function uuidIn(key: string): readonly string[] {
  return /^[0-9A-F]{32}$/u.test(key) ? [key] : [];
}
