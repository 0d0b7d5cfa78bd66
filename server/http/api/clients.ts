import { z } from "zod";
import { operate, query } from "../operation.ts";
import { InstantOnWire, snakeKeys } from "../wire.ts";
import { getClient } from "#clients/clients.ts";
import { listClients } from "#reporting/client-list.ts";

const Client = z.object({
  slug: z.string(),
  name: z.string(),
  currency: z.string(),
  country: z.string(),
  zone: z.string(),
  language: z.string(),
  book_as_of: InstantOnWire.nullable(),
});

/** The clients of the installation, by name. */
export const clients = operate({
  needs: "clients:read",
  tag: "Clients",
  summary: "Clients of the installation, at most 500",
  response: z.object({ clients: z.array(Client) }),
  work: async ({ deps }) => ({ clients: (await listClients(deps.db, 500)).map(snakeKeys) }),
});

/** The client that the request is for. */
export const client = query({
  needs: "client:read",
  tag: "Clients",
  summary: "The client that the key belongs to",
  response: Client,
  example: {},
  work: async ({ tx, clientId }) => snakeKeys(await getClient(tx, clientId)),
});
