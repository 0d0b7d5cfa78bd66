// A POST that carries an Idempotency-Key is done once: repeated with the same body it gets the first answer again.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { FastifyRequest } from "fastify";
import { HttpProblem } from "./problems.ts";
import { Spooled } from "./spooled.ts";
import { kept, asClient, type Db, type Tx } from "#platform/db.ts";

/** The shape of draft-ietf-httpapi-idempotency-key-header: any text; ours is bounded. */
const KEY = /^[\x21-\x7e]{1,255}$/;
const KEPT_DAYS = 7;
/** Work that died with its process may be begun again after this. */
const GIVEN_UP_MINUTES = 15;

export type Answer = {
  readonly status: number;
  readonly text: string;
  /** JSON, unless said otherwise. */
  readonly type?: string;
};

/** What makes two requests the same: the key, and a digest of method, path and body. */
export type Once = { readonly key: string; readonly digest: Buffer };

/** Reads the header; undefined without one, 422 when it can't be a key. To be called before the body is validated. */
export function onceOf(request: FastifyRequest): Once | undefined {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return undefined;
  if (typeof key !== "string" || !KEY.test(key)) {
    throw new HttpProblem(422, "Idempotency-Key must be 1 to 255 visible characters", [
      { in: "header", field: "Idempotency-Key", message: "is no key" },
    ]);
  }
  const digest = createHash("sha256")
    .update(`${request.method} ${request.url}\n`)
    .update(request.body instanceof Spooled ? request.body.sha256 : canonical(request.body))
    .digest();
  return { key, digest };
}

// The order of keys says nothing in JSON.
function canonical(value: unknown): string {
  const ordered = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) as string | undefined;
  return ordered ?? "";
}

/**
 * Does the work once for the key, within the transaction: whoever comes second at the same moment waits for the first to
 * commit and gets its answer. When the work fails nothing is kept, and the next one tries anew.
 */
export async function onceIn(
  tx: Tx,
  clientId: string,
  once: Once | undefined,
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (once === undefined) return await work();
  const earlier = await claim(tx, clientId, once);
  if (earlier) return earlier;
  const answer = await work();
  await keep(tx, clientId, once, answer);
  return answer;
}

/** The same for work that takes several transactions: whoever comes while it is under way hears 409. */
export async function onceOutside(
  db: Db,
  clientId: string,
  once: Once | undefined,
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (once === undefined) return await work();
  const earlier = await asClient(db, clientId, async (tx) => await claim(tx, clientId, once));
  if (earlier) return earlier;
  try {
    const answer = await work();
    await asClient(db, clientId, async (tx) => await keep(tx, clientId, once, answer));
    return answer;
  } catch (error) {
    await asClient(db, clientId, async (tx) => await release(tx, clientId, once)).catch(
      () => undefined, // what can't be released is given up by its age
    );
    throw error;
  }
}

async function claim(tx: Tx, clientId: string, { key, digest }: Once): Promise<Answer | undefined> {
  const claimed = await sql`${kept}
    insert into dunlin.idempotency as i (client_id, key, digest) values (${clientId}, ${key}, ${digest})
    on conflict (client_id, key) do update
      set digest = excluded.digest, status = null, answer = null, created_at = clock_timestamp()
      where i.created_at < clock_timestamp() - make_interval(days => ${KEPT_DAYS})
        or (i.status is null and i.digest = excluded.digest
          and i.created_at < clock_timestamp() - make_interval(mins => ${GIVEN_UP_MINUTES}))
    returning key`.execute(tx);
  if (claimed.rows.length === 1) return undefined;
  const known = await knownAnswer(tx, clientId, { key, digest });
  if (!known) throw new HttpProblem(409, "this Idempotency-Key was just given up; send it again");
  return known;
}

/** The answer to an earlier request with the key; undefined when there was none, 409 when it was another one. */
export async function knownAnswer(
  tx: Tx,
  clientId: string,
  { key, digest }: Once,
): Promise<Answer | undefined> {
  const row = await tx
    .selectFrom("idempotency")
    .select(["digest", "status", "answer"])
    .where("clientId", "=", clientId)
    .where("key", "=", key)
    .executeTakeFirst();
  if (!row) return undefined;
  if (!row.digest.equals(digest)) {
    throw new HttpProblem(409, "this Idempotency-Key was used for another request; use a new one");
  }
  if (row.status === null || row.answer === null) {
    throw new HttpProblem(409, "the first request with this Idempotency-Key is still under way");
  }
  return { status: row.status, text: row.answer };
}

async function keep(tx: Tx, clientId: string, { key }: Once, answer: Answer): Promise<void> {
  await sql`${kept} update dunlin.idempotency set status = ${answer.status}, answer = ${answer.text}
    where client_id = ${clientId} and key = ${key}`.execute(tx);
}

async function release(tx: Tx, clientId: string, { key }: Once): Promise<void> {
  await sql`delete from dunlin.idempotency
    where client_id = ${clientId} and key = ${key} and status is null`.execute(tx);
}
