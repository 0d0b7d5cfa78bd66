// The few words around a conversation. No native speaker has reviewed those in isiZulu.
import type { PortalLanguage } from "#portal/words.ts";

type ChatWords = {
  readonly title: string;
  readonly me: string;
  readonly write: string;
  readonly send: string;
  readonly look: string;
};

const WORDS: Readonly<Record<PortalLanguage, ChatWords>> = {
  en: {
    title: "Write to us",
    me: "You",
    write: "Your message",
    send: "Send",
    look: "Look for an answer",
  },
  pl: {
    title: "Napisz do nas",
    me: "Ty",
    write: "Twoja wiadomość",
    send: "Wyślij",
    look: "Sprawdź odpowiedź",
  },
  af: {
    title: "Skryf vir ons",
    me: "U",
    write: "U boodskap",
    send: "Stuur",
    look: "Kyk vir 'n antwoord",
  },
  zu: {
    title: "Sibhalele",
    me: "Wena",
    write: "Umyalezo wakho",
    send: "Thumela",
    look: "Bheka impendulo",
  },
};

export const chatWords = (language: PortalLanguage): ChatWords => WORDS[language];
