/** The body of a request as the configuration describes it: JSON whose texts are Liquid. */
import { Liquid, type Template } from "liquidjs";
import { z } from "zod";
import { messageOf } from "#platform/errors.ts";

/** What a body may speak of. What is undefined leaves its place out where it stands alone, and is empty within a text. */
export type BodyVariables = {
  readonly to: string;
  readonly from: string;
  readonly text: string;
  /** The name of the hand-over: never the same twice. */
  readonly id: string;
  readonly callbackUrl: string | undefined;
  readonly validitySeconds: number | undefined;
};

const MOST_NODES = 500;
const MOST_DEPTH = 20;

type Node = (variables: BodyVariables) => unknown;

const FILTERS = new Set([
  "append",
  "prepend",
  "remove",
  "replace",
  "truncate",
  "upcase",
  "default",
]);
const TAGS = new Set(["if", "unless", "case", "#", "comment"]);

const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  templates: {}, // no file system
  parseLimit: 10_000,
  renderLimit: 1_000,
  memoryLimit: 100_000,
});
for (const name of Object.keys(engine.tags)) if (!TAGS.has(name)) delete engine.tags[name];
for (const name of Object.keys(engine.filters))
  if (!FILTERS.has(name)) engine.unregisterFilter(name);

const SAMPLE: BodyVariables = {
  to: "+15550100",
  from: "+15550101",
  text: "Hello",
  id: "0",
  callbackUrl: "https://dunlin.example/in/0/status",
  validitySeconds: 60,
};

/** Checked as it is read: a text that names what there is not, or is no Liquid, is refused. */
export const BodyTemplate = z.record(z.string(), z.json()).superRefine((body, context) => {
  try {
    compileBody(body)(SAMPLE);
  } catch (error) {
    context.addIssue({ code: "custom", message: messageOf(error).slice(0, 300) });
  }
});

/** Makes of a template what writes bodies, as JSON. Throws where it is wrong. */
export function compileBody(
  template: z.infer<typeof BodyTemplate>,
): (variables: BodyVariables) => string {
  const counter = { left: MOST_NODES };
  const node = compile(template, counter, 0);
  return (variables) => JSON.stringify(node(variables));
}

function compile(part: unknown, counter: { left: number }, depth: number): Node {
  counter.left -= 1;
  if (counter.left < 0 || depth > MOST_DEPTH) throw new Error("the body is too large or too deep");
  if (typeof part === "string") return compileText(part);
  if (Array.isArray(part)) {
    const items = part.map((item) => compile(item, counter, depth + 1));
    return (variables) => items.map((item) => item(variables));
  }
  if (typeof part !== "object" || part === null) return () => part;
  const fields = Object.entries(part).map(
    ([key, inner]) => [key, compile(inner, counter, depth + 1)] as const,
  );
  return (variables) => Object.fromEntries(fields.map(([key, inner]) => [key, inner(variables)]));
}

/** A text that is nothing but one variable keeps its kind: seconds are a number. */
function compileText(text: string): Node {
  const [, alone] = /^\{\{-?\s*(\w+)\s*-?\}\}$/.exec(text) ?? [];
  if (alone !== undefined && Object.hasOwn(SAMPLE, alone))
    return (variables) => variables[alone as keyof BodyVariables];
  const parsed: Template[] = engine.parse(text);
  return (variables) =>
    String(
      engine.renderSync(parsed, {
        ...variables,
        callbackUrl: variables.callbackUrl ?? "",
        validitySeconds: variables.validitySeconds ?? "",
      }),
    );
}
