// Erasing a customer: what the law makes the ledger keep stays (invoices, payments, amounts, dates, decisions, events), and
// nothing of it says who it was.
import { createHmac } from "node:crypto";
import { sql } from "kysely";
import { eraseAddresses, type NewAddress } from "./erase-addresses.ts";
import { blankCallbacks, blankReports, forgetFiles, wordsOf } from "./erase-reports.ts";
import { blankWhatWasSaid } from "./erase-said.ts";
import { stopAll } from "#debits/stopping.ts";
import { recordEvents } from "#ledger/events.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import { placeHold } from "#ledger/holds.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

export type Erased = {
  /** By which the ledger names the customer from now on; it says nothing. */
  readonly reference: string;
  readonly erasedAt: Temporal.Instant;
  /** Messages that were waiting and will not be sent. */
  readonly withdrawn: number;
  /** False when it had been done before. */
  readonly changed: boolean;
};

export type Erasing = {
  readonly actor: string;
  readonly now: Temporal.Instant;
  /** The secret of the installation: digests of addresses can't be made without it. */
  readonly secret: Buffer;
};

type Found = {
  readonly customerId: string;
  readonly reference: string;
  readonly erasedAt: Temporal.Instant | null;
};

/**
 * Erases the customer with that reference, in the caller's transaction; asked again it changes nothing. Throws a `UserError`
 * when there is no such customer, or while a message of theirs is being handed over.
 */
export async function eraseCustomer(
  tx: Tx,
  clientId: string,
  reference: string,
  erasing: Erasing,
): Promise<Erased> {
  const digest = (text: string): Buffer =>
    createHmac("sha256", erasing.secret).update(`erased ${clientId} ${text}`).digest();
  const erasedAs = digest(`reference ${reference}`);
  const found = await find(tx, clientId, reference, erasedAs);
  if (!found) throw new UserError(`there is no customer "${reference}"; check the reference`);
  const { customerId, erasedAt } = found;
  if (erasedAt) return { reference: found.reference, erasedAt, withdrawn: 0, changed: false };
  const { actor, now } = erasing;
  await lockCustomers(tx, clientId, [customerId]);
  // Whatever is still owed is not collected from somebody who is not known any more.
  await placeHold(tx, clientId, { customerReference: reference, kind: "manual", by: actor }, now);
  await endMandates(tx, clientId, customerId, { actor, now });
  const withdrawn = await withdraw(tx, clientId, customerId, erasing);
  await refuseUnderWay(tx, clientId, customerId);
  const words = await wordsOf(tx, clientId, customerId);
  const addresses = await eraseAddresses(
    tx,
    clientId,
    customerId,
    (address): NewAddress => `erased-${digest(`address ${address}`).toString("hex").slice(0, 32)}`,
  );
  await blankReports(tx, clientId, words, addresses);
  await blankCallbacks(tx, clientId, customerId);
  await forgetFiles(tx, clientId);
  await blankWhatWasSaid(tx, clientId, customerId, addresses);
  await erasePeople(tx, clientId, customerId, now);
  await eraseRemarks(tx, clientId, customerId);
  const named = await rename(tx, clientId, customerId, { now, erasedAs });
  await recordEvents(tx, clientId, now, [{ kind: "customer.erased", customerId, actor }]);
  return { reference: named, erasedAt: now, withdrawn, changed: true };
}

async function find(
  tx: Tx,
  clientId: string,
  reference: string,
  erasedAs: Buffer,
): Promise<Found | undefined> {
  const { rows } = await sql<Found>`
    select customer_id, reference, erased_at from dunlin.customer
    where client_id = ${clientId} and (reference = ${reference} or erased_as = ${erasedAs})
    order by reference = ${reference} desc limit 1`.execute(tx);
  return rows[0];
}

/** Nothing is debited from somebody who is not known any more. */
async function endMandates(
  tx: Tx,
  clientId: string,
  customerId: string,
  { actor, now }: Pick<Erasing, "actor" | "now">,
): Promise<void> {
  const { rows } = await sql<{ mandateId: string }>`
    select mandate_id from dunlin.mandate
    where client_id = ${clientId} and customer_id = ${customerId} and state = 'active' order by mandate_id`.execute(
    tx,
  );
  if (rows.length === 0) return;
  const wholeMandates = rows.map((row) => row.mandateId);
  const nobody = { option: undefined, inboundId: undefined, reason: undefined };
  const act = { ...nobody, meaning: "cancel_agreement", by: actor, wholeMandates } as const;
  await stopAll(tx, clientId, [], act, now);
}

async function withdraw(
  tx: Tx,
  clientId: string,
  customerId: string,
  { actor, now }: Erasing,
): Promise<number> {
  const { rows } = await sql<{ messageId: string; accountId: string | null; channel: string }>`
    update dunlin.message set state = 'suppressed', reason = 'erased', ended_at = ${now}
    where client_id = ${clientId} and customer_id = ${customerId} and state in ('planned', 'held')
    returning message_id, account_id, channel`.execute(tx);
  await recordEvents(
    tx,
    clientId,
    now,
    rows.map(({ messageId, accountId, channel }) => ({
      kind: "message.suppressed",
      customerId,
      accountId: accountId ?? undefined,
      messageId,
      actor,
      body: { reason: "erased", channel },
    })),
  );
  return rows.length;
}

// A hand-over that fails for now is tried again with the same words: they must not be blank by then.
async function refuseUnderWay(tx: Tx, clientId: string, customerId: string): Promise<void> {
  const { rows } = await sql`
    select 1 from dunlin.message
    where client_id = ${clientId} and customer_id = ${customerId} and state = 'queued' limit 1`.execute(
    tx,
  );
  if (rows.length > 0) {
    throw new UserError(
      "a message to this customer is being handed over at this moment; erase again in a minute",
    );
  }
}

async function erasePeople(
  tx: Tx,
  clientId: string,
  customerId: string,
  now: Temporal.Instant,
): Promise<void> {
  // What imports remember for being taken back holds names and addresses.
  await sql`
    delete from dunlin.batch_change where client_id = ${clientId} and entity_id in (
      select ${customerId}::uuid
      union all select person_id from dunlin.person where client_id = ${clientId} and customer_id = ${customerId}
      union all select contact_point_id from dunlin.contact_point
        where client_id = ${clientId} and customer_id = ${customerId})`.execute(tx);
  await sql`
    update dunlin.person set name = 'erased ' || person_id
    where client_id = ${clientId} and customer_id = ${customerId}`.execute(tx);
  await sql`
    update dunlin.contact_point set source = 'erased', retired_by = 'erased', retired_at = coalesce(retired_at, ${now})
    where client_id = ${clientId} and customer_id = ${customerId}`.execute(tx);
}

/** What people wrote beside the figures. */
async function eraseRemarks(tx: Tx, clientId: string, customerId: string): Promise<void> {
  await sql`
    update dunlin.hold set reason = null, ended_why = null
    where client_id = ${clientId} and customer_id = ${customerId}
      and (reason is not null or ended_why is not null)`.execute(tx);
  await sql`
    update dunlin.reading_correction set text = '(erased)', state = 'refused',
      reviewed_at = coalesce(reviewed_at, corrected_at), reviewed_by = coalesce(reviewed_by, 'erased')
    where client_id = ${clientId} and customer_id = ${customerId}`.execute(tx);
  // Links, what they prove themselves by, and the files that they sent.
  for (const table of ["pay_link", "customer_factor", "factor_lock"]) {
    await sql`delete from dunlin.${sql.id(table)}
      where client_id = ${clientId} and customer_id = ${customerId}`.execute(tx);
  }
  await sql`
    update dunlin.claim_proof set type = null, sha256 = null, bytes = null
    where client_id = ${clientId} and customer_id = ${customerId}`.execute(tx);
  await sql`
    update dunlin.debit_stop set reason = null
    where client_id = ${clientId} and customer_id = ${customerId} and reason is not null`.execute(
    tx,
  );
  await sql`
    update dunlin.debit_release r set why = 'erased' from dunlin.debit_stop s
    where r.client_id = ${clientId} and s.client_id = r.client_id and s.stop_id = r.stop_id
      and s.customer_id = ${customerId}`.execute(tx);
  await sql`
    update dunlin.payment p set payer = null, remittance = null, customer_reference = null
    from dunlin.account a
    where p.client_id = ${clientId} and a.client_id = p.client_id and a.account_id = p.account_id
      and a.customer_id = ${customerId}`.execute(tx);
  await sql`
    update dunlin.bank_entry e set payer = null, payer_key = null, named = '{}', remittance = null, mandate_reference = null
    where e.client_id = ${clientId} and (e.payment_id in (
        select p.payment_id from dunlin.payment p join dunlin.account a using (client_id, account_id)
        where p.client_id = ${clientId} and a.customer_id = ${customerId})
      or e.debit_id in (select d.debit_id from dunlin.debit_order d
        where d.client_id = ${clientId} and d.customer_id = ${customerId}))`.execute(tx);
  await sql`
    update dunlin.bank_proposal set state = 'rejected', decided_at = created_at, decided_by = 'erased'
    where client_id = ${clientId} and customer_id = ${customerId} and state = 'open'`.execute(tx);
  await sql`
    update dunlin.account set next_look_at = null, next_step_id = null
    where client_id = ${clientId} and customer_id = ${customerId}`.execute(tx);
}

async function rename(
  tx: Tx,
  clientId: string,
  customerId: string,
  { now, erasedAs }: { readonly now: Temporal.Instant; readonly erasedAs: Buffer },
): Promise<string> {
  const { rows } = await sql<{ reference: string }>`
    update dunlin.customer
    set name = 'erased', reference = 'erased-' || gen_random_uuid(), segment = null, parent_id = null, look_at = null,
      facts_version = facts_version + 1, erased_at = ${now}, erased_as = ${erasedAs}
    where client_id = ${clientId} and customer_id = ${customerId} returning reference`.execute(tx);
  return rows[0]!.reference;
}
