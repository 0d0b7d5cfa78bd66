/**
 * What a contact point may be told: what BALANCE discloses is decided here. Templates hold to the same levels by
 * `messages/templates/disclosure.ts`.
 */
import { assert } from "#platform/errors.ts";

import type { Disclosure } from "./types.ts";

export type MayTell = {
  readonly name: boolean;
  /** The amount, the invoices, and that anything is owed at all. */
  readonly debt: boolean;
};

const MAY_TELL: Readonly<Record<Disclosure, MayTell>> = {
  unverified: { name: false, debt: false },
  name: { name: true, debt: false },
  full: { name: true, debt: true },
};

/** What may be told at that level. Identity comes before the debt: CONC 7.9.10R asks for it, and we do everywhere. */
export function mayTell(disclosure: Disclosure): MayTell {
  return MAY_TELL[disclosure];
}

/** The level at which to write to an address that so many customers of the client share: shared means nobody is known. */
export function disclosureAt(disclosure: Disclosure, customersAtAddress: number): Disclosure {
  assert(customersAtAddress >= 1, "an address belongs to at least one customer");
  return customersAtAddress > 1 ? "unverified" : disclosure;
}
