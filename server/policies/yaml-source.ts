/** YAML with line numbers, made safe: bounded size, no aliases, no tags, one document; hostile input gives an error. */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
} from "yaml";

/** A path into the document: keys and indexes. */
export type Path = readonly PropertyKey[];
/** What is wrong, where: the line counts from 1, the field is a path such as `steps[2].when`. */
export type SourceError = {
  readonly line: number;
  readonly field: string;
  readonly message: string;
};

/** A ladder of fifty commented steps has some 10 KB. */
const MAX_CHARS = 64_000;
/** Deeper than any policy, and shallow enough for every recursion below. */
const MAX_DEPTH = 20;
const TOO_DEEP = `nested deeper than ${MAX_DEPTH} levels`;

export type YamlSource = {
  readonly value: unknown;
  readonly lineOf: (path: Path) => number;
};

/** "steps[2].when" of a path. */
export function fieldOf(path: Path): string {
  let field = "";
  for (const part of path) {
    field += typeof part === "number" ? `[${part}]` : `${field === "" ? "" : "."}${String(part)}`;
  }
  return field;
}

/** Everything that we do not take from YAML although it is YAML. */
function refusals(document: Document, lines: LineCounter): SourceError[] {
  const errors: SourceError[] = [];
  const refuse = (at: number | undefined, message: string) => {
    errors.push({ line: lines.linePos(at ?? 0).line, field: "", message });
  };
  visit(document, {
    Node(_, node, ancestors) {
      if (isAlias(node) || node.anchor !== undefined) {
        refuse(node.range?.[0], "anchors and aliases are not supported; write the value out");
        return visit.BREAK;
      }
      // Each level of the document is a pair and its collection.
      if (ancestors.length > 2 * MAX_DEPTH) {
        refuse(node.range?.[0], TOO_DEEP);
        return visit.BREAK;
      }
      return undefined;
    },
    Map(_, map) {
      // The parser's own check compares every pair of keys, which takes minutes on a hostile file.
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? String(key.value) : "";
        if (!isScalar(key)) refuse(map.range?.[0], "a key must be a plain word");
        else if (seen.has(name)) refuse(key.range?.[0], `key "${name}" is given twice`);
        seen.add(name);
      }
    },
  });
  return errors;
}

/** The line of the value at a path; of the nearest thing around it where there is none. */
function lineIn(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const inner = path.slice(0, length);
    const around = length === 0 ? undefined : document.getIn(inner.slice(0, -1), true);
    const pair = isMap(around)
      ? around.items.find((item) => isScalar(item.key) && item.key.value === inner.at(-1))
      : undefined;
    const node = isNode(pair?.key) ? pair.key : document.getIn(inner, true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function read(source: string): YamlSource | { readonly errors: readonly SourceError[] } {
  const lines = new LineCounter();
  const document = parseDocument(source, {
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
    schema: "core",
  });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    const errors = problems.slice(0, 20).map((problem) => ({
      line: lines.linePos(problem.pos[0]).line,
      field: "",
      message: /call stack/u.test(problem.message) ? TOO_DEEP : problem.message,
    }));
    return { errors };
  }
  const errors = refusals(document, lines);
  if (errors.length > 0) return { errors: errors.slice(0, 20) };
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    lineOf: (path) => lineIn(document, lines, path),
  };
}

/** Reads one YAML document, or says on which line it is not one that we take. Never throws, never hangs. */
export function readYaml(source: string): YamlSource | { readonly errors: readonly SourceError[] } {
  if (source.length > MAX_CHARS) {
    const message = `the file has ${source.length} characters; a policy has at most ${MAX_CHARS}`;
    return { errors: [{ line: 1, field: "", message }] };
  }
  try {
    return read(source);
  } catch (error) {
    // The parser recurses: what is nested thousands of levels deep runs out of stack.
    const message = error instanceof RangeError ? TOO_DEEP : String(error);
    return { errors: [{ line: 1, field: "", message }] };
  }
}
