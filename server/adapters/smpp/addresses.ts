import type { Address } from "./codec/pdu.ts";

/** Types of number and numbering plans (SMPP 3.4, sections 5.2.5 and 5.2.6). */
const TON = { unknown: 0, international: 1, networkSpecific: 3, alphanumeric: 5 } as const;
const NPI = { unknown: 0, isdn: 1 } as const;

const MAX_SHORT_CODE_DIGITS = 8;
const MAX_ADDRESS_CHARS = 20;

/** A destination in E.164; undefined when it is none. */
export function destinationOf(to: string): Address | undefined {
  if (!/^\+?[1-9]\d{6,14}$/.test(to)) return undefined;
  return { ton: TON.international, npi: NPI.isdn, digits: withoutPlus(to) };
}

/** A sender by its look, unless the route says what it is; undefined when the wire can't carry it. */
export function senderOf(
  sender: string,
  fixed: { readonly ton: number | undefined; readonly npi: number | undefined },
): Address | undefined {
  const look = lookOf(sender);
  if (!look) return undefined;
  return { ton: fixed.ton ?? look.ton, npi: fixed.npi ?? look.npi, digits: look.digits };
}

function lookOf(sender: string): Address | undefined {
  if (sender.length > MAX_ADDRESS_CHARS || !/^[\x20-\x7e]+$/.test(sender)) return undefined;
  if (!/^\+?\d+$/.test(sender)) return { ton: TON.alphanumeric, npi: NPI.unknown, digits: sender };
  if (!sender.startsWith("+") && sender.length <= MAX_SHORT_CODE_DIGITS)
    return { ton: TON.networkSpecific, npi: NPI.unknown, digits: sender };
  return { ton: TON.international, npi: NPI.isdn, digits: withoutPlus(sender) };
}

/**
 * An address of the far side as Dunlin writes it: E.164 with "+" where it is plainly an international number, else as it
 * stands (short codes, names, national numbers).
 */
export function readAddress({ ton, digits }: Address): string {
  const bare = digits.trim();
  if (/^\+\d+$/.test(bare)) return bare;
  if (!/^\d+$/.test(bare)) return bare;
  if (ton === TON.international) return `+${bare.replace(/^00/, "")}`;
  if (ton !== TON.unknown) return bare;
  if (/^00[1-9]\d{7,14}$/.test(bare)) return `+${bare.slice(2)}`;
  return /^[1-9]\d{9,14}$/.test(bare) ? `+${bare}` : bare;
}

function withoutPlus(number: string): string {
  return number.startsWith("+") ? number.slice(1) : number;
}
