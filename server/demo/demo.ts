// The sample client: made once, resumable at any step, complete when the installation says so.
import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { clientIdOf, createClient } from "#clients/clients.ts";
import { importBook } from "#ledger/importing/import-book.ts";
import { applyPolicy } from "#messages/planning/apply-policy.ts";
import { parseRoutes, setRoutes, type CheckConfig } from "#messages/routes/set-routes.ts";
import { setFactorOfAll } from "#payments/factors.ts";
import { setProvider } from "#payments/providers.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { Installation } from "#platform/installation.ts";
import { LOCKS } from "#platform/locks.ts";
import { readSealKey } from "#platform/seal.ts";
import { demoBook } from "./book.ts";

const DEMO_SLUG = "harbour-fibre";
const CUSTOMERS = 2_000;
/** Everybody of the sample was born on this day, so that the page behind a link to pay can be tried. */
const BORN_ON = "1980-03-31";

/** True when the sample client is complete. */
export async function isDemoReady({ app }: Installation): Promise<boolean> {
  const row = await app.selectFrom("installation").select("demoReadyAt").executeTakeFirst();
  return row?.demoReadyAt != null;
}

/** Makes the sample client unless it is there; what an interrupted start left is completed. */
export async function makeDemo(
  installation: Installation,
  checkConfig: CheckConfig,
): Promise<void> {
  if (await isDemoReady(installation)) return;
  const guard = await installation.appPool.connect();
  try {
    await guard.query("select pg_advisory_lock($1)", [LOCKS.demo]);
    if (await isDemoReady(installation)) return;
    await build(installation, checkConfig);
    await sql`update dunlin.installation set demo_ready_at = clock_timestamp()`.execute(
      installation.app,
    );
  } finally {
    await guard.query("select pg_advisory_unlock($1)", [LOCKS.demo]).catch(() => undefined);
    guard.release();
  }
}

async function build(installation: Installation, checkConfig: CheckConfig): Promise<void> {
  const { app, appPool, config } = installation;
  const now = await clockNow(app);
  const clientId = await findOrCreate(installation, now);
  const here = import.meta.dirname;
  const routes = parseRoutes(await readFile(join(here, "routes.yaml"), "utf8"), checkConfig);
  const policy = await readFile(join(here, "policy.yaml"), "utf8");
  const sealKey = await readSealKey(config);
  await asClient(app, clientId, async (tx) => {
    await setRoutes(tx, clientId, routes, sealKey);
    const applied = await applyPolicy(tx, clientId, policy, now, "demo");
    if ("errors" in applied)
      throw new UserError(`the demo's policy: ${JSON.stringify(applied.errors)}`);
    const settings = { secret: randomBytes(24).toString("base64url") };
    const ports = { sealKey, checkProvider: () => settings };
    await setProvider(tx, clientId, ports, { kind: "sandbox", settings }, { now, actor: "demo" });
  });
  const folder = join(config.home, "demo");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const today = now.toZonedDateTimeISO("Africa/Johannesburg").toPlainDate();
  const book = demoBook(today, CUSTOMERS);
  const [customersFile, file] = [join(folder, "customers.csv"), join(folder, "invoices.csv")];
  await writeFile(customersFile, book.customers);
  await writeFile(file, book.invoices);
  await importBook(appPool, clientId, {
    file,
    customersFile,
    full: false,
    yes: true,
    actor: "demo",
    now,
  });
  await asClient(app, clientId, async (tx) => {
    await setFactorOfAll(tx, clientId, sealKey, "born_on", BORN_ON, { now, actor: "demo" });
  });
}

async function findOrCreate({ app }: Installation, now: Temporal.Instant): Promise<string> {
  const client = {
    slug: DEMO_SLUG,
    name: "Harbour Fibre",
    currency: "ZAR",
    country: "ZA",
    zone: "Africa/Johannesburg",
    language: "en",
    phone: "+27 21 555 0100",
    email: "accounts@harbour-fibre.example",
    site: "harbour-fibre.example",
  };
  try {
    return await createClient(app, client, now);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return await clientIdOf(app, DEMO_SLUG);
  }
}
