// Who has signed in, and what they may do for the client whose page this is.
import { createContext, use } from "react";
import type { paths } from "../../sdk/schema.ts";

export type Me = paths["/v1/me"]["get"]["responses"]["200"]["content"]["application/json"];
export type ClientInfo =
  paths["/v1/client"]["get"]["responses"]["200"]["content"]["application/json"];

export type Session = {
  readonly me: Me;
  readonly client: ClientInfo;
  /** Every client that this user may turn to. */
  readonly clients: readonly { readonly slug: string; readonly name: string }[];
};

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("this stands outside the pages of a client");
  return session;
}

/** The client whose page this is: name, currency, country, zone. */
export const useClient = (): ClientInfo => useSession().client;

/** Whether the user may do that; what is not allowed is not shown. Scopes are those of the API: `may("messages:write")`. */
export function useMay(): (scope: string) => boolean {
  const { me } = useSession();
  const scopes: ReadonlySet<string> = new Set(me.scopes);
  return (scope) => scopes.has(scope);
}
