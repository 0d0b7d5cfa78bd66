import { z } from "zod";
import { change, query } from "../operation.ts";
import { HttpProblem, refuseSource } from "../problems.ts";
import { InstantOnWire, snakeKeys } from "../wire.ts";
import { applyPolicy } from "#messages/planning/apply-policy.ts";
import { defaultPolicySource } from "#policies/default-policy.ts";
import { listPolicies, policySource } from "#reporting/policies.ts";

const Version = z.object({
  version: z.int(),
  name: z.string(),
  applied_at: InstantOnWire,
  applied_by: z.string(),
  /** Only tried by an experiment, never in force. */
  candidate: z.boolean(),
});

/** Every version of the client's policy. */
export const policies = query({
  needs: "policies:read",
  tag: "Policies",
  summary:
    "Versions of the policy, the one in force first, what only experiments tried last; at most 500",
  response: z.object({ policies: z.array(Version) }),
  etag: true,
  example: {},
  work: async ({ tx, clientId }) => ({
    policies: (await listPolicies(tx, clientId)).map(snakeKeys),
  }),
});

/** One version with its source. */
export const policy = query({
  needs: "policies:read",
  tag: "Policies",
  summary: "One version of the policy, as it was written",
  params: z.object({ version: z.coerce.number().int().min(1).max(1_000_000_000) }),
  response: Version.extend({ source: z.string() }),
  etag: true,
  example: { params: { version: "1" } },
  work: async ({ tx, clientId }, { params: { version } }) => {
    const found = await policySource(tx, clientId, version);
    if (!found) throw new HttpProblem(404, `there is no version ${version} of the policy`);
    return snakeKeys(found);
  },
});

/** Puts a policy in force. */
export const putPolicy = change({
  needs: "policies:write",
  tag: "Policies",
  summary: "Check a policy and put it in force as a new version",
  body: z.strictObject({ source: z.string().min(1).max(500_000) }),
  response: z.object({ version: z.int(), unchanged: z.boolean() }),
  example: { body: { source: defaultPolicySource } },
  work: async ({ tx, clientId, now, actor }, { body }) => {
    const result = await applyPolicy(tx, clientId, body.source, now, actor);
    if (!("errors" in result)) return result;
    return refuseSource(result.errors);
  },
});
