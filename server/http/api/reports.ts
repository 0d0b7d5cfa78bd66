import { z } from "zod";
import { query } from "../operation.ts";
import { Counts, InstantOnWire, MinorOnWire, MomentOnWire } from "../wire.ts";
import { callList } from "#calls/call-list.ts";
import { report } from "#reporting/report.ts";

const Money = z.object({ currency: z.string(), minor: MinorOnWire });

const Report = z.object({
  from: InstantOnWire,
  to: InstantOnWire,
  planned: z.int(),
  sent: z.int(),
  delivered: z.int(),
  failed: Counts,
  suppressed: Counts,
  expired: z.int(),
  held: z.int(),
  uncertain: z.int(),
  replied: z.int(),
  opted_out: z.int(),
  opened: z.object({ human: z.int(), proxy: z.int(), scanner: z.int() }),
  clicked: z.object({ human: z.int(), scanner: z.int() }),
  complained: z.int(),
  paid_48h: z.array(Money.extend({ count: z.int(), inferred_minor: MinorOnWire })).readonly(),
  promises: z
    .array(
      z.object({
        currency: z.string(),
        made: z.int(),
        kept: z.int(),
        part_kept: z.int(),
        broken: z.int(),
        cancelled: z.int(),
        promised_minor: MinorOnWire,
        received_minor: MinorOnWire,
      }),
    )
    .readonly(),
  cost: z.array(Money).readonly(),
  cost_per_unit: z.array(z.object({ currency: z.string(), ratio: z.number() })).readonly(),
  steps: z
    .array(
      z.object({
        step: z.string(),
        channel: z.string(),
        planned: z.int(),
        sent: z.int(),
        delivered: z.int(),
      }),
    )
    .readonly(),
  aging: z
    .array(
      z.object({
        currency: z.string(),
        not_due_minor: MinorOnWire,
        days_1_30_minor: MinorOnWire,
        days_31_60_minor: MinorOnWire,
        days_61_90_minor: MinorOnWire,
        over_90_minor: MinorOnWire,
        credit_minor: MinorOnWire,
      }),
    )
    .readonly(),
});

const BEGINNING = Temporal.Instant.from("2000-01-01T00:00Z");

/** What was said in a period, what came of it, and what it cost. */
export const reports = query({
  needs: "reports:read",
  tag: "Reports",
  summary: "What was said in a period, what came of it, and what it cost",
  query: z.strictObject({
    from: MomentOnWire.exactOptional(),
    to: MomentOnWire.exactOptional(),
  }),
  response: Report,
  example: { query: { from: "2026-01-01" } },
  work: async ({ tx, clientId, now }, { query: { from = BEGINNING, to } }) =>
    await report(tx, clientId, { from, to: to ?? now.add({ seconds: 1 }) }, now),
});

const CallRow = z.object({
  customer: z.string(),
  name: z.string(),
  phone: z.string().nullable(),
  language: z.string(),
  currency: z.string(),
  due_minor: MinorOnWire,
  days_late: z.int(),
  promises_broken: z.int(),
  likelihood: z.number(),
  asked: z.boolean(),
});

/** Whom to phone today, the most worthwhile first. */
export const calls = query({
  needs: "reports:read",
  tag: "Reports",
  summary: "Whom to phone today, the most worthwhile first; whoever pays drops off at once",
  response: z.object({ rows: z.array(CallRow) }),
  example: {},
  work: async ({ tx, clientId, now }) => ({ rows: await callList(tx, clientId, now) }),
});
