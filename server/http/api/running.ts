import { z } from "zod";
import { ClientPath, clientOf, exclusively, inClient, route, type Deps } from "../deps.ts";
import { refusedAs } from "../problems.ts";
import { Counts, DayOnWire, MinorOnWire } from "../wire.ts";
import { evaluateClient } from "#messages/planning/looker.ts";
import { simulate } from "#messages/planning/simulate.ts";

/** Decides every account now, like the command `run`; answers when it is done. */
export const run = ({ db }: Deps) =>
  route({
    schema: {
      summary: "Decide every account now and plan what is due",
      params: ClientPath,
      response: {
        200: z.object({ decisions: Counts, messages: z.int(), withdrawn: z.int() }),
      },
    },
    handler: async (request) => {
      const clientId = await clientOf(db, request.params.slug);
      return await exclusively(clientId, async () => await evaluateClient(db, clientId, "api"));
    },
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
export const simulation = (deps: Deps) =>
  route({
    schema: {
      summary: "What the policy would do over the real book, day by day; writes nothing",
      params: ClientPath,
      querystring: z.strictObject({
        days: z.coerce.number().int().min(1).max(400).default(60),
        from: DayOnWire.exactOptional(),
      }),
      response: { 200: z.object({ days: z.array(SimulatedDay), reasons: Counts }) },
    },
    handler: async (request) => {
      const { days, from } = request.query;
      const clientId = await clientOf(deps.db, request.params.slug);
      return await exclusively(
        clientId,
        async () =>
          await inClient(deps, request.params.slug, async ({ tx, now }) => {
            const { days: each, reasons } = await refusedAs(
              409,
              simulate(tx, clientId, { days, from, now }),
            );
            return { days: each.map((day) => ({ ...day, cost: [...day.cost] })), reasons };
          }),
      );
    },
  });
