// How long each kind of data is kept, and forgetting what is older: in sets, each in a transaction of its own.
import { sql, type RawBuilder } from "kysely";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

type Kind = {
  readonly about: string;
  /** Days, where the client says nothing else. */
  readonly usually: number;
  /** Forgets at most so many rows that are older than the instant; the number of those it forgot. */
  readonly forget: (
    clientId: string,
    before: Temporal.Instant,
    most: number,
  ) => RawBuilder<unknown>;
};

/** Words of messages that have ended: a message that may still be sent keeps its own. */
const ENDED = sql`('delivered', 'failed', 'suppressed', 'expired', 'cancelled')`;

const KINDS: Readonly<Record<string, Kind>> = {
  messages: {
    about: "words of messages; that they were sent, when and to whom stays",
    usually: 730,
    forget: (c, before, most) => sql`
      update dunlin.message set body = '', subject = null, html = null
      where client_id = ${c} and message_id in (select message_id from dunlin.message where client_id = ${c}
        and created_at < ${before} and body <> '' and state in ${ENDED} order by created_at limit ${most})`,
  },
  inbound: {
    about: "words of what customers wrote",
    usually: 730,
    forget: (c, before, most) => sql`
      update dunlin.inbound set body = '', subject = null
      where client_id = ${c} and inbound_id in (select inbound_id from dunlin.inbound where client_id = ${c}
        and received_at < ${before} and body <> '' order by received_at limit ${most})`,
  },
  attachments: {
    about: "files that went with mails",
    usually: 365,
    forget: (c, before, most) => sql`
      with old as (select attachment_id from dunlin.attachment f where f.client_id = ${c} and f.created_at < ${before}
          and not exists (select from dunlin.message_attachment a join dunlin.message m using (client_id, message_id)
            where a.client_id = f.client_id and a.attachment_id = f.attachment_id and m.state not in ${ENDED})
          order by created_at limit ${most}),
        gone as (delete from dunlin.message_attachment where client_id = ${c}
          and attachment_id in (select attachment_id from old))
      delete from dunlin.attachment where client_id = ${c} and attachment_id in (select attachment_id from old)`,
  },
  engagement: {
    about: "what was opened and clicked",
    usually: 365,
    forget: (c, before, most) => sql`
      delete from dunlin.engagement where client_id = ${c} and (message_id, what, link, kind) in (
        select message_id, what, link, kind from dunlin.engagement
        where client_id = ${c} and last_at < ${before} limit ${most})`,
  },
  receipts: {
    about: "receipts of networks, once they are told in the message",
    usually: 180,
    forget: (c, before, most) => sql`
      delete from dunlin.receipt where client_id = ${c} and receipt_id in (select receipt_id from dunlin.receipt
        where client_id = ${c} and received_at < ${before} limit ${most})`,
  },
  claims: {
    about: "files that customers sent to show that they have paid",
    usually: 365,
    forget: (c, before, most) => sql`
      update dunlin.claim_proof set type = null, sha256 = null, bytes = null
      where client_id = ${c} and proof_id in (select proof_id from dunlin.claim_proof
        where client_id = ${c} and given_at < ${before} and bytes is not null limit ${most})`,
  },
  bank: {
    about: "names and words of the bank's lines that are settled; sums, days and payments stay",
    usually: 730,
    forget: (c, before, most) => sql`
      update dunlin.bank_entry set payer = null, payer_key = null, named = '{}', remittance = null
      where client_id = ${c} and entry_id in (select entry_id from dunlin.bank_entry where client_id = ${c}
        and created_at < ${before} and (payer is not null or remittance is not null or payer_key is not null)
        and state in ('posted', 'done', 'superseded') order by created_at limit ${most})`,
  },
  imports: {
    about: "books that waited to be applied, and what could not be taken of them; counts stay",
    usually: 30,
    forget: (c, before, most) => sql`
      with old as (delete from dunlin.import_file where client_id = ${c}
        and (created_at < ${before} or kept_until < clock_timestamp()))
      delete from dunlin.upload_problem where client_id = ${c} and (upload_id, nth) in (
        select p.upload_id, p.nth from dunlin.upload_problem p join dunlin.upload u using (client_id, upload_id)
        where p.client_id = ${c} and u.created_at < ${before} limit ${most})`,
  },
  debit_files: {
    about: "debit files as they left the filter; totals and reports stay",
    usually: 30,
    forget: (c, before, most) => sql`
      update dunlin.filtered_file set output = null where client_id = ${c} and filter_id in (
        select filter_id from dunlin.filtered_file where client_id = ${c} and created_at < ${before}
        and output is not null limit ${most})`,
  },
  links: {
    about: "links to pay that have run out",
    usually: 90,
    forget: (c, before, most) => sql`
      delete from dunlin.pay_link where client_id = ${c} and link_id in (select link_id from dunlin.pay_link
        where client_id = ${c} and expires_at < ${before} limit ${most})`,
  },
  callbacks: {
    about: "callbacks that were delivered or are dead, with the log of their tries",
    usually: 90,
    // What is forgotten is promised no more: the promise begins behind it. Endpoints are locked first, as everywhere.
    forget: (c, before, most) => sql`
      with held as materialized (select endpoint_id from dunlin.webhook_endpoint where client_id = ${c}
          order by endpoint_id for no key update),
        old as materialized (select d.endpoint_id, d.event_id, d.seq from dunlin.webhook_delivery d
          where d.client_id = ${c} and d.endpoint_id in (select endpoint_id from held) and d.state <> 'pending'
            and d.ended_at < ${before} order by d.seq limit ${most}),
        raised as (update dunlin.webhook_endpoint w set promised_from_seq = greatest(w.promised_from_seq, o.seq)
          from (select endpoint_id, max(seq) as seq from old group by endpoint_id) o
          where w.client_id = ${c} and w.endpoint_id = o.endpoint_id),
        gone as (delete from dunlin.webhook_attempt a using old o where a.client_id = ${c}
          and a.endpoint_id = o.endpoint_id and a.event_id = o.event_id)
      delete from dunlin.webhook_delivery d using old o
      where d.client_id = ${c} and d.endpoint_id = o.endpoint_id and d.event_id = o.event_id`,
  },
  answers: {
    about: "answers kept for Idempotency-Key",
    usually: 7,
    forget: (c, before, most) => sql`
      delete from dunlin.idempotency where client_id = ${c} and key in (select key from dunlin.idempotency
        where client_id = ${c} and created_at < ${before} limit ${most})`,
  },
};

export type Retention = {
  readonly kind: string;
  readonly keepDays: number;
  readonly about: string;
};

/** How long each kind is kept for the client. */
export async function retentionOf(tx: Tx, clientId: string): Promise<Retention[]> {
  const own = await tx
    .selectFrom("retention")
    .select(["kind", "keepDays"])
    .where("clientId", "=", clientId)
    .execute();
  return Object.entries(KINDS).map(([kind, { about, usually }]) => ({
    kind,
    about,
    keepDays: own.find((one) => one.kind === kind)?.keepDays ?? usually,
  }));
}

/** Sets how long a kind is kept. Throws a `UserError` for a kind that there is not. */
export async function setRetention(
  tx: Tx,
  clientId: string,
  { kind, keepDays }: { readonly kind: string; readonly keepDays: number },
  { actor, now }: { readonly actor: string; readonly now: Temporal.Instant },
): Promise<void> {
  if (!Object.hasOwn(KINDS, kind)) {
    throw new UserError(`there is no kind "${kind}"; use one of: ${Object.keys(KINDS).join(", ")}`);
  }
  await sql`
    insert into dunlin.retention (client_id, kind, keep_days, changed_at, changed_by)
    values (${clientId}, ${kind}, ${keepDays}, ${now}, ${actor})
    on conflict (client_id, kind) do update set keep_days = excluded.keep_days,
      changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(tx);
}

const SET = 2_000;
/** Of one kind in one day: what is left is for tomorrow. */
const MOST_SETS = 500;

/** Forgets what is older than the client keeps it; counts by kind. */
export async function forgetOld(
  db: Db,
  clientId: string,
  now: Temporal.Instant,
  signal?: AbortSignal,
): Promise<Readonly<Record<string, number>>> {
  const forgotten: Record<string, number> = {};
  const kept = await asClient(db, clientId, async (tx) => await retentionOf(tx, clientId));
  for (const { kind, keepDays } of kept) {
    const before = now.subtract({ hours: 24 * keepDays });
    let count = 0;
    for (let sets = 0; sets < MOST_SETS && !signal?.aborted; sets += 1) {
      const result = await asClient(
        db,
        clientId,
        async (tx) => await KINDS[kind]!.forget(clientId, before, SET).execute(tx),
      );
      const some = Number(result.numAffectedRows ?? 0n);
      count += some;
      if (some < SET) break;
    }
    forgotten[kind] = count;
  }
  return forgotten;
}
