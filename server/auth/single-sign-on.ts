// A client's people may sign in where they do for everything else: at the client's own provider (OpenID Connect). What it
// vouches for counts for this client and no other: the session that it begins is bound to the client.
import type { SSOOptions } from "@better-auth/sso";
import { sql } from "kysely";
import { z } from "zod";
import { addMember } from "#auth/members.ts";
import type { Provider } from "#auth/accounts.ts";
import { addPerson, checkedEmail, checkedName, rememberSignIn } from "#auth/people.ts";
import { isRole, type Role } from "#auth/permissions.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { assert, messageOf, UserError } from "#platform/errors.ts";
import { open, seal, type SealKey } from "#platform/seal.ts";

const DISCOVERY_MS = 10_000;
const MOST_BYTES = 100_000;

/** What we need of a provider's discovery document (OpenID Connect Discovery 1.0, 3). */
const Endpoints = z.object({
  issuer: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});
type Endpoints = z.infer<typeof Endpoints>;

export type SingleSignOn = {
  readonly issuer: string;
  readonly oidcClientId: string;
  readonly domains: readonly string[];
  /** Whoever comes for the first time gets it; null: only who is a member already. */
  readonly defaultRole: Role | null;
};

const about = (clientId: string): string => `single_sign_on ${clientId}`;

/** An address without encryption is good only for this machine. */
function checkedUrl(text: string): URL {
  const url = URL.parse(text);
  const local = /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/.test(url?.hostname ?? "");
  if (url && !url.username && (url.protocol === "https:" || (url.protocol === "http:" && local))) {
    return url;
  }
  throw new UserError(
    `"${text.slice(0, 200)}" is no address of a provider; it begins with https://`,
  );
}

/** Without bounds to where it may go: for issuers that the operator names. */
async function readAnywhere(url: string): Promise<string> {
  const answer = await fetch(url, {
    redirect: "error",
    signal: AbortSignal.timeout(DISCOVERY_MS),
  });
  const text = await answer.text();
  if (!answer.ok || text.length > MOST_BYTES) throw new Error(`it answered ${answer.status}`);
  return text;
}

/** Endpoints that somebody gives, checked. Throws a `UserError`. */
export function endpointsOf(given: Endpoints): Endpoints {
  for (const at of Object.values(given)) if (typeof at === "string") checkedUrl(at);
  return given;
}

/**
 * Asks the provider where its endpoints are, by `read`, which may reach the operator's own network unless told otherwise. A
 * `UserError` says what is wrong with the answer.
 */
export async function discover(
  issuer: string,
  read: (url: string) => Promise<string> = readAnywhere,
): Promise<Endpoints> {
  const base = checkedUrl(issuer).href.replace(/\/$/, "");
  const url = `${base}/.well-known/openid-configuration`;
  try {
    const found = Endpoints.parse(JSON.parse(await read(url)));
    if (found.issuer.replace(/\/$/, "") !== base)
      throw new Error(`it calls itself ${found.issuer}`);
    for (const [name, at] of Object.entries(found)) {
      if (typeof at === "string" && name !== "issuer") checkedUrl(at);
    }
    return found;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const why = error instanceof z.ZodError ? "it says not all that is needed" : messageOf(error);
    throw new UserError(`${url} is no discovery document of ${issuer}: ${why}`);
  }
}

const DOMAIN = /^(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** Sets the client's provider; sessions that an earlier one began end. */
export async function setSingleSignOn(
  tx: Tx,
  clientId: string,
  wanted: SingleSignOn & { readonly secret: string; readonly endpoints: Endpoints },
  { sealKey, actor, now }: { sealKey: SealKey; actor: string; now: Temporal.Instant },
): Promise<void> {
  const domains = wanted.domains.map((domain) => domain.trim().toLowerCase());
  const wrong = domains.find((domain) => !DOMAIN.test(domain));
  if (wrong !== undefined) throw new UserError(`"${wrong}" is no domain; write it as example.org`);
  if (domains.length === 0)
    throw new UserError("name the domains of the addresses that may sign in");
  if (wanted.defaultRole === "owner") {
    throw new UserError(
      "nobody becomes an owner by signing in; invite owners, and choose another role",
    );
  }
  const secret = seal(sealKey, Buffer.from(wanted.secret), about(clientId));
  const values = {
    issuer: wanted.endpoints.issuer,
    oidcClientId: wanted.oidcClientId,
    secret,
    endpoints: JSON.stringify(wanted.endpoints),
    domains,
    defaultRole: wanted.defaultRole,
    changedAt: now,
    changedBy: actor,
  };
  await tx
    .insertInto("singleSignOn")
    .values({ clientId, ...values })
    .onConflict((conflict) => conflict.column("clientId").doUpdateSet(values))
    .execute();
  await endItsSessions(tx, clientId);
}

/** People of the client sign in here again, with passwords; false when there was no provider. */
export async function removeSingleSignOn(tx: Tx, clientId: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom("singleSignOn")
    .where("clientId", "=", clientId)
    .executeTakeFirst();
  await endItsSessions(tx, clientId);
  return numDeletedRows === 1n;
}

async function endItsSessions(tx: Tx, clientId: string): Promise<void> {
  await sql`delete from auth."session" where "clientId" = ${clientId}`.execute(tx);
}

/** What is set, without the secret; undefined when nothing is. */
export async function getSingleSignOn(tx: Tx, clientId: string): Promise<SingleSignOn | undefined> {
  const row = await tx
    .selectFrom("singleSignOn")
    .select(["issuer", "oidcClientId", "domains", "defaultRole"])
    .where("clientId", "=", clientId)
    .executeTakeFirst();
  return row && { ...row, defaultRole: roleOf(row.defaultRole) };
}

function roleOf(text: string | null): Role | null {
  assert(text === null || isRole(text), `role ${text} is unknown`);
  return text;
}

/** The provider of a client, ready to sign somebody in; undefined when it has none. */
export async function providerOf(
  db: Db,
  clientId: string,
  sealKey: SealKey,
): Promise<Provider | undefined> {
  const row = await asClient(
    db,
    clientId,
    async (tx) =>
      await tx
        .selectFrom("singleSignOn")
        .selectAll()
        .where("clientId", "=", clientId)
        .executeTakeFirst(),
  );
  if (!row) return undefined;
  const endpoints = Endpoints.parse(row.endpoints);
  const basic = endpoints.token_endpoint_auth_methods_supported?.includes("client_secret_basic");
  return {
    clientId,
    domains: row.domains,
    oidc: {
      issuer: row.issuer,
      pkce: true,
      clientId: row.oidcClientId,
      clientSecret: open(sealKey, row.secret, about(clientId)).toString(),
      discoveryEndpoint: `${row.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
      authorizationEndpoint: endpoints.authorization_endpoint,
      tokenEndpoint: endpoints.token_endpoint,
      tokenEndpointAuthentication: basic === false ? "client_secret_post" : "client_secret_basic",
      jwksEndpoint: endpoints.jwks_uri,
      userInfoEndpoint: endpoints.userinfo_endpoint,
      scopes: ["openid", "email", "profile"],
    },
    admit: admitTo(db, clientId, { domains: row.domains, defaultRole: roleOf(row.defaultRole) }),
  };
}

type Admit = NonNullable<SSOOptions["resolveUser"]>;
type Rules = Pick<SingleSignOn, "domains" | "defaultRole">;

// Who it is follows from the provider's own name for them, once known; else from an address in the client's domains.
const admitTo =
  (db: Db, clientId: string, rules: Rules): Admit =>
  async (input) => {
    const claims = input.protocol === "oidc" ? input.providerClaims : {};
    const userId = await asClient(db, clientId, async (tx) => {
      const known = await knownBy(tx, clientId, input.accountKey.accountId);
      if (known !== undefined) return (await isMember(tx, clientId, known)) ? known : undefined;
      if (claims["email_verified"] === false) return undefined;
      const { email, name } = input.providerUser;
      return await admit(tx, db, clientId, rules, { email, name });
    });
    if (userId === undefined) return { action: "reject", code: "not_admitted" };
    await rememberSignIn(db, userId);
    return { action: "link", userId, profile: "preserve" };
  };

async function knownBy(tx: Tx, clientId: string, accountId: string): Promise<string | undefined> {
  const { rows } = await sql<{ userId: string }>`select "userId" as user_id from auth."account"
    where "providerId" = ${clientId} and "accountId" = ${accountId}`.execute(tx);
  return rows[0]?.userId;
}

async function isMember(tx: Tx, clientId: string, userId: string): Promise<boolean> {
  return (await standing(tx, clientId, userId)) === "member";
}

async function standing(
  tx: Tx,
  clientId: string,
  userId: string,
): Promise<"member" | "ended" | "never"> {
  const { rows } = await sql<{
    current: boolean;
  }>`select ended_at is null as current from dunlin.member
    where client_id = ${clientId} and user_id = ${userId}
    order by ended_at is null desc limit 1`.execute(tx);
  if (!rows[0]) return "never";
  return rows[0].current ? "member" : "ended";
}

// Whoever was removed does not come back by signing in: somebody has to invite them.
async function admit(
  tx: Tx,
  db: Db,
  clientId: string,
  { domains, defaultRole }: Rules,
  said: { readonly email: string; readonly name: string },
): Promise<string | undefined> {
  const email = checkedEmail(said.email);
  if (!domains.includes(email.slice(email.lastIndexOf("@") + 1))) return undefined;
  const name = checkedName(said.name.slice(0, 100) || email.slice(0, 100));
  const added = defaultRole && (await addPerson(tx, { email, name, hash: undefined }));
  const { rows } = await sql<{ id: string }>`select "id" from auth."user"
    where "email" = ${email}`.execute(tx);
  const userId = added ?? rows[0]?.id;
  if (userId === undefined) return undefined;
  const now = await standing(tx, clientId, userId);
  if (now === "member") return userId;
  if (now === "ended" || defaultRole === null) return undefined;
  const member = { userId, role: defaultRole, addedBy: "single sign-on" };
  await addMember(tx, clientId, member, await clockNow(db));
  return userId;
}
