// The public API, typed by its document. Each client has a connection and a memory of its own: nothing of one is shown of another.
import { QueryClient } from "@tanstack/react-query";
import createHooks, { type OpenapiQueryClient } from "openapi-react-query";
import { createContext, use } from "react";
import { connect, type Dunlin } from "../../sdk/client.ts";
import type { paths } from "../../sdk/schema.ts";

export type Api = OpenapiQueryClient<paths>;

export type Connection = {
  readonly slug: string;
  /** Hooks: `useQuery("get", "/v1/customers", …)`, `useMutation("post", …)`. */
  readonly api: Api;
  /** The same without hooks: `done(dunlin.GET(…))`. */
  readonly dunlin: Dunlin;
  readonly memory: QueryClient;
};

const TRIES = 3;
const LONGEST_WAIT_MS = 2_000;
const FRESH_MS = 5_000;

const newMemory = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      // The connection tries again by itself; what is refused stays refused.
      queries: { retry: false, staleTime: FRESH_MS },
      mutations: { retry: false },
    },
  });

const connections = new Map<string, Connection>();

/** The connection of a client, the same one whenever it is asked for; "" is nobody's, for sign-in and the list of clients. */
export function connectionFor(slug: string): Connection {
  const known = connections.get(slug);
  if (known) return known;
  const dunlin = connect({
    baseUrl: location.origin,
    tries: TRIES,
    longestWaitMs: LONGEST_WAIT_MS,
    ...(slug === "" ? {} : { client: slug }),
  });
  const made = { slug, dunlin, api: createHooks(dunlin), memory: newMemory() };
  connections.set(slug, made);
  return made;
}

/** Whoever signs out leaves nothing behind. */
export function forgetConnections(): void {
  for (const { memory } of connections.values()) memory.clear();
  connections.clear();
}

export const ConnectionContext = createContext<Connection | undefined>(undefined);

export function useConnection(): Connection {
  const connection = use(ConnectionContext);
  if (!connection) throw new Error("this stands outside the pages of a client");
  return connection;
}

/** Hooks over the API of the client whose page this is. */
export const useApi = (): Api => useConnection().api;

/** Queries with this are asked again when something happened at the client. */
export const LIVE = { meta: { live: true } } as const;
