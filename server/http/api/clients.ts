import { z } from "zod";
import { route, type Deps } from "../deps.ts";
import { InstantOnWire, snakeKeys } from "../wire.ts";
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
export const clients = ({ db }: Deps) =>
  route({
    schema: {
      summary: "Clients, at most 500",
      response: { 200: z.object({ clients: z.array(Client) }) },
    },
    handler: async () => {
      const found = await listClients(db, 500);
      return { clients: found.map(snakeKeys) };
    },
  });
