// Mandates, and how a client debits.
import { z } from "zod";
import { change, query } from "../operation.ts";
import { refusedAs } from "../problems.ts";
import { DayOnWire, InstantOnWire, Limit, snakeKeys, Words } from "../wire.ts";
import { getClient } from "#clients/clients.ts";
import { listMandates } from "#debits/lists.ts";
import { noteMandates } from "#debits/mandates.ts";
import { DebitSettings, loadDebitSettings, setDebitSettings } from "#debits/settings.ts";
import { schemeFor, SCHEMES } from "#policies/debit-schemes.ts";

const tag = "Debits";

const MandateOnWire = z.object({
  mandate_id: z.uuid(),
  reference: z.string(),
  creditor_scheme_id: z.string().nullable(),
  scheme: z.enum(SCHEMES),
  customer: z.string(),
  product: z.string(),
  state: z.enum(["active", "cancelled"]),
  notice_days: z.int().nullable(),
  signed_on: DayOnWire.nullable(),
  cancelled_at: InstantOnWire.nullable(),
});

/** Mandates, page by page. */
export const mandates = query({
  needs: "debits:read",
  tag,
  summary: "Mandates in the order in which they came",
  query: z.strictObject({
    customer: Words(200).exactOptional(),
    state: z.enum(["active", "cancelled"]).exactOptional(),
    limit: Limit(1_000, 100),
    cursor: z.uuid().exactOptional(),
  }),
  response: z.object({ mandates: z.array(MandateOnWire), next_cursor: z.uuid().nullable() }),
  example: { query: { state: "active" } },
  work: async ({ tx, clientId }, { query: { limit, cursor, customer, state } }) => {
    const page = { after: cursor, limit };
    const rows = await listMandates(tx, clientId, { customer, state }, page);
    const last = rows.length < limit ? undefined : rows.at(-1);
    return { mandates: rows.map(snakeKeys), next_cursor: last?.mandateId ?? null };
  },
});

/** Notes mandates; one that is known stays as it is. */
export const putMandates = change({
  needs: "debits:write",
  tag,
  summary:
    "Note mandates; one that is known stays as it is. A stop with meaning cancel_agreement ends one",
  body: z.strictObject({
    mandates: z
      .array(
        z.strictObject({
          reference: Words(70),
          customer: Words(200),
          creditor_scheme_id: Words(70).exactOptional(),
          scheme: z.enum(SCHEMES).exactOptional(),
          product: Words(200).exactOptional(),
          notice_days: z.int().min(0).max(60).exactOptional(),
          signed_on: DayOnWire.exactOptional(),
        }),
      )
      .min(1)
      .max(1_000),
  }),
  response: z.object({ added: z.int() }),
  example: { body: { mandates: [{ reference: "MD-0001", customer: "C/1 é" }] } },
  work: async ({ tx, clientId, now, actor }, { body }) => {
    const settings = await loadDebitSettings(tx, clientId);
    const { currency } = await getClient(tx, clientId);
    const given = body.mandates.map((one) => ({
      reference: one.reference,
      customerReference: one.customer,
      creditorSchemeId: one.creditor_scheme_id ?? settings.creditor_scheme_id ?? null,
      scheme: one.scheme ?? settings.scheme ?? schemeFor(currency),
      product: one.product ?? settings.product ?? "",
      noticeDays: one.notice_days ?? null,
      signedOn: one.signed_on ?? null,
    }));
    return { added: await refusedAs(422, noteMandates(tx, clientId, given, { now, actor })) };
  },
});

/** The settings in force. */
export const debitSettings = query({
  needs: "debits:read",
  tag,
  summary:
    "How the client debits: what notices say, what the digits mean, cut-off, notice periods, what is presented again",
  response: DebitSettings,
  example: {},
  work: async ({ tx, clientId }) => await loadDebitSettings(tx, clientId),
});

/** Replaces the settings; what is not given is as the defaults say. */
export const putDebitSettings = change({
  needs: "debits:write",
  tag,
  summary:
    "Replace the settings of debits; what is not given is as the defaults say. They hold for what is decided from now on",
  body: DebitSettings,
  response: DebitSettings,
  example: {
    body: {
      scheme: "sepa_core",
      queries_number: "+27 21 555 0100",
      options: { "1": "cancel_debit", "2": "call_me" },
      cutoff: { working_days: 1, at: "16:00" },
      notice: { sepa_core: { days: 5, count: "calendar" } },
    },
  },
  work: async ({ tx, clientId, now, actor }, { body }) =>
    await refusedAs(422, setDebitSettings(tx, clientId, body, { now, actor })),
});
