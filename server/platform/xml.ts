// XML of others, read as a stream in bounded memory: no document types, no entities, no surprises.
import { SaxesParser, type SaxesTagNS } from "saxes";
import { messageOf, UserError } from "#platform/errors.ts";
import { encodingOf, HEAD_BYTES } from "#platform/xml-encoding.ts";

export type XmlElement = {
  /** Without prefix. */
  readonly name: string;
  /** Empty where the file names none. */
  readonly namespace: string;
  /** Names from the root, such as "/Document/BkToCstmrStmt/Stmt"; equal paths are the same string. */
  readonly path: string;
  /** The root has 1. */
  readonly depth: number;
  readonly line: number;
  /** Where its "<" stands, in characters (UTF-16 units) of the decoded text, a byte order mark counted. */
  readonly start: number;
  /** Value of an attribute by its name as written. */
  readonly attribute: (name: string) => string | undefined;
};

export type XmlHandler = {
  /** The decoded text, before it is read; `at` is where it begins. */
  readonly chunk?: (text: string, at: number) => void;
  readonly open?: (element: XmlElement) => void;
  /** `text` is the element's own text, empty where it has children; `end` is behind its closing tag. */
  readonly close?: (element: XmlElement, text: string, end: number) => void;
  /** Waited for after each piece of at most 65,536 bytes: time to do something with what was told. */
  readonly rest?: () => Promise<void>;
};

export type XmlOptions = {
  /** What the sentences call it; "the file" when missing. */
  readonly what?: string;
  readonly mostBytes?: number;
  readonly mostElements?: number;
};

export type XmlRead = {
  readonly encoding: string;
  readonly bytes: number;
  readonly elements: number;
};

const MOST_BYTES = 1_000_000_000;
const MOST_ELEMENTS = 30_000_000;
const MOST_DEPTH = 60;
/** Characters of one text, tag or comment. */
const MOST_TOKEN = 200_000;
const MOST_ATTRIBUTES = 60;
/** Different ways from the root to an element. */
const MOST_PATHS = 20_000;
const PIECE = 65_536;

/**
 * Reads XML and tells the handler of each element, in order. Nothing is held but the way from the root to where it stands.
 * Throws a `UserError`, one sentence with the line, for what is not well-formed, not in its encoding, too large, too deep,
 * or names a document type or an entity of its own. What the handler throws comes through as it is.
 */
export async function readXml(
  source: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
  options: XmlOptions = {},
): Promise<XmlRead> {
  const what = options.what ?? "the file";
  const reading = new Reading(handler, what, options.mostElements ?? MOST_ELEMENTS);
  const mostBytes = options.mostBytes ?? MOST_BYTES;
  let decoder: Decoder | undefined;
  let head = Buffer.alloc(0);
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new UserError(`${what} is larger than ${mostBytes} bytes`);
    if (decoder) {
      await decoder.feed(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < HEAD_BYTES) continue;
    decoder = new Decoder(head, what, reading);
    await decoder.feed(head);
  }
  if (!decoder) {
    decoder = new Decoder(head, what, reading);
    await decoder.feed(head);
  }
  decoder.end();
  await reading.rest();
  return { encoding: decoder.encoding, bytes, elements: reading.elements };
}

/** Makes text of bytes, in pieces that keep every buffer small. */
class Decoder {
  readonly encoding: string;
  readonly #decoder: TextDecoder;
  readonly #reading: Reading;
  readonly #what: string;
  #done = 0;

  constructor(head: Uint8Array, what: string, reading: Reading) {
    this.#what = what;
    this.#reading = reading;
    try {
      this.encoding = encodingOf(head);
    } catch (error) {
      throw new UserError(`${what} ${messageOf(error)}`);
    }
    this.#decoder = new TextDecoder(this.encoding, { fatal: true, ignoreBOM: true });
  }

  async feed(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE);
      this.#reading.write(this.#decode(piece));
      this.#done += piece.length;
      await this.#reading.rest();
    }
  }

  end(): void {
    this.#reading.write(this.#decode(undefined));
    this.#reading.end();
  }

  #decode(piece: Uint8Array | undefined): string {
    try {
      return piece ? this.#decoder.decode(piece, { stream: true }) : this.#decoder.decode();
    } catch {
      throw new UserError(
        `${this.#what} is not written in ${this.encoding.toUpperCase()} as it says: the bytes after ${this.#done} are none ` +
          "of that; its first line must name the encoding that it has",
      );
    }
  }
}

type PathNode = { readonly path: string; readonly below: Map<string, PathNode> };
type Level = { readonly element: XmlElement; readonly node: PathNode; text: string; leaf: boolean };

class Reading {
  elements = 0;
  readonly #handler: XmlHandler;
  readonly #what: string;
  readonly #mostElements: number;
  readonly #parser = new SaxesParser({ xmlns: true, position: false });
  readonly #root: PathNode = { path: "", below: new Map() };
  readonly #levels: Level[] = [];
  #paths = 0;
  /** Characters given to the parser, and how many there had been at the last thing that it told. */
  #fed = 0;
  #told = 0;
  #start = 0;
  #attributes = 0;

  constructor(handler: XmlHandler, what: string, mostElements: number) {
    this.#handler = handler;
    this.#what = what;
    this.#mostElements = mostElements;
    const parser = this.#parser;
    parser.on("error", (error) => this.#refuse(explain(error.message)));
    parser.on("doctype", () => this.#refuse("it has a document type (DOCTYPE), which is not read"));
    parser.on("opentagstart", (tag) => {
      this.#start = parser.position - tag.name.length - 2;
      this.#attributes = 0;
    });
    parser.on("attribute", () => {
      this.#attributes += 1;
      if (this.#attributes > MOST_ATTRIBUTES) this.#refuse("a tag has too many attributes");
    });
    parser.on("opentag", (tag) => this.#open(tag));
    parser.on("closetag", () => this.#close());
    parser.on("text", (text) => this.#text(text));
    parser.on("cdata", (text) => this.#text(text));
    for (const told of ["comment", "processinginstruction", "xmldecl"] as const) {
      parser.on(told, () => this.#tell());
    }
  }

  write(text: string): void {
    if (text === "") return;
    this.#handler.chunk?.(text, this.#fed);
    this.#fed += text.length;
    this.#parser.write(text);
    if (this.#fed - this.#told > MOST_TOKEN + PIECE) {
      this.#refuse("a single text, tag or comment is too long");
    }
  }

  async rest(): Promise<void> {
    await this.#handler.rest?.();
  }

  end(): void {
    this.#parser.close();
    if (this.elements === 0) this.#refuse("there is nothing in it");
  }

  #tell(): void {
    this.#told = this.#parser.position;
  }

  #open(tag: SaxesTagNS): void {
    this.#tell();
    this.elements += 1;
    if (this.elements > this.#mostElements) this.#refuse("it has too many elements");
    if (this.#levels.length >= MOST_DEPTH) this.#refuse("its elements are nested too deeply");
    const above = this.#levels.at(-1);
    if (above) {
      above.leaf = false;
      above.text = "";
    }
    const node = this.#below(above?.node ?? this.#root, tag.local);
    const { attributes } = tag;
    const element: XmlElement = {
      name: tag.local,
      namespace: tag.uri,
      path: node.path,
      depth: this.#levels.length + 1,
      line: this.#parser.line,
      start: this.#start,
      attribute: (name) => attributes[name]?.value,
    };
    this.#levels.push({ element, node, text: "", leaf: true });
    this.#handler.open?.(element);
  }

  #below(node: PathNode, name: string): PathNode {
    let below = node.below.get(name);
    if (!below) {
      this.#paths += 1;
      if (this.#paths > MOST_PATHS) this.#refuse("it has too many kinds of elements");
      below = { path: `${node.path}/${name}`, below: new Map() };
      node.below.set(name, below);
    }
    return below;
  }

  #text(text: string): void {
    this.#tell();
    const level = this.#levels.at(-1);
    // ISO 20022 has no text beside elements: what stands there is white space.
    if (!level?.leaf) return;
    level.text += text;
    if (level.text.length > MOST_TOKEN) this.#refuse("a text is too long");
  }

  #close(): void {
    this.#tell();
    const level = this.#levels.pop();
    if (!level) return;
    this.#handler.close?.(level.element, level.leaf ? level.text : "", this.#parser.position);
  }

  #refuse(why: string): never {
    throw new UserError(`${this.#what}, line ${this.#parser.line}: ${why}`);
  }
}

/** What the parser says, as a sentence for who sent the file. */
function explain(message: string): string {
  const unclosed = /^unclosed tag: (.{1,100})/.exec(message)?.[1];
  if (unclosed) return `it ends inside <${unclosed}>: a part is missing`;
  if (message.startsWith("undefined entity")) {
    return "it uses an entity of its own; only the five of XML itself are read";
  }
  if (message.startsWith("document must contain a root element")) return "there is nothing in it";
  if (/outside of root/.test(message)) return "text stands outside of its elements: it is no XML";
  const rest = message.replace(/\.$/, "").slice(0, 160);
  return `it is not well-formed XML: ${rest}`;
}
