// The clients that whoever has signed in may turn to, and the one they were with last.
import { done } from "../../sdk/client.ts";
import { connectionFor } from "./api.ts";
import type { Session } from "./session.ts";

/** The operator's people may turn to all, others to those they work for. */
export async function clientsOf(me: Session["me"]): Promise<Session["clients"]> {
  if (!me.scopes.includes("clients:read")) {
    return me.clients.map(({ slug, name }) => ({ slug, name }));
  }
  const { clients } = await done(connectionFor("").dunlin.GET("/v1/clients"));
  return clients.map(({ slug, name }) => ({ slug, name }));
}

const KEPT = "dunlin.client";

export const lastClient = {
  keep: (slug: string): void => localStorage.setItem(KEPT, slug),
  read: (): string | null => localStorage.getItem(KEPT),
};
