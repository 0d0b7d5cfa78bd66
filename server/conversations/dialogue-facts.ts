// How things stand for whoever writes: read under the customer's lock, in the transaction of the reply.
import { sql } from "kysely";
import { openNotices } from "#debits/answering.ts";
import { limitsOf, standingOfAccount, type Standing } from "#ledger/arrangements.ts";
import type { Tx } from "#platform/db.ts";
import { firstInstalment, planOf, plansFor, type Limits } from "#policies/arrangements.ts";
import type { Tells } from "#policies/identity.ts";
import { folded } from "#understanding/fold.ts";
import type { AccountFacts, Facts, Instalment, Reply } from "./dialogue/types.ts";

/** The facts with the account that they are about. */
export type Known = { readonly facts: Facts; readonly accountId: string | undefined };

export type Asked = {
  readonly customerId: string;
  readonly tells: Tells;
  readonly today: Temporal.PlainDate;
  /** The client's own currency: talked of first where the customer has several accounts. */
  readonly currency: string;
  readonly text: string;
  readonly reply: Reply | undefined;
};

export async function loadFacts(
  tx: Tx,
  clientId: string,
  asked: Asked,
  now: Temporal.Instant,
): Promise<Known> {
  const { customerId, tells, reply, text } = asked;
  const picked = await pickAccount(tx, clientId, asked);
  const mayAnswerNotice = reply?.number !== undefined || reply?.read.intent === "plan";
  const notices = mayAnswerNotice ? await openNotices(tx, clientId, customerId, now) : [];
  const invoices = await invoicesOf(tx, clientId, customerId);
  const account = picked && (await accountFacts(tx, clientId, picked.accountId, now));
  return {
    accountId: picked?.accountId,
    facts: {
      today: account?.room.today ?? asked.today,
      tells,
      account,
      notices,
      invoices: invoices
        .filter(({ isOpen }) => isOpen)
        .slice(0, MOST_NAMED)
        .map(({ reference }) => reference),
      named: namedIn(text, invoices),
    },
  };
}

const MOST_NAMED = 10;
const MOST_INVOICES = 200;

type Picked = { readonly accountId: string; readonly currency: string };

/** The account in the currency that the reply names; else in the client's own where something is owed; else what owes most. */
async function pickAccount(
  tx: Tx,
  clientId: string,
  { customerId, currency, reply }: Asked,
): Promise<Picked | undefined> {
  const { rows } = await sql<Picked & { owes: boolean }>`
    select a.account_id, a.currency, coalesce(i.open, 0) > 0 as owes
    from dunlin.account a
    left join lateral (
      select sum(open_minor) as open from dunlin.invoice
      where client_id = a.client_id and account_id = a.account_id and open_minor > 0
    ) i on true
    where a.client_id = ${clientId} and a.customer_id = ${customerId}
    order by coalesce(i.open, 0) > 0 desc, a.currency = ${currency} desc, i.open desc nulls last, a.currency limit 20
  `.execute(tx);
  const named = reply?.amounts.find((one) => "currency" in one && one.currency !== undefined);
  const wanted = named && "currency" in named ? named.currency : undefined;
  return rows.find((row) => row.currency === wanted) ?? rows[0];
}

async function accountFacts(
  tx: Tx,
  clientId: string,
  accountId: string,
  now: Temporal.Instant,
): Promise<AccountFacts> {
  const limits = await limitsOf(tx, clientId);
  const standing = await standingOfAccount(tx, clientId, accountId, now);
  return {
    currency: standing.currency,
    openMinor: standing.payableMinor,
    room: standing,
    limits,
    plans: offered(limits, standing),
  };
}

/** The instalments of each plan that is offered. */
function offered(limits: Limits, standing: Standing): readonly (readonly Instalment[])[] {
  const first = firstInstalment(standing.today, standing.paydayDay);
  return plansFor(limits, standing, standing.paydayDay).flatMap(({ instalments }) => {
    const wish = { totalMinor: standing.collectibleMinor, instalments, ...first };
    const plan = planOf(limits, wish, standing);
    if ("refused" in plan) return [];
    return [plan.instalments.map(({ amountMinor, dueOn }) => ({ amountMinor, on: dueOn }))];
  });
}

type Invoice = { readonly reference: string; readonly isOpen: boolean };

/** Open ones first, the oldest due before the others. */
async function invoicesOf(tx: Tx, clientId: string, customerId: string): Promise<Invoice[]> {
  const { rows } = await sql<Invoice>`
    select i.reference, i.open_minor > 0 as is_open
    from dunlin.invoice i join dunlin.account a using (client_id, account_id)
    where i.client_id = ${clientId} and a.customer_id = ${customerId}
    order by i.open_minor > 0 desc, i.due_on, i.reference limit ${MOST_INVOICES}
  `.execute(tx);
  return rows;
}

const LEAST_REFERENCE = 3;

/** The invoice whose reference stands in the text, the longest where one is part of another. */
function namedIn(text: string, invoices: readonly Invoice[]): string | undefined {
  const said = ` ${folded(text)} `;
  return invoices
    .map(({ reference }) => reference)
    .filter((one) => one.length >= LEAST_REFERENCE && said.includes(` ${folded(one)} `))
    .toSorted((a, b) => b.length - a.length)[0];
}
