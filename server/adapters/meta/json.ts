/** Careful steps into documents that others wrote. */

type Loose = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object under the key; undefined when there is none. */
export function objectAt(value: unknown, key: string): Loose | undefined {
  const inner = isObject(value) ? value[key] : undefined;
  return isObject(inner) ? inner : undefined;
}

/** The objects of the list under the key, at most so many; none when there is no list. */
export function listAt(value: unknown, key: string, most = 1_000): readonly Loose[] {
  const inner = isObject(value) ? value[key] : undefined;
  return Array.isArray(inner) ? inner.slice(0, most).filter(isObject) : [];
}

/** The text under the key; undefined for anything else, and for an empty one. */
export function textAt(value: unknown, key: string): string | undefined {
  const inner = isObject(value) ? value[key] : undefined;
  return typeof inner === "string" && inner !== "" ? inner : undefined;
}

/** Seconds since 1970 as text or number, or milliseconds where they are that many; 0 when there is no such. */
export function timeAt(value: unknown, key: string): number {
  const inner = isObject(value) ? Number(value[key]) : Number.NaN;
  return Number.isFinite(inner) ? inner : 0;
}
