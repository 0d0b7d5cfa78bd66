// Who is known to write: what the rule of identity needs of a correspondent.
import type { Channel } from "#messages/route.ts";
import { DEFAULT_LIMITS } from "#policies/arrangements.ts";
import {
  disclosureFor,
  identityOf,
  type Identity,
  type Tells,
  type WhyTold,
} from "#policies/identity.ts";
import type { Disclosure } from "#policies/types.ts";
import type { Correspondent } from "./correspondent.ts";

export type Known = {
  readonly tells: Tells;
  readonly why: WhyTold;
  /** The level at which an answer is rendered. */
  readonly disclosure: Disclosure;
};

const NOBODY: Known = { tells: "nothing", why: "unverified", disclosure: "unverified" };

/** What may be told to whoever wrote, at that moment. */
export function known(
  { point, customersAtAddress }: Correspondent,
  channel: Channel,
  now: Temporal.Instant,
): Known {
  if (point === undefined) return NOBODY;
  const { disclosure, provenAt, wrongPersonAt, heardAt, createdAt, silenceDays } = point;
  const who: Identity = {
    disclosure,
    customersAtAddress,
    channel,
    factorProvenAt: provenAt?.epochMilliseconds,
    wrongPersonAt: wrongPersonAt?.epochMilliseconds,
    lastHeardAt: (heardAt ?? createdAt).epochMilliseconds,
    silenceDays: silenceDays ?? DEFAULT_LIMITS.silenceDays,
  };
  const at = now.epochMilliseconds;
  return { ...identityOf(who, at), disclosure: disclosureFor(who, at) };
}
