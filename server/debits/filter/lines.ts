// Lines of a file as bytes, and the fields in them.
import { createReadStream } from "node:fs";
import { UserError } from "#platform/errors.ts";
import type { At, Layout, LineKind } from "./layout.ts";

/** Longer ones are no debits. */
const LONGEST = 20_000;

export type Line = {
  readonly number: number;
  /** Each byte one character: what is written again is what was read. */
  readonly text: string;
  readonly end: string;
};

/** The lines of a file, one after the other, with what ends them. */
export async function* linesOf(file: string, what: string): AsyncGenerator<Line> {
  let rest = "";
  let number = 0;
  for await (const chunk of createReadStream(file, {
    encoding: "latin1",
    highWaterMark: 262_144,
  })) {
    rest += chunk as string;
    const pattern = /([^\r\n]*)(\r\n|\n|\r(?!$))/gy;
    let at = 0;
    for (let found = pattern.exec(rest); found; found = pattern.exec(rest)) {
      at = pattern.lastIndex;
      yield { number: (number += 1), text: found[1]!, end: found[2]! };
    }
    rest = rest.slice(at);
    if (rest.length > LONGEST) throw new UserError(`${what}, line ${number + 1}: it is too long`);
  }
  if (rest === "") return;
  const end = rest.endsWith("\r") ? "\r" : "";
  yield { number: number + 1, text: end ? rest.slice(0, -1) : rest, end };
}

export type Place = { readonly start: number; readonly end: number };

/** Where the field stands in the line, quotes of CSV not counted; undefined when the line is too short. */
export function placeOf(text: string, at: At, { form, delimiter }: Layout): Place | undefined {
  if ("from" in at) return at.to > text.length ? undefined : { start: at.from - 1, end: at.to };
  if (form === "fixed") return undefined;
  let start = 0;
  for (let column = 1; ; column += 1) {
    const isQuoted = text[start] === '"';
    const end = isQuoted ? closing(text, start) : nextOf(text, delimiter, start);
    if (end === undefined) return undefined;
    if (column === at.column) return isQuoted ? { start: start + 1, end: end - 1 } : { start, end };
    if (end >= text.length) return undefined;
    start = end + 1;
  }
}

function nextOf(text: string, delimiter: string, from: number): number {
  const at = text.indexOf(delimiter, from);
  return at === -1 ? text.length : at;
}

/** Behind the quote that ends the cell. */
function closing(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== '"') continue;
    if (text[at + 1] === '"') at += 1;
    else return at + 1;
  }
  return undefined;
}

/** The field's text, without the spaces that fill it up; undefined when the line has none. */
export function fieldAt(text: string, at: At | undefined, layout: Layout): string | undefined {
  const place = at && placeOf(text, at, layout);
  return place && text.slice(place.start, place.end).trim();
}

/** What kind of line it is. A `UserError` for one of no kind. */
export function kindOf(
  { text, number }: Line,
  layout: Layout,
  what: string,
): readonly [name: string, kind: LineKind] {
  const value = fieldAt(text, layout.kind_at, layout);
  const kinds = Object.entries(layout.kinds);
  const found =
    kinds.find(([, kind]) => kind.value !== undefined && kind.value === value) ??
    kinds.find(([, kind]) => kind.value === undefined);
  if (!found)
    throw new UserError(
      `${what}, line ${number}: "${(value ?? text).slice(0, 20)}" is no kind of line of the layout`,
    );
  return found;
}
