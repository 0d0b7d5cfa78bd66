import { shippedTemplates } from "#messages/templates/shipped.ts";
import { compile, type CompiledTemplate } from "#messages/templates/template.ts";
import type { TemplateSource } from "#messages/templates/template.ts";
import type { Channel } from "#messages/route.ts";
import { isText } from "#policies/channels.ts";

/** The words of one client: its own templates over the shipped ones. */
export type TemplateBook = {
  /**
   * The template in the language asked for, else in the client's, else in English. What has no words for WhatsApp, Messenger
   * or web chat is said in those for SMS.
   */
  find(name: string, language: string, channel: Channel): CompiledTemplate | undefined;
};

const keyOf = (name: string, language: string, channel: Channel): string =>
  `${name} ${language} ${channel}`;

/** The name under which words that another system wrote itself go out; in every language the same. */
export const OWN_WORDS = "text";

const ownWords = (channel: Channel): TemplateSource => ({
  name: OWN_WORDS,
  class: "service",
  language: "en",
  channel,
  ...(channel === "email" ? { subject: "{{ vars.subject }}" } : {}),
  transliterate: false,
  text: { full: "{{ vars.text }}" },
});
const OWN_WORDS_IN: Readonly<Partial<Record<Channel, TemplateSource>>> = {
  sms: ownWords("sms"),
  email: ownWords("email"),
  whatsapp: ownWords("whatsapp"),
  messenger: ownWords("messenger"),
  chat: ownWords("chat"),
};

let shipped: ReadonlyMap<string, TemplateSource> | undefined;

function shippedByKey(): ReadonlyMap<string, TemplateSource> {
  shipped ??= new Map(
    shippedTemplates().map((source) => [
      keyOf(source.name, source.language, source.channel),
      source,
    ]),
  );
  return shipped;
}

const lent = new WeakMap<TemplateSource, Map<Channel, TemplateSource>>();

/** The words for SMS on a channel that has none of its own, one object for as long as those live. */
function asSaidOver(channel: Channel, sms: TemplateSource): TemplateSource {
  const copies = lent.get(sms) ?? new Map<Channel, TemplateSource>();
  lent.set(sms, copies);
  const copy = copies.get(channel) ?? { ...sms, channel, transliterate: false };
  copies.set(channel, copy);
  return copy;
}

/** A book of the shipped templates with `own` ones before them; `fallback` is the client's language. */
export function openBook(own: readonly TemplateSource[], fallback: string): TemplateBook {
  const byKey = new Map(
    own.map((source) => [keyOf(source.name, source.language, source.channel), source]),
  );
  const sourceOf = (key: string) => byKey.get(key) ?? shippedByKey().get(key);
  return {
    find: (name, language, channel) => {
      const words = name === OWN_WORDS ? OWN_WORDS_IN[channel] : undefined;
      if (words) return compile(words);
      for (const wanted of [language, language.split("-")[0]!, fallback, "en"]) {
        const source = sourceOf(keyOf(name, wanted, channel));
        if (source) return compile(source);
        const sms = isText(channel) ? sourceOf(keyOf(name, wanted, "sms")) : undefined;
        if (sms) return compile(asSaidOver(channel, sms));
      }
      return undefined;
    },
  };
}
