// How somebody arranges the console: small values under names, of a client and a person each.
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { JsonValue } from "#platform/schema.ts";

export type Preference = {
  readonly value: JsonValue;
  readonly changedAt: Temporal.Instant;
};

/** Names that one person may use for one client. */
const MOST_NAMES = 200;

/** Undefined when nothing was put there. */
export async function readPreference(
  tx: Tx,
  clientId: string,
  holder: string,
  name: string,
): Promise<Preference | undefined> {
  return await tx
    .selectFrom("userPreference")
    .select(["value", "changedAt"])
    .where("clientId", "=", clientId)
    .where("holder", "=", holder)
    .where("name", "=", name)
    .executeTakeFirst();
}

/** Takes the place of what was there; null removes it. A `UserError` when there are too many names. */
export async function putPreference(
  tx: Tx,
  clientId: string,
  holder: string,
  {
    name,
    value,
    now,
  }: { readonly name: string; readonly value: JsonValue; readonly now: Temporal.Instant },
): Promise<void> {
  if (value === null) {
    await tx
      .deleteFrom("userPreference")
      .where("clientId", "=", clientId)
      .where("holder", "=", holder)
      .where("name", "=", name)
      .execute();
    return;
  }
  const { count } = await tx
    .selectFrom("userPreference")
    .select((all) => all.fn.countAll<bigint>().as("count"))
    .where("clientId", "=", clientId)
    .where("holder", "=", holder)
    .where("name", "!=", name)
    .executeTakeFirstOrThrow();
  if (count >= BigInt(MOST_NAMES))
    throw new UserError(`you keep ${MOST_NAMES} preferences already; remove one by putting null`);
  const kept = { value: JSON.stringify(value), changedAt: now };
  await tx
    .insertInto("userPreference")
    .values({ clientId, holder, name, ...kept })
    .onConflict((found) => found.columns(["clientId", "holder", "name"]).doUpdateSet(kept))
    .execute();
}
