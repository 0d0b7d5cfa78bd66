import { z } from "zod";
import { exclusively, inClient } from "../deps.ts";
import { perform } from "../operation.ts";
import { refusedAs } from "../problems.ts";
import { Counts, DayOnWire, MinorOnWire } from "../wire.ts";
import { evaluateClient } from "#messages/planning/looker.ts";
import { simulate } from "#messages/planning/simulate.ts";

/** Decides every account now, like the command `run`; answers when it is done. */
export const run = perform({
  needs: "policies:write",
  tag: "Policies",
  summary: "Decide every account now and plan what is due",
  response: z.object({ decisions: Counts, messages: z.int(), withdrawn: z.int() }),
  work: async ({ deps, clientId, actor }) =>
    await exclusively(clientId, async () => await evaluateClient(deps.db, clientId, actor)),
});

const Cost = z.object({ currency: z.string(), minor: MinorOnWire });
const SimulatedDay = z.object({
  date: DayOnWire,
  sms: z.int(),
  email: z.int(),
  voice: z.int(),
  segments: z.int(),
  cost: z.array(Cost),
});

/** What the policy would do, day by day; writes nothing. */
export const simulation = perform({
  needs: "policies:read",
  tag: "Policies",
  summary: "What the policy would do over the real book, day by day; writes nothing",
  query: z.strictObject({
    days: z.coerce.number().int().min(1).max(400).default(60),
    from: DayOnWire.exactOptional(),
  }),
  response: z.object({ days: z.array(SimulatedDay), reasons: Counts }),
  example: { query: { days: "3" } },
  work: async ({ deps, clientId }, { query: { days, from } }) =>
    await exclusively(
      clientId,
      async () =>
        await inClient(deps.db, clientId, async (tx, now) => {
          const simulated = await refusedAs(409, simulate(tx, clientId, { days, from, now }));
          return {
            days: simulated.days.map((day) => ({ ...day, cost: [...day.cost] })),
            reasons: simulated.reasons,
          };
        }),
    ),
});
