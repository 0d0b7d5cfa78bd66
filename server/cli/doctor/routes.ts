// The routes of a client: whether each can be reached, be answered, and what it costs.
import { connect } from "node:net";
import { sql } from "kysely";
import { ok, warning, wrong, type Finding } from "./finding.ts";
import type { Tx } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";

const LONGEST_MS = 4_000;
const MOST_ROUTES = 50;
const TWILIO = "https://api.twilio.com";

export type Row = {
  readonly route_id: string;
  readonly name: string;
  readonly channel: string;
  readonly adapter: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
  readonly listens: readonly string[];
  readonly unpriced: boolean;
  readonly paused_why: string | null;
  readonly rests: boolean;
  readonly failures: number;
  readonly worked_at: Temporal.Instant | null;
};

/** Reads them in the transaction; looking at them is left to the caller, outside of it. */
export async function readRoutes(tx: Tx, clientId: string): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select route_id, name, channel, adapter, config, enabled, listens, jsonb_array_length(prices) = 0 as unpriced,
      paused_why, coalesce(opens_at > clock_timestamp(), false) as rests, failures, worked_at
    from dunlin.route where client_id = ${clientId} order by name limit ${MOST_ROUTES}`.execute(
    tx.withoutPlugins(),
  );
  return rows;
}

/** Signs in at the far side of a route and out again; what was done, undefined where there is nothing to sign in to. */
export type TryRoute = (row: Row) => Promise<string | undefined>;

/** What is found about one route. Nothing is sent, and without `tries` nobody signs in. */
export async function checkRoute(
  row: Row,
  client: string,
  tries?: TryRoute,
): Promise<readonly Finding[]> {
  const about = { check: "route", of: `${client} ${row.name}` };
  if (!row.enabled) {
    return [warning(about, "is switched off", "route set with enabled: true, if it should work")];
  }
  const place = await reached(row, about);
  const found = [place, ...(tries && place.state === "ok" ? await tried(row, about, tries) : [])];
  if (row.rests) {
    const says = `rests after ${row.failures} failures in a row: ${row.paused_why ?? "no reason"}`;
    const mend = "see the log for what the far side answers; check its settings with route set";
    found.push(wrong(about, says, mend));
  }
  if (row.listens.length === 0) {
    const says = "its sender can't be answered, so STOP would be lost";
    found.push(warning(about, says, "name the numbers or mailboxes that are heard under listens"));
  }
  if (row.unpriced) {
    const mend = "give its prices, so that simulations and reports count the cost";
    found.push(warning(about, "has no prices and counts as free", mend));
  }
  return found;
}

async function tried(
  row: Row,
  about: { check: string; of: string },
  tries: TryRoute,
): Promise<Finding[]> {
  try {
    const done = await tries(row);
    return done === undefined ? [] : [ok(about, done)];
  } catch (error) {
    const mend =
      "check user, password and TLS in its settings, and how many sessions the far side allows";
    return [wrong(about, `can't sign in: ${messageOf(error)}`, mend)];
  }
}

async function reached(row: Row, about: { check: string; of: string }): Promise<Finding> {
  const place = placeOf(row);
  if (place === undefined) return ok(about, "leads to the simulators of this installation");
  const { host, port } = place;
  try {
    await knock(host, port);
  } catch (error) {
    const mend = `check host and port in its settings, the name's address and the firewall`;
    return wrong(about, `${host}:${port} can't be reached: ${messageOf(error)}`, mend);
  }
  const worked = row.worked_at === null ? "never" : row.worked_at.toString().slice(0, 19);
  return ok(about, `${host}:${port} answers; last hand-over: ${worked}`);
}

/** Undefined for the simulators, which come and go with the server. */
function placeOf({
  adapter,
  config,
}: Row): { readonly host: string; readonly port: number } | undefined {
  const text = (key: string) => (typeof config[key] === "string" ? config[key] : undefined);
  if (text("host") === "sandbox") return undefined;
  const address = text("url") ?? text("apiUrl");
  const url = URL.parse(address ?? (adapter === "twilio" ? TWILIO : ""));
  if (url) {
    const usual = url.protocol === "https:" ? 443 : 80;
    return { host: url.hostname, port: url.port === "" ? usual : Number(url.port) };
  }
  const usual = adapter === "smtp" ? 25 : 2775;
  const port = typeof config["port"] === "number" ? config["port"] : usual;
  return { host: text("host") ?? "localhost", port };
}

async function knock(host: string, port: number): Promise<void> {
  const socket = connect({ host, port });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.setTimeout(LONGEST_MS, () => reject(new Error("no answer in time")));
      socket.once("connect", resolve);
      socket.once("error", reject);
    });
  } finally {
    socket.destroy();
  }
}
