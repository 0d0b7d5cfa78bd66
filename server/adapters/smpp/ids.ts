export type IdFormat = "as_is" | "hex" | "decimal";

/**
 * One canonical writing of a message id, so that the submit's and the receipt's compare equal: a number in decimal without
 * padding, or the id as it stands. An id that is no number in its format is left as it stands.
 */
export function canonicalId(id: string, format: IdFormat): string {
  const bare = id.trim();
  if (format === "decimal") return /^\d{1,64}$/.test(bare) ? BigInt(bare).toString() : bare;
  if (format === "as_is") return bare;
  const digits = bare.replace(/^0x/i, "");
  return /^[\da-f]{1,64}$/i.test(digits) ? BigInt(`0x${digits}`).toString() : bare;
}
