import { z } from "zod";
import { query, type Working } from "../operation.ts";
import { refusedAs } from "../problems.ts";
import { DayOnWire, InstantOnWire, Limit, MinorOnWire, snakeKeys, Words, Yes } from "../wire.ts";
import { getClient } from "#clients/clients.ts";
import {
  countCustomers,
  CUSTOMER_SORTS,
  HELD_BY,
  listCustomers,
  type CustomerLine,
} from "#reporting/customer-list.ts";

const Found = z.object({
  customer_id: z.uuid(),
  reference: z.string(),
  name: z.string(),
  kind: z.string(),
  language: z.string(),
  country: z.string(),
  zone: z.string().nullable(),
  segment: z.string().nullable(),
  created_at: InstantOnWire,
  open: z.array(z.object({ currency: z.string(), minor: MinorOnWire, overdue_minor: MinorOnWire })),
  oldest_due_on: DayOnWire.nullable(),
  /** The standing answer of the account that is looked at next, and what comes next. */
  decision: z.string().nullable(),
  reason: z.string().nullable(),
  next_step: z.string().nullable(),
  next_look_at: InstantOnWire.nullable(),
  /** Kinds of what holds now: promise, dispute, manual … */
  held: z.array(z.string()),
  unread: z.int(),
});

const onWire = ({ open, held, ...line }: CustomerLine): z.output<typeof Found> => ({
  ...snakeKeys(line),
  held: [...held],
  open: open.map(({ currency, minor, overdue }) => ({
    currency,
    minor: BigInt(minor),
    overdue_minor: BigInt(overdue),
  })),
});

/** What narrows the list. */
const CustomerFilterOnWire = {
  search: Words(200).exactOptional(),
  /** Something is open. */
  owing: Yes.exactOptional(),
  /** Something is overdue, for at least so many days. */
  overdue_days: z.coerce.number().int().min(1).max(36_500).exactOptional(),
  held: z.enum(HELD_BY).exactOptional(),
  /** The step that comes next. */
  next_step: Words(100).exactOptional(),
  /** Why the standing answer is what it is, such as stale_books. */
  reason: Words(100).exactOptional(),
  segment: Words(200).exactOptional(),
  language: Words(20).exactOptional(),
  unread: Yes.exactOptional(),
};

/** Customers in the order that is asked for, page by page. */
export const customers = query({
  needs: "customers:read",
  tag: "Customers",
  summary: "Customers, searched, filtered and sorted, page by page",
  description:
    "search forgives case, marks, signs and one slip in a word; it finds names, references, references of invoices, numbers however they are written or by their last digits, mailboxes, and ids with or without cus_. Sorted by overdue, sums in the client's own currency are compared. With count, total says how many there are over all pages.",
  query: z.strictObject({
    ...CustomerFilterOnWire,
    sort: z.enum(CUSTOMER_SORTS).default("reference"),
    count: Yes.exactOptional(),
    limit: Limit(500, 100),
    /** The next_cursor of the page before. */
    cursor: Words(400).exactOptional(),
  }),
  response: z.object({
    customers: z.array(Found),
    next_cursor: z.string().nullable(),
    total: z.int().nullable(),
  }),
  example: { query: { search: "082 123" } },
  work: async ({ tx, clientId, now }: Working, { query: asked }) => {
    const { currency, country, zone } = await getClient(tx, clientId);
    const today = now.toZonedDateTimeISO(zone).toPlainDate();
    const asking = {
      ...asked,
      overdueDays: asked.overdue_days,
      nextStep: asked.next_step,
      after: asked.cursor,
      currency,
      country,
      today,
    };
    const { customers: found, next } = await refusedAs(422, listCustomers(tx, clientId, asking));
    return {
      customers: found.map(onWire),
      next_cursor: next,
      total: asked.count === true ? await countCustomers(tx, clientId, asking) : null,
    };
  },
});
