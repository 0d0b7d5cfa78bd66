import { z } from "zod";
import { exclusively, inClient } from "../deps.ts";
import { perform, type AskedOfClient } from "../operation.ts";
import { refusedAs, refuseSource } from "../problems.ts";
import { Counts, DayOnWire, MinorOnWire } from "../wire.ts";
import { getClient } from "#clients/clients.ts";
import { evaluateClient } from "#messages/planning/looker.ts";
import { simulate } from "#messages/planning/simulate.ts";
import type { Tx } from "#platform/db.ts";
import { defaultPolicySource } from "#policies/default-policy.ts";
import { parsePolicy } from "#policies/ladder.ts";
import type { Policy } from "#policies/types.ts";

/** Decides every account now, like the command `run`; answers when it is done. */
export const run = perform({
  needs: "policies:write",
  tag: "Policies",
  summary: "Decide every account now and plan what is due",
  response: z.object({ decisions: Counts, messages: z.int(), withdrawn: z.int() }),
  example: {},
  work: async ({ deps, clientId, actor }) =>
    await exclusively(clientId, async () => await evaluateClient(deps.db, clientId, actor)),
});

const Cost = z.object({ currency: z.string(), minor: MinorOnWire });
const SimulatedDay = z.object({
  date: DayOnWire,
  sms: z.int(),
  email: z.int(),
  voice: z.int(),
  whatsapp: z.int().exactOptional(),
  segments: z.int(),
  cost: z.array(Cost),
});

const Simulated = z.object({ days: z.array(SimulatedDay), reasons: Counts });
// Later days have five digits in their years, which nobody reads.
const From = DayOnWire.refine(({ year }) => year >= 2000 && year < 3000, {
  error: "is no day of the years 2000 to 2999",
});
const Days = z.int().min(1).max(400);

async function simulated(
  { deps, clientId }: AskedOfClient,
  asked: { days: number; from?: Temporal.PlainDate },
  policyOf?: (tx: Tx) => Promise<Policy>,
): Promise<z.output<typeof Simulated>> {
  return await exclusively(
    clientId,
    async () =>
      await inClient(deps.db, clientId, async (tx, now) => {
        const { days, from } = asked;
        const policy = await policyOf?.(tx);
        const done = await refusedAs(409, simulate(tx, clientId, { days, from, now, policy }));
        return {
          days: done.days.map((day) => ({ ...day, cost: [...day.cost] })),
          reasons: done.reasons,
        };
      }),
  );
}

/** What the policy in force would do, day by day; writes nothing. */
export const simulation = perform({
  needs: "policies:read",
  tag: "Policies",
  summary: "What the policy would do over the real book, day by day; writes nothing",
  query: z.strictObject({
    days: z.coerce.number().int().min(1).max(400).default(60),
    from: From.exactOptional(),
  }),
  response: Simulated,
  example: { query: { days: "3" } },
  work: async (asked, { query }) => await simulated(asked, query),
});

/** The same for a policy that is not in force. */
export const simulateCandidate = perform({
  needs: "policies:read",
  tag: "Policies",
  summary: "What another policy would do over the real book, day by day; writes nothing",
  body: z.strictObject({
    source: z.string().min(1).max(500_000),
    days: Days.default(60),
    from: From.exactOptional(),
  }),
  response: Simulated,
  example: { body: { source: defaultPolicySource, days: 3 } },
  work: async (asked, { body: { source, ...rest } }) =>
    await simulated(asked, rest, async (tx) => {
      const { country } = await getClient(tx, asked.clientId);
      const parsed = parsePolicy(source, { version: 0, country });
      return "policy" in parsed ? parsed.policy : refuseSource(parsed.errors);
    }),
});
