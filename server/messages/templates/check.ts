import { isText } from "#policies/channels.ts";
import type { Disclosure } from "#policies/types.ts";
import type { DeclaredVars } from "./declared.ts";
import { fallbacksOf, faultOf } from "./disclosure.ts";
import { parse, readsOf } from "./engine.ts";
import { subjectOf, type TemplateSource } from "./template.ts";

/** A mistake in a template: where it stands, by field and by line inside that field's text. */
export type TemplateFault = {
  readonly field: readonly string[];
  readonly line: number;
  readonly message: string;
};

const DISCLOSURES = fallbacksOf("full");

/** What can be known to be wrong without rendering: syntax, unknown variables, told too much, no way out. */
export function faultsOf(source: TemplateSource): readonly TemplateFault[] {
  return [...faultsOfShape(source), ...DISCLOSURES.flatMap((one) => faultsOfVariant(source, one))];
}

function faultsOfShape(source: TemplateSource): readonly TemplateFault[] {
  const faults: TemplateFault[] = [];
  const fault = (field: string, message: string) =>
    faults.push({ field: [field], line: 1, message });
  const held = DISCLOSURES.filter((one) => source.text[one] !== undefined);
  if (held.length === 0) fault("text", "give at least one of full, name and unverified");
  if (source.class === "collection") {
    for (const needed of ["full", "unverified"] as const) {
      if (!held.includes(needed))
        fault("text", `a collection template needs the variant ${needed}`);
    }
  }
  if (source.channel === "email" && source.subject === undefined) {
    fault("subject", "an e-mail needs a subject");
  }
  if (source.channel !== "email" && source.subject !== undefined) {
    fault("subject", "only an e-mail has a subject");
  }
  if (source.channel !== "email" && source.html) fault("html", "only an e-mail has html");
  if (source.channel !== "sms" && source.transliterate) {
    fault("transliterate", "only an sms is transliterated");
  }
  for (const one of DISCLOSURES) {
    if (source.html?.[one] !== undefined && !held.includes(one)) {
      fault("html", `html.${one} needs text.${one} beside it`);
    }
  }
  return faults;
}

function faultsOfVariant(source: TemplateSource, disclosure: Disclosure): readonly TemplateFault[] {
  const text = source.text[disclosure];
  if (text === undefined) return [];
  const at = { disclosure, vars: source.vars };
  const faults = [...faultsOfWords(text, "text", ["text", disclosure], at)];
  const subject = subjectOf(source, disclosure);
  if (subject !== undefined) {
    faults.push(...faultsOfWords(subject, "text", ["subject"], at));
  }
  const html = source.html?.[disclosure];
  if (html !== undefined) {
    faults.push(...faultsOfWords(html, "html", ["html", disclosure], at));
  }
  // 12 CFR 1006.6(e): a clear and simple way out in every text. E-mails get theirs in the footer.
  const collects = source.class === "collection" && isText(source.channel);
  if (collects && !/\bSTOP\b/u.test(text) && !text.includes("unsubscribe_url")) {
    const message = "a collection sms must say how to opt out, for example: STOP to opt out";
    faults.push({ field: ["text", disclosure], line: 1, message });
  }
  return faults;
}

function faultsOfWords(
  words: string,
  kind: "text" | "html",
  field: readonly string[],
  { disclosure, vars }: { disclosure: Disclosure; vars: DeclaredVars | undefined },
): readonly TemplateFault[] {
  const answer = parse(words, kind);
  if (!("nodes" in answer)) return [{ field, line: answer.line, message: answer.message }];
  return readsOf(answer).flatMap(({ path, line }) => {
    const message = faultOf(path, disclosure, vars);
    return message === undefined ? [] : [{ field, line, message }];
  });
}
