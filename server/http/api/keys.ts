import { z } from "zod";
import { change, query } from "../operation.ts";
import { HttpProblem } from "../problems.ts";
import { ID, InstantOnWire, MomentOnWire, snakeKeys, Words } from "../wire.ts";
import { createApiKey, listApiKeys, revokeApiKey } from "#auth/api-keys.ts";
import { SCOPES } from "#auth/permissions.ts";

const Key = z.object({
  key_id: z.uuid(),
  name: z.string(),
  hint: z.string(),
  scopes: z.array(z.string()),
  created_at: InstantOnWire,
  created_by: z.string(),
  expires_at: InstantOnWire.nullable(),
  last_used_at: InstantOnWire.nullable(),
  revoked_at: InstantOnWire.nullable(),
});

/** The keys of the client, never their secrets. */
export const keys = query({
  needs: "keys:read",
  tag: "Keys",
  summary: "API keys, live ones first; the keys themselves are shown only once, when they are made",
  response: z.object({ keys: z.array(Key) }),
  example: {},
  work: async ({ tx, clientId }) => ({ keys: (await listApiKeys(tx, clientId)).map(snakeKeys) }),
});

/** A new key, shown in the answer and never again. */
export const addKey = change({
  needs: "keys:write",
  tag: "Keys",
  summary: "Make an API key; it stands in this answer and nowhere else",
  body: z.strictObject({
    name: Words(100),
    scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
    expires_at: MomentOnWire.exactOptional(),
  }),
  response: z.object({ key_id: z.uuid(), key: z.string(), scopes: z.array(z.string()) }),
  status: 201,
  example: { body: { name: "billing", scopes: ["messages:write", "messages:read"] } },
  work: async ({ tx, clientId, principal, actor, now }, { body }) => {
    const above = body.scopes.find((scope) => !principal.scopes.has(scope));
    if (above !== undefined) {
      throw new HttpProblem(403, `nobody gives away what they do not have: ${above}`);
    }
    const wanted = { name: body.name, scopes: body.scopes, expiresAt: body.expires_at };
    const made = await createApiKey(tx, clientId, wanted, { actor, now });
    return { key_id: made.keyId, key: made.key, scopes: [...made.scopes] };
  },
});

/** Ends a key. */
export const endKey = change({
  needs: "keys:write",
  tag: "Keys",
  summary: "End an API key; other processes refuse it within two seconds",
  params: z.object({ key_id: z.uuid() }),
  response: z.object({ key_id: z.uuid() }),
  example: { params: { key_id: ID } },
  work: async ({ tx, clientId, actor, now }, { params: { key_id } }) => {
    if (!(await revokeApiKey(tx, clientId, key_id, { actor, now }))) {
      throw new HttpProblem(404, "there is no such live key");
    }
    return { key_id };
  },
});
