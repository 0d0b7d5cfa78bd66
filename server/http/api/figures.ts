// Figures over time, what is likely to come in, what waits for a person, what goes out today.
import { z } from "zod";
import { query } from "../operation.ts";
import { HttpProblem } from "../problems.ts";
import { DayOnWire, InstantOnWire, MinorOnWire } from "../wire.ts";
import { toCsv } from "#platform/csv.ts";
import { toDecimal } from "#platform/money.ts";
import { dateOf, dayOfDate } from "#policies/day.ts";
import { ATTENTION_KINDS, attention } from "#reporting/attention.ts";
import { lastDays, MOST_DAYS } from "#reporting/days.ts";
import { figures as readFigures } from "#reporting/figures.ts";
import { forecast as readForecast } from "#reporting/forecast.ts";
import { remembered } from "#reporting/remembered.ts";
import { todaysPlan } from "#reporting/todays-plan.ts";
import { getClient } from "#clients/clients.ts";

const By = z.enum(["day", "week"]);
const Format = z.enum(["json", "csv"]).exactOptional();

const MoneyDay = z.object({
  date: DayOnWire,
  collected_minor: MinorOnWire,
  inferred_minor: MinorOnWire,
  absent_minor: MinorOnWire,
  returned_minor: MinorOnWire,
  paid_48h_minor: MinorOnWire,
  outstanding_minor: MinorOnWire,
  not_due_minor: MinorOnWire,
  days_1_30_minor: MinorOnWire,
  days_31_60_minor: MinorOnWire,
  days_61_90_minor: MinorOnWire,
  over_90_minor: MinorOnWire,
});
const MONEY = Object.keys(MoneyDay.shape).slice(1) as (keyof Omit<
  z.output<typeof MoneyDay>,
  "date"
>)[];

const ContactDay = z.object({
  date: DayOnWire,
  contacted: z.int(),
  reached: z.int(),
  replied: z.int(),
  paid: z.int(),
});

const Figures = z.object({
  from: DayOnWire,
  to: DayOnWire,
  by: By,
  zone: z.string(),
  money: z.array(z.object({ currency: z.string(), days: z.array(MoneyDay).readonly() })).readonly(),
  contacts: z.array(ContactDay).readonly(),
});

const USUAL_DAYS = 90;

/** Money and contacts by day or week. */
export const figures = query({
  needs: "reports:read",
  tag: "Reports",
  summary:
    "What came in, what was open and how late, whom we reached and what they did, by day or week",
  description:
    "Days are those of the client's zone; a week is named by its Monday. Outstanding is what was open at the end of the day, also where money went back later. Contacts are accounts to which a reminder was handed over on that day. The last 90 days, unless said otherwise.",
  query: z.strictObject({
    from: DayOnWire.exactOptional(),
    to: DayOnWire.exactOptional(),
    by: By.default("day"),
    format: Format,
  }),
  response: Figures,
  example: { query: { from: "2026-06-01", to: "2026-07-01", by: "week" } },
  csv: ({ money }) =>
    toCsv(
      ["currency", "date", ...MONEY.map((name) => name.replace("_minor", ""))],
      money.flatMap(({ currency, days }) =>
        days.map((day) => [
          currency,
          day.date,
          ...MONEY.map((name) => toDecimal(day[name], currency)),
        ]),
      ),
    ),
  work: async ({ tx, clientId, now }, { query: { from, to, by } }) => {
    const { zone } = await getClient(tx, clientId);
    const today = now.toZonedDateTimeISO(zone).toPlainDate();
    const end = to ?? today;
    const span = from === undefined ? lastDays(end, USUAL_DAYS) : { from, to: end };
    const days = dayOfDate(span.to) - dayOfDate(span.from) + 1;
    if (days < 1 || days > MOST_DAYS)
      throw new HttpProblem(
        422,
        `from ${span.from.toString()} to ${span.to.toString()} is not between 1 and ${MOST_DAYS} days`,
        [{ in: "query", field: "from", message: `lies not within ${MOST_DAYS} days before to` }],
      );
    const until = Math.min(dayOfDate(span.to), dayOfDate(today));
    const last = Math.max(until, dayOfDate(span.from));
    const counted = { from: span.from, to: dateOf(last) };
    const key = `figures ${counted.from.toString()} ${counted.to.toString()} ${by}`;
    return await remembered(
      tx,
      clientId,
      key,
      async () => await readFigures(tx, clientId, counted, by),
    );
  },
});

const ForecastDay = z.object({
  date: DayOnWire,
  expected_minor: MinorOnWire,
  promised_minor: MinorOnWire,
  total_minor: MinorOnWire,
  low_minor: MinorOnWire,
  high_minor: MinorOnWire,
});

/** What is likely to come in. */
export const forecast = query({
  needs: "reports:read",
  tag: "Reports",
  summary: "What is likely to come in of what is open today, day by day, with its band",
  description:
    "From open promises and plans by how this client's were kept, and from how this client's customers really pay after the due date; where little of that was seen, a stated prior. `total` is the sum from today on; four times of five it ends between `low` and `high`. What is disputed or held, and what will yet be invoiced, is not in it.",
  query: z.strictObject({
    days: z.coerce.number().int().min(1).max(120).default(30),
    format: Format,
  }),
  response: z.object({
    from: DayOnWire,
    days: z.int(),
    currencies: z
      .array(
        z.object({
          currency: z.string(),
          open_minor: MinorOnWire,
          promised_minor: MinorOnWire,
          payments_seen: z.int(),
          promises_seen: z.int(),
          promises_kept_share: z.number(),
          days: z.array(ForecastDay).readonly(),
        }),
      )
      .readonly(),
  }),
  example: { query: { days: "60" } },
  csv: ({ currencies }) =>
    toCsv(
      ["currency", "date", "expected", "promised", "total", "low", "high"],
      currencies.flatMap(({ currency, days }) =>
        days.map((day) => [
          currency,
          day.date,
          ...[
            day.expected_minor,
            day.promised_minor,
            day.total_minor,
            day.low_minor,
            day.high_minor,
          ].map((minor) => toDecimal(minor, currency)),
        ]),
      ),
    ),
  work: async ({ tx, clientId, now }, { query: { days } }) =>
    await remembered(
      tx,
      clientId,
      `forecast ${days} ${now.round("hour").toString()}`,
      async () => await readForecast(tx, clientId, now, days),
    ),
});

/** What waits for a person. */
export const attentionNow = query({
  needs: "reports:read",
  tag: "Reports",
  summary:
    "What waits for a person: how many of each, and where the list is; only what you may look at",
  response: z.object({
    items: z
      .array(
        z.object({
          kind: z.enum(ATTENTION_KINDS),
          count: z.int(),
          since: InstantOnWire.nullable(),
          list: z.string(),
        }),
      )
      .readonly(),
  }),
  example: {},
  etag: true,
  work: async ({ tx, clientId, now, principal }) => ({
    items: await attention(tx, clientId, now, principal.scopes),
  }),
});

const Money = z.object({ currency: z.string(), minor: MinorOnWire });

/** What goes out today. */
export const today = query({
  needs: "reports:read",
  tag: "Reports",
  summary: "What goes out today, by hour, channel and step, with its price",
  response: z.object({
    date: DayOnWire,
    zone: z.string(),
    planned: z.int(),
    sent: z.int(),
    price: Money,
    lines: z
      .array(
        z.object({
          hour: z.int(),
          channel: z.string(),
          step: z.string().nullable(),
          class: z.string(),
          planned: z.int(),
          sent: z.int(),
          price: Money,
        }),
      )
      .readonly(),
    to_look_at: z.int(),
  }),
  example: {},
  etag: true,
  work: async ({ tx, clientId, now }) => await todaysPlan(tx, clientId, now),
});
