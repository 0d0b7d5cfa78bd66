// What is secret of a source's settings lies sealed, apart from the rest, and comes back only where a source is opened.
import { open, seal, type SealKey } from "#platform/seal.ts";
import type { Settings } from "./source.ts";

const SECRET =
  /^(token|password|passphrase|secret|client_secret|refresh_token|private_key|api_key|api_secret|value)$/;
const MASK = "(sealed)";

type Path = readonly string[];
type Secret = readonly [path: Path, value: string];

/** The settings with a mask in place of each secret, and the secrets. */
export function withoutSecrets(settings: Settings): {
  readonly settings: Settings;
  readonly secrets: readonly Secret[];
} {
  const secrets: Secret[] = [];
  const hide = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) return value.map((one, at) => hide(one, [...path, String(at)]));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [key, hide(one, [...path, key])]),
      );
    }
    if (typeof value !== "string" || !SECRET.test(path.at(-1) ?? "")) return value;
    secrets.push([path, value]);
    return MASK;
  };
  return { settings: hide(settings, []) as Settings, secrets };
}

/** The settings with their secrets where they belong. */
export function withSecrets(settings: Settings, secrets: readonly Secret[]): Settings {
  const whole = structuredClone(settings) as Record<string, unknown>;
  for (const [path, value] of secrets) {
    let place: Record<string, unknown> = whole;
    for (const key of path.slice(0, -1)) place = place[key] as Record<string, unknown>;
    place[path.at(-1)!] = value;
  }
  return whole;
}

const about = (what: string, clientId: string, sourceId: string) =>
  `source ${what} ${clientId} ${sourceId}`;

export type Of = { readonly clientId: string; readonly sourceId: string };

export function sealSecrets(key: SealKey, secrets: readonly Secret[], of: Of): Buffer | null {
  if (secrets.length === 0) return null;
  const plain = Buffer.from(JSON.stringify(secrets));
  return seal(key, plain, about("settings", of.clientId, of.sourceId));
}

export function openSecrets(key: SealKey, sealed: Buffer | null, of: Of): readonly Secret[] {
  if (sealed === null) return [];
  // Written by `sealSecrets` only
  return JSON.parse(
    open(key, sealed, about("settings", of.clientId, of.sourceId)).toString("utf8"),
  ) as Secret[];
}

export function sealTokens(key: SealKey, tokens: string, of: Of): Buffer {
  return seal(key, Buffer.from(tokens), about("tokens", of.clientId, of.sourceId));
}

export function openTokens(key: SealKey, sealed: Buffer | null, of: Of): string | undefined {
  if (sealed === null) return undefined;
  return open(key, sealed, about("tokens", of.clientId, of.sourceId)).toString("utf8");
}
