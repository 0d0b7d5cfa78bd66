// XML of others, read as a stream in bounded memory: no document types, no entities, no surprises.
import { messageOf, UserError } from "#platform/errors.ts";
import { encodingOf, HEAD_BYTES } from "#platform/xml-encoding.ts";
import { XmlFault, XmlScanner, type XmlAttributes } from "#platform/xml-scanner.ts";

/** Good while the handler is told of it, not longer. */
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

type PathNode = {
  readonly path: string;
  readonly name: string;
  readonly below: Map<string, PathNode>;
};

/** An element that is open; one object for each depth, used again and again. */
class Level implements XmlElement {
  readonly depth: number;
  readonly #scanner: XmlScanner;
  node: PathNode;
  namespace = "";
  attributes: XmlAttributes = new Map();
  start = 0;
  text = "";
  leaf = true;

  constructor(depth: number, node: PathNode, scanner: XmlScanner) {
    this.depth = depth;
    this.node = node;
    this.#scanner = scanner;
  }

  get name(): string {
    return this.node.name;
  }

  get path(): string {
    return this.node.path;
  }

  get line(): number {
    return this.#scanner.line;
  }

  readonly attribute = (name: string): string | undefined => this.attributes.get(name);
}

class Reading {
  elements = 0;
  readonly #handler: XmlHandler;
  readonly #what: string;
  readonly #mostElements: number;
  readonly #scanner: XmlScanner;
  readonly #root: PathNode = { path: "", name: "", below: new Map() };
  readonly #levels: Level[] = [];
  #depth = 0;
  #paths = 0;
  #fed = 0;

  constructor(handler: XmlHandler, what: string, mostElements: number) {
    this.#handler = handler;
    this.#what = what;
    this.#mostElements = mostElements;
    this.#scanner = new XmlScanner(
      {
        open: (local, namespace, attributes, start) =>
          this.#open(local, namespace, attributes, start),
        text: (text) => this.#text(text),
        close: (end) => this.#close(end),
      },
      { mostToken: MOST_TOKEN, mostAttributes: MOST_ATTRIBUTES },
    );
  }

  write(text: string): void {
    if (text === "") return;
    this.#handler.chunk?.(text, this.#fed);
    this.#fed += text.length;
    this.#explained(() => this.#scanner.write(text));
  }

  async rest(): Promise<void> {
    await this.#handler.rest?.();
  }

  end(): void {
    this.#explained(() => this.#scanner.end());
  }

  #explained(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof XmlFault)) throw error;
      throw new UserError(`${this.#what}, line ${this.#scanner.line}: ${explain(error.message)}`);
    }
  }

  #open(local: string, namespace: string, attributes: XmlAttributes, start: number): void {
    this.elements += 1;
    if (this.elements > this.#mostElements) throw new XmlFault("it has too many elements");
    if (this.#depth >= MOST_DEPTH) throw new XmlFault("its elements are nested too deeply");
    const above = this.#depth > 0 ? this.#levels[this.#depth - 1] : undefined;
    if (above) {
      above.leaf = false;
      above.text = "";
    }
    const node = this.#below(above?.node ?? this.#root, local);
    const level = (this.#levels[this.#depth] ??= new Level(this.#depth + 1, node, this.#scanner));
    level.node = node;
    level.namespace = namespace;
    level.attributes = attributes;
    level.start = start;
    level.text = "";
    level.leaf = true;
    this.#depth += 1;
    this.#handler.open?.(level);
  }

  #below(node: PathNode, name: string): PathNode {
    let below = node.below.get(name);
    if (!below) {
      this.#paths += 1;
      if (this.#paths > MOST_PATHS) throw new XmlFault("it has too many kinds of elements");
      below = { path: `${node.path}/${name}`, name, below: new Map() };
      node.below.set(name, below);
    }
    return below;
  }

  #text(text: string): void {
    const level = this.#levels[this.#depth - 1];
    // ISO 20022 has no text beside elements: what stands there is white space.
    if (!level?.leaf) return;
    level.text = level.text === "" ? text : level.text + text;
    if (level.text.length > MOST_TOKEN) throw new XmlFault("a text is too long");
  }

  #close(end: number): void {
    this.#depth -= 1;
    const level = this.#levels[this.#depth]!;
    this.#handler.close?.(level, level.leaf ? level.text : "", end);
  }
}

/** Sentences that stand by themselves. */
const OURS = /^(it has|its elements|a single text|a text|a tag)/;

/** What the scanner says, as a sentence for who sent the file. */
function explain(message: string): string {
  const unclosed = /^unclosed tag: (.{1,100})/.exec(message)?.[1];
  if (unclosed !== undefined) return `it ends inside <${unclosed}>: a part is missing`;
  if (message === "undefined entity") {
    return "it uses an entity of its own; only the five of XML itself are read";
  }
  if (message === "document must contain a root element") return "there is nothing in it";
  if (message === "text data outside of root node") {
    return "text stands outside of its elements: it is no XML";
  }
  return OURS.test(message) ? message : `it is not well-formed XML: ${message.slice(0, 160)}`;
}
