import { Liquid, LiquidError, type Template } from "liquidjs";
import { assert, messageOf } from "#platform/errors.ts";
import { date, FilterError, money, number } from "./filters.ts";

/**
 * Liquid, cut down to what a message needs: strict variables and filters, no files, no tags that print by themselves,
 * no filter that lets text out unescaped. Two engines: one for text, one for HTML that escapes every variable.
 */

const TAGS = new Set([
  "assign",
  "for",
  "break",
  "continue",
  "case",
  "if",
  "unless",
  "comment",
  "#",
]);
/** Of text: wrapped, because Liquid would turn an amount into 0 or "[object Object]" and carry on. */
const TEXT_FILTERS = new Set(
  "upcase downcase capitalize truncate append prepend replace remove strip url_encode".split(" "),
);
const FILTERS = new Set([...TEXT_FILTERS, "default", "size", "first", "last"]);

/** Characters of one source. */
const MOST_SOURCE = 50_000;
/** Generous, because a busy machine must not turn a good template into a failed one; loops end by the memory limit. */
const RENDER_MS = 5_000;
/** Steps of all ranges and lengths of all texts made by filters. */
const MOST_MEMORY = 100_000;

function engineOf(print: (value: unknown) => string): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    lenientIf: true, // `if` and `default` are how a template says that something may be missing
    ownPropertyOnly: true,
    outputEscape: print,
    templates: {}, // no file system
    parseLimit: MOST_SOURCE,
    renderLimit: RENDER_MS,
    memoryLimit: MOST_MEMORY,
  });
  for (const name of Object.keys(engine.tags)) {
    if (!TAGS.has(name)) delete engine.tags[name];
  }
  for (const name of Object.keys(engine.filters)) {
    if (!FILTERS.has(name)) engine.unregisterFilter(name);
    if (TEXT_FILTERS.has(name)) engine.registerFilter(name, strictly(name, engine.filters[name]));
  }
  engine.registerFilter("money", function (value: unknown) {
    return money(value, localeIn(this.context.globals));
  });
  engine.registerFilter("date", function (value: unknown, style: unknown) {
    return date(value, localeIn(this.context.globals), style);
  });
  engine.registerFilter("number", function (value: unknown) {
    return number(value, localeIn(this.context.globals));
  });
  return engine;
}

type Filter = Liquid["filters"][string];

function strictly(name: string, filter: Filter | undefined): Filter {
  assert(typeof filter === "function", `Liquid has no filter ${name}`);
  return function (value: unknown, ...options: unknown[]) {
    for (const given of [value, ...options]) {
      if (typeof given !== "string" && typeof given !== "number") {
        throw new FilterError(`the filter ${name} needs text`);
      }
    }
    return filter.call(this, value, ...options);
  };
}

const localeIn = (globals: object): string => ("locale" in globals ? String(globals.locale) : "en");

/** What an output may print: text, and plain numbers. An amount or a date without its filter is a mistake, not text. */
function printText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "bigint" || (typeof value === "number" && Number.isFinite(value))) {
    return String(value);
  }
  if (value === undefined || value === null) throw new FilterError("it has no value");
  if (value instanceof Temporal.PlainDate) throw new FilterError("a date needs the filter date");
  if (typeof value === "object" && "minor" in value) {
    throw new FilterError("an amount needs the filter money");
  }
  throw new FilterError("it is not text");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML, safe in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (char) => ENTITIES[char] ?? char);
}

const engines = {
  text: engineOf(printText),
  html: engineOf((value) => escapeHtml(printText(value))),
};

export type Fault = { readonly message: string; readonly line: number; readonly missing?: string };
export type Parsed = { readonly kind: "text" | "html"; readonly nodes: Template[] };

const KEPT_SOURCES = 1_000;
const parsed = new Map<string, Parsed | Fault>();

/** The parsed source, or its first mistake with its line (counting from 1 inside the source). The last 1,000 are kept. */
export function parse(source: string, kind: "text" | "html"): Parsed | Fault {
  const key = `${kind} ${source}`;
  let answer = parsed.get(key);
  if (answer === undefined) {
    try {
      answer = { kind, nodes: engines[kind].parse(source) };
    } catch (error) {
      answer = faultOfError(error);
    }
    if (parsed.size >= KEPT_SOURCES) parsed.delete(parsed.keys().next().value ?? "");
    parsed.set(key, answer);
  }
  return answer;
}

/** The finished text, or why there is none. Synchronous. `scope` must be plain data. */
export function run(source: Parsed, scope: object, locale: string): string | Fault {
  try {
    const options = { globals: { locale } };
    return String(engines[source.kind].renderSync(source.nodes, scope, options));
  } catch (error) {
    return faultOfError(error);
  }
}

/** A variable as a source reads it, loops resolved only as far as Liquid itself does. */
export type Read = { readonly path: readonly (string | number)[]; readonly line: number };

/** Every variable that the source reads from the data. */
export function readsOf(source: Parsed): readonly Read[] {
  const { globals } = engines[source.kind].analyzeSync(source.nodes, { partials: false });
  return Object.values(globals).flatMap((variables) =>
    variables.map((variable) => ({
      path: variable.segments.filter(
        (part) => typeof part === "string" || typeof part === "number",
      ),
      line: variable.location.row,
    })),
  );
}

function faultOfError(error: unknown): Fault {
  if (!LiquidError.is(error)) return { message: messageOf(error), line: 1 };
  const { token, originalError } = error;
  const line = token.getPosition()[0] ?? 1;
  const cause = originalError ?? error;
  if (cause instanceof Error && "variableName" in cause) {
    const missing = String(cause.variableName);
    return { message: `variable "${missing}" is missing`, line, missing };
  }
  const message = messageOf(cause).replace(/, line:\d+, col:\d+.*$/su, "");
  const at = cause instanceof FilterError ? `${token.getText()}: ` : "";
  return { message: at + message, line };
}
