import type { Facts } from "#policies/types.ts";

/** Facts as they are kept with a decision: everything that `decide` reads, and no personal data. */
export function factsToJson(facts: Facts): unknown {
  return {
    ...facts,
    contactPoints: facts.contactPoints.map((point) => ({ ...point, address: "" })),
  };
}

/** Amounts come back from JSON as text: the fields that hold minor units. */
const minorFields = new Set(["openMinor", "creditMinor", "amountMinor", "leftMinor"]);

/** Facts as `decide` takes them, from what was kept. `decide` throws when the row is not what `factsToJson` wrote. */
export function factsFromJson(stored: unknown): Facts {
  return withMinors(stored, "") as Facts;
}

/** Copies by hand: the judge reads millions, and a reviver of JSON.parse takes five times as long. */
function withMinors(value: unknown, field: string): unknown {
  if (typeof value === "string") return minorFields.has(field) ? BigInt(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => withMinors(each, ""));
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    copy[name] = withMinors((value as Record<string, unknown>)[name], name);
  }
  return copy;
}
