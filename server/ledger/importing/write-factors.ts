// Dates of birth, postcodes and identity digits of a book, kept as keyed digests, so that links can ask for them.
import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import type { Job } from "./job.ts";

export type FactorOfBook = "born_on" | "postcode" | "id_last4";

/** The keyed digest of what a customer knows; the key is not in the database. */
export type DigestFactor = (customerId: string, kind: FactorOfBook, normal: string) => Buffer;

const PAGE = 2_000;
const FIRST = "00000000-0000-0000-0000-000000000000";

type Told = { readonly id: string } & { readonly [K in FactorOfBook]: string | null };

/** Who set it, as it stands beside a factor that came with this batch. */
const setBy = (batchId: string): string => `import ${batchId}`;

/** Writes what changed, with what stood there before, for undo. Without a key nothing is kept. */
export async function writeFactors(tx: Tx, job: Job): Promise<void> {
  const { digestFactor } = job;
  if (!digestFactor) return;
  for (let after = FIRST; ;) {
    const { rows } = await sql<Told>`
      select customer_id as id, born_on, postcode, id_last4 from book_customer
      where customer_id > ${after}::uuid and (born_on is not null or postcode is not null or id_last4 is not null)
      order by customer_id limit ${PAGE}`.execute(tx.withoutPlugins());
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
    const told = rows.flatMap((row) =>
      (["born_on", "postcode", "id_last4"] as const).flatMap((kind) => {
        const normal = row[kind];
        if (normal === null) return [];
        const digest = digestFactor(row.id, kind, normal).toString("hex");
        return [{ id: row.id, kind, digest }];
      }),
    );
    await sql`
      with told as (
        select t.id, t.kind, decode(t.digest, 'hex') as digest, f.digest as before, f.set_at, f.set_by
        from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as t (id uuid, kind text, digest text)
        left join dunlin.customer_factor f
          on f.client_id = ${job.clientId} and f.customer_id = t.id and f.kind = t.kind
      ), changed as (
        insert into dunlin.customer_factor (client_id, customer_id, kind, digest, set_at, set_by)
        select ${job.clientId}, id, kind, digest, ${job.now}::timestamptz, ${setBy(job.batchId)}
        from told where before is distinct from digest
        on conflict (client_id, customer_id, kind) do update
        set digest = excluded.digest, set_at = excluded.set_at, set_by = excluded.set_by
        returning customer_id, kind)
      insert into dunlin.batch_change (client_id, batch_id, entity, entity_id, before, after)
      select ${job.clientId}, ${job.batchId}, 'customer_factor', t.id,
        case when t.before is not null then
          jsonb_build_object('digest', encode(t.before, 'hex'), 'set_at', t.set_at, 'set_by', t.set_by) end,
        jsonb_build_object('kind', t.kind)
      from changed c join told t on t.id = c.customer_id and t.kind = c.kind`.execute(tx);
  }
}

/** Puts back what stood there before the batch, unless it was set again since. */
export async function restoreFactors(tx: Tx, clientId: string, batchId: string): Promise<void> {
  await sql`
    delete from dunlin.customer_factor f using dunlin.batch_change b
    where b.client_id = ${clientId} and b.batch_id = ${batchId} and b.entity = 'customer_factor'
      and b.before is null and f.client_id = b.client_id and f.customer_id = b.entity_id
      and f.kind = b.after ->> 'kind' and f.set_by = ${setBy(batchId)}`.execute(tx);
  await sql`
    update dunlin.customer_factor f
    set digest = decode(b.before ->> 'digest', 'hex'), set_at = (b.before ->> 'set_at')::timestamptz,
      set_by = b.before ->> 'set_by'
    from dunlin.batch_change b
    where b.client_id = ${clientId} and b.batch_id = ${batchId} and b.entity = 'customer_factor'
      and b.before is not null and f.client_id = b.client_id and f.customer_id = b.entity_id
      and f.kind = b.after ->> 'kind' and f.set_by = ${setBy(batchId)}`.execute(tx);
}
