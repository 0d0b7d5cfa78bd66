// Passwords, sessions and one-time codes are better-auth's; this opens it. Who may do what is ours: see permissions.ts.
import { createHmac } from "node:crypto";
import { sso, type OIDCConfig, type SSOOptions } from "@better-auth/sso";
import { betterAuth, type BetterAuthOptions } from "better-auth";
import { twoFactor } from "better-auth/plugins";
import pg from "pg";
import { LEAST_CHARACTERS, MOST_CHARACTERS } from "#auth/passwords.ts";
import { connectionFor, type DatabaseAt, type Db } from "#platform/db.ts";
import type { Logger } from "#platform/log.ts";

/** A working day; whoever works on signs in again. */
const SESSION_HOURS = 12;
/** Set by us from the connection: headers of proxies can be made up. */
export const ADDRESS_HEADER = "x-dunlin-address";
/** Where providers of single sign-on send people back to, under `publicUrl`. */
export const AUTH_PATH = "/auth";
const COOKIE_PREFIX = "dunlin";

export type AccountsOptions = {
  readonly at: DatabaseAt;
  /** As `dunlin_app`. */
  readonly db: Db;
  /** Signs cookies and encrypts secrets of codes; with another one everybody signs in anew. */
  readonly secret: Buffer;
  readonly publicUrl: string;
  readonly log: Logger;
};

/** A client's provider of single sign-on, its secret in the open. */
export type Provider = {
  readonly clientId: string;
  readonly oidc: OIDCConfig;
  readonly domains: readonly string[];
  /** Who it is that the provider vouches for; see single-sign-on.ts. */
  readonly admit: NonNullable<SSOOptions["resolveUser"]>;
};

/** What better-auth is told; with a provider, for a sign-in through it. */
export function authOptions(pool: pg.Pool, options: AccountsOptions, provider?: Provider) {
  const { secret, publicUrl, log } = options;
  return {
    appName: "Dunlin",
    baseURL: publicUrl,
    basePath: AUTH_PATH,
    secret: createHmac("sha256", secret).update("accounts").digest("hex"),
    database: pool,
    telemetry: { enabled: false },
    logger: { level: "error", log: (_level, message) => log.warn({ part: "accounts" }, message) },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: LEAST_CHARACTERS,
      maxPasswordLength: MOST_CHARACTERS,
    },
    user: { additionalFields: { lastSignInAt: { type: "date", required: false, input: false } } },
    session: {
      expiresIn: SESSION_HOURS * 3_600,
      disableSessionRefresh: true,
      additionalFields: { clientId: { type: "string", required: false, input: false } },
    },
    account: { updateAccountOnSignIn: false },
    databaseHooks: hooksFor(provider),
    rateLimit: { enabled: true, storage: "database", window: 60, max: 60 },
    trustedOrigins: provider ? originsOf(provider.oidc) : [],
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: publicUrl.startsWith("https:"),
      // Lax, not Strict: the way back from a client's own sign-in page begins on another site.
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
      database: { generateId: "uuid" },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    plugins: [
      twoFactor({ issuer: "Dunlin", totpOptions: { digits: 6, period: 30 } }),
      sso(
        provider && {
          defaultSSO: [
            {
              providerId: provider.clientId,
              domain: provider.domains.join(","),
              oidcConfig: provider.oidc,
            },
          ],
          resolveUser: provider.admit,
        },
      ),
    ],
  } satisfies BetterAuthOptions;
}

// A session that a client's provider began is good for that client; the provider's tokens are of no use to us.
function hooksFor(provider: Provider | undefined): BetterAuthOptions["databaseHooks"] {
  if (!provider) return undefined;
  const { clientId } = provider;
  const forget = { accessToken: null, refreshToken: null, idToken: null };
  return {
    session: {
      create: {
        before: async (session) => await Promise.resolve({ data: { ...session, clientId } }),
      },
    },
    account: {
      create: {
        before: async (account) => await Promise.resolve({ data: { ...account, ...forget } }),
      },
    },
  };
}

const originsOf = (oidc: OIDCConfig): string[] => [
  ...new Set(
    [
      oidc.issuer,
      oidc.discoveryEndpoint,
      oidc.authorizationEndpoint,
      oidc.tokenEndpoint,
      oidc.userInfoEndpoint,
      oidc.jwksEndpoint,
    ].flatMap((url) => (url === undefined ? [] : [new URL(url).origin])),
  ),
];

const makeAuth = (pool: pg.Pool, options: AccountsOptions, provider?: Provider) =>
  betterAuth(authOptions(pool, options, provider));

export type Auth = ReturnType<typeof makeAuth>;

/** What signing in stands on. */
export type Accounts = {
  readonly db: Db;
  readonly publicUrl: string;
  readonly auth: Auth;
  /** The same for one sign-in through a client's provider. */
  readonly through: (provider: Provider) => Auth;
  readonly close: () => Promise<void>;
};

/** Connections for better-auth: without our parsers, which give it times that it does not know, and in its own schema. */
export function openAuthPool(at: DatabaseAt): pg.Pool {
  const { options = "", ...connection } = connectionFor(at, "dunlin_app");
  const pool = new pg.Pool({
    ...connection,
    options: `${options} -c search_path=auth`,
    max: 4,
    connectionTimeoutMillis: 30_000,
  });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** Opens it over connections of its own. */
export function openAccounts(options: AccountsOptions): Accounts {
  const pool = openAuthPool(options.at);
  return {
    db: options.db,
    publicUrl: options.publicUrl,
    auth: makeAuth(pool, options),
    through: (provider) => makeAuth(pool, options, provider),
    close: async () => await pool.end(),
  };
}
