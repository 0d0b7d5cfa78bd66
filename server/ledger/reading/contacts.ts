import {
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
} from "libphonenumber-js/max";
import { detach, type Parsed } from "./types.ts";

const CACHED = 8_192;

/** Wraps a reader of values that a file repeats, so that it reads each once; a full cache starts anew. */
function remembering<T>(read: (text: string) => Parsed<T>): (text: string) => Parsed<T> {
  const cache = new Map<string, Parsed<T>>();
  return (text) => {
    const known = cache.get(text);
    if (known !== undefined) return known;
    const parsed = read(text);
    if (cache.size >= CACHED) cache.clear();
    if (text.length <= 100) cache.set(detach(text), parsed);
    return parsed;
  };
}

/** Reader of phone numbers into E.164; numbers without a country prefix belong to `defaultCountry`. */
export function phoneReader(defaultCountry: string): (text: string) => Parsed<string> {
  const country = isSupportedCountry(defaultCountry) ? defaultCountry : undefined;
  return remembering((text) => readPhone(text, country));
}

function readPhone(text: string, country: CountryCode | undefined): Parsed<string> {
  // "tel:", the apostrophe by which spreadsheets keep text, and 00 for +
  const cleaned = text.replace(/^(?:\p{L}{1,6}[.:]\s*|')/u, "").replace(/^00/u, "+");
  const options =
    country === undefined ? { extract: false } : { defaultCountry: country, extract: false };
  const phone = cleaned.length > 40 ? undefined : parsePhoneNumberFromString(cleaned, options);
  if (phone?.isValid() === true) return { value: phone.number };
  return { reason: "this is no phone number; write it with its country, as in +27 82 123 4567" };
}

// One @, a local part without blanks, a domain of labels with at least one dot: enough to catch slips, not RFC 5321 in full.
const EMAIL =
  /^[^\s@,;:<>()[\]"\\]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}[\p{L}\p{N}-]{2,63}$/u;

/** An e-mail address in lower case, so that one mailbox is one contact point. */
export function readEmail(text: string): Parsed<string> {
  const address = /^mailto:/iu.test(text) ? text.slice(7) : text;
  const dots = /^\.|\.\.|\.@/u.test(address);
  if (address.length <= 254 && !dots && EMAIL.test(address))
    return { value: address.toLowerCase() };
  return { reason: "this is no e-mail address; write it like name@example.com" };
}

const LANGUAGES = new Map<string, string>(
  Object.entries({
    en: "english angielski engels eng",
    pl: "polish polski pools pol polska",
    af: "afrikaans afr",
    zu: "zulu isizulu zul",
    xh: "xhosa isixhosa xho",
    de: "german deutsch niemiecki duits ger deu",
    cs: "czech cesky czeski cze ces",
    uk: "ukrainian ukrainski ukr",
  }).flatMap(([code, names]) => names.split(" ").map((name): [string, string] => [name, code])),
);

const languageNames = new Intl.DisplayNames("en", { type: "language", fallback: "none" });

/** ISO 639 code of "en-ZA", "Polski" or "Afrikaans". */
export const readLanguage = remembering((text: string): Parsed<string> => {
  const named = LANGUAGES.get(plainLetters(text));
  if (named !== undefined) return { value: named };
  const code = /^([a-z]{2})(?:[-_][a-z]{2,4})?$/iu.exec(text)?.[1]?.toLowerCase();
  if (code !== undefined && languageNames.of(code) !== undefined) return { value: code };
  return { reason: "this is no language; write a code such as en, pl or af" };
});

/** An IANA time zone that this runtime knows. */
export const readZone = remembering((text: string): Parsed<string> => {
  try {
    if (!/^(?:UTC|[A-Z][A-Za-z_]+(?:\/[A-Za-z0-9_+-]+){1,2})$/u.test(text)) throw new RangeError();
    return { value: new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone };
  } catch {
    return { reason: "this is no time zone; write one such as Africa/Johannesburg" };
  }
});

const NOT_COUNTRIES = new Set([
  "AC",
  "CP",
  "CQ",
  "DG",
  "EA",
  "EU",
  "EZ",
  "IC",
  "QO",
  "TA",
  "UN",
  "XA",
  "XB",
  "ZZ",
]);

let countryNames: ReadonlyMap<string, string> | undefined;

/** ISO 3166 alpha-2 of a code or of a country's name in English, Polish or Afrikaans. */
export const readCountry = remembering((text: string): Parsed<string> => {
  countryNames ??= listCountries();
  const code = countryNames.get(plainLetters(text));
  if (code !== undefined) return { value: code };
  return { reason: "this is no country; write its ISO 3166 code such as ZA or PL" };
});

function listCountries(): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
  const codes = letters.flatMap((a) => letters.map((b) => a + b));
  const real = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  for (const code of codes) {
    if (NOT_COUNTRIES.has(code) || real.of(code) === undefined) continue;
    // Codes that CLDR only keeps as aliases of another ("UK", "SU") come back under the other's name.
    if (new Intl.Locale(`und-${code}`).region !== code) continue;
    names.set(code.toLowerCase(), code);
    for (const language of ["en", "pl", "af"]) {
      const name = displayNames(language).of(code);
      if (name !== undefined) names.set(plainLetters(name), code);
    }
  }
  for (const [name, code] of COMMON_NAMES) names.set(name, code);
  return names;
}

const COMMON_NAMES: readonly (readonly [string, string])[] = [
  ["uk", "GB"],
  ["usa", "US"],
  ["rsa", "ZA"],
  ["zaf", "ZA"],
  ["pol", "PL"],
  ["gbr", "GB"],
  ["deu", "DE"],
  ["nam", "NA"],
  ["bwa", "BW"],
];

const displayed = new Map<string, Intl.DisplayNames>();

function displayNames(language: string): Intl.DisplayNames {
  const known = displayed.get(language);
  if (known !== undefined) return known;
  const made = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
  displayed.set(language, made);
  return made;
}

const KINDS = new Map<string, "person" | "firm">(
  Object.entries({
    person:
      "person individual private consumer residential home natural osoba osobafizyczna prywatny konsument persoon individu privaat huishoudelik b2c",
    firm: "firm company business corporate organisation organization enterprise firma przedsiebiorstwo spolka maatskappy onderneming besigheid b2b sme",
  }).flatMap(([kind, names]) => {
    return names
      .split(" ")
      .map((name): [string, "person" | "firm"] => [name, kind === "firm" ? "firm" : "person"]);
  }),
);

/** Whether a customer is a person or a firm. */
export const readKind = remembering((text: string): Parsed<"person" | "firm"> => {
  const kind = KINDS.get(plainLetters(text));
  if (kind !== undefined) return { value: kind };
  return { reason: 'the kind of customer is not known; write "person" or "firm"' };
});

const LAST_DAYS = new Set([
  "last",
  "lastday",
  "monthend",
  "endofmonth",
  "koniecmiesiaca",
  "maandeinde",
]);

/** The day of the month on which a customer is paid: 1 to 31, or the last. */
export const readPayday = remembering((text: string): Parsed<number> => {
  const plain = plainLetters(text);
  if (LAST_DAYS.has(plain)) return { value: 31 };
  const day = /^(\d{1,2})(?:st|nd|rd|th|de|ste)?$/.exec(plain)?.[1];
  if (day !== undefined && Number(day) >= 1 && Number(day) <= 31) return { value: Number(day) };
  return { reason: "the payday is no day of the month; write 1 to 31, or last" };
});

/** Lower case without diacritics, blanks and punctuation. */
export function plainLetters(text: string): string {
  const bare = text.slice(0, 200).normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return bare.replaceAll("ł", "l").replaceAll(/[^\p{L}\p{N}]/gu, "");
}
