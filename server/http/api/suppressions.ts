import { z } from "zod";
import { change, query, type Working } from "../operation.ts";
import { HttpProblem } from "../problems.ts";
import { InstantOnWire, Limit, MomentOnWire, snakeKeys, Words } from "../wire.ts";
import {
  SUPPRESSION_REASONS,
  suppress as stop,
  unsuppress as lift,
  SUPPRESSIBLE,
  suppressibleAddress,
  type Suppressible,
} from "#conversations/suppressing.ts";
import type { Opted } from "#conversations/opting.ts";
import { loadContext, type PlanContext } from "#messages/planning/context.ts";
import { UserError } from "#platform/errors.ts";
import { listSuppressed } from "#reporting/suppressions.ts";

const Reason = z.enum(SUPPRESSION_REASONS);

const Suppressed = z.object({
  channel: z.string(),
  address: z.string(),
  /** The first that stands: what the customer wants, then what somebody decided, then that it does not work. */
  reason: Reason,
  since: InstantOnWire,
  by: z.string().nullable(),
  expires_at: InstantOnWire.nullable(),
});

/** Addresses to which nothing goes, and why. */
export const suppressions = query({
  needs: "suppressions:read",
  tag: "Suppressions",
  summary: "Addresses to which nothing is sent, and why; by address, page by page",
  query: z.strictObject({ limit: Limit(1_000, 100), after: z.string().max(400).exactOptional() }),
  response: z.object({ suppressions: z.array(Suppressed), next_after: z.string().nullable() }),
  example: {},
  work: async ({ tx, clientId }, { query: { limit, after } }) => {
    const rows = await listSuppressed(tx, clientId, limit, after);
    const last = rows.length < limit ? undefined : rows.at(-1);
    return {
      suppressions: rows.map(snakeKeys),
      next_after: last === undefined ? null : `${last.channel} ${last.address}`,
    };
  },
});

const Address = z.strictObject({
  channel: z.enum(SUPPRESSIBLE),
  address: Words(320),
  /** What says so: a letter, a call, a form. */
  source: Words(200),
});
const Opted = z.object({ address: z.string(), changed: z.boolean(), withdrawn: z.int() });

async function changing(
  { tx, clientId, actor }: Working,
  { channel, address: given, source }: z.output<typeof Address>,
  how: (
    context: PlanContext,
    wish: { channel: Suppressible; address: string; by: string; source: string },
  ) => Promise<Opted>,
) {
  const context = await loadContext(tx, clientId);
  const address = suppressibleAddress(channel, given, context.client.country);
  const { changed, withdrawn } = await how(context, { channel, address, by: actor, source });
  return { address, changed: changed.length > 0, withdrawn };
}

/** Stops a channel to an address. */
export const suppress = change({
  needs: "suppressions:write",
  tag: "Suppressions",
  summary: "Stop a channel to an address; what waits for it is taken back at once",
  description:
    "`opted_out` and `complaint` are what the customer wants and end by consent only; `manual` and `hard_bounce` may have `expires_at`, after which the address is used again.",
  body: Address.extend({
    reason: Reason.default("opted_out"),
    expires_at: MomentOnWire.exactOptional(),
  }),
  response: Opted,
  example: { body: { channel: "sms", address: "+27831110000", source: "letter of 3 May" } },
  work: async (working, { body: { reason, expires_at: until, ...body } }) =>
    await changing(working, body, async (context, wish) => {
      const why = { reason, until };
      return await stop(working.tx, context, wish, why, working.now).catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        const errors = [{ in: "body", field: "expires_at", message: error.message }];
        throw new HttpProblem(422, error.message, errors);
      });
    }),
});

/** Lets a channel to an address be used again. */
export const unsuppress = change({
  needs: "suppressions:write",
  tag: "Suppressions",
  summary:
    "A channel to an address may be used again; where the customer had stopped it, this is consent",
  description:
    "With `reason` only that is lifted, for example `hard_bounce` for a mailbox that works again; without it whatever stands.",
  body: Address.extend({ reason: Reason.exactOptional() }),
  response: Opted,
  example: { body: { channel: "sms", address: "+27831110000", source: "phoned on 4 May" } },
  work: async (working, { body: { reason, ...body } }) =>
    await changing(
      working,
      body,
      async (context, wish) => await lift(working.tx, context, wish, reason, working.now),
    ),
});
