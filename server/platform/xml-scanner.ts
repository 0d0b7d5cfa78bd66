/**
 * XML 1.0 with namespaces, cut into tags and texts. It jumps from one "<" to the next, where the parsers at hand look at each
 * character: an eighth of the time for files of banks (docs/decisions/0012-own-xml-scanner.md). What is no part of such files
 * is refused: document types and entities.
 */

/** What is wrong, without the place. */
export class XmlFault extends Error {}

export type XmlAttributes = ReadonlyMap<string, string>;

export type XmlTold = {
  /** `start` is where "<" stands, in UTF-16 units of all that was written. */
  open(local: string, namespace: string, attributes: XmlAttributes, start: number): void;
  text(text: string): void;
  /** `end` is behind ">". */
  close(end: number): void;
};

export type XmlLimits = { readonly mostToken: number; readonly mostAttributes: number };

const NONE: XmlAttributes = new Map();
const XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";
// oxlint-disable-next-line no-control-regex
const NO_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}._\-·]*(?::[\p{L}_][\p{L}\p{M}\p{N}._\-·]*)?$/u;
const ATTRIBUTE = /[ \t\r\n]+([^\s=<>"'/]+)[ \t\r\n]*=[ \t\r\n]*(?:"([^"<]*)"|'([^'<]*)')/y;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};
/** Different tags without attributes that are remembered. */
const MOST_TAGS = 5_000;

type Name = { readonly prefix: string; readonly local: string };
type Tag = Name & { readonly raw: string; readonly isEmpty: boolean };
type Spaces = ReadonlyMap<string, string>;
type Level = { readonly raw: string; readonly spaces: Spaces };

const ROOT: Spaces = new Map([
  ["", ""],
  ["xml", XML_NAMESPACE],
]);

export class XmlScanner {
  readonly #told: XmlTold;
  readonly #limits: XmlLimits;
  readonly #levels: Level[] = [];
  readonly #tags = new Map<string, Tag>();
  #buffer = "";
  /** Where the buffer begins in all that was written, and how many lines ended by now. */
  #base = 0;
  #lines = 0;
  /** Up to where in the buffer lines are counted. */
  #counted = 0;
  #at = 0;
  #hasRoot = false;

  constructor(told: XmlTold, limits: XmlLimits) {
    this.#told = told;
    this.#limits = limits;
  }

  /** The line, from 1, of what is being read. */
  get line(): number {
    this.#count();
    return 1 + this.#lines;
  }

  /** Names of the elements that are open, as they were written. */
  get open(): readonly string[] {
    return this.#levels.map(({ raw }) => raw);
  }

  write(text: string): void {
    if (NO_CHARACTER.test(text)) throw new XmlFault("disallowed character");
    this.#buffer = this.#buffer === "" ? text : this.#buffer + text;
    this.#at = 0;
    while (this.#step());
    this.#count();
    this.#base += this.#at;
    this.#buffer = this.#buffer.slice(this.#at);
    this.#at = 0;
    this.#counted = 0;
    if (this.#buffer.length > this.#limits.mostToken) {
      throw new XmlFault("a single text, tag or comment is too long");
    }
  }

  end(): void {
    if (this.#buffer !== "" && !this.#buffer.startsWith("<")) this.#text(this.#buffer);
    this.#at = this.#buffer.length;
    const [outer] = this.#levels;
    if (outer) throw new XmlFault(`unclosed tag: ${outer.raw}`);
    if (this.#buffer.startsWith("<")) throw new XmlFault("unexpected end");
    if (!this.#hasRoot) throw new XmlFault("document must contain a root element");
  }

  #count(): void {
    if (this.#at <= this.#counted) return;
    this.#lines += linesIn(this.#buffer, this.#counted, this.#at);
    this.#counted = this.#at;
  }

  /** Takes the next tag or text that is whole; false when there is none. */
  #step(): boolean {
    const buffer = this.#buffer;
    const from = this.#at;
    const start = buffer.indexOf("<", from);
    if (start === -1 || start + 1 >= buffer.length) return false;
    if (start > from) {
      this.#text(buffer.slice(from, start));
      this.#at = start;
    }
    const next = buffer.charCodeAt(start + 1);
    if (next === 0x2f) return this.#closing(start);
    if (next === 0x21) return this.#special(start);
    if (next === 0x3f) return this.#skip(start, "?>", 2);
    return this.#opening(start);
  }

  #skip(start: number, until: string, head: number): boolean {
    const end = this.#buffer.indexOf(until, start + head);
    if (end === -1) return false;
    this.#at = end + until.length;
    return true;
  }

  #special(start: number): boolean {
    const head = this.#buffer.slice(start, start + 9);
    if (head.startsWith("<!--")) {
      const end = this.#buffer.indexOf("--", start + 4);
      if (end === -1 || end + 2 >= this.#buffer.length) return false;
      if (this.#buffer[end + 2] !== ">") throw new XmlFault("malformed comment");
      this.#at = end + 3;
      return true;
    }
    if (head === "<![CDATA[") {
      const end = this.#buffer.indexOf("]]>", start + 9);
      if (end === -1) return false;
      if (this.#levels.length === 0) throw new XmlFault("text data outside of root node");
      this.#told.text(newLines(this.#buffer.slice(start + 9, end)));
      this.#at = end + 3;
      return true;
    }
    if ("<![CDATA[".startsWith(head) || "<!--".startsWith(head)) return false;
    throw new XmlFault("it has a document type (DOCTYPE), which is not read");
  }

  #opening(start: number): boolean {
    const end = this.#tagEnd(start);
    if (end === -1) return false;
    const inner = this.#buffer.slice(start + 1, end);
    const known = this.#tags.get(inner);
    const outer = this.#levels.at(-1)?.spaces ?? ROOT;
    if (this.#levels.length === 0) this.#beginRoot();
    if (known) {
      this.#open(known, outer, NONE, start, end);
      return true;
    }
    const tag = tagOf(inner);
    const rest = inner.slice(tag.raw.length, tag.isEmpty ? -1 : undefined);
    if (rest.trim() === "") {
      if (this.#tags.size < MOST_TAGS) this.#tags.set(inner, tag);
      this.#open(tag, outer, NONE, start, end);
      return true;
    }
    const attributes = attributesOf(rest, this.#limits.mostAttributes);
    this.#open(tag, spacesOf(attributes, outer), attributes, start, end);
    return true;
  }

  #beginRoot(): void {
    if (this.#hasRoot) throw new XmlFault("documents may contain only one root");
    this.#hasRoot = true;
  }

  /** Where the ">" of the tag stands; those within quotes are none. -1: not there yet. */
  #tagEnd(start: number): number {
    const buffer = this.#buffer;
    const end = buffer.indexOf(">", start);
    const quote = firstQuote(buffer, start, end === -1 ? buffer.length : end);
    if (quote === -1) return end;
    for (let at = quote; ;) {
      const closing = buffer.indexOf(buffer[at]!, at + 1);
      if (closing === -1) return -1;
      const behind = buffer.indexOf(">", closing);
      at = firstQuote(buffer, closing + 1, behind === -1 ? buffer.length : behind);
      if (at === -1) return behind;
    }
  }

  #open(tag: Tag, spaces: Spaces, attributes: XmlAttributes, start: number, end: number): void {
    const namespace = spaces.get(tag.prefix);
    if (namespace === undefined) throw new XmlFault(`unbound namespace prefix: "${tag.prefix}"`);
    this.#at = start;
    this.#told.open(tag.local, namespace, attributes, this.#base + start);
    this.#at = end + 1;
    if (tag.isEmpty) this.#told.close(this.#base + end + 1);
    else this.#levels.push({ raw: tag.raw, spaces });
  }

  #closing(start: number): boolean {
    const end = this.#buffer.indexOf(">", start);
    if (end === -1) return false;
    const raw = this.#buffer.slice(start + 2, end);
    const level = this.#levels.at(-1);
    if (level?.raw !== raw && level?.raw !== raw.trimEnd())
      throw new XmlFault("unexpected close tag");
    this.#levels.pop();
    this.#at = start;
    this.#told.close(this.#base + end + 1);
    this.#at = end + 1;
    return true;
  }

  #text(text: string): void {
    if (this.#levels.length > 0) {
      if (text.includes("]]>")) throw new XmlFault('the string "]]>" is disallowed in char data');
      this.#told.text(decoded(newLines(text)));
      return;
    }
    const isStart = this.#base + this.#at === 0;
    if ((isStart ? text.replace(/^\uFEFF/, "") : text).trim() !== "") {
      throw new XmlFault("text data outside of root node");
    }
  }
}

function firstQuote(text: string, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22 || code === 0x27) return at;
  }
  return -1;
}

function tagOf(inner: string): Tag {
  const isEmpty = inner.endsWith("/");
  const raw = /^[^\s/]*/.exec(inner)![0];
  return { raw, isEmpty, ...nameOf(raw) };
}

function nameOf(raw: string): Name {
  if (!NAME.test(raw)) throw new XmlFault(`disallowed character in a name`);
  const colon = raw.indexOf(":");
  return colon === -1
    ? { prefix: "", local: raw }
    : { prefix: raw.slice(0, colon), local: raw.slice(colon + 1) };
}

function attributesOf(text: string, most: number): XmlAttributes {
  const found = new Map<string, string>();
  ATTRIBUTE.lastIndex = 0;
  let end = 0;
  for (let one = ATTRIBUTE.exec(text); one; one = ATTRIBUTE.exec(text)) {
    const [, name = "", double, single] = one;
    if (!NAME.test(name)) throw new XmlFault("disallowed character in a name");
    if (found.has(name)) throw new XmlFault(`duplicate attribute: ${name}`);
    found.set(name, decoded((double ?? single ?? "").replaceAll(/\r\n|[\t\r\n]/g, " ")));
    if (found.size > most) throw new XmlFault("a tag has too many attributes");
    end = ATTRIBUTE.lastIndex;
  }
  if (text.slice(end).trim() !== "") throw new XmlFault("malformed attribute");
  return found;
}

function spacesOf(attributes: XmlAttributes, outer: Spaces): Spaces {
  let own: Map<string, string> | undefined;
  for (const [name, value] of attributes) {
    if (name !== "xmlns" && !name.startsWith("xmlns:")) continue;
    if (name !== "xmlns" && value === "")
      throw new XmlFault(`a prefix without a namespace: ${name}`);
    own ??= new Map(outer);
    own.set(name === "xmlns" ? "" : name.slice("xmlns:".length), value);
  }
  const spaces = own ?? outer;
  for (const name of attributes.keys()) {
    const { prefix } = nameOf(name);
    if (prefix !== "" && prefix !== "xmlns" && !spaces.has(prefix)) {
      throw new XmlFault(`unbound namespace prefix: "${prefix}"`);
    }
  }
  return spaces;
}

const newLines = (text: string): string =>
  text.includes("\r") ? text.replaceAll(/\r\n?/g, "\n") : text;

function decoded(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(/&([^;&]{0,40})(;?)/g, (_all, name: string, end: string) => {
    if (end === "") throw new XmlFault("malformed character entity");
    if (name.startsWith("#")) return characterOf(name);
    const known = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
    if (known === undefined) throw new XmlFault("undefined entity");
    return known;
  });
}

function characterOf(name: string): string {
  const isHex = name.startsWith("#x");
  const digits = name.slice(isHex ? 2 : 1);
  const code = (isHex ? /^[0-9a-fA-F]{1,6}$/ : /^\d{1,7}$/).test(digits)
    ? Number.parseInt(digits, isHex ? 16 : 10)
    : 0;
  const isAllowed = code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff);
  const char = isAllowed ? String.fromCodePoint(code) : "\u0000";
  if (NO_CHARACTER.test(char)) throw new XmlFault("malformed character entity");
  return char;
}

function linesIn(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) {
    lines += 1;
  }
  return lines;
}
