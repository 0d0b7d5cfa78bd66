/**
 * Who is told what: the one rule by which answers, receipts and pages disclose. Identity comes before the debt (CONC 7.9.10R
 * asks for it; we do everywhere), and a number that was silent for long may have a new owner.
 */
import { HOUR_MS, DAY_MS } from "./day.ts";
import type { Disclosure, EpochMs } from "./types.ts";

/**
 * `nothing`: no name, no amount, not even that anything is owed. `number`: the number is known to be the customer's own;
 * balances and amounts may be said. `all`: a second factor was proven through it a moment ago; documents as well.
 */
export type Tells = "nothing" | "number" | "all";

/** What is known of the contact point that would be told. */
export type Identity = {
  readonly disclosure: Disclosure;
  /** How many customers of the client have the address; 0: it is no contact point of anybody. */
  readonly customersAtAddress: number;
  readonly channel: string;
  /** When somebody there last proved a second factor. */
  readonly factorProvenAt: EpochMs | undefined;
  /** When somebody there last said that they are not the customer. */
  readonly wrongPersonAt: EpochMs | undefined;
  /** When the customer was last heard there, or the number was last known to be theirs; undefined: never. */
  readonly lastHeardAt: EpochMs | undefined;
  /** After so many days of silence identity is asked for again; 0: never. */
  readonly silenceDays: number;
};

export type WhyTold =
  | "wrong_person"
  | "factor"
  | "anonymous"
  | "shared"
  | "unverified"
  | "silent"
  | "confirmed";

/** How long after a second factor everything may be told. */
const FACTOR_HOLDS_MS = HOUR_MS;

/** Channels on which nobody is known before a second factor. */
const ANONYMOUS: ReadonlySet<string> = new Set(["chat"]);

type Rule = {
  readonly why: WhyTold;
  readonly tells: Tells;
  readonly when: (who: Identity, now: EpochMs) => boolean;
};

/** The first that fits counts. */
const RULES: readonly Rule[] = [
  {
    why: "wrong_person",
    tells: "nothing",
    when: ({ wrongPersonAt, factorProvenAt }) =>
      wrongPersonAt !== undefined && wrongPersonAt >= (factorProvenAt ?? -Infinity),
  },
  {
    why: "factor",
    tells: "all",
    when: ({ factorProvenAt }, now) =>
      factorProvenAt !== undefined && now - factorProvenAt <= FACTOR_HOLDS_MS,
  },
  { why: "anonymous", tells: "nothing", when: ({ channel }) => ANONYMOUS.has(channel) },
  { why: "shared", tells: "nothing", when: ({ customersAtAddress }) => customersAtAddress !== 1 },
  { why: "unverified", tells: "nothing", when: ({ disclosure }) => disclosure !== "full" },
  { why: "silent", tells: "nothing", when: isSilent },
  { why: "confirmed", tells: "number", when: () => true },
];

function isSilent({ silenceDays, lastHeardAt, factorProvenAt }: Identity, now: EpochMs): boolean {
  if (silenceDays === 0) return false;
  const last = Math.max(lastHeardAt ?? -Infinity, factorProvenAt ?? -Infinity);
  return now - last > silenceDays * DAY_MS;
}

/** What may be told, and by which rule. */
export function identityOf(
  who: Identity,
  now: EpochMs,
): { readonly tells: Tells; readonly why: WhyTold } {
  const { tells, why } = RULES.find((rule) => rule.when(who, now))!;
  return { tells, why };
}

/** What may be told there at that instant. */
export function mayTell(who: Identity, now: EpochMs): Tells {
  return identityOf(who, now).tells;
}

/** The level at which words are rendered for it: the name alone only where the number is the customer's own. */
export function disclosureFor(who: Identity, now: EpochMs): Disclosure {
  const { tells, why } = identityOf(who, now);
  if (tells !== "nothing") return "full";
  return why === "unverified" ? who.disclosure : "unverified";
}
