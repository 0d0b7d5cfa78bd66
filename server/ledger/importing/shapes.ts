// How files of one shape are read, remembered per client: whoever corrected a mapping once does not do it again.
import { sql } from "kysely";
import { checkMapping, type Mapping } from "#ledger/reading/mapping.ts";
import type { Tx } from "#platform/db.ts";

const MOST_SHAPES = 200;

/** The mapping that was last applied to a file with these columns. */
export async function mappingOfShape(
  tx: Tx,
  clientId: string,
  shape: Buffer | undefined,
): Promise<Mapping | undefined> {
  if (shape === undefined) return undefined;
  const row = await tx
    .selectFrom("fileShape")
    .select("mapping")
    .where("clientId", "=", clientId)
    .where("shape", "=", shape)
    .executeTakeFirst();
  return row && checkMapping(row.mapping, "the mapping of the last such file");
}

/** Remembers the mapping; the oldest are forgotten. */
export async function rememberShape(
  tx: Tx,
  clientId: string,
  {
    shape,
    mapping,
    actor,
  }: { readonly shape: Buffer; readonly mapping: Mapping; readonly actor: string },
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into dunlin.file_shape (client_id, shape, mapping, used_at, used_by)
    values (${clientId}, ${shape}, ${JSON.stringify(mapping)}::jsonb, ${now}, ${actor})
    on conflict (client_id, shape) do update
    set mapping = excluded.mapping, used_at = excluded.used_at, used_by = excluded.used_by`.execute(
    tx,
  );
  await sql`
    delete from dunlin.file_shape where client_id = ${clientId} and shape in (
      select shape from dunlin.file_shape where client_id = ${clientId} order by used_at desc offset ${MOST_SHAPES})`.execute(
    tx,
  );
}
