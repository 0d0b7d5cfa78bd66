// The client's own people are told by mail when one of their endpoints was disabled, where they left an address.
import { getClient } from "#clients/clients.ts";
import { loadContext } from "#messages/planning/context.ts";
import { sendMessages } from "#messages/sending.ts";
import { clockNow } from "#platform/clock.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";

type Why = "gone" | "failing";
type Words = { readonly subject: string } & Readonly<Record<Why, string>> & {
    readonly next: string;
  };

const WORDS: Readonly<Record<string, Words>> = {
  en: {
    subject: "Callbacks are switched off",
    gone: "It answered 410 (gone).",
    failing: "For 5 days nothing that was sent there was accepted.",
    next: "Dunlin sends nothing more to this address. What has happened meanwhile is kept and is sent as soon as the endpoint is enabled again:",
  },
  pl: {
    subject: "Powiadomienia zostały wyłączone",
    gone: "Odpowiedział: 410 (gone).",
    failing: "Od 5 dni nie przyjął niczego, co do niego wysłano.",
    next: "Dunlin nic więcej pod ten adres nie wysyła. Zdarzenia z tego czasu są przechowywane i zostaną wysłane po ponownym włączeniu:",
  },
  af: {
    subject: "Terugroepe is afgeskakel",
    gone: "Dit het 410 (gone) geantwoord.",
    failing: "Niks wat vir 5 dae daarheen gestuur is, is aanvaar nie.",
    next: "Dunlin stuur niks meer na hierdie adres nie. Wat intussen gebeur, word gehou en gestuur sodra die eindpunt weer aangeskakel is:",
  },
  zu: {
    subject: "Izaziso zivaliwe",
    gone: "Iphendule ngo-410 (gone).",
    failing: "Izinsuku ezingu-5 akukho okwamukelwe kulokho okuthunyelwe khona.",
    next: "I-Dunlin ayisathumeli lutho kuleli kheli. Okwenzeka okwamanje kuyagcinwa futhi kuyothunyelwa uma i-endpoint isivuliwe futhi:",
  },
};

/** Writes the mail to the outbox, as a message to staff. True when the client has an address for it. */
export async function tellOwner(
  tx: Tx,
  clientId: string,
  endpoint: { readonly endpointId: string; readonly url: string },
  why: Why,
): Promise<boolean> {
  const { slug, email, language } = await getClient(tx, clientId);
  if (email === null) return false;
  const words = WORDS[language.slice(0, 2)] ?? WORDS["en"]!;
  const enable = `npm run -s dunlin -- webhook enable ${endpoint.endpointId} --client ${slug}`;
  const text = [endpoint.url, words[why], words.next, enable].join("\n\n");
  const mail = {
    to: email,
    channel: "email",
    class: "staff",
    subject: words.subject,
    text,
  } as const;
  try {
    const voice = await loadContext(tx, clientId);
    await sendMessages(tx, voice, [mail], await clockNow(tx), "webhooks");
    return true;
  } catch (error) {
    if (error instanceof UserError) return false; // the address is none: the event must do
    throw error;
  }
}
