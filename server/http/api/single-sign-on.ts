// Where a client's people sign in: at the client's own provider. Its secret goes in sealed and never comes out.
import { z } from "zod";
import { perform, query, type Asked } from "../operation.ts";
import { inClient } from "../deps.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import { AUTH_PATH } from "#auth/accounts.ts";
import { ROLES } from "#auth/permissions.ts";
import {
  discover,
  endpointsOf,
  getSingleSignOn,
  removeSingleSignOn,
  setSingleSignOn,
  type SingleSignOn,
} from "#auth/single-sign-on.ts";
import { getClient } from "#clients/clients.ts";
import { clockNow } from "#platform/clock.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { fetchFile } from "#webhooks/fetch-file.ts";
import { checkLiteral } from "#webhooks/reach.ts";

const MOST_BYTES = 100_000;

const Shown = z.object({
  issuer: z.string(),
  client_id: z.string(),
  domains: z.array(z.string()),
  role: z.string().nullable(),
  callback: z.string(),
  start: z.string(),
});

const Address = z.url({ protocol: /^https?$/ }).max(2_000);
const Endpoints = z.strictObject({
  authorization_endpoint: Address,
  token_endpoint: Address,
  jwks_uri: Address,
  userinfo_endpoint: Address.exactOptional(),
});

async function shown(
  tx: Tx,
  { deps }: Asked,
  clientId: string,
  set: SingleSignOn,
): Promise<z.infer<typeof Shown>> {
  const publicUrl = deps.accounts?.publicUrl;
  if (publicUrl === undefined) throw new HttpProblem(503, "this process signs nobody in");
  const { slug } = await getClient(tx, clientId);
  return {
    issuer: set.issuer,
    client_id: set.oidcClientId,
    domains: [...set.domains],
    role: set.defaultRole,
    callback: `${publicUrl}${AUTH_PATH}/sso/callback/${clientId}`,
    start: `${publicUrl}/sso/${slug}`,
  };
}

const none = () => new HttpProblem(404, "the client has no provider of its own; PUT one");

/** What is set, without the secret. */
export const singleSignOn = query({
  needs: "users:read",
  tag: "Users",
  summary: "The client's own sign-in (OpenID Connect), and the addresses that it must know",
  response: Shown,
  example: {},
  work: async (with_) => {
    const found = await getSingleSignOn(with_.tx, with_.clientId);
    if (!found) throw none();
    return await shown(with_.tx, with_, with_.clientId, found);
  },
});

/** Sets it. What clients name is asked only where callbacks may go. */
export const putSingleSignOn = perform({
  needs: "users:write",
  tag: "Users",
  summary: "Let the client's people sign in at the client's own provider (OpenID Connect)",
  description:
    "Endpoints are read from the issuer's discovery document unless they are given. The secret is sealed and never shown. Sessions that an earlier provider began end. With role null only members come in; nobody becomes an owner.",
  body: z.strictObject({
    issuer: Address,
    client_id: z.string().min(1).max(300),
    client_secret: z.string().min(1).max(2_000),
    domains: z.array(z.string().max(253)).min(1).max(50),
    role: z.enum(ROLES).nullable().default(null),
    endpoints: Endpoints.exactOptional(),
  }),
  response: Shown,
  example: {
    body: {
      issuer: "https://login.example.org",
      client_id: "dunlin",
      client_secret: "from-the-provider",
      domains: ["example.org"],
      role: "agent",
      endpoints: {
        authorization_endpoint: "https://login.example.org/authorize",
        token_endpoint: "https://login.example.org/token",
        jwks_uri: "https://login.example.org/keys",
      },
    },
  },
  work: async (with_, { body }) => {
    const { deps, clientId, actor } = with_;
    const { reach, sealKey } = deps.callbacks;
    const { issuer } = body;
    const read = async (url: string): Promise<string> => {
      const got = await fetchFile(reach, url, MOST_BYTES);
      if ("refused" in got) throw new UserError(`${url} ${got.refused}`);
      return Buffer.from(got.bytes).toString("utf8");
    };
    const found = body.endpoints
      ? Promise.resolve(endpointsOf({ ...body.endpoints, issuer }))
      : discover(issuer, read);
    const endpoints = await refusedAs(422, found);
    const addresses = Object.entries(endpoints).flatMap(([name, at]) =>
      typeof at === "string" && name !== "issuer" ? [at] : [],
    );
    for (const at of addresses) {
      try {
        checkLiteral(reach, new URL(at));
      } catch {
        throw new HttpProblem(422, `${at} is not on the public internet`);
      }
    }
    const wanted = {
      issuer,
      oidcClientId: body.client_id,
      secret: body.client_secret,
      endpoints,
      domains: body.domains,
      defaultRole: body.role,
    };
    return await inClient(deps.db, clientId, async (tx) => {
      const by = { sealKey, actor, now: await clockNow(tx) };
      await refusedAs(422, setSingleSignOn(tx, clientId, wanted, by));
      return await shown(tx, with_, clientId, (await getSingleSignOn(tx, clientId)) ?? wanted);
    });
  },
});

/** Ends it. */
export const endSingleSignOn = perform({
  needs: "users:write",
  tag: "Users",
  summary: "End sign-in at the client's own provider, and the sessions that it began",
  response: z.object({ removed: z.boolean() }),
  example: {},
  work: async ({ deps, clientId }) => {
    const removed = await inClient(
      deps.db,
      clientId,
      async (tx) => await removeSingleSignOn(tx, clientId),
    );
    if (!removed) throw none();
    return { removed };
  },
});
