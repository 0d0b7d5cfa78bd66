import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The one e-mail layout, with marks where each message puts its own HTML; it loads nothing from outside. layout.html is
 * made from layout.mjml by `npm run layout`, since compiling MJML takes a good part of a second.
 */

/** HTML for each mark; every part is escaped already. */
export type LayoutParts = {
  readonly lang: string;
  readonly title: string;
  readonly client: string;
  readonly body: string;
  readonly footer: string;
};

const PARTS: Readonly<Record<string, keyof LayoutParts>> = {
  LANG: "lang",
  TITLE: "title",
  CLIENT: "client",
  BODY: "body",
  FOOTER: "footer",
};

/** Fixed HTML at even places, the name of a mark at odd ones. */
const pieces = readFileSync(join(import.meta.dirname, "layout.html"), "utf8").split(
  /@@([A-Z]+)@@/u,
);

/** A whole HTML document. */
export function fillLayout(parts: LayoutParts): string {
  return pieces
    .map((piece, place) => (place % 2 === 0 ? piece : parts[PARTS[piece] ?? "body"]))
    .join("");
}
