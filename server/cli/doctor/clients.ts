// A client: policy, templates, books, zone, and whether what is sealed for it opens.
import { sql } from "kysely";
import { ok, warning, wrong, type About, type Finding } from "./finding.ts";
import { getClient } from "#clients/clients.ts";
import { loadContext, type PlanContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import type { Db, Tx } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import { openableRoutes } from "#messages/routes/secrets.ts";
import type { SealKey } from "#platform/seal.ts";
import { bankingDaysBetween } from "#policies/calendar.ts";
import { dayAt } from "#policies/day.ts";
import { goodSecrets } from "#webhooks/secrets.ts";

const MOST_ENDPOINTS = 20;
const HALF_A_YEAR = { hours: 24 * 182 };

/** `key`: undefined when the installation has none. */
export async function checkClient(
  tx: Tx,
  clientId: string,
  key: SealKey | undefined,
): Promise<Finding[]> {
  const { slug } = await getClient(tx, clientId);
  const found: Finding[] = [];
  const policy = { check: "policy", of: slug };
  try {
    const context = await loadContext(tx, clientId);
    found.push(inForce(policy, context), ...linksOf(context), ...(await booksOf(tx, context)));
  } catch (error) {
    const mend = "apply policy and templates anew: policy apply, template apply";
    found.push(wrong(policy, `policy or templates can't be read: ${messageOf(error)}`, mend));
  }
  found.push(...(await sealedOf(tx, { clientId, slug }, key)));
  return found;
}

function inForce(about: About, { policy, routes }: PlanContext): Finding {
  if (!policy) {
    return warning(about, "has no policy, so nobody is asked for money", "policy apply FILE");
  }
  if (routes.length === 0) {
    return warning(about, "has a policy and no route that is switched on", "route set FILE");
  }
  return ok(about, `version ${policy.version} is in force; its templates are read`);
}

/** Whoever has a provider wants reminders with a link to pay; nobody is warned who has none. */
function linksOf({ client, takers, leading }: PlanContext): Finding[] {
  if (takers.length === 0) return [];
  const about = { check: "paying", of: client.slug };
  if (leading) return [ok(about, `links to pay lead to ${leading.links.publicUrl}`)];
  const mend = "set PUBLIC_URL to the https address of this installation and start the server";
  return [warning(about, "has a payment provider, and no link to pay can be made", mend)];
}

/** As `decide` sees them. */
async function booksOf(tx: Tx, { client, policy }: PlanContext): Promise<Finding[]> {
  if (!policy) return [];
  const about = { check: "books", of: client.slug };
  if (client.bookAsOf === null) return [warning(about, "there are none yet", "import FILE")];
  const asOf = client.bookAsOf.epochMilliseconds;
  const now = (await clockNow(tx)).epochMilliseconds;
  const days = [asOf, Math.max(asOf, now)].map((at) => dayAt(at, client.zone)) as [number, number];
  const age = bankingDaysBetween(days[0], days[1], policy.calendar);
  const says = `speak of ${client.bookAsOf.toString()}, ${age} banking days ago`;
  if (age <= policy.staleAfterBankingDays) return [ok(about, says)];
  return [wrong(about, `${says}: collection waits`, "import the book as it is today")];
}

/** Both sides know the zone, and mean the same by it, now and in the other half of the year. */
export async function checkZone(db: Db, slug: string, zone: string): Promise<Finding> {
  const about = { check: "zone", of: `${slug} ${zone}` };
  const mend = "install the same release of the time zone data (tzdata) on both machines";
  const now = Temporal.Now.instant();
  try {
    for (const at of [now, now.add(HALF_A_YEAR)]) {
      const ours = at
        .toZonedDateTimeISO(zone)
        .toPlainDateTime()
        .toString({ smallestUnit: "second" });
      const { rows } = await sql<{ theirs: string }>`
        select to_char(${at}::timestamptz at time zone ${zone}, 'YYYY-MM-DD"T"HH24:MI:SS') as theirs`.execute(
        db,
      );
      if (rows[0]!.theirs !== ours) {
        return wrong(about, `is ${ours} here and ${rows[0]!.theirs} in the database`, mend);
      }
    }
    return ok(about, "here and in the database the same");
  } catch (error) {
    return wrong(about, messageOf(error), mend);
  }
}

async function sealedOf(
  tx: Tx,
  { clientId, slug }: { readonly clientId: string; readonly slug: string },
  key: SealKey | undefined,
): Promise<Finding[]> {
  const { rows } = await sql<{ id: string }>`
    select endpoint_id as id from dunlin.webhook_endpoint
    where client_id = ${clientId} and removed_at is null order by endpoint_id limit ${MOST_ENDPOINTS}`.execute(
    tx,
  );
  const about = { check: "seal", of: slug };
  const mend = "put the key of this installation back: DUNLIN_KEY, or the file key in DUNLIN_HOME";
  try {
    const routes = await openableRoutes(tx, clientId, key);
    if (rows.length + routes.length === 0) return [];
    if (!key) return [wrong(about, "there are sealed secrets, and no key", mend)];
    for (const { id } of rows) await goodSecrets(tx, clientId, id, key);
    return [ok(about, `secrets of ${rows.length} endpoints and ${routes.length} routes open`)];
  } catch (error) {
    return [wrong(about, messageOf(error), mend)];
  }
}
