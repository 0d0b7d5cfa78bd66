// The links of a message, by their place in it. What rewrites them and what follows them count the same way, over the same
// stored words, so that a number always means the same link.
import { addressesIn } from "#messages/text/addresses.ts";
import { MOST_LINKS } from "./tokens.ts";

const ANCHOR = /(<a\b[^<>]*?\shref\s*=\s*)(?:"([^"<>]*)"|'([^'<>]*)')/gi;
const MOST_LENGTH = 2_000;
/** A message's own way out, wherever the installation was found when it was written. */
const WAY_OUT = /\/u\/[A-Za-z0-9_-]{42}$/;
/** A link to pay, or what stands for one: its token is put in later, and nobody is to know more of who follows it. */
const TO_PAY = /\/[Pp]\/[A-Za-z0-9_-]{22}$/;

/** Puts another address in the place of a link; `undefined` leaves it as it is. */
export type Replace = (link: number, target: string) => string | undefined;

/** The web addresses that an HTML body leads to, in order; its own way out is not counted. */
export function targetsInHtml(html: string): string[] {
  const targets: string[] = [];
  replaceInHtml(html, (_link, target) => void targets.push(target));
  return targets;
}

/** The HTML with other addresses in its links; everything else stays as it is, byte for byte. */
export function replaceInHtml(html: string, replace: Replace): string {
  let link = 0;
  return html.replace(ANCHOR, (all: string, before: string, double?: string, single?: string) => {
    const target = unescape(double ?? single ?? "").trim();
    if (!isTarget(target) || link >= MOST_LINKS) return all;
    const other = replace(link++, target);
    return other === undefined ? all : `${before}"${escape(other)}"`;
  });
}

/** The web addresses in a text, in order. */
export function targetsInText(text: string): string[] {
  const targets: string[] = [];
  replaceInText(text, (_link, target) => void targets.push(target));
  return targets;
}

/** Of a mail: those of its HTML, and behind them those of its plain text. */
export function targetsInMail(html: string, text: string): string[] {
  return [...targetsInHtml(html), ...targetsInText(text)];
}

/** The text with other addresses in the place of those in it; their numbers begin with `first`. */
export function replaceInText(text: string, replace: Replace, first = 0): string {
  let link = first;
  let other = "";
  let end = 0;
  for (const { at, address } of addressesIn(text)) {
    if (!isTarget(address) || link >= MOST_LINKS) continue;
    other += text.slice(end, at) + (replace(link++, address) ?? address);
    end = at + address.length;
  }
  return other + text.slice(end);
}

function isTarget(target: string): boolean {
  if (target.length > MOST_LENGTH || WAY_OUT.test(target) || TO_PAY.test(target)) {
    return false;
  }
  const protocol = URL.parse(target)?.protocol;
  return protocol === "https:" || protocol === "http:";
}

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  quot: '"',
  apos: "'",
  lt: "<",
  gt: ">",
};

function unescape(text: string): string {
  return text.replaceAll(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,4}));/gi,
    (all, hex, dec, name) => {
      if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? all;
      const code = hex === undefined ? Number(dec) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : all;
    },
  );
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
}
