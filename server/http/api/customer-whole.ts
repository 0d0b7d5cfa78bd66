// The page of one customer: everything that stands, and everything that happened.
import { z } from "zod";
import { CustomerPath, requireCustomer } from "../deps.ts";
import { query } from "../operation.ts";
import { HttpProblem } from "../problems.ts";
import { DayOnWire, InstantOnWire, Limit, MinorOnWire, snakeKeys, Words } from "../wire.ts";
import { getClient } from "#clients/clients.ts";
import { DISCLOSURES } from "#ledger/contact-points.ts";
import { customerWhole } from "#reporting/customer-whole.ts";
import {
  isTimelineCursor,
  timeline,
  TIMELINE_GROUPS,
  type TimelineEntry,
} from "#reporting/timeline.ts";

const Instant = z.string().nullable();
const Way = z.object({
  channel: z.string(),
  opted_out_at: Instant,
  consent_source: z.string().nullable(),
  consent_at: Instant,
  dead_at: Instant,
  dead_why: z.string().nullable(),
  delivered_at: Instant,
  failed_count: z.int(),
});

const Whole = z.object({
  customer_id: z.uuid(),
  /** Grows with every fact that can change a decision: the ETag for If-Match. */
  facts_version: MinorOnWire,
  reference: z.string(),
  name: z.string(),
  kind: z.string(),
  language: z.string(),
  country: z.string(),
  zone: z.string().nullable(),
  segment: z.string().nullable(),
  payday: z.int().nullable(),
  created_at: InstantOnWire,
  erased_at: InstantOnWire.nullable(),
  /** By which the customer can prove who they are. */
  factors: z.array(z.string()),
  people: z.array(z.object({ name: z.string(), role: z.string() })),
  contact_points: z.array(
    z.object({
      contact_point_id: z.uuid(),
      kind: z.enum(["phone", "mailbox", "messenger", "chat"]),
      address: z.string(),
      disclosure: z.enum(DISCLOSURES),
      source: z.string(),
      person: z.string().nullable(),
      created_at: InstantOnWire,
      retired_at: InstantOnWire.nullable(),
      /** How many customers have the address. */
      shared: z.int(),
      /** What may be told there now, and the rule that says so. */
      tells: z.enum(["nothing", "number", "all"]),
      why: z.string(),
      ways: z.array(Way),
    }),
  ),
  accounts: z.array(
    z.object({
      currency: z.string(),
      open_minor: MinorOnWire,
      overdue_minor: MinorOnWire,
      oldest_due_on: DayOnWire.nullable(),
      credit_minor: MinorOnWire,
      /** All that came in, inferred payments too. */
      paid_minor: MinorOnWire,
      decision: z.string().nullable(),
      reason: z.string().nullable(),
      next_step: z.string().nullable(),
      next_look_at: InstantOnWire.nullable(),
      last_step: z.string().nullable(),
      episode_since: DayOnWire.nullable(),
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
      settled_by: z.string().nullable(),
      overdue_days: z.int(),
      held: z.array(z.string()),
    }),
  ),
  /** What holds now, promises among it. */
  held: z.array(
    z.object({
      hold_id: z.uuid(),
      kind: z.string(),
      currency: z.string().nullable(),
      amount_minor: MinorOnWire.nullable(),
      until: DayOnWire.nullable(),
      reason: z.string().nullable(),
      placed_at: InstantOnWire,
      placed_by: z.string(),
      invoices: z.array(z.string()),
      promise_id: z.uuid().nullable(),
      plan_id: z.uuid().nullable(),
      due_on: DayOnWire.nullable(),
      received_minor: MinorOnWire.nullable(),
    }),
  ),
  plans: z.array(
    z.object({
      plan_id: z.uuid(),
      currency: z.string(),
      amount_minor: MinorOnWire,
      state: z.string(),
      made_at: InstantOnWire,
      made_by: z.string(),
      decided_at: InstantOnWire.nullable(),
      instalments: z.array(
        z.object({
          instalment: z.int(),
          promise_id: z.uuid(),
          hold_id: z.uuid(),
          due_on: DayOnWire,
          amount_minor: MinorOnWire,
          received_minor: MinorOnWire,
          state: z.string(),
        }),
      ),
    }),
  ),
  mandates: z.array(
    z.object({
      reference: z.string(),
      state: z.string(),
      next_strike_on: DayOnWire.nullable(),
      next_amount_minor: MinorOnWire.nullable(),
      currency: z.string().nullable(),
      next_state: z.string().nullable(),
    }),
  ),
  conversation: z
    .object({
      conversation_id: z.uuid(),
      unread: z.int(),
      closed: z.boolean(),
      held_by_person: z.string().nullable(),
      last_at: InstantOnWire,
    })
    .nullable(),
});

/** Who they are, what they owe, what may be told where, what holds, what was agreed. */
export const customerOverview = query({
  needs: "customers:read",
  tag: "Customers",
  summary: "One customer as a person sees them: balance, invoices, consent, identity, what holds",
  params: CustomerPath,
  response: Whole,
  etag: true,
  example: { params: { ref: "C/1 é" } },
  work: async (working, { params }) => {
    const { tx, clientId, now } = working;
    const customerId = await requireCustomer(working, params.ref);
    const { zone } = await getClient(tx, clientId);
    const today = now.toZonedDateTimeISO(zone).toPlainDate();
    const whole = await customerWhole(tx, clientId, customerId, { now, today });
    const { who, people, contactPoints, accounts, invoices, held, plans, mandates } = whole;
    return {
      ...snakeKeys(who),
      factors: [...who.factors],
      people: [...people],
      contact_points: contactPoints.map(({ ways, ...point }) => ({
        ...snakeKeys(point),
        ways: ways.map(snakeKeys),
      })),
      accounts: accounts.map(snakeKeys),
      invoices: invoices.map((one) => ({ ...snakeKeys(one), held: [...one.held] })),
      held: held.map((one) => ({ ...snakeKeys(one), invoices: [...one.invoices] })),
      plans: plans.map((plan) => ({
        ...snakeKeys(plan),
        instalments: plan.instalments.map(snakeKeys),
      })),
      mandates: mandates.map(snakeKeys),
      conversation: whole.conversation && snakeKeys(whole.conversation),
    };
  },
});

const Group = z.enum(TIMELINE_GROUPS);

const Entry = z.object({
  id: z.string(),
  at: InstantOnWire,
  group: Group,
  kind: z.string(),
  actor: z.string().nullable(),
  currency: z.string().nullable(),
  amount_minor: MinorOnWire.nullable(),
  reference: z.string().nullable(),
  note: z.string().nullable(),
  said: z
    .object({
      message_id: z.uuid(),
      class: z.string(),
      channel: z.string(),
      address: z.string(),
      state: z.string(),
      reason: z.string().nullable(),
      step: z.string().nullable(),
      template: z.string(),
      subject: z.string().nullable(),
      text: z.string(),
      segments: z.int(),
      price_micros: z.string(),
      not_before: z.string(),
      opened_at: Instant,
      clicked_at: Instant,
      answers: z.uuid().nullable(),
    })
    .nullable(),
  heard: z
    .object({
      message_id: z.uuid(),
      channel: z.string(),
      address: z.string(),
      subject: z.string().nullable(),
      text: z.string(),
      answers: z.uuid().nullable(),
      keyword: z.string().nullable(),
      intent: z.string().nullable(),
      confidence: z.number().nullable(),
      /** What a person says it means. */
      corrected: z.string().nullable(),
      automatic: z.boolean(),
    })
    .nullable(),
  /** What became of a message, oldest first. */
  statuses: z.array(
    z.object({
      at: InstantOnWire,
      what: z.string(),
      actor: z.string(),
      reason: z.string().nullable(),
    }),
  ),
  body: z.unknown(),
});

const onWire = ({ said, heard, statuses, ...entry }: TimelineEntry): z.output<typeof Entry> => ({
  ...snakeKeys(entry),
  said: said && snakeKeys(said),
  heard: heard && snakeKeys(heard),
  statuses: statuses.map(snakeKeys),
});

/** Groups by their names, with commas between. */
const Groups = z.codec(z.string().max(200), z.array(Group).max(TIMELINE_GROUPS.length), {
  decode: (text) => text.split(",").filter((one) => one !== "") as z.input<typeof Group>[],
  encode: (groups) => groups.join(","),
});

/** Everything that happened to a customer, over all channels. */
export const customerTimeline = query({
  needs: "customers:read",
  tag: "Customers",
  summary: "Everything that happened to a customer, newest first, page by page",
  description:
    "Messages come with all that became of them, replies with what they were taken for. What is only planned stands at its time, before everything else. only narrows it to groups, with commas between: messages, replies, notes, money, agreements, debits, consent, decisions.",
  params: CustomerPath,
  query: z.strictObject({
    only: Groups.exactOptional(),
    limit: Limit(200, 50),
    cursor: Words(100).exactOptional(),
  }),
  response: z.object({ entries: z.array(Entry), next_cursor: z.string().nullable() }),
  example: { params: { ref: "C/1 é" }, query: { only: "messages,replies" } },
  work: async (working, { params, query: { only: groups = [], limit, cursor } }) => {
    const { tx, clientId } = working;
    const customerId = await requireCustomer(working, params.ref);
    if (cursor !== undefined && !isTimelineCursor(cursor)) {
      throw new HttpProblem(422, "cursor is none of this list; give the next_cursor of a page");
    }
    const asking = { customerId, groups, limit, after: cursor };
    const { entries, next } = await timeline(tx, clientId, asking);
    return { entries: entries.map(onWire), next_cursor: next };
  },
});
