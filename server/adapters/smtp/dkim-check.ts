// For tests: what a receiver does with a DKIM signature, independent of the library that signed.
import { createHash, verify } from "node:crypto";

/** The tags of the signature, folding taken out. */
export function dkimTags(raw: string): Record<string, string> {
  const field = /^DKIM-Signature:((?:.*\r\n)(?:[ \t].*\r\n)*)/im.exec(raw)?.[1] ?? "";
  const pairs = field.replace(/\s+/g, "").split(";").filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
}

/** Verification by RFC 6376 with relaxed canonicalisation, independent of the library that signed. */
export function dkimVerifies(raw: string, publicKey: string): boolean {
  const tags = dkimTags(raw);
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const body =
    rest
      .join("\r\n\r\n")
      .replace(/[ \t]+/g, " ")
      .replace(/ \r\n/g, "\r\n")
      .replace(/(\r\n)+$/, "") + "\r\n";
  if (createHash("sha256").update(body, "latin1").digest("base64") !== tags["bh"]) return false;
  const fields = head.split(/\r\n(?![ \t])/);
  const named = (name: string) =>
    fields.findLast((field) => field.toLowerCase().startsWith(`${name}:`));
  const names = (tags["h"] ?? "").toLowerCase().split(":");
  const lines = names.flatMap((name) => named(name) ?? []).map((field) => `${relaxed(field)}\r\n`);
  const own = relaxed(named("dkim-signature") ?? "").replace(/(;|:)(\s*)b=[^;]*/, "$1$2b=");
  const signed = Buffer.from(lines.join("") + own, "latin1");
  return verify("sha256", signed, publicKey, Buffer.from(tags["b"] ?? "", "base64"));
}

function relaxed(field: string): string {
  const colon = field.indexOf(":");
  const value = field
    .slice(colon + 1)
    .replace(/\r\n/g, "")
    .replace(/[ \t]+/g, " ")
    .trim();
  return `${field.slice(0, colon).trim().toLowerCase()}:${value}`;
}
