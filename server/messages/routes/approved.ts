// Templates that a network has approved and that stand for ours where it takes no free words: which of ours is which of theirs,
// in which languages, and what fills their places.
import { z } from "zod";
import type { Approved } from "#messages/route.ts";
import { viewOf } from "#messages/templates/disclosure.ts";
import { parse, run } from "#messages/templates/engine.ts";
import type { TemplateSource } from "#messages/templates/template.ts";
import type { TemplateData } from "#messages/templates/variables.ts";
import type { Disclosure } from "#policies/types.ts";

const MOST_PLACES = 20;
const LONGEST_FILLING = 1_000;

/** Words with variables, as in our templates: what stands in one place of theirs. */
const Filling = z
  .string()
  .min(1)
  .max(500)
  .superRefine((words, context) => {
    const parsed = parse(words, "text");
    if (!("nodes" in parsed)) context.addIssue({ code: "custom", message: parsed.message });
  });

const Mapping = z.strictObject({
  /** What the network calls it. */
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, "is no name of a template; use a-z, 0-9 and _"),
  /** Our language, and the network's code for it. */
  languages: z
    .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), z.string().min(2).max(15))
    .refine((languages) => Object.keys(languages).length > 0, "name at least one language"),
  header: Filling.exactOptional(),
  body: z.array(Filling).max(MOST_PLACES).default([]),
  /** The end of the address behind the first button. */
  button: Filling.exactOptional(),
});

/** By the names of our templates. */
export const ApprovedTemplates = z
  .record(z.string().min(1).max(40), Mapping)
  .refine((all) => Object.keys(all).length <= 200, "at most 200 templates");
export type ApprovedTemplates = z.infer<typeof ApprovedTemplates>;

/** As routes keep them; what is not readable any more approves nothing. */
export function readApproved(stored: unknown): ApprovedTemplates | undefined {
  return ApprovedTemplates.safeParse(stored).data;
}

export type ToApprove = {
  /** Ours, as it was picked. */
  readonly source: TemplateSource;
  readonly language: string;
  readonly data: TemplateData;
  /** The variant that was rendered: the places see no more than it. */
  readonly disclosure: Disclosure;
  /** ISO 3166 country for the formats of amounts and dates. */
  readonly country: string;
};

/**
 * The network's template with its places filled, in the customer's language, else in that of our words. Undefined when none
 * stands for ours, or a place would stay empty: then only the free words can be said.
 */
export function approvedFor(
  templates: ApprovedTemplates | undefined,
  { source, language, data, disclosure, country }: ToApprove,
): Approved | undefined {
  const mapping = templates && Object.hasOwn(templates, source.name) && templates[source.name];
  if (!mapping) return undefined;
  const { name, languages, header, body, button } = mapping;
  const ours = [language, language.split("-")[0]!, source.language].find((one) =>
    Object.hasOwn(languages, one),
  );
  if (ours === undefined) return undefined;
  const view = viewOf(data, disclosure, source.vars);
  const locale = ours.includes("-") ? ours : `${ours}-${country}`;
  const fill = (words: string): string | undefined => filled(words, view, locale);
  const filling = body.map(fill);
  const ends = [header, button].map((words) => (words === undefined ? "" : fill(words)));
  if (filling.includes(undefined) || ends.includes(undefined)) return undefined;
  return {
    name,
    language: languages[ours]!,
    body: filling.filter((one) => one !== undefined),
    ...(header === undefined ? {} : { header: ends[0]! }),
    ...(button === undefined ? {} : { button: ends[1]! }),
  };
}

/** One line: networks take neither line breaks nor rows of spaces in a place. */
function filled(words: string, view: object, locale: string): string | undefined {
  const parsed = parse(words, "text");
  if (!("nodes" in parsed)) return undefined;
  const text = run(parsed, view, locale);
  if (typeof text !== "string") return undefined;
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
  return line === "" || line.length > LONGEST_FILLING ? undefined : line;
}
