// What banks report: files that are sent, the entries in them, and proposals that a person decides.
import { z } from "zod";
import { change, perform, query } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import type { Spooled } from "../spooled.ts";
import {
  DayOnWire,
  ID,
  InstantOnWire,
  Limit,
  MinorOnWire,
  snakeKeys,
  Words,
  Yes,
} from "../wire.ts";
import { decideProposal, matchEntry } from "#bank/deciding.ts";
import { ENTRY_STATES, isKnown, listEntries, listFiles, listProposals } from "#bank/entries.ts";
import { beginBankUpload } from "#bank/uploads.ts";
import { readUpload } from "#ledger/importing/uploads.ts";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient } from "#platform/db.ts";

const Imported = z.object({
  upload_id: z.uuid(),
  file: z.string(),
  state: z.enum(["applying", "applied", "dry_run", "refused", "failed"]),
  reason: z.string().nullable(),
  result: z.unknown(),
  created_at: InstantOnWire,
});

const NOTIFICATION =
  '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>' +
  "<GrpHdr><MsgId>N-1</MsgId><CreDtTm>2026-06-30T06:00:00Z</CreDtTm></GrpHdr><Ntfctn><Id>N-1</Id>" +
  '<Acct><Id><IBAN>PL61109010140000071219812874</IBAN></Id></Acct><Ntry><Amt Ccy="ZAR">19.90</Amt>' +
  "<CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-06-30</Dt></BookgDt>" +
  "<AcctSvcrRef>7781</AcctSvcrRef><BkTxCd/><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>" +
  "<RltdPties><Dbtr><Pty><Nm>T. Nkosi</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>thank you</Ustrd></RmtInf>" +
  "</TxDtls></NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>";

/** A file of the bank: taken whole, then read; nothing is posted unless all of it is sound. */
export const addBankImport = perform({
  needs: "imports:write",
  tag: "Bank",
  summary: "Send a statement (camt.053), a notification (camt.054) or a status report (pain.002)",
  description:
    "The body is the file itself, as application/xml or application/octet-stream. The result has entries, matched, returned, unmatched and duplicates. A file that is refused changes nothing, and the reason names what is wrong. With state applying, ask GET /v1/imports/uploads/{upload_id} again.",
  query: z.strictObject({
    name: Words(200).default("statement.xml"),
    /** Take it although its totals contradict what is in it. */
    despite_totals: Yes.exactOptional(),
  }),
  response: Imported,
  status: 202,
  raw: true,
  example: {
    query: { name: "statement.xml" },
    body: NOTIFICATION,
  },
  work: async (
    { deps, clientId, actor, request },
    { query: { name, despite_totals: despite } },
  ) => {
    const body = request.body as Spooled;
    const { uploadId, done } = await beginBankUpload(deps.db, clientId, {
      name,
      file: body.file,
      bytes: body.bytes,
      despiteTotals: despite ?? false,
      actor,
      now: await clockNow(deps.db),
    });
    await body.beginWith(done);
    const upload = await asClient(
      deps.db,
      clientId,
      async (tx) => await readUpload(tx, clientId, uploadId),
    );
    const { file, state, reason, result, createdAt } = upload!;
    return snakeKeys({ uploadId, file, state, reason, result, createdAt });
  },
});

const Page = { limit: Limit(500, 100), cursor: z.uuid().exactOptional() };

const File = z.object({
  file_id: z.uuid(),
  kind: z.string(),
  version: z.string(),
  message_id: z.string(),
  name: z.string(),
  state: z.string(),
  result: z.unknown(),
  warnings: z.array(z.string()),
  begun_at: InstantOnWire,
  imported_at: InstantOnWire.nullable(),
});

export const bankImports = query({
  needs: "ledger:read",
  tag: "Bank",
  summary: "Files of banks that were imported, the latest first",
  query: z.strictObject(Page),
  response: z.object({ files: z.array(File), next_cursor: z.uuid().nullable() }),
  example: { query: { limit: "10" } },
  work: async ({ tx, clientId }, { query: { limit, cursor } }) => {
    const rows = await listFiles(tx, clientId, { before: cursor, limit });
    const last = rows.length === limit ? rows.at(-1)!.fileId : null;
    return {
      files: rows.map((row) => ({
        ...snakeKeys(row),
        warnings: [...row.warnings],
        result: row.result,
      })),
      next_cursor: last,
    };
  },
});

const Entry = z.object({
  entry_id: z.uuid(),
  file_id: z.uuid(),
  what: z.enum(["credit", "return", "reversal"]),
  state: z.enum(ENTRY_STATES),
  amount_minor: MinorOnWire,
  currency: z.string(),
  booked_on: DayOnWire,
  account: z.string(),
  payer: z.string().nullable(),
  text: z.string().nullable(),
  references: z.array(z.string()),
  end_to_end_id: z.string().nullable(),
  mandate: z.string().nullable(),
  reason_code: z.string().nullable(),
  customer: z.string().nullable(),
  payment: z.string().nullable(),
  matched_how: z.string().nullable(),
});

export const bankEntries = query({
  needs: "ledger:read",
  tag: "Bank",
  summary:
    "Money that banks told of, the latest first: whose it is, what came back, what nobody claims",
  query: z.strictObject({
    ...Page,
    state: z.enum(ENTRY_STATES).exactOptional(),
    file: z.uuid().exactOptional(),
  }),
  response: z.object({ entries: z.array(Entry), next_cursor: z.uuid().nullable() }),
  example: { query: { state: "unmatched" } },
  work: async ({ tx, clientId }, { query: { limit, cursor, state, file } }) => {
    const rows = await listEntries(tx, clientId, { state, fileId: file, before: cursor, limit });
    const last = rows.length === limit ? rows.at(-1)!.entryId : null;
    return {
      entries: rows.map((row) => ({ ...snakeKeys(row), references: [...row.references] })),
      next_cursor: last,
    };
  },
});

/** Gives an entry to somebody, or says what it took back. */
export const matchBankEntry = change({
  needs: "ledger:write",
  tag: "Bank",
  summary: "Say whose money an entry is, or which payment it takes back",
  params: z.object({ entry_id: z.uuid() }),
  body: z
    .strictObject({
      customer: Words(200).exactOptional(),
      invoice: Words(200).exactOptional(),
      /** Of money that went back. */
      payment: Words(200).exactOptional(),
    })
    .refine(
      ({ customer, invoice, payment }) =>
        [customer, invoice, payment].filter((one) => one !== undefined).length === 1,
      { path: ["customer"], error: 'give one of "customer", "invoice" and "payment"' },
    ),
  response: z.object({ entry_id: z.uuid(), payment_id: z.uuid() }),
  example: { params: { entry_id: ID }, body: { customer: "C/1 é" } },
  work: async ({ tx, clientId, now, actor }, { params, body }) => {
    if (!(await isKnown(tx, clientId, { entryId: params.entry_id }))) {
      throw new HttpProblem(404, `there is no entry ${params.entry_id}`);
    }
    const job = { context: await loadContext(tx, clientId), now, actor };
    const whose = {
      customerReference: body.customer,
      invoiceReference: body.invoice,
      paymentReference: body.payment,
    };
    return snakeKeys(await refusedAs(409, matchEntry(tx, job, params.entry_id, whose)));
  },
});

const Proposal = z.object({
  proposal_id: z.uuid(),
  entry_id: z.uuid(),
  amount_minor: MinorOnWire,
  currency: z.string(),
  booked_on: DayOnWire,
  payer: z.string().nullable(),
  text: z.string().nullable(),
  customer: z.string(),
  name: z.string(),
  score: z.int(),
  reasons: z.array(z.string()),
});

export const bankProposals = query({
  needs: "ledger:read",
  tag: "Bank",
  summary: "Whose unmatched money may be, with why, for a person to decide",
  query: z.strictObject(Page),
  response: z.object({ proposals: z.array(Proposal), next_cursor: z.uuid().nullable() }),
  example: { query: {} },
  work: async ({ tx, clientId }, { query: { limit, cursor } }) => {
    const rows = await listProposals(tx, clientId, { after: cursor, limit });
    const last = rows.length === limit ? rows.at(-1)!.proposalId : null;
    return {
      proposals: rows.map((row) => ({ ...snakeKeys(row), reasons: [...row.reasons] })),
      next_cursor: last,
    };
  },
});

export const decideBankProposal = change({
  needs: "ledger:write",
  tag: "Bank",
  summary: "Accept or reject a proposal; accepted, the money is that customer's at once",
  params: z.object({ proposal_id: z.uuid() }),
  body: z.strictObject({ verdict: z.enum(["accepted", "rejected"]) }),
  response: z.object({ proposal_id: z.uuid(), entry_id: z.uuid(), state: z.string() }),
  example: { params: { proposal_id: ID }, body: { verdict: "rejected" } },
  work: async ({ tx, clientId, now, actor }, { params, body }) => {
    if (!(await isKnown(tx, clientId, { proposalId: params.proposal_id }))) {
      throw new HttpProblem(404, `there is no proposal ${params.proposal_id}`);
    }
    const job = { context: await loadContext(tx, clientId), now, actor };
    const done = decideProposal(tx, job, params.proposal_id, body.verdict);
    return snakeKeys(await refusedAs(409, done));
  },
});
