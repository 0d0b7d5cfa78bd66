declare global {
  // In the runtime, not yet in TypeScript's own library.
  interface JSON {
    rawJSON(text: string): unknown;
  }
}

/** An object as one line of JSON; minor units, whole numbers of any size, are written as the numbers they are. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "bigint" ? JSON.rawJSON(String(inner)) : inner,
  );
}

/** A result for scripts: its keys written as_words. Only for results whose keys are our own words, never for what users named. */
export function forScripts(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      inner,
    ]),
  );
}
