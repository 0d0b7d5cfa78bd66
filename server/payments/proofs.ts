// "I have paid": what the customer shows for it, and how long nobody is reminded meanwhile.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import { limitsOf } from "#ledger/arrangements.ts";
import { recordEvents } from "#ledger/events.ts";
import { endHolds, placeHold } from "#ledger/holds.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

/** Of one file. */
export const MOST_PROOF_BYTES = 5 * 1_048_576;
/** For one customer within a day. */
const MOST_PROOFS_PER_DAY = 10;
/** A claim holds the ladder once in so long: who claims again and again is reminded all the same. */
const HOLDS_ONCE = Temporal.Duration.from({ hours: 24 * 30 });
const REASON = "says that it is paid";

export type ProofType = "application/pdf" | "image/jpeg" | "image/png";

const BEGINNINGS: readonly (readonly [ProofType, Buffer])[] = [
  ["application/pdf", Buffer.from("%PDF-")],
  ["image/jpeg", Buffer.from([0xff, 0xd8, 0xff])],
  ["image/png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
];

/** What the file is, by what it holds and not by what it is called; undefined for anything else. */
export function proofTypeOf(bytes: Uint8Array): ProofType | undefined {
  return BEGINNINGS.find(([, begins]) => begins.equals(bytes.subarray(0, begins.length)))?.[0];
}

export type Claim = {
  readonly customerId: string;
  readonly accountId: string;
  readonly linkId?: string | undefined;
  readonly amountMinor?: bigint | undefined;
  readonly paidOn?: Temporal.PlainDate | undefined;
  readonly file?: Uint8Array | undefined;
  readonly by: string;
};

/** What became of a claim: until when the ladder waits, where it does. */
export type Claimed =
  | { readonly proofId: string; readonly heldUntil: Temporal.PlainDate | undefined }
  | { readonly refused: "wrong_type" | "too_large" | "too_many" };

/** Keeps the claim and holds the ladder for the client's days. Who calls evaluates the customer afterwards. */
export async function claimPaid(
  tx: Tx,
  clientId: string,
  claim: Claim,
  now: Temporal.Instant,
): Promise<Claimed> {
  const { customerId, accountId, file, by } = claim;
  const type = file && proofTypeOf(file);
  if (file && !type) return { refused: "wrong_type" };
  if (file && file.byteLength > MOST_PROOF_BYTES) return { refused: "too_large" };
  const seen = await before(tx, clientId, claim, now);
  if (seen.today >= MOST_PROOFS_PER_DAY) return { refused: "too_many" };
  const held = seen.holdsLately ? undefined : await hold(tx, clientId, claim, now);
  const heldUntil = held?.until ?? seen.heldUntil ?? undefined;
  const bytes = file ? Buffer.from(file) : null;
  const sha256 = bytes && createHash("sha256").update(bytes).digest();
  const { rows } = await sql<{ proofId: string }>`
    insert into dunlin.claim_proof (client_id, customer_id, account_id, link_id, hold_id, paid_on, amount_minor, type,
      sha256, bytes, given_at)
    values (${clientId}, ${customerId}, ${accountId}, ${claim.linkId ?? null}, ${held?.holdId ?? null},
      ${claim.paidOn ?? null}, ${claim.amountMinor ?? null}::bigint, ${type ?? null}, ${sha256}, ${bytes}, ${now})
    returning proof_id`.execute(tx);
  const { proofId } = rows[0]!;
  await recordEvents(tx, clientId, now, [
    {
      kind: "payment.claimed",
      customerId,
      accountId,
      actor: by,
      cause: proofId,
      body: {
        amount_minor: claim.amountMinor,
        paid_on: claim.paidOn?.toString(),
        file: type,
        held_until: heldUntil?.toString(),
      },
    },
  ]);
  return { proofId, heldUntil };
}

type Before = {
  readonly today: number;
  readonly holdsLately: boolean;
  /** Of an earlier claim that still holds. */
  readonly heldUntil: Temporal.PlainDate | null;
};

async function before(
  tx: Tx,
  clientId: string,
  { customerId, accountId }: Claim,
  now: Temporal.Instant,
): Promise<Before> {
  const { rows } = await sql<Before>`
    select (select h.until_on from dunlin.claim_proof c
        join dunlin.hold h on h.client_id = c.client_id and h.hold_id = c.hold_id
        where c.client_id = ${clientId} and c.account_id = ${accountId} and h.ended_at is null
        order by h.until_on desc limit 1) as held_until,
      count(*) filter (where given_at > ${now.subtract({ hours: 24 })})::int as today,
      coalesce(bool_or(account_id = ${accountId} and hold_id is not null and given_at > ${now.subtract(HOLDS_ONCE)}
        and verdict is distinct from 'accepted'), false) as holds_lately
    from dunlin.claim_proof where client_id = ${clientId} and customer_id = ${customerId}`.execute(
    tx,
  );
  return rows[0]!;
}

async function hold(
  tx: Tx,
  clientId: string,
  { customerId, accountId, by }: Claim,
  now: Temporal.Instant,
): Promise<{ readonly holdId: string; readonly until: Temporal.PlainDate }> {
  const { paidHoldDays } = await limitsOf(tx, clientId);
  const { rows } = await sql<{
    reference: string;
    currency: string;
    today: Temporal.PlainDate;
  }>`
    select c.reference, a.currency, (${now}::timestamptz at time zone coalesce(c.zone, l.zone))::date as today
    from dunlin.account a join dunlin.customer c using (client_id, customer_id) join dunlin.client l using (client_id)
    where a.client_id = ${clientId} and a.account_id = ${accountId} and a.customer_id = ${customerId}`.execute(
    tx,
  );
  const { reference, currency, today } = rows[0]!;
  const until = today.add({ days: paidHoldDays });
  const placed = await placeHold(
    tx,
    clientId,
    { customerReference: reference, kind: "manual", currency, until, reason: REASON, by },
    now,
  );
  return { holdId: placed.holdId, until };
}

export type ProofLine = {
  readonly proofId: string;
  readonly customer: string;
  readonly currency: string;
  readonly amountMinor: bigint | null;
  readonly paidOn: Temporal.PlainDate | null;
  readonly type: ProofType | null;
  readonly bytes: number | null;
  readonly givenAt: Temporal.Instant;
  readonly heldUntil: Temporal.PlainDate | null;
  readonly verdict: "accepted" | "refused" | null;
  readonly judgedBy: string | null;
};

/** Claims, those that nobody has looked at first; at most `limit`. */
export async function listProofs(
  tx: Tx,
  clientId: string,
  { isOpen, limit }: { readonly isOpen: boolean; readonly limit: number },
): Promise<readonly ProofLine[]> {
  const { rows } = await sql<ProofLine>`
    select p.proof_id, c.reference as customer, a.currency, p.amount_minor, p.paid_on, p.type,
      octet_length(p.bytes) as bytes, p.given_at, h.until_on as held_until, p.verdict, p.judged_by
    from dunlin.claim_proof p
    join dunlin.customer c using (client_id, customer_id) join dunlin.account a using (client_id, account_id)
    left join dunlin.hold h on h.client_id = p.client_id and h.hold_id = p.hold_id and h.ended_at is null
    where p.client_id = ${clientId} and (${!isOpen} or p.verdict is null)
    order by p.verdict is not null, p.given_at desc, p.proof_id desc limit ${limit}`.execute(tx);
  return rows;
}

/** The file of a claim; undefined where there is none. */
export async function proofFile(
  tx: Tx,
  clientId: string,
  proofId: string,
): Promise<{ readonly type: ProofType; readonly bytes: Buffer } | undefined> {
  const { rows } = await sql<{ type: ProofType; bytes: Buffer }>`
    select type, bytes from dunlin.claim_proof
    where client_id = ${clientId} and proof_id = ${proofId} and bytes is not null`.execute(tx);
  return rows[0];
}

/**
 * A person has looked. Refused, the hold ends and the ladder goes on; accepted, it stays until the money is in the books.
 * A `UserError` when there is no such claim, or somebody was quicker. Who calls evaluates the customer afterwards.
 */
export async function judgeProof(
  tx: Tx,
  clientId: string,
  { proofId, verdict, by }: { proofId: string; verdict: "accepted" | "refused"; by: string },
  now: Temporal.Instant,
): Promise<{ readonly customerId: string }> {
  const { rows } = await sql<{
    customerId: string;
    accountId: string;
    holdId: string | null;
    reference: string;
    isLive: boolean;
  }>`
    update dunlin.claim_proof p set verdict = ${verdict}, judged_at = ${now}, judged_by = ${by}
    from dunlin.customer c
    where p.client_id = ${clientId} and p.proof_id = ${proofId} and p.verdict is null
      and c.client_id = p.client_id and c.customer_id = p.customer_id
    returning p.customer_id, p.account_id, p.hold_id, c.reference, exists (select from dunlin.hold h
      where h.client_id = p.client_id and h.hold_id = p.hold_id and h.ended_at is null) as is_live`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new UserError(`no claim "${proofId}" waits for somebody to look at it`);
  const { customerId, accountId, holdId, reference, isLive } = row;
  if (verdict === "refused" && holdId !== null && isLive) {
    const why = "the proof was refused";
    await endHolds(
      tx,
      clientId,
      { customerReference: reference, holdId, kinds: ["manual"], why, by },
      now,
    );
  }
  await recordEvents(tx, clientId, now, [
    {
      kind: "payment.claim_judged",
      customerId,
      accountId,
      actor: by,
      cause: proofId,
      body: { verdict },
    },
  ]);
  return { customerId };
}
