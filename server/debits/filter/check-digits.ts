// Check digits of account numbers and creditor identifiers (ISO 7064, modulo 97-10).

const MOST = 34;

function remainder(text: string): number {
  let rest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // Letters count from 10.
    rest = (code > 57 ? rest * 100 + code - 55 : rest * 10 + code - 48) % 97;
  }
  return rest;
}

/** True for an IBAN (ISO 13616) whose check digits are right. */
export function isIban(text: string): boolean {
  return (
    /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(text) && remainder(text.slice(4) + text.slice(0, 4)) === 1
  );
}

/** True for a SEPA creditor identifier (EPC262-08) whose check digits are right; the business code of three does not count. */
export function isCreditorId(text: string): boolean {
  if (text.length > MOST + 1 || !/^[A-Z]{2}\d{2}[A-Z0-9]{3}[A-Z0-9]{1,28}$/.test(text))
    return false;
  return remainder(text.slice(7) + text.slice(0, 4)) === 1;
}

/** Looks like an identifier of SEPA: only of those the check digits are known. */
export const isSepaLike = (text: string): boolean =>
  /^[A-Z]{2}\d{2}[A-Z0-9]{3}/.test(text) && text.length <= MOST + 1;
