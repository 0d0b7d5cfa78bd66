// What all charts have in common: amounts along the axis, days below, colours that can be told apart, no motion.
import "@mantine/charts/styles.css";
import { useMemo } from "react";
import { useLanguage } from "../words/catalogue.ts";

/** Digits behind the decimal sign of a currency. */
function digitsOf(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** Minor units as a decimal, exactly: "149.90", for tables that are saved and fields that are edited. */
export function toDecimal(minor: string | bigint, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(minor);
  const bare = text.replace("-", "").padStart(digits + 1, "0");
  const sign = text.startsWith("-") ? "-" : "";
  return digits === 0 ? text : `${sign}${bare.slice(0, -digits)}.${bare.slice(-digits)}`;
}

/** Minor units as a number to draw with: never to be shown. */
export const toDraw = (minor: string | bigint, currency: string): number =>
  Number(minor) / 10 ** digitsOf(currency);

/** A drawn number as minor units again, to the next one. */
export const drawnMinor = (drawn: number, currency: string): bigint =>
  BigInt(Math.round(drawn * 10 ** digitsOf(currency)));

/** Short texts for axes: "1.2K", "12 Jun". */
export function useAxis() {
  const { language } = useLanguage();
  return useMemo(() => {
    const compact = new Intl.NumberFormat(language, {
      notation: "compact",
      maximumFractionDigits: 1,
    });
    const day = new Intl.DateTimeFormat(language, {
      day: "numeric",
      month: "short",
      timeZone: "UTC",
    });
    return {
      number: (value: number) => compact.format(value),
      day: (date: string) => day.format(new Date(`${date}T00:00:00Z`)),
    };
  }, [language]);
}

/** What is not due is palest, what is latest strongest, and what is hardly to be had stands out. */
export const AGE_COLOURS = {
  not_due_minor: "gray.4",
  days_1_30_minor: "dunlin.3",
  days_31_60_minor: "dunlin.6",
  days_61_90_minor: "dunlin.8",
  over_90_minor: "orange.7",
} as const;
export type AgeKey = keyof typeof AGE_COLOURS;
export const AGE_KEYS = Object.keys(AGE_COLOURS) as readonly AgeKey[];

/** The frame around a chart reads it to who can't see; the chart itself is a picture. */
export const QUIET = { accessibilityLayer: false } as const;

/** The head of a tooltip; before anything is pointed at there is no date. */
export const dayLabel =
  (day: (date: string) => string) =>
  (date: unknown): string =>
    typeof date === "string" && date !== "" ? day(date) : "";
