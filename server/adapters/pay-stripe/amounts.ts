// Stripe counts some currencies otherwise than ISO 4217 (https://docs.stripe.com/currencies, read on 2026-11-22).
import { assert } from "#platform/errors.ts";

/** Without a minor unit by ISO 4217; Stripe wants two digits all the same. */
const WITH_TWO_DIGITS = new Set(["ISK", "UGX"]);
/** With two digits by ISO 4217; Stripe counts whole ones. */
const WHOLE = new Set(["MGA"]);

/** An amount as Stripe's API takes it. */
export function toStripe(minor: bigint, currency: string): number {
  const code = currency.toUpperCase();
  const amount = WITH_TWO_DIGITS.has(code) ? minor * 100n : WHOLE.has(code) ? minor / 100n : minor;
  assert(amount <= BigInt(Number.MAX_SAFE_INTEGER), "an amount beyond what a number holds");
  return Number(amount);
}

/** An amount of Stripe's API in minor units by ISO 4217. */
export function fromStripe(amount: number, currency: string): bigint {
  const code = currency.toUpperCase();
  const minor = BigInt(amount);
  return WITH_TWO_DIGITS.has(code) ? minor / 100n : WHOLE.has(code) ? minor * 100n : minor;
}
