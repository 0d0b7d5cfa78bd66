// What a person says of money that nobody was known for: whose it is, which proposal is right; and another try by the rules.
import { sql } from "kysely";
import { type Counts, type Job, noCounts } from "./job.ts";
import { matchCredits } from "./matching.ts";
import { proposeByAmount } from "./proposing.ts";
import { takeBack } from "./returning.ts";
import { loadMoved, settleEntries, type Stored } from "./rows.ts";
import { recordResults } from "#debits/results.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import { postPayments } from "#payments/payments.ts";
import { reversePayments } from "#payments/reversing.ts";
import { matchByHand } from "#payments/unmatched.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

export type Whose = {
  readonly customerReference?: string | undefined;
  readonly invoiceReference?: string | undefined;
  /** Of a return or a reversal: the payment that it takes back. */
  readonly paymentReference?: string | undefined;
};

export type Decided = { readonly entryId: string; readonly paymentId: string };

/** Gives an entry to the customer, the invoice or the payment that a person names; `UserError` when that can't be. */
export async function matchEntry(
  tx: Tx,
  job: Job,
  entryId: string,
  whose: Whose,
): Promise<Decided> {
  const { clientId } = job.context.client;
  await sql`
    select 1 from dunlin.bank_entry where client_id = ${clientId} and entry_id = ${entryId} for no key update`.execute(
    tx,
  );
  const [entry] = await loadMoved(tx, clientId, sql`e.entry_id = ${entryId}`, 1);
  if (!entry) throw new UserError(`there is no entry ${entryId}; list them with: bank entries`);
  if (entry.what !== "credit") return await takeBackByHand(tx, job, entry, whose.paymentReference);
  const paymentId = entry.paymentId ?? (await postUnmatched(tx, job, entry));
  const { rows } = await sql<{ reference: string; isOurs: boolean }>`
    select reference, account_id is null and reversed_minor < amount_minor as is_ours from dunlin.payment
    where client_id = ${clientId} and payment_id = ${paymentId}`.execute(tx);
  const payment = rows[0]!;
  if (!payment.isOurs)
    throw new UserError(`entry ${entryId} has its customer already, or was taken back`);
  const { customerReference, invoiceReference } = whose;
  if ((customerReference === undefined) === (invoiceReference === undefined)) {
    throw new UserError("say whose it is: by the customer or by the invoice, one of them");
  }
  const wanted = { reference: payment.reference, customerReference, invoiceReference };
  await matchByHand(tx, job.context, wanted, { now: job.now, actor: job.actor });
  await settleEntries(tx, clientId, [
    { entryId, state: "posted", paymentId, debitId: undefined, how: "person" },
  ]);
  await closeProposals(tx, job, entryId);
  return { entryId, paymentId };
}

/** The payment of an entry that was doubtful: a person says that it is one. */
async function postUnmatched(tx: Tx, job: Job, entry: Stored): Promise<string> {
  const { clientId } = job.context.client;
  const reference = `bank:${entry.entryId}`;
  const payment = {
    reference,
    currency: entry.currency,
    amountMinor: entry.amountMinor,
    paidOn: entry.bookedOn,
    payer: entry.payers.join(" / ").slice(0, 200) || undefined,
    text: [...entry.references, entry.text].join(" ").trim().slice(0, 1_000) || undefined,
  };
  await postPayments(tx, job.context, [payment], { now: job.now, actor: job.actor });
  const { rows } = await sql<{ paymentId: string }>`
    select payment_id from dunlin.payment where client_id = ${clientId} and reference = ${reference}`.execute(
    tx,
  );
  return rows[0]!.paymentId;
}

async function takeBackByHand(
  tx: Tx,
  job: Job,
  entry: Stored,
  paymentReference: string | undefined,
): Promise<Decided> {
  const { clientId } = job.context.client;
  if (paymentReference === undefined) {
    throw new UserError(
      `entry ${entry.entryId} is money that went back; name the payment that it takes back with --payment`,
    );
  }
  if (entry.paymentId !== undefined) {
    throw new UserError(`entry ${entry.entryId} has taken its payment back already`);
  }
  const { rows } = await sql<{ paymentId: string }>`
    select payment_id from dunlin.payment
    where client_id = ${clientId} and reference = ${paymentReference} and currency = ${entry.currency}
      and reversed_minor < amount_minor`.execute(tx);
  const paymentId = rows[0]?.paymentId;
  if (paymentId === undefined) {
    throw new UserError(
      `there is no payment "${paymentReference}" in ${entry.currency} of which something is left`,
    );
  }
  const { amountMinor, entryId } = entry;
  await reversePayments(
    tx,
    job.context,
    [
      {
        paymentId,
        amountMinor,
        reason: entry.what === "return" ? "returned" : "taken_back",
        cause: entryId,
      },
    ],
    { now: job.now, actor: job.actor },
  );
  await settleEntries(tx, clientId, [
    { entryId, state: "done", paymentId, debitId: undefined, how: "person" },
  ]);
  return { entryId, paymentId };
}

/** Accepts or rejects a proposal; accepted, the entry is its customer's. */
export async function decideProposal(
  tx: Tx,
  job: Job,
  proposalId: string,
  verdict: "accepted" | "rejected",
): Promise<{ readonly proposalId: string; readonly entryId: string; readonly state: string }> {
  const { clientId } = job.context.client;
  const { rows } = await sql<{ entryId: string; state: string; reference: string }>`
    select b.entry_id, b.state, c.reference from dunlin.bank_proposal b
    join dunlin.customer c using (client_id, customer_id)
    where b.client_id = ${clientId} and b.proposal_id = ${proposalId} for no key update of b`.execute(
    tx,
  );
  const [proposal] = rows;
  if (!proposal)
    throw new UserError(`there is no proposal ${proposalId}; list them with: bank match`);
  const { entryId } = proposal;
  if (proposal.state !== "open")
    throw new UserError(`proposal ${proposalId} was ${proposal.state} before`);
  await sql`
    update dunlin.bank_proposal set state = ${verdict}, decided_at = ${job.now}, decided_by = ${job.actor}
    where client_id = ${clientId} and proposal_id = ${proposalId}`.execute(tx);
  if (verdict === "accepted")
    await matchEntry(tx, job, entryId, { customerReference: proposal.reference });
  return { proposalId, entryId, state: verdict };
}

async function closeProposals(tx: Tx, job: Job, entryId: string): Promise<void> {
  await sql`
    update dunlin.bank_proposal set state = 'rejected', decided_at = ${job.now}, decided_by = ${job.actor}
    where client_id = ${job.context.client.clientId} and entry_id = ${entryId} and state = 'open'`.execute(
    tx,
  );
}

const MOST_TRIED = 500;
const FIRST = "00000000-0000-0000-0000-000000000000";

/** `last`: the entry up to which was looked; undefined at the end. */
export type TriedAgain = Counts & {
  readonly proposals: number;
  readonly last: string | undefined;
};

/**
 * Tries unmatched entries behind `after` again, now that the books may know more: the oldest 500 of them. Takes the locks of
 * the customers that are found.
 */
export async function tryAgain(tx: Tx, job: Job, after = FIRST): Promise<TriedAgain> {
  const { clientId } = job.context.client;
  const counts = noCounts();
  const found = await loadMoved(
    tx,
    clientId,
    sql`e.entry_id > ${after} and (e.what <> 'credit' and e.state = 'open'
      or e.what = 'credit' and e.state = 'posted' and p.account_id is null and p.reversed_minor < p.amount_minor
      or e.what = 'credit' and e.state = 'doubtful')`,
    MOST_TRIED,
  );
  const waiting = found.filter(
    ({ what, paymentId }) => what === "credit" && paymentId !== undefined,
  );
  const matches = await matchCredits(tx, clientId, waiting);
  await lockCustomers(tx, clientId, [
    ...new Set(matches.flatMap(({ match }) => match?.customerId ?? [])),
  ]);
  for (const [at, entry] of waiting.entries()) {
    const match = matches[at]?.match;
    if (match) await assign(tx, job, entry, match);
    counts[match ? "matched" : "unmatched"] += 1;
  }
  const back = found.filter(({ what }) => what !== "credit");
  await takeBack(tx, job, back, counts);
  const { proposed } = await proposeByAmount(tx, job, { after, limit: MOST_TRIED });
  const last = found.length === MOST_TRIED ? found.at(-1)!.entryId : undefined;
  return { ...counts, proposals: proposed, last };
}

/** A provider has told of the same money meanwhile: what the bank's line was posted as goes back, and the line is that payment's. */
async function isPaidAlready(tx: Tx, job: Job, entry: Stored, paymentId: string): Promise<void> {
  const { clientId } = job.context.client;
  const { entryId, amountMinor } = entry;
  const twice = {
    paymentId: entry.paymentId!,
    amountMinor,
    reason: "superseded",
    cause: entryId,
  } as const;
  await reversePayments(tx, job.context, [twice], { now: job.now, actor: job.actor });
  await settleEntries(tx, clientId, [
    { entryId, state: "posted", paymentId, debitId: undefined, how: "checkout" },
  ]);
  await closeProposals(tx, job, entryId);
}

type Match = NonNullable<Awaited<ReturnType<typeof matchCredits>>[number]["match"]>;

async function assign(tx: Tx, job: Job, entry: Stored, match: Match): Promise<void> {
  const { clientId } = job.context.client;
  const { customerReference, invoiceReference, debit, how, paid } = match;
  if (paid) return await isPaidAlready(tx, job, entry, paid.paymentId);
  const { rows } = await sql<{ reference: string }>`
    select reference from dunlin.payment where client_id = ${clientId} and payment_id = ${entry.paymentId!}`.execute(
    tx,
  );
  const wanted = { reference: rows[0]!.reference, customerReference, invoiceReference };
  await matchByHand(tx, job.context, wanted, { now: job.now, actor: job.actor });
  const { entryId } = entry;
  await settleEntries(tx, clientId, [
    { entryId, state: "posted", paymentId: undefined, debitId: debit?.debitId, how },
  ]);
  await closeProposals(tx, job, entryId);
  if (!debit || debit.state === "collected" || debit.state === "returned") return;
  const { debitId, amountMinor, currency } = debit;
  const result = {
    debitId,
    outcome: "collected",
    amountMinor,
    currency,
    on: entry.bookedOn,
  } as const;
  await recordResults(tx, clientId, [{ ...result, cause: entryId }], job.now, job.actor);
}
