// The words of one template in one language and channel, as they are edited.
import type { paths } from "../../../sdk/schema.ts";

type Answer =
  paths["/v1/templates/{name}"]["get"]["responses"]["200"]["content"]["application/json"];
type Given = Answer["variants"][number];

export type Disclosure = "full" | "name" | "unverified";
export const DISCLOSURES: readonly Disclosure[] = ["full", "name", "unverified"];

export type Texts = { readonly [D in Disclosure]?: string };

export type Variant = {
  readonly name: string;
  readonly class: string;
  readonly language: string;
  readonly channel: string;
  readonly subject?: string | Texts;
  readonly transliterate?: boolean;
  readonly text: Texts;
  readonly html?: Texts;
  readonly vars?: unknown;
};

/** Variants that were changed, by their keys. */
export type Edits = Readonly<Record<string, Variant>>;

export const keyOf = ({ language, channel }: Pick<Variant, "language" | "channel">): string =>
  `${language} ${channel}`;

export function variantOf({ name, class: cls, language, channel, source }: Given): Variant {
  const words = source as Omit<Variant, "name" | "class" | "language" | "channel">;
  return { ...words, name, class: cls, language, channel };
}

/** As the API takes it: JSON is YAML. Empty texts are no texts. */
export function sourceOf(variant: Variant): string {
  const { transliterate, html, text, ...rest } = variant;
  const full = {
    ...rest,
    text: withoutEmpty(text),
    ...(html && Object.keys(withoutEmpty(html)).length > 0 && { html: withoutEmpty(html) }),
    ...(transliterate && { transliterate }),
  };
  return JSON.stringify(full, null, 1);
}

const withoutEmpty = (texts: Texts): Texts =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));

export type Preview =
  paths["/v1/templates/preview"]["post"]["responses"]["200"]["content"]["application/json"];
export type Shown = Preview["shown"][number];

/** Micro units of a currency as an amount: prices of messages are fractions of a cent. */
export function priceOf(micros: string, currency: string, language: string): string {
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    maximumFractionDigits: 4,
  }).format(Number(micros) / 1e6);
}
