/**
 * Text reduced to plain small letters, digits and single spaces: "  „Proszę, NIE piszcie!” " is "prosze nie piszcie".
 * Apostrophes join ("don't" is "dont", "sms'e" is "smse").
 */
export function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/[\p{M}\p{Cf}'’‘‛`´ʼ]/gu, "")
    .toLowerCase()
    .replaceAll("ł", "l")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
