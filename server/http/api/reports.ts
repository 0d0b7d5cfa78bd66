import { createHash } from "node:crypto";
import { z } from "zod";
import { query } from "../operation.ts";
import { Counts, InstantOnWire, MinorOnWire, MomentOnWire } from "../wire.ts";
import { HttpProblem } from "../problems.ts";
import { callList } from "#calls/call-list.ts";
import { toCsv } from "#platform/csv.ts";
import { toDecimal } from "#platform/money.ts";
import { COMPARED, comparison } from "#reporting/comparison.ts";
import { monthOf, monthlyReport } from "#reporting/monthly.ts";
import { monthlyAsPdf } from "#reporting/monthly-pdf.ts";
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
  // Whoever watches asks often, and mostly nobody has paid since.
  etag: true,
  work: async ({ tx, clientId, now }) => ({ rows: await callList(tx, clientId, now) }),
});

const Compared = z.object({
  key: z.string(),
  label: z.string().nullable(),
  sent: z.int(),
  delivered: z.int(),
  failed: z.int(),
  accounts: z.int(),
  opened: z.int(),
  clicked: z.int(),
  replied: z.int(),
  opted_out: z.int(),
  complained: z.int(),
  promises_made: z.int(),
  promises_kept: z.int(),
  promises_broken: z.int(),
  cost: Money,
  paid: z
    .array(Money.extend({ accounts: z.int(), cost_per_unit: z.number().nullable() }))
    .readonly(),
});
const COUNTED = Object.keys(Compared.omit({ cost: true, paid: true }).shape) as (keyof Omit<
  z.output<typeof Compared>,
  "cost" | "paid"
>)[];

/** Steps, templates, channels, hours and campaigns beside each other. */
export const compared = query({
  needs: "reports:read",
  tag: "Reports",
  summary:
    "Reminders of a period compared: by step, template, channel, campaign, hour, weekday or language",
  description:
    "What a customer does (a reply, a payment, a promise, an opt-out) counts for the last reminder that went to the account at most 48 hours before, once.",
  query: z.strictObject({
    by: z.enum(COMPARED).default("step"),
    from: MomentOnWire.exactOptional(),
    to: MomentOnWire.exactOptional(),
    format: z.enum(["json", "csv"]).exactOptional(),
  }),
  response: z.object({
    by: z.enum(COMPARED),
    from: InstantOnWire,
    to: InstantOnWire,
    rows: z.array(Compared).readonly(),
  }),
  example: { query: { by: "channel", from: "2026-06-01" } },
  csv: ({ by, rows }) =>
    toCsv(
      [
        by,
        ...COUNTED.slice(1),
        "cost_currency",
        "cost",
        "paid_currency",
        "paid_accounts",
        "paid",
        "cost_per_unit",
      ],
      // A row for each currency that came in; one without where none did.
      rows.flatMap((row) =>
        (row.paid.length === 0 ? [undefined] : row.paid).map((paid) => [
          ...COUNTED.map((name) => row[name]),
          row.cost.currency,
          toDecimal(row.cost.minor, row.cost.currency),
          paid?.currency,
          paid?.accounts,
          paid && toDecimal(paid.minor, paid.currency),
          paid?.cost_per_unit?.toFixed(6),
        ]),
      ),
    ),
  work: async ({ tx, clientId, now }, { query: { by, from, to } }) => {
    const period = {
      from: from ?? now.subtract({ hours: 24 * 30 }),
      to: to ?? now.add({ seconds: 1 }),
    };
    return { by, ...period, rows: await comparison(tx, clientId, by, period) };
  },
});

/** A month on paper. */
export const monthly = query({
  needs: "reports:read",
  tag: "Reports",
  summary: "A month as a PDF: what came in, what is open, what was said and what came of it",
  description:
    "`content` is the file in base64. The same month asked for twice is the same as long as the books are.",
  query: z.strictObject({
    month: z.string().regex(/^2\d{3}-(0[1-9]|1[0-2])$/, {
      error: "is no month; write it as 2026-06",
    }),
    language: z.enum(["en", "pl"]).exactOptional(),
  }),
  response: z.object({
    name: z.string(),
    type: z.literal("application/pdf"),
    sha256: z.string(),
    content: z.string(),
  }),
  example: { query: { month: "2026-06" } },
  work: async ({ tx, clientId, now }, { query: { month, language } }) => {
    const asked = await monthOf(tx, clientId, month, now);
    if (!asked) throw new HttpProblem(422, `${month} has not begun yet; take an earlier month`);
    const bytes = await monthlyAsPdf(
      await monthlyReport(tx, clientId, asked, now),
      ...(language === undefined ? [] : [language]),
    );
    return {
      name: `report-${month}.pdf`,
      type: "application/pdf" as const,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      content: bytes.toString("base64"),
    };
  },
});
