// The audit: who did what to which record, from where, before and after. Rows are added and never changed.
import { sql } from "kysely";
import { withoutPersons, type Digester } from "./digest.ts";
import { kept, type Tx } from "#platform/db.ts";

export type AuditEntry = {
  /** "operator", "key:billing", "user:ann@example.org", "cli". */
  readonly actor: string;
  readonly ip: string | undefined;
  readonly action: string;
  readonly kind: string;
  /** An id; anything else is kept as a digest. */
  readonly id: string | undefined;
  readonly asked?: unknown;
  readonly before?: unknown;
  readonly after?: unknown;
};

/** Adds a row, in the transaction of what was done. Names, addresses and texts go in as digests. */
export async function writeAudit(
  tx: Tx,
  clientId: string,
  entry: AuditEntry,
  digest: Digester,
): Promise<void> {
  const json = (value: unknown, key: string): string | null => {
    const plain = withoutPersons(value, digest, key);
    return plain === undefined ? null : JSON.stringify(plain);
  };
  const { actor, ip = null, action, kind, id } = entry;
  await sql`${kept}
    insert into dunlin.audit (client_id, actor, ip, action, record_kind, record_id, asked, before, after)
    values (${clientId}, ${actor.slice(0, 300)}, ${ip}, ${action.slice(0, 300)}, ${kind}, ${id ?? null},
      ${json(entry.asked, "asked")}::jsonb, ${json(entry.before, "before")}::jsonb,
      ${json(entry.after, "after")}::jsonb)`.execute(tx);
}

export type AuditRow = {
  readonly seq: bigint;
  readonly auditId: string;
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly ip: string | null;
  readonly action: string;
  readonly recordKind: string;
  readonly recordId: string | null;
  readonly asked: unknown;
  readonly before: unknown;
  readonly after: unknown;
};

export type AuditFilter = {
  readonly after?: bigint | undefined;
  readonly before?: bigint | undefined;
  readonly actor?: string | undefined;
  readonly kind?: string | undefined;
  readonly id?: string | undefined;
  /** The newest first instead. */
  readonly newest?: boolean | undefined;
  readonly limit: number;
};

/** Rows in their order, at most `limit`, behind `after` and before `before`. */
export async function listAudit(
  tx: Tx,
  clientId: string,
  { after = 0n, before, actor, kind, id, newest = false, limit }: AuditFilter,
): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`
    select seq, audit_id, at, actor, ip, action, record_kind, record_id, asked, before, after from dunlin.audit
    where client_id = ${clientId} and seq > ${after}
      and (${before ?? null}::bigint is null or seq < ${before ?? null})
      and (${actor ?? null}::text is null or actor = ${actor ?? null})
      and (${kind ?? null}::text is null or record_kind = ${kind ?? null})
      and (${id ?? null}::text is null or record_id = ${id ?? null})
    order by ${newest ? sql`seq desc` : sql`seq`} limit ${limit}`.execute(tx);
  return rows;
}
