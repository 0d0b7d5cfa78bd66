/** What a contact point may be told. One function for reminders, BALANCE and every other message that could name a debt. */
import { assert } from "#platform/errors.ts";

import type { Disclosure } from "./types.ts";

/** `full` names the customer and what is owed; `amount_free` is the variant that names neither debt nor amount. */
export type Variant = "full" | "amount_free";

export type MayTell = {
  readonly name: boolean;
  /** The amount, the invoices, and that anything is owed at all. */
  readonly debt: boolean;
  readonly variant: Variant;
};

const MAY_TELL: Readonly<Record<Disclosure, MayTell>> = {
  unverified: { name: false, debt: false, variant: "amount_free" },
  name: { name: true, debt: false, variant: "amount_free" },
  full: { name: true, debt: true, variant: "full" },
};

/** What may be told at that level. Identity comes before the debt: CONC 7.9.10R asks for it, and we do everywhere. */
export function mayTell(disclosure: Disclosure): MayTell {
  return MAY_TELL[disclosure];
}

/** The level at which to speak to an address that so many customers of the client share: shared means nobody is known. */
export function disclosureAt(disclosure: Disclosure, customersAtAddress: number): Disclosure {
  assert(customersAtAddress >= 1, "an address belongs to at least one customer");
  return customersAtAddress > 1 ? "unverified" : disclosure;
}
