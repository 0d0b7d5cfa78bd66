// Debit orders: put, looked at, stopped, sent, and what became of them.
import { z } from "zod";
import { amountOf, Decimal, Minor } from "../money.ts";
import { change, query } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import {
  Currency,
  DayOnWire,
  ID,
  InstantOnWire,
  Limit,
  MinorOnWire,
  snakeKeys,
  Words,
  Yes,
} from "../wire.ts";
import { findDebit, listDebits } from "#debits/lists.ts";
import { generateDebits } from "#debits/generating.ts";
import { putOrders } from "#debits/orders.ts";
import { recordResults } from "#debits/results.ts";
import { markSent } from "#debits/sending.ts";
import { DEBIT_STATES } from "#debits/types.ts";
import { loadContext } from "#messages/planning/context.ts";
import { toCsv, type Cell } from "#platform/csv.ts";
import { SCHEMES } from "#policies/debit-schemes.ts";

const tag = "Debits";

const DebitOnWire = z.object({
  debit_id: z.uuid(),
  end_to_end_id: z.string(),
  mandate: z.string(),
  creditor_scheme_id: z.string().nullable(),
  scheme: z.enum(SCHEMES),
  customer: z.string(),
  product: z.string(),
  amount_minor: MinorOnWire,
  currency: z.string(),
  strike_on: DayOnWire,
  cutoff_at: InstantOnWire,
  campaign: z.string(),
  state: z.enum(DEBIT_STATES),
  reason_code: z.string().nullable(),
  attempt: z.int(),
  notice_at: InstantOnWire.nullable(),
  notice_by: DayOnWire,
  notice_late: z.boolean(),
  notice_problem: z.string().nullable(),
  told_at: InstantOnWire.nullable(),
  told: z.string().nullable(),
  stopped_as: z.string().nullable(),
  stopped_at: InstantOnWire.nullable(),
  stopped_late: z.boolean().nullable(),
});

/** How the table is asked for. */
export const Format = z.enum(["json", "csv"]);

/** Rows as a table with the names of their keys. */
export function tableOf(
  keys: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): string {
  return toCsv(
    keys,
    rows.map((row) => keys.map((key) => cellOf(row[key]))),
  );
}

const cellOf = (value: unknown): Cell =>
  typeof value === "boolean" ? String(value) : (value as Cell);

const DEBIT_KEYS = Object.keys(DebitOnWire.shape);

/** Debits, page by page. */
export const debits = query({
  needs: "debits:read",
  tag,
  summary: "Debits in the order in which they came; also as a table with format=csv",
  query: z.strictObject({
    state: z.enum(DEBIT_STATES).exactOptional(),
    campaign: Words(200).exactOptional(),
    /** The client's reference of the customer. */
    customer: Words(200).exactOptional(),
    mandate: Words(70).exactOptional(),
    strike_from: DayOnWire.exactOptional(),
    strike_to: DayOnWire.exactOptional(),
    /** Whose notice period could not be kept. */
    late: Yes.exactOptional(),
    limit: Limit(1_000, 100),
    cursor: z.uuid().exactOptional(),
    format: Format.exactOptional(),
  }),
  response: z.object({ debits: z.array(DebitOnWire), next_cursor: z.uuid().nullable() }),
  example: { query: { state: "planned", limit: "10" } },
  csv: ({ debits: rows }) => tableOf(DEBIT_KEYS, rows),
  work: async ({ tx, clientId }, { query: asked }) => {
    const { limit, cursor, strike_from: strikeFrom, strike_to: strikeTo } = asked;
    const filter = { ...asked, strikeFrom, strikeTo };
    const rows = await listDebits(tx, clientId, filter, { after: cursor, limit });
    const last = rows.length < limit ? undefined : rows.at(-1);
    return { debits: rows.map(snakeKeys), next_cursor: last?.debitId ?? null };
  },
});

/** One debit. */
export const debit = query({
  needs: "debits:read",
  tag,
  summary: "One debit, by its id",
  params: z.object({ debit_id: z.uuid() }),
  response: DebitOnWire,
  example: { params: { debit_id: ID } },
  work: async ({ tx, clientId }, { params }) => {
    const found = await findDebit(tx, clientId, params.debit_id);
    if (!found) throw new HttpProblem(404, "there is no such debit");
    return snakeKeys(found);
  },
});

const OrderBody = z.strictObject({
  end_to_end_id: Words(70),
  mandate: Words(70),
  creditor_scheme_id: Words(70).exactOptional(),
  scheme: z.enum(SCHEMES).exactOptional(),
  /** The client's reference of the customer; needed where the mandate is not known yet. */
  customer: Words(200).exactOptional(),
  amount: Decimal.exactOptional(),
  amount_minor: Minor.exactOptional(),
  currency: Currency.exactOptional(),
  strike_on: DayOnWire,
  payment_info_id: Words(70).exactOptional(),
  product: Words(200).exactOptional(),
  campaign: Words(200).exactOptional(),
  /** References of the invoices that it is to pay: what is disputed when the amount is wrong. */
  invoices: z.array(Words(200)).max(100).exactOptional(),
  notice_days: z.int().min(0).max(60).exactOptional(),
  signed_on: DayOnWire.exactOptional(),
});

const PutOnWire = z.object({
  end_to_end_id: z.string(),
  debit_id: z.uuid().nullable(),
  outcome: z.enum(["added", "changed", "unchanged", "stopped", "refused"]),
  reason: z.string().nullable(),
  notice_late: z.boolean(),
});

/** Puts orders; the same ones again change nothing. */
export const putDebits = change({
  needs: "debits:write",
  tag,
  summary:
    "Put debit orders, known by their end-to-end ids; what is refused says why and stops nothing else",
  body: z.strictObject({ debits: z.array(OrderBody).min(1).max(1_000) }),
  response: z.object({ debits: z.array(PutOnWire) }),
  example: {
    body: {
      debits: [
        {
          end_to_end_id: "E2E-2026-07-0001",
          mandate: "MD-0001",
          customer: "C/1 é",
          amount: "149.90",
          strike_on: "2026-07-27",
          product: "Fibre 50",
        },
      ],
    },
  },
  work: async ({ tx, clientId, now, actor }, { body }) => {
    const context = await loadContext(tx, clientId);
    const orders = body.debits.map((one, index) => {
      const currency = one.currency ?? context.client.currency;
      return {
        endToEndId: one.end_to_end_id,
        mandate: one.mandate,
        creditorSchemeId: one.creditor_scheme_id,
        scheme: one.scheme,
        customerReference: one.customer,
        amountMinor: amountOf(one, currency, `debits.${index}.`),
        currency,
        strikeOn: one.strike_on,
        paymentInfoId: one.payment_info_id,
        product: one.product,
        campaign: one.campaign,
        invoices: one.invoices,
        noticeDays: one.notice_days,
        signedOn: one.signed_on,
      };
    });
    const puts = await putOrders(tx, context, orders, { now, actor, source: "api" });
    return {
      debits: puts.map(({ endToEndId, debitId, outcome, reason, isLate }) => ({
        end_to_end_id: endToEndId,
        debit_id: debitId ?? null,
        outcome,
        reason: reason ?? null,
        notice_late: isLate,
      })),
    };
  },
});

/** Makes debits of what is owed. */
export const generate = change({
  needs: "debits:write",
  tag,
  summary:
    "Make debits of open invoices and active mandates for a strike date, up to 500 customers at a time",
  body: z.strictObject({
    strike_on: DayOnWire,
    campaign: Words(200).exactOptional(),
    /** Where the last answer ended. */
    cursor: z.uuid().exactOptional(),
  }),
  response: z.object({
    added: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    stopped: z.int(),
    refused: z.int(),
    next_cursor: z.uuid().nullable(),
  }),
  example: { body: { strike_on: "2026-07-27" } },
  work: async ({ tx, clientId, now, actor }, { body }) => {
    const { strike_on: strikeOn, campaign, cursor } = body;
    const context = await loadContext(tx, clientId);
    const given = { strikeOn, campaign, now, actor };
    const { puts, next } = await generateDebits(tx, context, given, cursor);
    const counts = { added: 0, changed: 0, unchanged: 0, stopped: 0, refused: 0 };
    for (const { outcome } of puts) counts[outcome] += 1;
    return { ...counts, next_cursor: next ?? null };
  },
});

const EndToEndIds = z.array(Words(70)).min(1).max(10_000);

/** The file has left. */
export const debitsSent = change({
  needs: "debits:write",
  tag,
  summary: "Say which debits have left in a file; stopped ones are named and stay stopped",
  body: z.strictObject({ end_to_end_ids: EndToEndIds, file: Words(200).exactOptional() }),
  response: z.object({
    sent: z.int(),
    unchanged: z.int(),
    unknown: z.array(z.string()).readonly(),
    stopped: z.array(z.string()).readonly(),
  }),
  example: { body: { end_to_end_ids: ["E2E-2026-07-0001"], file: "july.xml" } },
  bodyLimit: 2 << 20,
  work: async ({ tx, clientId, now, actor }, { body }) =>
    await markSent(tx, clientId, body.end_to_end_ids, { now, actor, cause: body.file }),
});

const ResultBody = z.strictObject({
  end_to_end_id: Words(70).exactOptional(),
  debit_id: z.uuid().exactOptional(),
  /** With amount and day, where there is no end-to-end id. */
  mandate: Words(70).exactOptional(),
  outcome: z.enum(["collected", "failed", "returned"]),
  reason: Words(40).exactOptional(),
  amount: Decimal.exactOptional(),
  amount_minor: Minor.exactOptional(),
  currency: Currency.exactOptional(),
  on: DayOnWire,
  /** What says so, such as the number of the bank's entry: the same again changes nothing. */
  cause: Words(200),
});

/** What the bank or the bureau says of debits. Payments are posted on their own. */
export const debitResults = change({
  needs: "debits:write",
  tag,
  summary:
    "Say what became of debits; what came back is presented again where the scheme's rules allow it",
  body: z.strictObject({ results: z.array(ResultBody).min(1).max(1_000) }),
  response: z.object({
    results: z.array(
      z.object({
        status: z.enum(["recorded", "repeated", "unknown"]),
        debit_id: z.uuid().nullable(),
        retry_on: DayOnWire.nullable(),
      }),
    ),
  }),
  example: {
    body: {
      results: [
        {
          end_to_end_id: "E2E-2026-07-0001",
          outcome: "returned",
          reason: "AM04",
          amount: "149.90",
          on: "2026-07-28",
          cause: "entry 4711",
        },
      ],
    },
  },
  work: async ({ tx, clientId, now, actor }, { body }) => {
    const { client } = await loadContext(tx, clientId);
    const results = body.results.map((one, index) => {
      const currency = one.currency ?? client.currency;
      return {
        endToEndId: one.end_to_end_id,
        debitId: one.debit_id,
        mandateReference: one.mandate,
        outcome: one.outcome,
        reasonCode: one.reason,
        amountMinor: amountOf(one, currency, `results.${index}.`),
        currency,
        on: one.on,
        cause: one.cause,
      };
    });
    const recorded = await refusedAs(422, recordResults(tx, clientId, results, now, actor));
    return {
      results: recorded.map(({ status, debitId, retry }) => ({
        status,
        debit_id: debitId ?? null,
        retry_on: retry?.strikeOn ?? null,
      })),
    };
  },
});
