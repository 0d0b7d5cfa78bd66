// What a client wants to know of its readers: switched on and off for what is written from then on.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import type { Tx } from "#platform/db.ts";
import type { Leading } from "./drafting.ts";
import { readLinks, type Tracking } from "./links.ts";

/** How the switches of a client stand. */
export async function readTracking(tx: Tx, clientId: string): Promise<Tracking> {
  const { rows } = await sql<Tracking>`
    select track_opens as opens, track_clicks as clicks, track_sms_clicks as sms_clicks
    from dunlin.client where client_id = ${clientId}`.execute(tx);
  return rows[0] ?? { opens: false, clicks: false, smsClicks: false };
}

/** How a client's messages lead back here; undefined until a server has said where it is found. */
export async function readLeading(tx: Tx, clientId: string): Promise<Leading | undefined> {
  const links = await readLinks(tx);
  return links && { links, tracking: await readTracking(tx, clientId) };
}

/** Sets switches, and says how all of them stand now. What is not given stays. */
export async function setTracking(
  tx: Tx,
  clientId: string,
  given: { readonly [K in keyof Tracking]?: boolean | undefined },
  { actor, now }: { readonly actor: string; readonly now: Temporal.Instant },
): Promise<Tracking> {
  const before = await readTracking(tx, clientId);
  const wanted = {
    opens: given.opens ?? before.opens,
    clicks: given.clicks ?? before.clicks,
    smsClicks: given.smsClicks ?? before.smsClicks,
  };
  const fields = (["opens", "clicks", "smsClicks"] as const).filter(
    (key) => wanted[key] !== before[key],
  );
  if (fields.length === 0) return before;
  // With another stamp every process reads what it knows of the client anew.
  await sql`update dunlin.client set track_opens = ${wanted.opens}, track_clicks = ${wanted.clicks},
      track_sms_clicks = ${wanted.smsClicks}, settings_stamp = uuidv7()
    where client_id = ${clientId}`.execute(tx);
  const body = { opens: wanted.opens, clicks: wanted.clicks, sms_clicks: wanted.smsClicks };
  await recordEvents(tx, clientId, now, [{ kind: "tracking.changed", actor, body }]);
  return wanted;
}
