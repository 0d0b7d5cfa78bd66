// PayFast signs forms and notices by MD5 over the fields and a passphrase
// (https://developers.payfast.co.za/docs#step_2_signature).
import { createHash } from "node:crypto";

export type Fields = readonly (readonly [name: string, value: string])[];

/** As PHP's urlencode writes it: spaces as plus, digits of escapes in capitals. */
export function phpEncode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("%20", "+")
    .replaceAll(/[!'()*~]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The fields as they are signed, in the given order. */
export function parameterText(fields: Fields): string {
  return fields.map(([name, value]) => `${name}=${phpEncode(value)}`).join("&");
}

/** The signature of fields; PayFast trims values, and leaves empty ones out of what we send. */
export function signatureOf(fields: Fields, passphrase: string): string {
  const text = parameterText(fields);
  const whole = passphrase === "" ? text : `${text}&passphrase=${phpEncode(passphrase.trim())}`;
  return createHash("md5").update(whole).digest("hex");
}
