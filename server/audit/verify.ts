// Finds what was changed, taken away or slipped in since it was sealed.
import { digestOf, hashOf, leavesOf, LEAF_BYTES, NOTHING, type Leaf } from "./leaves.ts";
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";

export type Fault = {
  readonly what: "row changed" | "row missing" | "row inserted" | "seal broken" | "seal missing";
  /** The number of the row. */
  readonly seq?: bigint;
  /** The number of the seal. */
  readonly seal: number;
};

export type Verification = {
  readonly ok: boolean;
  readonly seals: number;
  readonly rows: number;
  /** Written since the last seal: these only the next one protects. */
  readonly unsealed: number;
  /** To be written down elsewhere: a chain that holds it has not been made anew. */
  readonly lastHash: string | undefined;
  /** Whether the chain holds the hash that was asked for. */
  readonly holds: boolean | undefined;
  /** The first 100. */
  readonly faults: readonly Fault[];
  readonly faultCount: number;
};

const SEALS_AT_ONCE = 20;
const MOST_FAULTS = 100;

type SealRow = {
  readonly number: number;
  readonly fromSeq: bigint;
  readonly toSeq: bigint;
  readonly seqs: readonly string[];
  readonly leaves: Buffer;
  readonly digest: Buffer;
  readonly previous: Buffer;
  readonly hash: Buffer;
  readonly at: Temporal.Instant;
};

/** Walks the chain of a client and compares every sealed row with its digest. `holds`: a hash written down earlier, in hex. */
export async function verifyAudit(tx: Tx, clientId: string, holds?: string): Promise<Verification> {
  const walk = new Walk(clientId);
  let held = false;
  for (;;) {
    const seals = await sealsAfter(tx, clientId, walk.number);
    for (const seal of seals) {
      held ||= seal.hash.toString("hex") === holds;
      const { toSeq: after } = walk;
      walk.seal(seal);
      const limit = 2 * seal.seqs.length + MOST_FAULTS;
      walk.rowsOf(seal, await leavesOf(tx, clientId, { after, upTo: seal.toSeq, limit }));
    }
    if (seals.length < SEALS_AT_ONCE) break;
  }
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from dunlin.audit
    where client_id = ${clientId} and seq > ${walk.toSeq}`.execute(tx);
  const { faults, faultCount, seals } = walk;
  return {
    ok: faultCount === 0 && (holds === undefined || held),
    seals,
    rows: walk.rows,
    unsealed: rows[0]!.count,
    lastHash: seals === 0 ? undefined : walk.hash.toString("hex"),
    holds: holds === undefined ? undefined : held,
    faults,
    faultCount,
  };
}

async function sealsAfter(tx: Tx, clientId: string, number: number): Promise<SealRow[]> {
  const { rows } = await sql<SealRow>`
    select number, from_seq, to_seq, seqs::text[] as seqs, leaves, digest, previous, hash, at from dunlin.audit_seal
    where client_id = ${clientId} and number > ${number} order by number limit ${SEALS_AT_ONCE}`.execute(
    tx,
  );
  return rows;
}

/** Where the walk has come to, and what it found. */
class Walk {
  readonly #clientId: string;
  readonly faults: Fault[] = [];
  faultCount = 0;
  number = 0;
  seals = 0;
  rows = 0;
  toSeq = 0n;
  hash: Buffer = NOTHING;

  constructor(clientId: string) {
    this.#clientId = clientId;
  }

  #found(fault: Fault): void {
    this.faultCount += 1;
    if (this.faults.length < MOST_FAULTS) this.faults.push(fault);
  }

  /** Is it the one that follows, and does it say what it said when it was made? */
  seal(seal: SealRow): void {
    const { number, leaves, previous, at } = seal;
    const seqs = seal.seqs.map(BigInt);
    if (number !== this.number + 1) this.#found({ what: "seal missing", seal: this.number + 1 });
    const rising = seqs.every((seq, index) => seq > (index === 0 ? this.toSeq : seqs[index - 1]!));
    const sound =
      rising &&
      seqs[0] === seal.fromSeq &&
      seqs.at(-1) === seal.toSeq &&
      digestOf(seqs, leaves).equals(seal.digest) &&
      (previous.equals(this.hash) || number !== this.number + 1) &&
      hashOf({ clientId: this.#clientId, number, seqs, leaves, previous, at }).equals(seal.hash);
    if (!sound) this.#found({ what: "seal broken", seal: number });
    this.number = number;
    this.seals += 1;
    this.hash = seal.hash;
    if (seal.toSeq > this.toSeq) this.toSeq = seal.toSeq;
  }

  /** What is there against what was sealed. */
  rowsOf(seal: SealRow, found: readonly Leaf[]): void {
    const { number, leaves } = seal;
    const there = new Map(found.map(({ seq, leaf }) => [seq, leaf]));
    seal.seqs.forEach((text, index) => {
      const seq = BigInt(text);
      const leaf = there.get(seq);
      const was = leaves.subarray(index * LEAF_BYTES, (index + 1) * LEAF_BYTES);
      if (!leaf) this.#found({ what: "row missing", seq, seal: number });
      else if (!leaf.equals(was)) this.#found({ what: "row changed", seq, seal: number });
      there.delete(seq);
      this.rows += 1;
    });
    for (const seq of there.keys()) this.#found({ what: "row inserted", seq, seal: number });
  }
}
