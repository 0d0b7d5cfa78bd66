// What the tests of the source stand on: every file of the repository, and its TypeScript parsed.
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, posix, relative, sep } from "node:path";
import ts from "typescript";

export const root = join(import.meta.dirname, "..");

const SKIPPED = new Set("node_modules .dunlin .git .cache .scratch dist coverage".split(" "));

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield relative(root, path).replaceAll(sep, "/");
  }
}

/** Paths of all files that are shipped, from the root, with forward slashes, sorted. */
export const paths: readonly string[] = [...walk(root)].toSorted();

export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

export type Import = {
  readonly line: number;
  /** From the root when it is one of our files, else the name of the package. */
  readonly target: string;
  readonly typesOnly: boolean;
};

export type Source = {
  readonly path: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
  /** Tests and what only tests use. */
  readonly isTest: boolean;
};

const manifest = JSON.parse(read("package.json")) as { imports: Record<string, string> };

/** The areas that the import map names, each with its folder. */
export const areas: ReadonlyMap<string, string> = new Map(
  Object.entries(manifest.imports).map(([key, folder]) => [
    key.slice(1, -2),
    folder.slice(2).replace(/\/\*$/, ""),
  ]),
);

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier);
  const [, area, rest] = /^#([^/]+)\/(.*)$/.exec(specifier) ?? [];
  if (area === undefined) return specifier;
  return `${areas.get(area) ?? `#${area}`}/${rest}`;
}

export function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

/** Visits every node of a file. */
export function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}

function importOf(node: ts.Node): { text: string; typesOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const { importClause } = node;
    const named = importClause?.namedBindings;
    const each = named !== undefined && ts.isNamedImports(named) ? named.elements : undefined;
    const allTypes = each !== undefined && !importClause?.name && each.every((e) => e.isTypeOnly);
    const typesOnly = importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword || allTypes;
    return { text: node.moduleSpecifier.text, typesOnly };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { text: (node.moduleSpecifier as ts.StringLiteral).text, typesOnly: node.isTypeOnly };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [first] = node.arguments;
    return first && ts.isStringLiteral(first) ? { text: first.text, typesOnly: false } : undefined;
  }
  return undefined;
}

// Builders, worlds and generated lives that stand beside the tests that use them.
const TEST_SUPPORT =
  /(\.test\.ts|\/fixtures?\.ts|\/test-[a-z-]+\.ts|\/expect-[a-z-]+\.ts|policies\/history\.ts)$/;

function parse(path: string): Source {
  const tree = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  visit(tree, (node) => {
    const found = importOf(node);
    if (!found) return;
    const { text, typesOnly } = found;
    imports.push({ line: lineOf(tree, node), target: resolve(path, text), typesOnly });
  });
  const isTest = TEST_SUPPORT.test(path) || /^(testing|e2e)\//.test(path);
  return { path, tree, imports, isTest };
}

/** Every TypeScript and JavaScript file, parsed. */
export const sources: readonly Source[] = paths
  .filter((path) => [".ts", ".tsx", ".js"].includes(extname(path)))
  .map(parse);

/** The functions of a file that have a body, with their length in lines. */
export function functionsOf({ tree }: Source): { name: string; line: number; lines: number }[] {
  const found: { name: string; line: number; lines: number }[] = [];
  visit(tree, (node) => {
    if (!ts.isFunctionLike(node) || !("body" in node) || !node.body) return;
    const line = lineOf(tree, node);
    const end = tree.getLineAndCharacterOfPosition(node.end).line + 1;
    found.push({ name: node.name?.getText(tree) ?? "a function", line, lines: end - line + 1 });
  });
  return found;
}

/** Lines that hold code: neither blank nor only a comment. */
export function codeLines(text: string): number {
  const bare = text.replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ""));
  return bare.split("\n").filter((line) => /\S/.test(line) && !/^\s*\/\//.test(line)).length;
}
