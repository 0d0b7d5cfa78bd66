// Addresses as they arrive, brought into the form in which contact points keep them.
import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { Channel } from "#messages/route.ts";
import { pointKindOf } from "#policies/channels.ts";

/** RFC 5321 allows 254; a longer one is cut, since an index row has its limits. */
const MOST_CHARACTERS = 320;

/**
 * A mailbox in lower case without its display name; a phone number in E.164 with "+", also where the network gives digits
 * alone or a national number of `country` (ISO 3166). Short codes and names of senders stay as they are.
 */
export function addressOf(channel: Channel, written: string, country: string): string {
  const bare = written.trim();
  const kind = pointKindOf(channel);
  const address =
    kind === "mailbox" ? mailboxOf(bare) : kind === "phone" ? numberOf(bare, country) : bare;
  return address.slice(0, MOST_CHARACTERS).toWellFormed();
}

function mailboxOf(written: string): string {
  const inside = /<([^<>]*)>\s*$/u.exec(written)?.[1] ?? written;
  return inside
    .replace(/^mailto:/iu, "")
    .trim()
    .toLowerCase();
}

function numberOf(written: string, country: string): string {
  if (/\p{L}/u.test(written) || written.length > 40) return written;
  const dialled = written.replaceAll(/[\s().\-\u2010-\u2015]/gu, "").replace(/^00(?=[1-9])/u, "+");
  if (dialled.startsWith("+") || !/^\d{7,15}$/u.test(dialled)) return dialled;
  const home = isSupportedCountry(country) ? country : undefined;
  const abroad = validNumber(`+${dialled}`);
  // "48 601 234 567" is Polish; "601 234 567" is so only in Poland, although +60 is Malaysia: home comes first.
  if (abroad !== undefined && abroad.country === home) return abroad.number;
  const national = home && validNumber(dialled, home);
  return (national ?? abroad)?.number ?? dialled;
}

function validNumber(text: string, home?: Parameters<typeof parsePhoneNumberFromString>[1]) {
  const phone = parsePhoneNumberFromString(text, home);
  return phone?.isValid() === true ? phone : undefined;
}

/** False for what can't receive a text: names of senders, short codes of the network, something that is no mailbox. */
export function canBeAnswered(channel: Channel, address: string): boolean {
  if (channel === "sms" || channel === "whatsapp") return /^\+[1-9]\d{6,14}$/u.test(address);
  if (channel === "email") return /^[^\s@<>]+@[^\s@<>]+$/u.test(address);
  return channel !== "voice" && address !== "";
}
