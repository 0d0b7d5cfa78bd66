import { addressesIn } from "#messages/text/addresses.ts";
import { escapeHtml } from "./engine.ts";
import { fillLayout } from "./layout.ts";

/** An e-mail around the words of a template: paragraphs, the payment button, the footer with the way out. */

type Words = {
  readonly pay: string;
  readonly sentBy: string;
  readonly stop: string;
  readonly replyStop: string;
};

const ENGLISH: Words = {
  pay: "Pay online",
  sentBy: "Sent by",
  stop: "Stop e-mails about payments",
  replyStop: "Reply STOP to get no more e-mails about payments.",
};

const WORDS: Readonly<Record<string, Words>> = {
  en: ENGLISH,
  pl: {
    pay: "Zapłać online",
    sentBy: "Nadawca:",
    stop: "Nie chcę e-maili o płatnościach",
    replyStop: "Aby nie otrzymywać e-maili o płatnościach, odpisz STOP.",
  },
  af: {
    pay: "Betaal aanlyn",
    sentBy: "Gestuur deur",
    stop: "Stop e-posse oor betalings",
    replyStop: "Antwoord STOP om geen e-posse oor betalings meer te kry nie.",
  },
  zu: {
    pay: "Khokha nge-inthanethi",
    sentBy: "Ithunyelwe ngu",
    stop: "Misa ama-imeyili ngezinkokhelo",
    replyStop: "Phendula ngo-STOP ukuze ungasawatholi ama-imeyili ngezinkokhelo.",
  },
};

function wordsOf(language: string): Words {
  return WORDS[language.split("-", 1)[0] ?? "en"] ?? ENGLISH;
}

export type EmailParts = {
  readonly language: string;
  readonly subject: string;
  readonly client: { readonly name: string; readonly phone?: string; readonly email?: string };
  readonly payLink: string | undefined;
  readonly unsubscribeUrl: string | undefined;
  /** Says how to stop such e-mails: by the address, or by a reply where there is none. */
  readonly wayOut: boolean;
};

/** The plain-text part: the words, and below a rule who sent it and how to stop it. */
export function plainEmail(text: string, parts: EmailParts): string {
  const words = wordsOf(parts.language);
  const lines = [`${words.sentBy} ${contactOf(parts)}`];
  if (parts.wayOut) {
    const address = parts.unsubscribeUrl;
    lines.push(address ? `${words.stop}: ${address}` : words.replyStop);
  }
  return `${text.trim()}\n\n--\n${lines.join("\n")}\n`;
}

/** The HTML part. `body` is safe HTML (see `paragraphs`). The layout must have been prepared. */
export function htmlEmail(body: string, parts: EmailParts): string {
  const words = wordsOf(parts.language);
  const sender = escapeHtml(`${words.sentBy} ${contactOf(parts)}`);
  const link = safeLink(parts.unsubscribeUrl);
  const stop = link ? `<a href="${link}">${escapeHtml(words.stop)}</a>` : words.replyStop;
  return fillLayout({
    lang: escapeHtml(parts.language),
    title: escapeHtml(parts.subject),
    client: escapeHtml(parts.client.name),
    body,
    footer: parts.wayOut ? `${sender}<br>${stop}` : sender,
  });
}

function contactOf({ client }: EmailParts): string {
  return [client.name, client.phone, client.email].filter(Boolean).join(" · ");
}

/** Plain words as HTML: blank lines part paragraphs, addresses become links, that to pay alone in its line a button; everything else is escaped. */
export function paragraphs(text: string, parts: EmailParts): string {
  return text
    .trim()
    .split(/\n{2,}/u)
    .map((paragraph) => paragraphOf(paragraph.trim(), parts))
    .join("\n");
}

function paragraphOf(paragraph: string, parts: EmailParts): string {
  const link = safeLink(parts.payLink);
  const lines = paragraph.split("\n").map((line) => {
    const isButton = link !== undefined && line.trim() === parts.payLink;
    return isButton ? buttonOf(link, wordsOf(parts.language).pay) : linked(line);
  });
  return `<p>${lines.join("<br>")}</p>`;
}

/** Web addresses in plain words become links, so that they are watched like every other. */
function linked(line: string): string {
  let html = "";
  let end = 0;
  for (const { at, address } of addressesIn(line)) {
    const link = escapeHtml(address);
    html += `${escapeHtml(line.slice(end, at))}<a href="${link}">${link}</a>`;
    end = at + address.length;
  }
  return html + escapeHtml(line.slice(end));
}

// Inline as well, for mail programs that drop style sheets.
function buttonOf(link: string, label: string): string {
  const style =
    "display:inline-block;background:#14507a;color:#ffffff;padding:12px 24px;border-radius:6px;text-decoration:none";
  return `<a class="button" style="${style}" href="${link}">${escapeHtml(label)}</a>`;
}

/** The address, escaped for an attribute, if it is one that a mail may link to. */
function safeLink(address: string | undefined): string | undefined {
  return address !== undefined && /^(?:https?:\/\/|mailto:)\S+$/u.test(address)
    ? escapeHtml(address)
    : undefined;
}
