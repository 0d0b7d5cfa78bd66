// Where the installation is found is what the server that listens says; commands and workers read it.
import { sql } from "kysely";
import { clientIds } from "#clients/clients.ts";
import { asClient, type Db } from "#platform/db.ts";

/** Remembers where the HTTP side is found from outside; when that is news, every process reads its clients anew. */
export async function rememberPublicUrl(db: Db, publicUrl: string): Promise<void> {
  const { rows } = await sql`update dunlin.installation set public_url = ${publicUrl}
    where public_url is distinct from ${publicUrl} returning 1`.execute(db);
  if (rows.length === 0) return;
  for (const clientId of await clientIds(db)) {
    await asClient(db, clientId, async (tx) => {
      // Open routes hold the address too: workers open them anew.
      await sql`update dunlin.route set changed_at = clock_timestamp() where client_id = ${clientId}`.execute(
        tx,
      );
      await sql`update dunlin.client set settings_stamp = uuidv7() where client_id = ${clientId}`.execute(
        tx,
      );
    });
  }
}
