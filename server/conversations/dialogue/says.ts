// Words of the machine, as data: which template, with what in it.
import type {
  AccountFacts,
  Action,
  Facts,
  Instalment,
  LinkFor,
  PersonReason,
  Say,
  Session,
  State,
  Stepped,
  Var,
} from "./types.ts";

export const NEW: Session = { state: { at: "idle" }, steps: 0, misses: 0 };
export const IDLE: State = { at: "idle" };

/** On to a state, with what is to be done; whoever gets here was understood. */
export function to(session: Session, state: State, ...actions: readonly Action[]): Stepped {
  return { session: { ...session, state, misses: 0 }, actions };
}

/** The dialogue has ended well, or is somebody else's now. */
export function end(...actions: readonly Action[]): Stepped {
  return { session: NEW, actions };
}

/** What tells of a debt. */
export function tell(template: string, vars: Readonly<Record<string, Var>> = {}): Say {
  return { do: "say", template, vars, discloses: true };
}

/** What may be said to anybody. */
export function note(template: string, vars: Readonly<Record<string, Var>> = {}): Say {
  return { do: "say", template, vars, discloses: false };
}

export function withLink(say: Say, as: "pay_url" | "url", link: LinkFor): Say {
  return { ...say, link: { as, to: link } };
}

/** Nothing more can be told before it is clear who asks. */
export const askWho: Say = withLink(note("identity_needed"), "pay_url", { kind: "page" });

export const toPerson = (why: PersonReason, on?: Temporal.PlainDate): Action => ({
  do: "toPerson",
  why,
  ...(on && { on }),
});

export const money = ({ currency }: AccountFacts, minor: bigint): Var => ({ minor, currency });

export function linesOf({ currency }: AccountFacts, instalments: readonly Instalment[]): Var {
  const lines = instalments.map((one) => ({ ...one, before: "" }));
  return { lines, currency, between: ", " };
}

export const isAfter = (a: Temporal.PlainDate, b: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(a, b) > 0;

/** Somebody is owed nothing: there is nothing to arrange. */
export function owesNothing({ account }: Facts): boolean {
  return account === undefined || account.openMinor <= 0n;
}
