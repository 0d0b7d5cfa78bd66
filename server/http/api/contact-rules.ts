// When and how often customers may be spoken to: what the policy in force names, in full, and choosing other profiles.
import { parseDocument } from "yaml";
import { z } from "zod";
import { change, query, type Working } from "../operation.ts";
import { HttpProblem, refuseSource } from "../problems.ts";
import { applyPolicy } from "#messages/planning/apply-policy.ts";
import { loadContext } from "#messages/planning/context.ts";
import {
  DEFAULT_CAPS,
  DEFAULT_PROFILE,
  profileOf,
  PROFILES,
  type Profile,
} from "#policies/profiles.ts";
import { policySource } from "#reporting/policies.ts";

const Time = z.string().describe("as 08:00, where the customer is");
const Cap = z.object({ channels: z.array(z.string()), count: z.int(), days: z.int() });
const ProfileOut = z.object({
  id: z.string(),
  version: z.int(),
  party: z.enum(["first", "third", "both"]).describe("whom the rules bind"),
  countries: z.array(z.string()),
  hours: z
    .array(z.object({ from: Time, to: Time }).nullable())
    .describe("seven, Monday first; null: nothing on that day"),
  on_holidays: z.boolean(),
  caps: z.array(Cap),
  rest_days_after_conversation: z.int(),
  source: z.string(),
  checked_on: z.string(),
  note: z.string(),
});
const Rules = z.object({
  policy_version: z.int().nullable(),
  chosen: z.array(z.string()).describe("profiles that the policy names; none: the default one"),
  own_caps: z.array(Cap).describe("of the policy; none: the usual ones"),
  usual_caps: z.array(Cap),
  profiles: z.array(ProfileOut).describe("all there are, the default one first"),
});

const time = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const capOf = ({ channels, count, days }: Profile["caps"][number]) => ({
  channels: [...channels],
  count,
  days,
});

function profileOut({ hours, caps, countries, ...one }: Profile) {
  const [sunday, ...others] = hours;
  return {
    id: one.id,
    version: one.version,
    party: one.party,
    countries: [...countries],
    hours: [...others, sunday].map((window) =>
      window ? { from: time(window[0]), to: time(window[1]) } : null,
    ),
    on_holidays: one.onHolidays,
    caps: caps.map(capOf),
    rest_days_after_conversation: one.restDaysAfterConversation,
    source: one.source,
    checked_on: one.checkedOn,
    note: one.note,
  };
}

async function rulesOf({ tx, clientId }: Pick<Working, "tx" | "clientId">) {
  const { policy } = await loadContext(tx, clientId);
  return {
    policy_version: policy?.version ?? null,
    chosen: [...(policy?.profiles ?? [])],
    own_caps: (policy?.caps ?? []).map(capOf),
    usual_caps: DEFAULT_CAPS.map(capOf),
    profiles: PROFILES.map(profileOut),
  };
}

/** The rules in force. */
export const contactRules = query({
  needs: "policies:read",
  tag: "Policies",
  summary: "Hours, caps and profiles of contact that the policy in force names",
  response: Rules,
  example: {},
  work: async (working) => await rulesOf(working),
});

/** Chooses profiles. */
export const putContactRules = change({
  needs: "policies:write",
  tag: "Policies",
  summary: "Choose the profiles of contact: the policy in force becomes a new version with them",
  body: z.strictObject({ profiles: z.array(z.string().min(1).max(40)).max(10) }),
  response: Rules,
  example: { body: { profiles: ["za"] } },
  work: async (working, { body: { profiles } }) => {
    const { tx, clientId, now, actor } = working;
    const wrong = profiles.find((id) => profileOf(id) === undefined);
    if (wrong !== undefined) throw new HttpProblem(422, `there is no profile "${wrong}"`);
    const { policy } = await loadContext(tx, clientId);
    const found = policy && (await policySource(tx, clientId, policy.version));
    if (!found) throw new HttpProblem(409, "no policy is in force whose rules could change");
    const document = parseDocument(found.source);
    // The default one holds where none is named.
    const named = profiles.filter((id) => id !== DEFAULT_PROFILE.id);
    if (named.length > 0) document.setIn(["contact", "profiles"], named);
    else if (document.hasIn(["contact", "profiles"])) document.deleteIn(["contact", "profiles"]);
    const result = await applyPolicy(tx, clientId, document.toString(), now, actor);
    if ("errors" in result) return refuseSource(result.errors);
    return await rulesOf(working);
  },
});
