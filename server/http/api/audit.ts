import { z } from "zod";
import { query } from "../operation.ts";
import { InstantOnWire, Limit, snakeKeys, Words } from "../wire.ts";
import { listAudit } from "#audit/audit.ts";

const Row = z.object({
  seq: z.string(),
  audit_id: z.uuid(),
  at: InstantOnWire,
  actor: z.string(),
  ip: z.string().nullable(),
  action: z.string(),
  record_kind: z.string(),
  record_id: z.string().nullable(),
  asked: z.unknown(),
  before: z.unknown(),
  after: z.unknown(),
});

/** The audit in its order, page by page. */
export const audit = query({
  needs: "audit:read",
  tag: "Audit",
  summary: "Who did what to which record, from where, before and after",
  description:
    "Oldest first, behind `after`; with `newest` newest first, before `before`; `next` is what comes there for the next page. Names, addresses and texts are keyed digests (they begin with #): the same text is the same digest.",
  query: z.object({
    after: z
      .string()
      .regex(/^\d{1,18}$/)
      .exactOptional(),
    before: z
      .string()
      .regex(/^\d{1,18}$/)
      .exactOptional(),
    actor: Words(300).exactOptional(),
    kind: Words(60).exactOptional(),
    id: Words(200).exactOptional(),
    newest: z.enum(["true", "false"]).exactOptional(),
    limit: Limit(1_000, 100),
  }),
  response: z.object({ audit: z.array(Row), next: z.string().nullable() }),
  example: { query: { limit: "20" } },
  work: async ({ tx, clientId }, { query: { after, before, newest, limit, ...which } }) => {
    const wanted = {
      ...which,
      limit,
      after: BigInt(after ?? 0),
      before: before === undefined ? undefined : BigInt(before),
      newest: newest === "true",
    };
    const rows = await listAudit(tx, clientId, wanted);
    const last = rows.at(-1);
    return {
      audit: rows.map((row) => ({ ...snakeKeys(row), seq: String(row.seq) })),
      next: last && rows.length === limit ? String(last.seq) : null,
    };
  },
});
