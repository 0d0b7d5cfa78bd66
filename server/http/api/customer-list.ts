import { z } from "zod";
import { query } from "../operation.ts";
import { InstantOnWire, Limit, MinorOnWire, snakeKeys, Words } from "../wire.ts";
import { listCustomers } from "#reporting/customer-list.ts";

const Found = z.object({
  reference: z.string(),
  name: z.string(),
  kind: z.string(),
  language: z.string(),
  country: z.string(),
  zone: z.string().nullable(),
  segment: z.string().nullable(),
  created_at: InstantOnWire,
  open: z.array(z.object({ currency: z.string(), minor: MinorOnWire })),
});

/** Customers by reference, page by page. */
export const customers = query({
  needs: "customers:read",
  tag: "Customers",
  summary:
    "Customers by reference, page by page; search finds names, numbers, references, mailboxes",
  query: z.strictObject({
    search: Words(200).exactOptional(),
    limit: Limit(500, 100),
    /** The next_cursor of the page before. */
    cursor: Words(200).exactOptional(),
  }),
  response: z.object({ customers: z.array(Found), next_cursor: z.string().nullable() }),
  example: { query: { search: "082 123" } },
  work: async ({ tx, clientId }, { query: { search, limit, cursor } }) => {
    const found = await listCustomers(tx, clientId, { search, limit, after: cursor });
    const last = found.length < limit ? undefined : found.at(-1);
    return {
      customers: found.map((one) => ({
        ...snakeKeys(one),
        open: one.open.map(({ currency, minor }) => ({ currency, minor: BigInt(minor) })),
      })),
      next_cursor: last?.reference ?? null,
    };
  },
});
