import { loadRoutes } from "#messages/routes/routes.ts";
import type { Tx } from "#platform/db.ts";

/** A line for the terminal while the client has no way out: steps that come due then are over, and not said afterwards. */
export async function routelessNote(tx: Tx, clientId: string): Promise<string> {
  if ((await loadRoutes(tx, clientId)).length > 0) return "";
  return "\nthere is no route: a step that comes due now ends as no_route and is not said later; set one with: route set FILE";
}
