import { createHmac } from "node:crypto";
import { isSameProof } from "./proof.ts";

/**
 * Twilio's signature of a form: Base64 of HMAC-SHA1, under the account's token, of the whole URL followed by name and value
 * of each parameter in the order of their names. https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function twilioSignature(authToken: string, url: string, form: URLSearchParams): string {
  const names = [...new Set(form.keys())].toSorted();
  const fields = names.flatMap((name) =>
    [...new Set(form.getAll(name))].toSorted().map((value) => name + value),
  );
  return createHmac("sha1", authToken)
    .update(url + fields.join(""), "utf8")
    .digest("base64");
}

/** Twilio signs the URL sometimes with its standard port and sometimes without: either will do. */
export function isSignedByTwilio(
  authToken: string,
  given: unknown,
  url: string,
  form: URLSearchParams,
): boolean {
  if (typeof given !== "string") return false;
  return [url, withStandardPort(url)].some((one) =>
    isSameProof(given, twilioSignature(authToken, one, form)),
  );
}

function withStandardPort(url: string): string {
  const [, start, rest] = /^(https?:\/\/[^/:?#]+)([/?#].*)?$/s.exec(url) ?? [];
  if (start === undefined) return url.replace(/^(https?:\/\/[^/?#]+):\d+/, "$1");
  return `${start}:${url.startsWith("https:") ? 443 : 80}${rest ?? ""}`;
}
