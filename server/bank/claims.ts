// "I have paid": whether the bank has told of it.
import { sql } from "kysely";
import { likenessOf, wordsOf } from "./names.ts";
import { propose } from "./proposing.ts";
import { tokensOf } from "./references.ts";
import { loadContext } from "#messages/planning/context.ts";
import { matchByHand } from "#payments/unmatched.ts";
import type { Tx } from "#platform/db.ts";

export type Claim = {
  readonly customerId: string;
  readonly amountMinor?: bigint | undefined;
  /** The day on which they say they paid. */
  readonly on?: Temporal.PlainDate | undefined;
};

export type ClaimMatch = {
  /** The payment. */
  readonly matched: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly paidOn: Temporal.PlainDate;
  /** It had no customer before, and has been posted to this one now. */
  readonly posted: boolean;
};

/** Money takes days from bank to bank; without a day a claim is about the last weeks. */
const DAYS_AROUND = 4;
const DAYS_BACK = 21;
/** A payment that was posted before: what the customer means may be just that. */
const DAYS_POSTED = 10;
const MOST_LOOKED_AT = 2_000;

type Row = {
  readonly paymentId: string;
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly paidOn: Temporal.PlainDate;
  readonly payer: string | null;
  readonly text: string | null;
  readonly entryId: string | null;
};

type Claimant = {
  readonly reference: string;
  readonly names: readonly string[];
  readonly accounts: readonly {
    accountId: string;
    currency: string;
    openMinor: bigint;
    asks: bigint[];
  }[];
};

/**
 * Looks for the payment that the customer speaks of: one of theirs of the last days, else one that nobody claims and that
 * fits in amount and in who paid, which is posted to them. Where only the amount fits, a person gets it as a proposal, and
 * the answer is undefined. Under the customer's lock, in the caller's transaction.
 */
export async function matchClaim(
  tx: Tx,
  clientId: string,
  claim: Claim,
  now: Temporal.Instant,
): Promise<ClaimMatch | undefined> {
  const context = await loadContext(tx, clientId);
  const today = now.toZonedDateTimeISO(context.client.zone).toPlainDate();
  const posted = await postedAlready(tx, clientId, claim, today);
  if (posted) return { ...resultOf(posted), posted: false };
  const claimant = await loadClaimant(tx, clientId, claim.customerId);
  if (!claimant) return undefined;
  const waiting = await unmatchedAround(tx, clientId, claim, today);
  const fitting = waiting.filter((row) => fitsAmount(row, claim, claimant));
  const theirs = fitting.filter((row) => isFrom(row, claimant));
  const options = { now, actor: "customer" };
  const [found, another] = theirs;
  if (found && !another) {
    const { reference } = claimant;
    await matchByHand(
      tx,
      context,
      { reference: found.reference, customerReference: reference },
      options,
    );
    await sql`
      update dunlin.bank_entry set matched_how = 'claim'
      where client_id = ${clientId} and payment_id = ${found.paymentId}`.execute(tx);
    return { ...resultOf(found), posted: true };
  }
  const perhaps = (theirs.length > 0 ? theirs : fitting).slice(0, 3);
  await propose(
    tx,
    { context, ...options },
    perhaps.flatMap(({ entryId, currency }) => {
      const account = claimant.accounts.find((one) => one.currency === currency);
      const reasons = theirs.length > 0 ? ["claim", "amount", "name"] : ["claim", "amount"];
      return entryId === null || !account
        ? []
        : [
            {
              entryId,
              customerId: claim.customerId,
              accountId: account.accountId,
              score: 60,
              reasons,
            },
          ];
    }),
  );
  return undefined;
}

function resultOf({ paymentId, amountMinor, currency, paidOn }: Row) {
  return { matched: paymentId, amountMinor, currency, paidOn };
}

async function postedAlready(
  tx: Tx,
  clientId: string,
  { customerId, amountMinor, on }: Claim,
  today: Temporal.PlainDate,
): Promise<Row | undefined> {
  const [from, to] = window(on, today, DAYS_POSTED);
  const { rows } = await sql<Row>`
    select p.payment_id, p.reference, p.amount_minor - p.reversed_minor as amount_minor, p.currency, p.paid_on,
      null as payer, null as text, null as entry_id
    from dunlin.payment p join dunlin.account a using (client_id, account_id)
    where p.client_id = ${clientId} and a.customer_id = ${customerId} and p.kind = 'reported'
      and p.reversed_minor < p.amount_minor and p.paid_on between ${from} and ${to}
      and (${amountMinor ?? null}::bigint is null or p.amount_minor - p.reversed_minor = ${amountMinor ?? null}::bigint)
    order by p.paid_on desc, p.payment_id desc limit 1`.execute(tx);
  return rows[0];
}

function window(
  on: Temporal.PlainDate | undefined,
  today: Temporal.PlainDate,
  daysBack: number,
): readonly [Temporal.PlainDate, Temporal.PlainDate] {
  if (on === undefined) return [today.subtract({ days: daysBack }), today.add({ days: 1 })];
  return [on.subtract({ days: 2 }), on.add({ days: DAYS_AROUND })];
}

async function unmatchedAround(
  tx: Tx,
  clientId: string,
  { amountMinor, on }: Claim,
  today: Temporal.PlainDate,
): Promise<readonly Row[]> {
  const [from, to] = window(on, today, DAYS_BACK);
  const { rows } = await sql<Row>`
    select p.payment_id, p.reference, p.amount_minor - p.reversed_minor as amount_minor, p.currency, p.paid_on, p.payer,
      p.remittance as text, e.entry_id
    from dunlin.payment p
    left join dunlin.bank_entry e on e.client_id = p.client_id and e.payment_id = p.payment_id and e.what = 'credit'
    where p.client_id = ${clientId} and p.account_id is null and p.reversed_minor < p.amount_minor
      and p.paid_on between ${from} and ${to}
      and (${amountMinor ?? null}::bigint is null or p.amount_minor - p.reversed_minor = ${amountMinor ?? null}::bigint)
    order by p.paid_on desc, p.payment_id limit ${MOST_LOOKED_AT}`.execute(tx);
  return rows;
}

async function loadClaimant(
  tx: Tx,
  clientId: string,
  customerId: string,
): Promise<Claimant | undefined> {
  const { rows } = await sql<{ reference: string; names: string[] }>`
    select c.reference, array[c.name] || array(select p.name from dunlin.person p
      where p.client_id = c.client_id and p.customer_id = c.customer_id order by p.person_id limit 20) as names
    from dunlin.customer c where c.client_id = ${clientId} and c.customer_id = ${customerId}`.execute(
    tx,
  );
  const [customer] = rows;
  if (!customer) return undefined;
  const { rows: accounts } = await sql<{
    accountId: string;
    currency: string;
    openMinor: bigint;
    asks: string[];
  }>`
    select a.account_id, a.currency, coalesce(sum(i.open_minor), 0)::bigint as open_minor,
      array_remove(array_agg(i.open_minor::text), null) as asks
    from dunlin.account a left join dunlin.invoice i on i.client_id = a.client_id and i.account_id = a.account_id
      and i.open_minor > 0
    where a.client_id = ${clientId} and a.customer_id = ${customerId} group by a.account_id, a.currency`.execute(
    tx,
  );
  return {
    ...customer,
    accounts: accounts.map((one) => ({ ...one, asks: one.asks.map(BigInt) })),
  };
}

/** The amount that was claimed, else one that is open. */
function fitsAmount(row: Row, claim: Claim, { accounts }: Claimant): boolean {
  const account = accounts.find((one) => one.currency === row.currency);
  if (!account) return false;
  if (claim.amountMinor !== undefined) return row.amountMinor === claim.amountMinor;
  return row.amountMinor === account.openMinor || account.asks.includes(row.amountMinor);
}

/** Who paid is called like them, or the text names them or their number with the client. */
function isFrom({ payer, text }: Row, { names, reference }: Claimant): boolean {
  if (payer !== null && names.some((name) => likenessOf(payer, name) >= 0.8)) return true;
  if (text === null) return false;
  const own = reference.replaceAll(/[^\p{L}\p{N}]/gu, "").toUpperCase();
  if (own.length >= 4 && tokensOf(text).includes(own)) return true;
  const said = new Set(wordsOf(text));
  return names.some((name) => {
    const words = wordsOf(name);
    return words.length > 1 && words.every((word) => said.has(word));
  });
}
