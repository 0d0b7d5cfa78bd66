// Small parts of a large file, gathered whole: a transaction, a balance, a date.
import { UserError } from "#platform/errors.ts";
import type { XmlElement } from "#platform/xml.ts";

export type Node = {
  readonly name: string;
  readonly line: number;
  /** The attribute Ccy. */
  readonly currency: string | undefined;
  readonly below: Node[];
  text: string;
};

/** Elements of one part; a transaction has some hundreds at most. */
const MOST_NODES = 5_000;

/** Gathers the elements at the wanted paths with all that is below them, and gives each when it ends. */
export class Gathering {
  readonly #done: (path: string, node: Node) => void;
  readonly #above: Node[] = [];
  #path = "";
  #count = 0;

  constructor(done: (path: string, node: Node) => void) {
    this.#done = done;
  }

  /** True when the element is part of something that is being gathered, or is wanted itself. */
  open(element: XmlElement, isWanted: boolean): boolean {
    const above = this.#above.at(-1);
    if (!above && !isWanted) return false;
    if (above) this.#count += 1;
    else {
      this.#path = element.path;
      this.#count = 1;
    }
    if (this.#count > MOST_NODES) {
      throw new UserError(
        `line ${element.line}: <${element.name}> stands in a part that is too large`,
      );
    }
    const currency = element.attribute("Ccy");
    const node: Node = { name: element.name, line: element.line, currency, below: [], text: "" };
    above?.below.push(node);
    this.#above.push(node);
    return true;
  }

  close(text: string): void {
    const node = this.#above.pop();
    if (!node) return;
    node.text = text.trim();
    if (this.#above.length === 0) this.#done(this.#path, node);
  }
}

// The ways stand in the source: there are few.
const steps = new Map<string, readonly string[]>();

function stepsOf(way: string): readonly string[] {
  let names = steps.get(way);
  if (!names) {
    names = way.split("/");
    steps.set(way, names);
  }
  return names;
}

/** The first node along the way, such as "Refs/EndToEndId". */
export function at(node: Node | undefined, way: string): Node | undefined {
  let here = node;
  for (const name of stepsOf(way)) here = here?.below.find((one) => one.name === name);
  return here;
}

/** All nodes along the way. */
export function all(node: Node, way: string): readonly Node[] {
  let here: readonly Node[] = [node];
  for (const name of stepsOf(way)) {
    here = here.flatMap((one) => one.below.filter((below) => below.name === name));
  }
  return here;
}

/** The text along the first way that has one. */
export function textAt(node: Node | undefined, ...ways: readonly string[]): string | undefined {
  for (const way of ways) {
    const text = at(node, way)?.text;
    if (text !== undefined && text !== "") return text;
  }
  return undefined;
}
