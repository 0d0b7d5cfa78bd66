import { getClient, clientIds, type Client } from "#clients/clients.ts";
import { setClient, type Db } from "#platform/db.ts";

/** The clients of the installation by name; of more than `most` the oldest. */
export async function listClients(db: Db, most: number): Promise<Client[]> {
  const ids = (await clientIds(db)).slice(0, most);
  const found = await db.transaction().execute(async (tx) => {
    const clients: Client[] = [];
    // Row-level security shows one client at a time.
    for (const id of ids) {
      await setClient(tx, id);
      clients.push(await getClient(tx, id));
    }
    return clients;
  });
  return found.toSorted((a, b) => a.name.localeCompare(b.name, "en") || (a.slug < b.slug ? -1 : 1));
}
