/**
 * Card numbers that customers type into replies: they must reach neither the database nor a log (PCI DSS 3.3 allows the
 * last four digits). Rather one long reference too many is masked than one card kept.
 */

const FEWEST_DIGITS = 13;
const MOST_DIGITS = 19;
/** Groups of digits with little between them, so that a card may stand before its expiry date. */
const RUN = /\d(?:[\s.\-\u2010-\u2015]{0,3}\d){12,}/gu;

/** The text with every card number replaced by stars, but for its last four digits. */
export function redactCardNumbers(text: string): string {
  return text.replaceAll(RUN, redactRun);
}

function redactRun(run: string): string {
  const at = [...run.matchAll(/\d/gu)].map((match) => match.index);
  const digits = at.map((index) => run.charCodeAt(index) - 48);
  const hidden = new Set<number>();
  for (let start = 0; start + FEWEST_DIGITS <= digits.length; start += 1) {
    if (start > 0 && isInsideGroup(at, start)) continue;
    const end = endOfCard(digits, at, start);
    if (end === undefined) continue;
    for (let index = start; index < end - 4; index += 1) hidden.add(index);
    start = end - 1;
  }
  let index = -1;
  return run.replaceAll(/\d/gu, (digit) => {
    index += 1;
    return hidden.has(index) ? "*" : digit;
  });
}

/** The end of the longest card number from `start` on, which ends where a group of digits ends. */
function endOfCard(digits: readonly number[], at: readonly number[], start: number) {
  for (let length = MOST_DIGITS; length >= FEWEST_DIGITS; length -= 1) {
    const end = start + length;
    if (end > digits.length || (end < digits.length && isInsideGroup(at, end))) continue;
    if (passesLuhn(digits.slice(start, end))) return end;
  }
  return undefined;
}

const isInsideGroup = (at: readonly number[], index: number): boolean =>
  (at[index] ?? 0) - (at[index - 1] ?? 0) === 1;

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: readonly number[]): boolean {
  const sum = digits.reduce((total, digit, index) => {
    const doubled = (digits.length - index) % 2 === 0 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0 && digits.some((digit) => digit !== 0);
}
