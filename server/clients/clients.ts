import { sql } from "kysely";
import { asClient, kept, type Db, type Tx } from "#platform/db.ts";
import { assert, UserError } from "#platform/errors.ts";
import { isCurrency } from "#platform/money.ts";
import { isZone } from "#policies/day.ts";

/** An organisation that collects through Dunlin: the tenant. */
export type Client = {
  readonly clientId: string;
  readonly slug: string;
  readonly name: string;
  readonly currency: string;
  readonly country: string;
  readonly zone: string;
  readonly language: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly site: string | null;
  readonly importedDisclosure: string;
  readonly bookAsOf: Temporal.Instant | null;
  /** Another one after each change of its policy, templates or routes. */
  readonly settingsStamp: string;
  /** Since when everything is decided and nothing is sent; null: what is decided is sent. */
  readonly shadowSince: Temporal.Instant | null;
};

export type NewClient = {
  readonly slug: string;
  readonly name: string;
  readonly currency: string;
  readonly country: string;
  readonly zone: string;
  readonly language?: string | undefined;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly site?: string | undefined;
};

const columns = [
  "clientId",
  "slug",
  "name",
  "currency",
  "country",
  "zone",
  "language",
  "phone",
  "email",
  "site",
  "importedDisclosure",
  "bookAsOf",
  "settingsStamp",
  "shadowSince",
] as const;
const COLUMNS = sql.join(columns.map((column) => sql.ref(column)));

const regions = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

function check(client: NewClient): void {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(client.slug)) {
    throw new UserError(`client "${client.slug}" is no slug; use small letters, digits and dashes`);
  }
  if (!client.name.trim()) throw new UserError("the client's name is empty; give one with --name");
  if (!isCurrency(client.currency)) {
    throw new UserError(
      `currency "${client.currency}" is not an ISO 4217 code; use one such as ZAR`,
    );
  }
  if (!/^[A-Z]{2}$/.test(client.country) || regions.of(client.country) === undefined) {
    throw new UserError(`country "${client.country}" is not an ISO 3166 code; use one such as ZA`);
  }
  checkZone(client.zone);
}

// A name, not an offset: an offset knows no summer time. Aliases (Asia/Kolkata) are names as well.
function checkZone(zone: string): void {
  if (/^[A-Za-z]/.test(zone) && isZone(zone)) return;
  throw new UserError(`zone "${zone}" is unknown; use a name such as Africa/Johannesburg`);
}

/**
 * Makes a client; a `UserError` when the slug is taken or a value is wrong. `also` is done in the same transaction, which is
 * set to the new client.
 */
export async function createClient(
  db: Db,
  client: NewClient,
  now: Temporal.Instant,
  also: (tx: Tx, clientId: string) => Promise<void> = async () => await Promise.resolve(),
): Promise<string> {
  check(client);
  if ((await findClientId(db, client.slug)) !== undefined) {
    throw taken(client.slug);
  }
  const { rows } = await sql<{ id: string }>`select uuidv7() as id`.execute(db);
  const clientId = rows[0]!.id;
  await asClient(db, clientId, async (tx) => {
    const made = await tx
      .insertInto("client")
      .values({ ...client, clientId, createdAt: now })
      .onConflict((conflict) => conflict.column("slug").doNothing())
      .executeTakeFirst();
    // Somebody took it between our look and our write.
    if (made.numInsertedOrUpdatedRows === 0n) throw taken(client.slug);
    await also(tx, clientId);
  });
  return clientId;
}

/** Somebody has the slug already. */
export class SlugTaken extends UserError {}

const taken = (slug: string): SlugTaken =>
  new SlugTaken(`client "${slug}" exists already; choose another slug`);

async function findClientId(db: Db, slug: string): Promise<string | undefined> {
  const { rows } = await sql<{
    id: string | null;
  }>`select dunlin.client_by_slug(${slug}) as id`.execute(db);
  return rows[0]?.id ?? undefined;
}

/** The client's id by its slug; a `UserError` that says what to do when there is none. */
export async function clientIdOf(db: Db, slug: string): Promise<string> {
  const found = await findClientId(db, slug);
  if (found === undefined) {
    throw new UserError(`there is no client "${slug}"; make one with: client create ${slug} …`);
  }
  return found;
}

/** Reads the client that the transaction is set to. */
export async function getClient(tx: Tx, clientId: string): Promise<Client> {
  const { rows } =
    await sql<Client>`${kept} select ${COLUMNS} from dunlin.client where client_id = ${clientId}`.execute(
      tx,
    );
  const [client] = rows;
  assert(client, `there is no client ${clientId}`);
  return client;
}

/** What may change of a client; its slug, currency and country stay. Null takes a contact away. */
export type ClientChanges = {
  readonly name?: string | undefined;
  readonly zone?: string | undefined;
  readonly language?: string | undefined;
  readonly phone?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly site?: string | null | undefined;
};

/** Changes what is given and is another than before, and says what that was. A `UserError` for an unknown zone. */
export async function updateClient(
  tx: Tx,
  clientId: string,
  changes: ClientChanges,
): Promise<readonly (keyof ClientChanges)[]> {
  if (changes.zone !== undefined) checkZone(changes.zone);
  await sql`select from dunlin.client where client_id = ${clientId} for no key update`.execute(tx);
  const before = await getClient(tx, clientId);
  const fields = (Object.keys(changes) as (keyof ClientChanges)[]).filter(
    (key) => changes[key] !== undefined && changes[key] !== before[key],
  );
  if (fields.length === 0) return [];
  // With another stamp every process reads what it knows of the client anew.
  await tx
    .updateTable("client")
    .set(Object.fromEntries(fields.map((key) => [key, changes[key]])))
    .set({ settingsStamp: sql<string>`uuidv7()` })
    .where("clientId", "=", clientId)
    .execute();
  return fields;
}

/** Ids of all clients, for work that goes over everything. */
export async function clientIds(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select dunlin.client_ids() as id`.execute(db);
  return rows.map((row) => row.id);
}
