// What a password must be: long, and not one of those that everybody tries first (NIST SP 800-63B, ASVS 5.0 V6.2).

export const LEAST_CHARACTERS = 12;
/** Longer ones would only keep the processor busy. */
export const MOST_CHARACTERS = 128;
const LEAST_DIFFERENT = 5;

/** What lists of leaked passwords are made of, once digits, signs and repetition are taken away. */
const COMMON = new Set(
  `password passwort passord haslo hasło wachtwoord wagwoord motdepasse contraseña secret letmein welcome welkom witaj
  admin administrator root operator manager master superuser user guest test testing demo default changeme change
  qwerty qwertyuiop qwertyuiopasdfghjkl qwertz qwertzuiop azerty azertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm
  qazwsx qazwsxedc qazwsxedcrfv abc abcd abcdef abcdefgh abcdefghijkl abcdefghijklmnop
  iloveyou iloveyouforever monkey dragon sunshine princess football baseball superman batman trustno starwars
  whatever freedom michael jordan shadow summer winter spring autumn correcthorsebatterystaple
  passwordpassword dunlin company collections`
    .split(/\s+/)
    .filter(Boolean),
);

/** Letters that stand for the digits and signs which people put in their place. */
const DISGUISES: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

function isCommon(word: string): boolean {
  if (COMMON.has(word)) return true;
  // "secretsecret": one word again and again.
  const half = /^(.{3,}?)\1+$/.exec(word)?.[1];
  return half !== undefined && COMMON.has(half);
}

const lettersOf = (text: string): string => text.replace(/[^\p{L}]+/gu, "");

/** Runs of neighbours such as 123456789012 or abcdefghijkl. */
function isSequence(text: string): boolean {
  const signs = Array.from(text, (sign) => sign.codePointAt(0)!);
  const steps = new Set(signs.slice(1).map((sign, at) => (sign - signs[at]! + 10) % 10));
  return steps.size === 1;
}

/**
 * What is wrong with a password, as one sentence for its owner; undefined when nothing is. `about`: the owner's address and
 * name, which it must not be.
 */
export function passwordFault(password: string, about: readonly string[] = []): string | undefined {
  const { length } = Array.from(password);
  if (length < LEAST_CHARACTERS) return `use at least ${LEAST_CHARACTERS} characters`;
  if (password.length > MOST_CHARACTERS) return `use at most ${MOST_CHARACTERS} characters`;
  const lower = password.normalize("NFKC").toLowerCase();
  if (new Set(lower).size < LEAST_DIFFERENT || isSequence(lower)) {
    return "that is too easy to guess; use several words that do not belong together";
  }
  const plain = lettersOf(lower);
  // Years and signs at the end are no disguise.
  const core = lower.replace(/[^\p{L}]+$/u, "");
  const undisguised = lettersOf(core.replace(/[013457@$!]/g, (sign) => DISGUISES[sign]!));
  if ([plain, undisguised].some(isCommon)) {
    return "that is one of the passwords that everybody tries first; use several words that do not belong together";
  }
  const own = about
    .flatMap((text) => [text, text.split("@")[0] ?? ""])
    .map((text) => lettersOf(text.normalize("NFKC").toLowerCase()));
  if (own.some((word) => word.length > 3 && (plain === word || undisguised === word))) {
    return "your own name or address is the first thing that others try";
  }
  return undefined;
}
