// Where something stands in a JSON document of somebody else: `messages.0.id`.

/** The value at the path, of the document's own fields only; undefined when there is none. */
export function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}

/** Text, number or truth value at the path as text; undefined for anything else, and for what is empty. */
export function textAt(document: unknown, path: string | undefined): string | undefined {
  const value = path === undefined ? undefined : valueAt(document, path);
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
