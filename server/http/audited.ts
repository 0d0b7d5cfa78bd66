// Every operation that changes something leaves a row in the audit: written here, for all of them.
import type { FastifyRequest } from "fastify";
import { inClient, type Deps } from "./deps.ts";
import type { Answer } from "./idempotency.ts";
import { Spooled } from "./spooled.ts";
import { writeAudit } from "#audit/audit.ts";
import { digesterOf } from "#audit/digest.ts";
import { lookOf } from "#audit/looks.ts";
import type { Tx } from "#platform/db.ts";

type AuditedRecord = { readonly kind: string; readonly id: string | undefined };

type Audited = {
  readonly deps: Deps;
  readonly actor: string;
  readonly request: FastifyRequest;
  readonly clientId: string;
};

/** What the first word of a path is about; other words stand for themselves. */
const KINDS: Readonly<Record<string, string>> = {
  messages: "message",
  campaigns: "campaign",
  segments: "segment",
  customers: "customer",
  webhooks: "webhook",
  keys: "key",
  users: "user",
  imports: "import",
  payments: "payment",
  bank: "bank",
  invoices: "invoice",
  credits: "credit",
  suppressions: "suppression",
  conversations: "conversation",
  "canned-answers": "canned_answer",
  "reading-corrections": "reading_correction",
};
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** An answer that is longer tells of many records. */
const LONGEST_ANSWER = 4_000;

/** What only looks, and what arranges nothing but somebody's own view. */
const ONLY_LOOKS: ReadonlySet<string> = new Set([
  "POST /v1/simulate",
  "POST /v1/policies/difference",
  "POST /v1/customers/:ref/messages/preview",
  "PUT /v1/preferences/:name",
]);

/** Looks that somebody may have to answer for. */
const LOOKS_KEPT: ReadonlySet<string> = new Set(["/v1/customers/:ref/export"]);

const changesNothing = (request: FastifyRequest): boolean =>
  (request.method === "GET" && !LOOKS_KEPT.has(pathOf(request))) ||
  ONLY_LOOKS.has(`${request.method} ${pathOf(request)}`);

/** The work, and its row in the same transaction. */
export async function auditedIn(
  asked: Audited & { readonly tx: Tx },
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (changesNothing(asked.request)) return await work();
  const record = await recordOf(asked);
  const before = await lookOf(asked.tx, asked.clientId, record.kind, record.id);
  const answer = await work();
  await write(asked, record, before, answer);
  return answer;
}

/** The same for work that makes its own transactions: looked at in one before, written in one behind it. */
export async function auditedAround(asked: Audited, work: () => Promise<Answer>): Promise<Answer> {
  if (changesNothing(asked.request)) return await work();
  const { deps, clientId } = asked;
  const [record, before] = await inClient(deps.db, clientId, async (tx) => {
    const found = await recordOf({ ...asked, tx });
    return [found, await lookOf(tx, clientId, found.kind, found.id)] as const;
  });
  const answer = await work();
  await inClient(deps.db, clientId, async (tx) => {
    await write({ ...asked, tx }, record, before, answer);
  });
  return answer;
}

async function recordOf({
  tx,
  clientId,
  request,
  deps,
}: Audited & { readonly tx: Tx }): Promise<AuditedRecord> {
  const [, word = ""] = pathOf(request).replace(/^\/v1/, "").split("/");
  const kind = KINDS[word] ?? word;
  const params = (request.params ?? {}) as Readonly<Record<string, string | undefined>>;
  const named = Object.values(params)[0];
  if (kind === "customer" && params["ref"] !== undefined) {
    const row = await tx
      .selectFrom("customer")
      .select("customerId")
      .where("clientId", "=", clientId)
      .where("reference", "=", params["ref"])
      .executeTakeFirst();
    if (row) return { kind, id: row.customerId };
  }
  if (named === undefined || UUID.test(named)) return { kind, id: named };
  return { kind, id: (await digesterOf(deps.db, clientId, tx))(named) };
}

const pathOf = (request: FastifyRequest): string => request.routeOptions.url ?? "";

async function write(
  { tx, clientId, deps, actor, request }: Audited & { readonly tx: Tx },
  record: AuditedRecord,
  before: unknown,
  answer: Answer,
): Promise<void> {
  const { kind } = record;
  const given = answerOf(answer);
  const id = record.id ?? idIn(given);
  // What was just made is told by the answer.
  const seen =
    record.id === undefined && id !== undefined ? undefined : await lookOf(tx, clientId, kind, id);
  const entry = {
    actor,
    ip: request.ip,
    action: `${request.method} ${pathOf(request)}`,
    kind,
    id,
    asked: bodyOf(request.body),
    before,
    after: seen ?? given,
  };
  await writeAudit(tx, clientId, entry, await digesterOf(deps.db, clientId, tx));
}

// What a file changed is told by its batch.
const bodyOf = (body: unknown): unknown => (body instanceof Spooled ? undefined : body);

/** Secrets that are shown once are in answers: of those only ids and codes are taken. */
const SECRET = /key|secret|token|password|link/i;

function answerOf({ text }: Answer): Readonly<Record<string, unknown>> | undefined {
  if (text.length > LONGEST_ANSWER) return undefined;
  const given = JSON.parse(text) as unknown;
  if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined;
  return Object.fromEntries(
    Object.entries(given).filter(([key]) => key === "key_id" || !SECRET.test(key)),
  );
}

function idIn(given: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const id = given?.["id"] ?? Object.entries(given ?? {}).find(([key]) => key.endsWith("_id"))?.[1];
  return typeof id === "string" && UUID.test(id) ? id : undefined;
}
