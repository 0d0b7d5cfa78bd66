import { z } from "zod";
import { CustomerPath, requireCustomer } from "../deps.ts";
import { query } from "../operation.ts";
import { DayOnWire, InstantOnWire, MinorOnWire, snakeKeys } from "../wire.ts";
import { explain } from "#messages/planning/explain.ts";
import { GROUPS } from "#policies/assignment.ts";
import { customerCard } from "#reporting/customer-card.ts";

const Explained = z.object({
  currency: z.string(),
  decision: z.string(),
  reason: z.string(),
  facts: z.unknown(),
  decisions: z.unknown(),
  collectable_minor: MinorOnWire,
  overdue_minor: MinorOnWire,
  next_look_at: InstantOnWire.nullable(),
  unless: z.string(),
  closed: z.array(z.string()),
  policy_version: z.int().optional(),
  /** Where a running experiment drew the customer into. */
  group: z.enum(GROUPS).optional(),
});

/** What is decided about the customer now, why, and what happens next. */
export const explanation = query({
  needs: "customers:read",
  tag: "Customers",
  summary: "What is decided about the customer now, why, and what happens next",
  params: CustomerPath,
  response: z.object({ accounts: z.array(Explained) }),
  example: { params: { ref: "C/1 é" } },
  work: async (working, { params }) => {
    await requireCustomer(working, params.ref);
    const accounts = await explain(working.tx, working.clientId, params.ref, working.now);
    return {
      accounts: accounts.map((one) => ({
        ...snakeKeys(one),
        next_look_at: one.nextLookAt ?? null,
      })),
    };
  },
});

const Card = z.object({
  reference: z.string(),
  name: z.string(),
  kind: z.string(),
  language: z.string(),
  country: z.string(),
  zone: z.string().nullable(),
  segment: z.string().nullable(),
  payday: z.int().nullable(),
  contact_points: z.array(
    z.object({
      kind: z.string(),
      address: z.string(),
      disclosure: z.string(),
      opted_out: z.boolean(),
    }),
  ),
  accounts: z.array(
    z.object({
      currency: z.string(),
      open_minor: MinorOnWire,
      overdue_minor: MinorOnWire,
      credit_minor: MinorOnWire,
      decision: z.string().nullable(),
      reason: z.string().nullable(),
      next_look_at: InstantOnWire.nullable(),
    }),
  ),
  invoices: z.array(
    z.object({
      reference: z.string(),
      currency: z.string(),
      issued_on: DayOnWire.nullable(),
      due_on: DayOnWire,
      amount_minor: MinorOnWire,
      open_minor: MinorOnWire,
    }),
  ),
  thread: z.array(
    z.object({
      id: z.uuid(),
      direction: z.enum(["in", "out"]),
      at: InstantOnWire,
      channel: z.string(),
      address: z.string(),
      text: z.string(),
      state: z.string().nullable(),
      reason: z.string().nullable(),
      opened_at: InstantOnWire.nullable(),
      clicked_at: InstantOnWire.nullable(),
      answers: z.uuid().nullable(),
    }),
  ),
});

/** One customer: balance, invoices, and what was said and heard. */
export const customer = query({
  needs: "customers:read",
  tag: "Customers",
  summary:
    "One customer: balance, invoices (open ones first, at most 200), the last 100 messages both ways",
  params: CustomerPath,
  response: Card,
  example: { params: { ref: "C/1 é" } },
  work: async (working, { params }) => {
    const customerId = await requireCustomer(working, params.ref);
    const card = await customerCard(working.tx, working.clientId, customerId, working.now);
    return {
      ...card,
      payday: card.paydayDay,
      contact_points: card.contactPoints.map(snakeKeys),
      accounts: card.accounts.map(snakeKeys),
      invoices: card.invoices.map(snakeKeys),
      thread: card.thread.map(snakeKeys),
    };
  },
});
