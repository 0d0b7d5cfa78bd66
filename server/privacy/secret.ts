import type { Tx } from "#platform/db.ts";

/** The secret of the installation, from which digests of what was erased are made. */
export async function installationSecret(tx: Tx): Promise<Buffer> {
  const row = await tx.selectFrom("installation").select("secret").executeTakeFirstOrThrow();
  return row.secret;
}
