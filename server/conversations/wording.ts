// What the machine says, as templates need it: in a language, with the address that it leads to.
import { localeOf } from "#messages/templates/about-client.ts";
import { date, money } from "#messages/templates/filters.ts";
import type { Line, Var } from "./dialogue/types.ts";

/** The variables of a template. */
export function varsOf(
  vars: Readonly<Record<string, Var>>,
  language: string,
  country: string,
): Record<string, unknown> {
  const locale = localeOf(language, country);
  return Object.fromEntries(
    Object.entries(vars).map(([name, value]) => [name, plainOf(value, locale)]),
  );
}

function plainOf(value: Var, locale: string): unknown {
  if (typeof value !== "object" || !("lines" in value)) return value;
  return value.lines.map((line) => lineOf(line, value.currency, locale)).join(value.between);
}

/** "3 x R 300,00 (5 Apr 2026)" */
function lineOf({ before, amountMinor, on }: Line, currency: string, locale: string): string {
  return `${before}${money({ minor: amountMinor, currency }, locale)} (${date(on, locale)})`;
}
