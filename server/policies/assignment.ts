/** Who is in which group of an experiment: a stable hash of the experiment and the customer, so that nobody chooses. Pure. */
import { createHash } from "node:crypto";

/** `control` is treated by the policy in force, `challenger` by another one; `held_out` is left alone. */
export const GROUPS = ["control", "held_out", "challenger"] as const;
export type Group = (typeof GROUPS)[number];

/** What is kept from customers who are held out: reminders and what only hands over to people, or the whole ladder. */
export type Silences = "collection" | "ladder";

/** How an experiment draws; shares are basis points (1/100 of a per cent) of all customers. */
export type Draw = {
  readonly salt: string;
  readonly heldOutShare: number;
  readonly challengerShare: number;
};

/** All basis points. */
const WHOLE = 10_000;

/**
 * The group of a customer. The first 32 bits of SHA-256 over salt and id, as a share of the whole: uniform, the same on every
 * machine for ever, and unrelated to the draw of any other experiment, whose salt is another.
 */
export function groupOf({ salt, heldOutShare, challengerShare }: Draw, customerId: string): Group {
  const digest = createHash("sha256").update(`${salt} ${customerId}`).digest();
  const place = (digest.readUInt32BE(0) / 2 ** 32) * WHOLE;
  if (place < heldOutShare) return "held_out";
  return place < heldOutShare + challengerShare ? "challenger" : "control";
}
