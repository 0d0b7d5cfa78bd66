import type { Channel } from "#messages/route.ts";
import { UserError } from "#platform/errors.ts";
import { exponentOf } from "#platform/money.ts";
import { pointKindOf } from "#policies/channels.ts";

/**
 * What one unit costs towards one destination: a segment for sms, a mail, a call. `micros` are millionths of the major
 * unit of the route's currency, so that 0.185 a segment is exact (185_000n).
 */
export type Price = {
  readonly channel: Channel;
  /** Leading digits of the number in E.164, with or without "+"; "" for everything else (and for mail). */
  readonly prefix: string;
  readonly micros: bigint;
};

type Index = { readonly microsByPrefix: ReadonlyMap<string, bigint>; readonly longest: number };
const indexes = new WeakMap<readonly Price[], Index>();

/**
 * Micros for the message by the longest prefix that fits; undefined when no price fits, which is not free: the caller
 * must say so. The list is indexed once, so it must not be changed afterwards.
 */
export function priceOf(
  message: { readonly channel: Channel; readonly to: string; readonly segments: number },
  prices: readonly Price[],
): bigint | undefined {
  const { microsByPrefix, longest } = indexOf(prices);
  const digits = pointKindOf(message.channel) === "phone" ? message.to.replace(/^\+/u, "") : "";
  for (let length = Math.min(longest, digits.length); length >= 0; length -= 1) {
    const micros = microsByPrefix.get(`${message.channel} ${digits.slice(0, length)}`);
    if (micros !== undefined) return micros * BigInt(message.segments);
  }
  return undefined;
}

function indexOf(prices: readonly Price[]): Index {
  const known = indexes.get(prices);
  if (known) return known;
  const bare = prices.map((price) => ({ ...price, prefix: price.prefix.replace(/^\+/u, "") }));
  const index = {
    microsByPrefix: new Map(
      bare.map((price) => [`${price.channel} ${price.prefix}`, price.micros]),
    ),
    longest: bare.reduce((longest, price) => Math.max(longest, price.prefix.length), 0),
  };
  indexes.set(prices, index);
  return index;
}

/** Micros of a decimal as a person writes it in a price list: "0.185" is 185_000n. At most six digits after the point. */
export function microsOf(decimal: string): bigint {
  const match = /^(\d{1,9})(?:\.(\d{1,6}))?$/u.exec(decimal);
  if (!match) {
    throw new UserError(
      `price "${decimal}" is not a decimal of at most six places; write it as 0.185`,
    );
  }
  return BigInt(match[1] ?? "0") * 1_000_000n + BigInt((match[2] ?? "").padEnd(6, "0"));
}

/** A sum of micros in minor units of the currency, halves away from zero. Round sums, never single prices. */
export function roundToMinor(micros: bigint, currency: string): bigint {
  const perMinor = 10n ** BigInt(6 - exponentOf(currency));
  const half = micros < 0n ? -perMinor / 2n : perMinor / 2n;
  return (micros + half) / perMinor;
}
