import { folded } from "#understanding/fold.ts";

/** Where programs say that the original follows, in English, Polish and Afrikaans (folded). */
const INTRODUCTIONS = [
  /^on .*wrote$/u, // Gmail, Apple Mail
  /^(?:w dniu|dnia) .*(?:pisze|napisal|napisala|napisal a)$/u,
  /^(?:pon|wt|sr|czw|pt|sob|niedz|nd) .*(?:napisal|napisala|napisal a)$/u,
  /^op .*(?:geskryf|skryf|skryf het)$/u,
  /^(?:original message|oryginalna wiadomosc|wiadomosc oryginalna|oorspronklike boodskap|forwarded message)$/u,
];

/** The header block with which Outlook puts the original below, without a mark on its lines. */
const HEADER = /^(?:from|od|van): .*/iu;
const HEADER_BELOW = /^(?:sent|date|wysłano|data|gestuur|datum|to|do|aan): .*/iu;

const MOBILE_SIGNATURE =
  /^(?:sent from|sent via|get outlook|wyslane z|wyslano z|pobierz program outlook|gestuur vanaf|gestuur van|kry outlook)\b/u;

const MOST_CHARACTERS = 50_000;
const MOST_LINES = 2_000;
/** Introductions are broken over lines by programs that wrap at 70 characters. */
const INTRODUCTION_LINES = 3;

/**
 * What the writer of an e-mail wrote: without quoted lines, the line that introduces them, the original below, and
 * signatures. Words under a quotation (answers at the bottom) stay.
 */
export function ownWords(text: string): string {
  const lines = text.slice(0, MOST_CHARACTERS).split(/\r?\n/u).slice(0, MOST_LINES);
  const own: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (/^\s*>/u.test(line)) continue;
    if (/^--\s?$/u.test(line) || /^_{10,}\s*$/u.test(line)) break;
    if (HEADER.test(line) && HEADER_BELOW.test(lines[at + 1] ?? "")) break;
    const taken = introductionAt(lines, at);
    if (taken > 0) {
      if (!quoteFollows(lines, at + taken)) break;
      at += taken - 1;
    } else if (!MOBILE_SIGNATURE.test(folded(line))) {
      own.push(line.trimEnd());
    }
  }
  return own.join("\n").trim();
}

/** How many lines from here introduce a quotation; 0: none. */
function introductionAt(lines: readonly string[], at: number): number {
  for (let count = 1; count <= INTRODUCTION_LINES; count += 1) {
    const raw = lines
      .slice(at, at + count)
      .join(" ")
      .trim();
    if (raw.length > 400) return 0;
    if (!/[:-]$/u.test(raw)) continue;
    const line = folded(raw);
    const dated = /\d/u.test(line) || raw.startsWith("-");
    if (dated && INTRODUCTIONS.some((one) => one.test(line))) return count;
  }
  return 0;
}

function quoteFollows(lines: readonly string[], from: number): boolean {
  const next = lines.slice(from, from + 5).find((line) => line.trim() !== "");
  return next !== undefined && /^\s*>/u.test(next);
}
