// The digest of a row of the audit, and what a seal is made of.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

export const LEAF_BYTES = 32;
/** Before the first seal there is nothing. */
export const NOTHING: Buffer = Buffer.alloc(LEAF_BYTES);

export type Leaf = { readonly seq: bigint; readonly leaf: Buffer };

/** Up to `limit` rows behind `after` and up to `upTo`, each with the SHA-256 of all its columns. */
export async function leavesOf(
  tx: Tx,
  clientId: string,
  { after, upTo, limit }: { readonly after: bigint; readonly upTo: bigint; readonly limit: number },
): Promise<Leaf[]> {
  // jsonb writes an object always the same way; instants are written in UTC, to the microsecond.
  const { rows } = await sql<Leaf>`
    select seq, sha256(convert_to(jsonb_build_array(client_id, audit_id, seq::text,
      to_char(at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), actor, ip, action, record_kind, record_id,
      asked, before, after)::text, 'UTF8')) as leaf
    from dunlin.audit where client_id = ${clientId} and seq > ${after} and seq <= ${upTo}
    order by seq limit ${limit}`.execute(tx);
  return rows;
}

export type SealOf = {
  readonly clientId: string;
  readonly number: number;
  readonly seqs: readonly bigint[];
  readonly leaves: Buffer;
  readonly previous: Buffer;
  readonly at: Temporal.Instant;
};

/** SHA-256 of a set: the numbers of its rows and their digests. */
export function digestOf(seqs: readonly bigint[], leaves: Buffer): Buffer {
  return createHash("sha256").update(seqs.join()).update("\n").update(leaves).digest();
}

/** The hash that the next seal holds: of all that this one says. */
export function hashOf({ clientId, number, seqs, leaves, previous, at }: SealOf): Buffer {
  const head = JSON.stringify([
    clientId,
    number,
    String(seqs[0]),
    String(seqs.at(-1)),
    at.toString(),
  ]);
  return createHash("sha256").update(previous).update(head).update(digestOf(seqs, leaves)).digest();
}
