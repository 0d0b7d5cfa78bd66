// Shadow mode: everything is decided, nothing is sent, and what another system sent is laid beside it.
import { z } from "zod";
import { change, query } from "../operation.ts";
import { HttpProblem } from "../problems.ts";
import { Counts, DayOnWire, InstantOnWire, Limit, snakeKeys, Words } from "../wire.ts";
import { getClient } from "#clients/clients.ts";
import { addIncumbentContacts, INCUMBENT_CHANNELS, MOST_CONTACTS } from "#shadow/incumbent.ts";
import { setShadow, shadowMode } from "#shadow/mode.ts";
import { SHADOW_KINDS, shadowLines, shadowReport, type ShadowPeriod } from "#shadow/report.ts";

const TAG = "Shadow mode";

const Mode = z.object({
  /** Since when nothing is sent; null: what is decided is sent. */
  since: InstantOnWire.nullable(),
});

/** Whether the client is in shadow mode. */
export const shadow = query({
  needs: "policies:read",
  tag: TAG,
  summary: "Whether the client is in shadow mode, and since when",
  response: Mode,
  example: {},
  work: async ({ tx, clientId }) => ({ since: await shadowMode(tx, clientId) }),
});

/** Goes in or out. */
export const putShadow = change({
  needs: "client:write",
  tag: TAG,
  summary: "Go into shadow mode, where everything is decided and nothing is sent, or out of it",
  description:
    "Going out never sends what was decided in shadow: those steps are behind their accounts, and the ladder goes on with the next one. Notices to the client's own staff are sent in shadow mode too.",
  body: z.strictObject({ on: z.boolean() }),
  response: Mode.extend({ changed: z.boolean() }),
  example: { body: { on: false } },
  work: async ({ tx, clientId, now, actor }, { body: { on } }) =>
    await setShadow(tx, clientId, on, { now, actor }),
});

/** What the other system sent. */
export const addIncumbent = change({
  needs: "imports:write",
  tag: TAG,
  summary:
    "Tell what the other system sent: customer, day, channel, kind; the same rows again change nothing",
  bodyLimit: 4 * 1024 * 1024,
  body: z.strictObject({
    contacts: z
      .array(
        z.strictObject({
          customer: Words(200),
          day: DayOnWire,
          channel: z.enum(INCUMBENT_CHANNELS),
          kind: Words(100).exactOptional(),
        }),
      )
      .min(1)
      .max(MOST_CONTACTS),
  }),
  response: z.object({ added: z.int(), known: z.int(), unknown_customers: z.int() }),
  example: {
    body: {
      contacts: [{ customer: "C/1 é", day: "2026-03-02", channel: "sms", kind: "reminder 1" }],
    },
  },
  work: async ({ tx, clientId, now, actor }, { body: { contacts } }) => {
    const rows = contacts.map((one) => ({ ...one, kind: one.kind ?? "" }));
    return snakeKeys(await addIncumbentContacts(tx, clientId, rows, { now, actor }));
  },
});

const Asked = z.strictObject({
  /** The first day; 30 days before the last one unless said otherwise. */
  from: DayOnWire.exactOptional(),
  /** The last day; today in the client's zone unless said otherwise. */
  to: DayOnWire.exactOptional(),
  kind: z.enum(SHADOW_KINDS).exactOptional(),
  limit: Limit(500, 100),
  /** The next_cursor of the page before. */
  cursor: Words(200).exactOptional(),
});

const Side = z.object({ day: DayOnWire, channel: z.string() });

/** The report with its lines. */
export const shadowReportOf = query({
  needs: "reports:read",
  tag: TAG,
  summary:
    "What Dunlin would have sent beside what the other system sent: counts, reasons and the differences by customer",
  description:
    "Contacts of the same day and channel are in both; of the same day, or up to 3 days apart, differ in channel or day. Where only the other system spoke, reason is what stood decided about the customer at the end of that day. Without kind, lines are the differences.",
  query: Asked,
  response: z.object({
    from: DayOnWire,
    to: DayOnWire,
    counts: z.object({
      both: z.int(),
      other_channel: z.int(),
      other_day: z.int(),
      only_we: z.int(),
      only_they: z.int(),
    }),
    reasons: Counts,
    customers: z.int(),
    unknown_customers: z.int(),
    lines: z.array(
      z.object({
        kind: z.enum(SHADOW_KINDS),
        customer: z.string(),
        ours: Side.extend({ step: z.string() }).nullable(),
        theirs: Side.extend({ kind: z.string() }).nullable(),
        reason: z.string().nullable(),
      }),
    ),
    next_cursor: z.string().nullable(),
  }),
  example: { query: { from: "2026-02-01", to: "2026-03-05" } },
  work: async ({ tx, clientId, now }, { query: asked }) => {
    const { zone } = await getClient(tx, clientId);
    const to = asked.to ?? now.toZonedDateTimeISO(zone).toPlainDate();
    const from = asked.from ?? to.subtract({ days: 30 });
    const period: ShadowPeriod = { from, to };
    if (Temporal.PlainDate.compare(from, to) > 0 || from.until(to).days > 400) {
      throw new HttpProblem(422, "from lies behind to, or more than 400 days before it");
    }
    const kinds = asked.kind ? [asked.kind] : SHADOW_KINDS.filter((kind) => kind !== "both");
    const { limit, cursor } = asked;
    const { lines, next } = await shadowLines(tx, clientId, period, {
      kinds,
      limit,
      after: cursor,
    });
    const report = await shadowReport(tx, clientId, period);
    return {
      ...snakeKeys(report),
      counts: { ...report.counts },
      reasons: { ...report.reasons },
      lines: [...lines],
      next_cursor: next,
    };
  },
});
