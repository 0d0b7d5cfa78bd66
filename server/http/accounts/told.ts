// Who signed in, failed to, or changed how they do: in the audit of every client that they belong to, else in the log.
import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { writeAudit } from "#audit/audit.ts";
import { digesterOf } from "#audit/digest.ts";
import { membershipsOf, type Membership, type SignedIn } from "#auth/sessions.ts";
import { digestOf } from "#auth/tokens.ts";
import { asClient, type Db } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import type { Logger } from "#platform/log.ts";

export type Telling = { readonly db: Db; readonly log: Logger };

export type Act =
  | "signed in"
  | "sign-in failed"
  | "sign-in locked"
  | "code refused"
  | "signed out"
  | "password changed"
  | "password reset asked"
  | "password reset"
  | "codes switched on"
  | "codes switched off"
  | "backup codes renewed"
  | "session ended"
  | "other sessions ended"
  | "invitation accepted";

type Person = Pick<SignedIn, "userId" | "email">;

/** Of somebody who works for more clients the first hold the row. */
const MOST_CLIENTS = 50;

/** Writes it down before the answer: whoever is in has left a row. */
export async function tell(
  telling: Telling,
  request: FastifyRequest,
  act: Act,
  who: Person & { readonly memberships?: readonly Membership[] },
): Promise<void> {
  const { db, log } = telling;
  const all = who.memberships ?? (await membershipsOf(db, who.userId));
  if (all.length === 0) {
    log.info({ part: "accounts", act, userId: who.userId, ip: request.ip }, "accounts");
    return;
  }
  const { userId: id, email } = who;
  const entry = { actor: `user:${email}`, ip: request.ip, action: act, kind: "user", id };
  for (const { clientId } of all.slice(0, MOST_CLIENTS)) {
    await asClient(db, clientId, async (tx) => {
      await writeAudit(tx, clientId, entry, await digesterOf(db, clientId, tx));
    });
  }
}

const MOST_UNDER_WAY = 50;
let underWay = 0;

/**
 * The same of an address that somebody typed. Nobody waits for it: how long the answer takes must not say whether somebody
 * has the address. Where too many are under way, only the log tells.
 */
export function tellOfAddress(
  telling: Telling,
  request: FastifyRequest,
  act: Act,
  email: string,
): void {
  const { db, log } = telling;
  if (underWay >= MOST_UNDER_WAY) {
    log.info({ part: "accounts", act, ip: request.ip }, "accounts");
    return;
  }
  underWay += 1;
  const work = async (): Promise<void> => {
    const { rows } = await sql<{ userId: string }>`
      select "id" as user_id from auth."user" where "email" = ${email}`.execute(db);
    const userId = rows[0]?.userId;
    if (userId !== undefined) await tell(telling, request, act, { userId, email });
    else log.info({ part: "accounts", act, ip: request.ip }, "accounts: nobody's address");
  };
  work()
    .catch((error: unknown) => log.error({ act, error: messageOf(error) }, "accounts: not told"))
    .finally(() => (underWay -= 1));
}

const lockedUntilMs = new Map<string, number>();
const MOST_KNOWN = 10_000;

/** One row for each time that an address is locked, however often it is tried meanwhile. */
export function tellLocked(
  telling: Telling,
  request: FastifyRequest,
  email: string,
  waitS: number,
): void {
  const name = digestOf(email).toString("base64url");
  const nowMs = performance.now();
  if ((lockedUntilMs.get(name) ?? 0) > nowMs) return;
  if (lockedUntilMs.size >= MOST_KNOWN) lockedUntilMs.clear();
  lockedUntilMs.set(name, nowMs + waitS * 1_000);
  tellOfAddress(telling, request, "sign-in locked", email);
}
