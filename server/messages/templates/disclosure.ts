import type { Disclosure } from "#policies/types.ts";
import type { DeclaredVars } from "./declared.ts";
import { MOST_INVOICES, type TemplateData, VARIABLES } from "./variables.ts";

/**
 * What a template may see is copied out of the data by the list of variables: what the list does not name, or names for
 * a higher disclosure only, is not there, so that a badly written variant fails instead of telling it.
 */

const RANK: Readonly<Record<Disclosure, number>> = { unverified: 0, name: 1, full: 2 };

/** True when `held` allows what `needed` asks for. */
function allows(held: Disclosure, needed: Disclosure): boolean {
  return RANK[held] >= RANK[needed];
}

/** The disclosure itself and then the more reserved ones, the most open first; never a more open one. */
export function fallbacksOf(disclosure: Disclosure): readonly Disclosure[] {
  if (disclosure === "full") return ["full", "name", "unverified"];
  return disclosure === "name" ? ["name", "unverified"] : ["unverified"];
}

type Node =
  | { readonly kind: "leaf"; readonly from: Disclosure; readonly opaque: boolean }
  | { readonly kind: "branch"; readonly list: boolean; readonly children: Map<string, Node> };

const root: Node & { kind: "branch" } = { kind: "branch", list: false, children: new Map() };

for (const { path, from, kind } of VARIABLES) {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  let at = root;
  for (const key of keys) {
    const list = key.endsWith("[]");
    const name = list ? key.slice(0, -2) : key;
    let next = at.children.get(name);
    if (next?.kind !== "branch") next = { kind: "branch", list, children: new Map() };
    at.children.set(name, next);
    at = next;
  }
  at.children.set(last, { kind: "leaf", from, opaque: kind === "any" });
}

/**
 * The part of the data that may be told. Nulls and empty texts are left out as well: printing one would be a gap. Of the
 * caller's own variables those may be told below full disclosure that the template declares so.
 */
export function viewOf(
  data: TemplateData,
  disclosure: Disclosure,
  declared?: DeclaredVars,
): object {
  const view = copyBranch(root.children, data, disclosure) ?? {};
  if (declared === undefined || disclosure === "full") return view;
  const told = Object.entries(data.vars ?? {}).filter(
    ([name]) => Object.hasOwn(declared, name) && allows(disclosure, declared[name]!.from),
  );
  return { ...view, vars: copyOpaque(Object.fromEntries(told), 4) };
}

function copyBranch(
  children: ReadonlyMap<string, Node>,
  value: unknown,
  disclosure: Disclosure,
): Record<string, unknown> | undefined {
  if (!isRecord(value)) return undefined;
  const copy: Record<string, unknown> = {};
  for (const [key, node] of children) {
    const part = copyNode(node, value[key], disclosure);
    if (part !== undefined) copy[key] = part;
  }
  return Object.keys(copy).length === 0 ? undefined : copy;
}

function copyNode(node: Node, value: unknown, disclosure: Disclosure): unknown {
  if (value === undefined || value === null || value === "") return undefined;
  if (node.kind === "leaf") {
    if (!allows(disclosure, node.from)) return undefined;
    return node.opaque ? copyOpaque(value, 4) : value;
  }
  if (!node.list) return copyBranch(node.children, value, disclosure);
  if (!Array.isArray(value)) return undefined;
  return value
    .slice(0, MOST_INVOICES)
    .map((element) => copyBranch(node.children, element, disclosure) ?? {});
}

/** The caller's own variables: plain data, as deep as `depth`. */
function copyOpaque(value: unknown, depth: number): unknown {
  if (value === null || value === "" || depth === 0) return undefined;
  if (Array.isArray(value)) {
    return value.slice(0, 100).map((element) => copyOpaque(element, depth - 1));
  }
  if (!isPlain(value)) return value;
  const copied = Object.entries(value).map(([key, part]) => [key, copyOpaque(part, depth - 1)]);
  return Object.fromEntries(copied.filter(([, part]) => part !== undefined));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return isRecord(value) && Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * What is wrong with a path of variables as a template writes it (["account", "due"]), for a variant of that disclosure;
 * undefined when it may stand there.
 */
export function faultOf(
  path: readonly (string | number)[],
  disclosure: Disclosure,
  declared?: DeclaredVars,
): string | undefined {
  if (path[0] === "vars" && declared !== undefined) return faultOfVar(path, disclosure, declared);
  let at: Node = root;
  const written = path.join(".");
  for (const key of path) {
    if (at.kind === "leaf") break; // the parts of a leaf (its minor, its currency) come with it
    if (at.list && (typeof key === "number" || ["first", "last", "size"].includes(key))) continue;
    const next: Node | undefined = at.children.get(String(key));
    if (!next) return `"${written}" is not a variable`;
    at = next;
  }
  if (at.kind === "leaf" && !allows(disclosure, at.from)) {
    return `"${written}" may not be told in the variant "${disclosure}"`;
  }
  return undefined;
}

function faultOfVar(
  path: readonly (string | number)[],
  disclosure: Disclosure,
  declared: DeclaredVars,
): string | undefined {
  const written = path.join(".");
  const name = String(path[1]);
  const found = Object.hasOwn(declared, name) ? declared[name] : undefined;
  if (!found) return `"${written}" is not among the variables that the template declares`;
  if (allows(disclosure, found.from)) return undefined;
  return `"${written}" may not be told in the variant "${disclosure}"`;
}
