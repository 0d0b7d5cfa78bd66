import type { Channel } from "#messages/route.ts";
import { type Encoding, firstNonGsm, segmentsOf } from "#messages/text/gsm.ts";
import { transliterate } from "#messages/text/transliterate.ts";
import { UserError } from "#platform/errors.ts";
import type { Disclosure, MessageClass } from "#policies/types.ts";
import type { DeclaredVars } from "./declared.ts";
import { fallbacksOf, viewOf } from "./disclosure.ts";
import { type EmailParts, htmlEmail, paragraphs, plainEmail } from "./email.ts";
import { type Fault, type Parsed, parse, run } from "./engine.ts";
import type { TemplateData } from "./variables.ts";

/** The words by how much the contact point may be told; a missing one falls back to the more reserved, never the other way. */
export type Variants = { readonly [D in Disclosure]?: string | undefined };

/** One template: a name in one language for one channel. */
export type TemplateSource = {
  readonly name: string;
  readonly class: MessageClass;
  /** `en`, `pl`, `af` or another BCP 47 tag. */
  readonly language: string;
  readonly channel: Channel;
  /** What the caller must give, and may; undefined: nothing is checked before the words are made. */
  readonly vars?: DeclaredVars | undefined;
  /** E-mail only; text for all variants, or by variant. */
  readonly subject?: string | Variants | undefined;
  /** Plain characters instead of those that GSM 03.38 lacks (sms). */
  readonly transliterate: boolean;
  readonly text: Variants;
  /** E-mail only: the body as HTML instead of paragraphs made of `text`. */
  readonly html?: Variants | undefined;
};

type CompiledVariant = {
  readonly text: Parsed;
  readonly subject: Parsed | undefined;
  readonly html: Parsed | undefined;
};

export type CompiledTemplate = {
  readonly source: TemplateSource;
  readonly variants: ReadonlyMap<Disclosure, CompiledVariant>;
};

const compiled = new WeakMap<TemplateSource, CompiledTemplate>();

/** Parses the template; kept for as long as the source object lives. Throws a UserError that names what does not parse. */
export function compile(source: TemplateSource): CompiledTemplate {
  const known = compiled.get(source);
  if (known) return known;
  const variants = new Map<Disclosure, CompiledVariant>();
  for (const disclosure of fallbacksOf("full")) {
    const text = source.text[disclosure];
    if (text === undefined) continue;
    const html = source.html?.[disclosure];
    const subject = subjectOf(source, disclosure);
    variants.set(disclosure, {
      text: parsedOf(source, `text.${disclosure}`, text, "text"),
      subject: subject === undefined ? undefined : parsedOf(source, "subject", subject, "text"),
      html: html === undefined ? undefined : parsedOf(source, `html.${disclosure}`, html, "html"),
    });
  }
  const template = { source, variants };
  compiled.set(source, template);
  return template;
}

/** The subject for a variant of the text; by the same fallback. */
export function subjectOf(source: TemplateSource, disclosure: Disclosure): string | undefined {
  const { subject } = source;
  if (typeof subject === "string" || subject === undefined) return subject;
  const found = fallbacksOf(disclosure).find((one) => subject[one] !== undefined);
  return found && subject[found];
}

function parsedOf(
  source: TemplateSource,
  field: string,
  words: string,
  kind: "text" | "html",
): Parsed {
  const answer = parse(words, kind);
  if ("nodes" in answer) return answer;
  const name = `${source.name} (${source.language}, ${source.channel})`;
  throw new UserError(
    `template ${name}: ${field}, line ${answer.line}: ${answer.message}; correct the template`,
  );
}

export type Rendered =
  | {
      readonly ok: true;
      /** The variant that was used. */
      readonly disclosure: Disclosure;
      readonly subject?: string;
      readonly text: string;
      readonly html?: string;
      /** Sms only: how it travels, and the first character that forces UCS-2. */
      readonly segments?: number;
      readonly encoding?: Encoding;
      readonly offending?: { readonly char: string; readonly index: number };
    }
  | {
      readonly ok: false;
      readonly reason: "missing_variable" | "template_error";
      /** Names the variable or the mistake, the variant and the line in it. */
      readonly detail: string;
    };

export type RenderOptions = {
  /** BCP 47 tag for amounts and dates, best with the country ("en-ZA"); default: the template's language. */
  readonly language?: string;
  /** How far the contact point may be told; default: everything. */
  readonly disclosure?: Disclosure;
};

/** More parts than this are a mistake of the template, not a message. */
const MOST_SEGMENTS = 10;
const MOST_EMAIL = 100_000;

/**
 * The finished words, or why there are none (the message is then held, never sent with a gap). Synchronous, no I/O.
 */
export function render(
  template: CompiledTemplate,
  data: TemplateData,
  options: RenderOptions = {},
): Rendered {
  const disclosure = fallbacksOf(options.disclosure ?? "full").find((one) =>
    template.variants.has(one),
  );
  const variant = disclosure && template.variants.get(disclosure);
  if (!variant) return failed(`no variant for disclosure ${options.disclosure ?? "full"}`);
  // The words of a variant see only what that variant may tell, also when more could be told.
  const view = viewOf(data, disclosure, template.source.vars);
  const locale = options.language ?? template.source.language;
  const text = run(variant.text, view, locale);
  if (typeof text !== "string") return refusal(text, `text.${disclosure}`);
  if (template.source.channel === "sms") return sms(template.source, disclosure, text);
  if (template.source.channel !== "email") return plain(disclosure, text);
  return email(template.source, { disclosure, variant, view, data, locale, text });
}

function sms(source: TemplateSource, disclosure: Disclosure, rendered: string): Rendered {
  // Spaces that don't break come from the formats of amounts; on a telephone they only force UCS-2.
  const tidy = rendered.trim().replaceAll(/[\u00a0\u2007\u2009\u202f]/gu, " ");
  const text = source.transliterate ? transliterate(tidy) : tidy;
  const { parts, encoding } = segmentsOf(text);
  if (text === "") return failed(`text.${disclosure} is empty`);
  if (parts.length > MOST_SEGMENTS) {
    return failed(`text.${disclosure} takes ${parts.length} parts, more than ${MOST_SEGMENTS}`);
  }
  const offending = firstNonGsm(text);
  const answer = { ok: true, disclosure, text, segments: parts.length, encoding } as const;
  return offending ? { ...answer, offending } : answer;
}

/** As long as every network with texts of its own takes them; Messenger is the tightest. */
const MOST_PLAIN = 2_000;

function plain(disclosure: Disclosure, rendered: string): Rendered {
  const text = rendered.trim();
  if (text === "") return failed(`text.${disclosure} is empty`);
  if (text.length <= MOST_PLAIN) return { ok: true, disclosure, text };
  return failed(`text.${disclosure} has ${text.length} characters, more than ${MOST_PLAIN}`);
}

type EmailDraft = {
  readonly disclosure: Disclosure;
  readonly variant: CompiledVariant;
  readonly view: object;
  readonly data: TemplateData;
  readonly locale: string;
  readonly text: string;
};

function email(source: TemplateSource, draft: EmailDraft): Rendered {
  const { disclosure, variant, view, data, locale } = draft;
  const subject = variant.subject && run(variant.subject, view, locale);
  if (subject === undefined) return failed("an e-mail needs a subject");
  if (typeof subject !== "string") return refusal(subject, "subject");
  const html = variant.html && run(variant.html, view, locale);
  if (html !== undefined && typeof html !== "string") return refusal(html, `html.${disclosure}`);
  const parts = partsOf(source, data, oneLine(subject));
  const text = draft.text.trim().replaceAll(/\n{3,}/gu, "\n\n");
  if (text === "") return failed(`text.${disclosure} is empty`);
  const body = html ?? paragraphs(text, parts);
  if (body.length + text.length > MOST_EMAIL) return failed("the e-mail is too long");
  return {
    ok: true,
    disclosure,
    subject: parts.subject,
    text: plainEmail(text, parts),
    html: htmlEmail(body, parts),
  };
}

/** A header is one line: a line break in a name must not start another header. */
function oneLine(text: string): string {
  return text
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, 250);
}

function partsOf(source: TemplateSource, data: TemplateData, subject: string): EmailParts {
  const { name, phone, email: mailbox } = data.client;
  return {
    language: source.language,
    subject,
    client: { name, ...(phone && { phone }), ...(mailbox && { email: mailbox }) },
    payLink: data.pay_link || undefined,
    unsubscribeUrl: data.unsubscribe_url || undefined,
    // 12 CFR 1006.6(e): a clear and simple way out in every e-mail. An answer needs none: the customer asked for it.
    wayOut: !["reply", "otp", "staff"].includes(source.class),
  };
}

function failed(detail: string): Rendered {
  return { ok: false, reason: "template_error", detail };
}

function refusal(fault: Fault, field: string): Rendered {
  return {
    ok: false,
    reason: fault.missing === undefined ? "template_error" : "missing_variable",
    detail: `${field}, line ${fault.line}: ${fault.message}`,
  };
}
