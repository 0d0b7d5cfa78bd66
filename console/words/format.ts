// Money, days and numbers as the user's language writes them.
import { useMemo } from "react";
import { nowMs, useClientZone } from "../api/clock.ts";
import { useLanguage, type Language } from "./catalogue.ts";

/** What English is written like, where the browser does not say: days before months. */
const LOCALES = { en: "en-GB", pl: "pl-PL" } as const;

const localeFor = (language: Language): string =>
  navigator.languages.find((one) => one.startsWith(`${language}-`)) ?? LOCALES[language];

/** Minor units as the API sends them. */
export type Minor = string | number | bigint;

export type Format = {
  /** Minor units of a currency, exactly. */
  readonly money: (minor: Minor, currency: string) => string;
  readonly number: (value: number) => string;
  /** A share of 1. */
  readonly percent: (share: number) => string;
  /** A date such as "2026-06-30". */
  readonly day: (date: string) => string;
  /** An instant, in the zone of the client. */
  readonly moment: (instant: string) => string;
  /** Hour and minute of an instant, in the zone of the client. */
  readonly time: (instant: string) => string;
  /** "3 minutes ago", "in 2 days", by the installation's clock. */
  readonly ago: (instant: string) => string;
};

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

function makeFormat(locale: string, zone: string | undefined): Format {
  const monies = new Map<string, { digits: number; format: Intl.NumberFormat }>();
  const moneyFor = (currency: string) => {
    const known = monies.get(currency);
    if (known) return known;
    const format = new Intl.NumberFormat(locale, { style: "currency", currency });
    const made = { format, digits: format.resolvedOptions().maximumFractionDigits ?? 2 };
    monies.set(currency, made);
    return made;
  };
  const timeZone = zone === undefined ? {} : { timeZone: zone };
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const moment = new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "short",
    ...timeZone,
  });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short", ...timeZone });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  return {
    money: (minor, currency) => {
      const { digits, format } = moneyFor(currency);
      return format.format(decimalOf(BigInt(minor), digits) as unknown as number);
    },
    number: (value) => value.toLocaleString(locale),
    percent: (share) => percent.format(share),
    day: (date) => day.format(new Date(`${date.slice(0, 10)}T00:00:00Z`)),
    moment: (instant) => moment.format(new Date(instant)),
    time: (instant) => time.format(new Date(instant)),
    ago: (instant) => {
      const seconds = Math.round((Date.parse(instant) - nowMs()) / 1_000);
      const [unit, size] = UNITS.find(([, many]) => Math.abs(seconds) >= many) ?? ["second", 1];
      return relative.format(Math.round(seconds / size), unit);
    },
  };
}

/** Digits as text: no amount passes through a floating-point number. */
function decimalOf(minor: bigint, digits: number): string {
  const text = String(minor < 0n ? -minor : minor).padStart(digits + 1, "0");
  const [whole, part] = [text.slice(0, text.length - digits), text.slice(text.length - digits)];
  return `${minor < 0n ? "-" : ""}${whole}${digits > 0 ? `.${part}` : ""}`;
}

/** Formats in the user's language and the client's zone. */
export function useFormat(): Format {
  const { language } = useLanguage();
  const zone = useClientZone();
  return useMemo(() => makeFormat(localeFor(language), zone), [language, zone]);
}
