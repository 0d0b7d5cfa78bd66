import type { Facts } from "#policies/types.ts";

/** Facts as they are kept with a decision: everything that `decide` reads, and no personal data. */
export function factsToJson(facts: Facts): unknown {
  return {
    ...facts,
    contactPoints: facts.contactPoints.map((point) => ({ ...point, address: "" })),
  };
}

/** Amounts come back from JSON as text: the fields that hold minor units. */
const minorFields = new Set(["openMinor", "creditMinor", "amountMinor"]);

/** Facts as `decide` takes them, from what was kept. Throws when the row is not what `factsToJson` wrote. */
export function factsFromJson(stored: unknown): Facts {
  return JSON.parse(JSON.stringify(stored), (key, value: unknown) =>
    minorFields.has(key) && typeof value === "string" ? BigInt(value) : value,
  ) as Facts;
}
