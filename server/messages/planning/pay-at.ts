// The link to pay that a reminder carries: one for each contact point that may be told of the debt.
import { randomUUIDv7 } from "node:crypto";
import { mintLinks, type PayAction } from "#messages/engagement/minting.ts";
import { standInOf } from "#messages/engagement/pay-links.ts";
import { isTaken } from "#messages/engagement/taking.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import type { Saying } from "#messages/planning/speak.ts";
import type { Tx } from "#platform/db.ts";
import { promiseOf } from "#policies/promise-reminder.ts";
import type { Say } from "#policies/types.ts";

/** Where a message says to pay, and the id that the message must then have: the receipt goes where the link went. */
export type PayAt = { readonly url: string; readonly messageId?: string | undefined };

/** The link of one thing said; undefined where there is none. */
export type PayAtOf = (saying: Saying, one: Say) => PayAt | undefined;

/**
 * What the link is for: the promise that is spoken of, or what is asked for where somebody takes it. Undefined for whoever
 * is told nothing, who has nothing to open.
 */
function actionOf({ takers }: PlanContext, saying: Saying, one: Say): PayAction | undefined {
  const { subject, decision } = saying;
  const { amountMinor, stepId, anchor } = decision;
  if (one.disclosure === "unverified" || one.channel === "voice") return undefined;
  const promise = promiseOf(subject.facts.promises, stepId, anchor);
  if (promise) return { kind: "pay", amountMinor, promiseId: promise.id };
  const taken = isTaken(takers, subject.facts.currency, amountMinor);
  return taken ? { kind: "pay", amountMinor } : undefined;
}

// A decision may say two things to one contact point: a step, and a reminder of a promise or a campaign.
const keyOf = ({ decisionId, decision }: Saying, one: Say): string =>
  `${decisionId} ${decision.stepId} ${decision.anchor} ${one.contactPointId} ${one.channel}`;

/** Makes the links of all sayings. */
export async function mintPayAt(
  tx: Tx,
  context: PlanContext,
  sayings: readonly Saying[],
  now: Temporal.Instant,
): Promise<PayAtOf> {
  const wanted = sayings.flatMap((saying) =>
    saying.decision.says.flatMap((one) => {
      const action = actionOf(context, saying, one);
      if (!action) return [];
      const { customerId, facts } = saying.subject;
      const messageId = randomUUIDv7();
      const link = {
        customerId,
        accountId: facts.accountId,
        action,
        cause: messageId,
        goodFrom: one.notBefore,
      };
      return [{ key: keyOf(saying, one), messageId, link }];
    }),
  );
  const links = wanted.map(({ link }) => link);
  const minted = await mintLinks(tx, context.client.clientId, links, now);
  const byKey = new Map(
    minted.map(({ url }, index) => {
      const { key, messageId } = wanted[index]!;
      return [key, { url, messageId }];
    }),
  );
  return (saying, one) => byKey.get(keyOf(saying, one));
}

/** In the place of links in what is only looked at: as long as one, so that its segments and its price are the real ones. */
export function examplePayAt(context: PlanContext): PayAtOf {
  const url = examplePayLink(context);
  return (saying, one) =>
    url !== undefined && actionOf(context, saying, one) ? { url } : undefined;
}

/** An address as long as that of a link to pay; undefined where none can be made. */
export function examplePayLink({ leading }: PlanContext): string | undefined {
  return leading && standInOf(leading.links.publicUrl, NO_LINK);
}

const NO_LINK = "00000000-0000-7000-8000-000000000000";
