// What every template may say of who is writing, and how it writes amounts and dates.
import type { Client } from "#clients/clients.ts";
import type { TemplateData } from "#messages/templates/variables.ts";

/** The client as templates know it: what it has not told of itself is left out. */
export function aboutClient({
  name,
  phone,
  email,
  site,
}: Pick<Client, "name" | "phone" | "email" | "site">): TemplateData["client"] {
  return {
    name,
    ...(phone === null ? {} : { phone }),
    ...(email === null ? {} : { email }),
    ...(site === null ? {} : { site }),
  };
}

/** Amounts and dates are written as people write them in the client's country: "en" there becomes "en-ZA". */
export const localeOf = (language: string, country: string): string =>
  language.includes("-") ? language : `${language}-${country}`;
