// The page behind the way out of a mail. It names neither address nor person: programs fetch it beforehand.
import { documentOf } from "./frame.ts";
import { html } from "./html.ts";
import type { Offered } from "#conversations/unsubscribing.ts";

type Words = {
  readonly title: string;
  readonly ask: (client: string) => string;
  readonly button: string;
  readonly done: (client: string) => string;
};

const ENGLISH: Words = {
  title: "Stop e-mails",
  ask: (client) => `Press the button and ${client} sends no more e-mails to your mailbox.`,
  button: "Stop e-mails",
  done: (client) => `Done: ${client} sends no more e-mails to your mailbox.`,
};

const WORDS: Readonly<Record<string, Words>> = {
  en: ENGLISH,
  pl: {
    title: "Rezygnacja z e-maili",
    ask: (client) =>
      `Po naciśnięciu przycisku ${client} nie będzie już wysyłać e-maili na tę skrzynkę.`,
    button: "Nie chcę e-maili",
    done: (client) => `Gotowe: ${client} nie będzie już wysyłać e-maili na tę skrzynkę.`,
  },
  af: {
    title: "Stop e-posse",
    ask: (client) =>
      `Druk die knoppie, en ${client} stuur geen e-posse meer na hierdie posbus nie.`,
    button: "Stop e-posse",
    done: (client) => `Klaar: ${client} stuur geen e-posse meer na hierdie posbus nie.`,
  },
  zu: {
    title: "Misa ama-imeyili",
    ask: (client) =>
      `Cindezela inkinobho, u-${client} ngeke asathumela ama-imeyili kuleli bhokisi.`,
    button: "Misa ama-imeyili",
    done: (client) => `Kwenziwe: u-${client} ngeke asathumela ama-imeyili kuleli bhokisi.`,
  },
};

/** `asks`: with the button; `done`: after it was pressed. */
export function unsubscribePage({ language, client }: Offered, state: "asks" | "done"): string {
  const words = WORDS[language.split("-", 1)[0] ?? "en"] ?? ENGLISH;
  const body =
    state === "done"
      ? html`<p>${words.done(client)}</p>`
      : html`<p>${words.ask(client)}</p>
          <form method="post"><button>${words.button}</button></form>`;
  return documentOf(
    words.title,
    html`<h1>${words.title}</h1>
      ${body}`,
  );
}
