// "Do not process": flagged, lifted, and listed for whoever makes the files.
import { z } from "zod";
import { change, query } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import { DayOnWire, ID, InstantOnWire, Limit, MinorOnWire, Words } from "../wire.ts";
import { Format, tableOf } from "./debits.ts";
import { getClient } from "#clients/clients.ts";
import { reactiveReport } from "#debits/reactive.ts";
import { releaseStops } from "#debits/releasing.ts";
import { stopDebits, stopsFor } from "#debits/stops.ts";
import { MEANINGS } from "#debits/types.ts";

const tag = "Debits";

const MeaningOnWire = z.enum([...MEANINGS, "manual"]);
const StoppedOnWire = z.object({
  stop_id: z.uuid(),
  debit_id: z.uuid().nullable(),
  meaning: MeaningOnWire,
  after_cutoff: z.boolean(),
  repeated: z.boolean(),
});

/** Stops debits by one of their keys, known here or not. */
export const stopDebit = change({
  needs: "debits:write",
  tag,
  summary:
    'Stop a debit, or all debits of a mandate: flagged "do not process" at once, by key also where it is not known yet',
  body: z
    .strictObject({
      mandate: Words(70).exactOptional(),
      end_to_end_id: Words(70).exactOptional(),
      debit_id: z.uuid().exactOptional(),
      meaning: MeaningOnWire.default("manual"),
      reason: Words(500).exactOptional(),
    })
    .refine(
      ({ mandate, end_to_end_id: endToEnd, debit_id: debitId }) =>
        [mandate, endToEnd, debitId].filter((one) => one !== undefined).length === 1,
      { error: "name one of mandate, end_to_end_id and debit_id" },
    ),
  response: z.object({ stopped: z.array(StoppedOnWire) }),
  example: { body: { end_to_end_id: "E2E-2026-07-0001", reason: "asked by phone" } },
  work: async ({ tx, clientId, now, actor }, { body }) => {
    const { mandate, end_to_end_id: endToEnd, debit_id: debitId, meaning, reason } = body;
    const debitIds = debitId === undefined ? undefined : [debitId];
    const how = { meaning, reason, by: actor };
    const which = { mandate, endToEnd, debitIds };
    const stopped = await refusedAs(422, stopDebits(tx, clientId, which, how, now));
    if (stopped.length === 0) throw new HttpProblem(404, "there is no such debit");
    return {
      stopped: stopped.map((one) => ({
        stop_id: one.stopId,
        debit_id: one.debitId ?? null,
        meaning: one.meaning,
        after_cutoff: one.afterCutoff,
        repeated: one.repeated,
      })),
    };
  },
});

/** Lifts a stop; the stop stays on record. */
export const liftStop = change({
  needs: "debits:write",
  tag,
  summary:
    "Lift a stop, with a reason; a debit past its cut-off is cancelled, since its file has gone",
  params: z.object({ stop_id: z.uuid() }),
  body: z.strictObject({ reason: Words(500) }),
  response: z.object({
    lifted: z.array(
      z.object({
        stop_id: z.uuid(),
        debit_id: z.uuid().nullable(),
        state: z.string().nullable(),
      }),
    ),
  }),
  example: { params: { stop_id: ID }, body: { reason: "the customer changed their mind" } },
  work: async ({ tx, clientId, now, actor }, { params, body }) => {
    const how = { by: actor, why: body.reason };
    const lifted = await releaseStops(tx, clientId, { stopIds: [params.stop_id] }, how, now);
    if (lifted.length === 0) throw new HttpProblem(404, "there is no such stop that stands");
    return {
      lifted: lifted.map(({ stopId, debitId, state }) => ({
        stop_id: stopId,
        debit_id: debitId ?? null,
        state: state ?? null,
      })),
    };
  },
});

const FlagOnWire = z.object({
  stop_id: z.uuid(),
  creditor_scheme_id: z.string().nullable(),
  mandate_id: z.string().nullable(),
  payment_info_id: z.string().nullable(),
  end_to_end_id: z.string().nullable(),
  option: z.int().nullable(),
  meaning: MeaningOnWire,
  at: InstantOnWire,
  after_cutoff: z.boolean(),
});

/** Struck longer ago, a debit is of no use to whoever makes files. */
const DAYS_BACK = 7;

/** The list for the bureau: flags and keys, nothing of the person, and no amounts. */
export const doNotProcess = query({
  needs: "stops:read",
  tag,
  summary:
    "What must not be processed: keys, option and time, in the order in which it was said; also with format=csv",
  description:
    "A row without end_to_end_id is about every debit of its mandate. Debits that struck more than a week ago are left out.",
  query: z.strictObject({
    limit: Limit(10_000, 1_000),
    /** The last `stop_id` that is known: what came after it. */
    cursor: z.uuid().exactOptional(),
    format: Format.exactOptional(),
  }),
  response: z.object({ stops: z.array(FlagOnWire), next_cursor: z.uuid().nullable() }),
  example: { query: { limit: "100" } },
  csv: ({ stops }) => tableOf(Object.keys(FlagOnWire.shape), stops),
  work: async ({ tx, clientId, now }, { query: { limit, cursor } }) => {
    const { zone } = await getClient(tx, clientId);
    const aheadOf = now.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: DAYS_BACK });
    const rows = await stopsFor(tx, clientId, { after: cursor, limit, aheadOf });
    return {
      stops: rows.map((row) => ({
        stop_id: row.stopId,
        creditor_scheme_id: row.creditorSchemeId ?? null,
        mandate_id: row.mandateId ?? null,
        payment_info_id: row.paymentInfoId ?? null,
        end_to_end_id: row.endToEndId ?? null,
        option: row.option ?? null,
        meaning: row.meaning,
        at: row.at,
        after_cutoff: row.afterCutoff,
      })),
      next_cursor: rows.length < limit ? null : (rows.at(-1)?.stopId ?? null),
    };
  },
});

const CampaignOnWire = z.object({
  campaign: z.string(),
  strike_from: DayOnWire,
  strike_to: DayOnWire,
  debits: z.int(),
  late: z.int(),
  untold: z.int(),
  sent: z.int(),
  delivered: z.int(),
  answered: z.int(),
  by_meaning: z.object({
    cancel_debit: z.int(),
    cancel_agreement: z.int(),
    call_me: z.int(),
    wrong_amount: z.int(),
  }),
  too_late: z.int(),
  manual: z.int(),
  released: z.int(),
  stopped: z.array(z.object({ currency: z.string(), minor: MinorOnWire })).readonly(),
});

/** The reactive report. */
export const debitReport = query({
  needs: "reports:read",
  tag: "Reports",
  summary:
    "What came of the notices before debits, campaign by campaign: told, answered and by which option, stopped",
  query: z.strictObject({ from: DayOnWire.exactOptional(), to: DayOnWire.exactOptional() }),
  response: z.object({ campaigns: z.array(CampaignOnWire) }),
  example: { query: { from: "2026-07-01", to: "2026-07-31" } },
  work: async ({ tx, clientId, now }, { query: asked }) => {
    const { zone } = await getClient(tx, clientId);
    const today = now.toZonedDateTimeISO(zone).toPlainDate();
    const { from = today.subtract({ months: 1 }), to = today.add({ months: 2 }) } = asked;
    const lines = await reactiveReport(tx, clientId, { from, to });
    return {
      campaigns: lines.map((line) => ({
        campaign: line.campaign,
        strike_from: line.strikeFrom,
        strike_to: line.strikeTo,
        debits: line.debits,
        late: line.late,
        untold: line.untold,
        sent: line.sent,
        delivered: line.delivered,
        answered: line.answered,
        by_meaning: line.byMeaning,
        too_late: line.tooLate,
        manual: line.manual,
        released: line.released,
        stopped: line.stopped,
      })),
    };
  },
});
