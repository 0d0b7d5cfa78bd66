import { type Document, isScalar, LineCounter, parseAllDocuments } from "yaml";
import { z } from "zod";
import { CHANNELS } from "#policies/channels.ts";
import { faultsOf } from "./check.ts";
import { DeclaredVarsIn } from "./declared.ts";
import type { TemplateSource } from "./template.ts";

/**
 * Template files: YAML, one document (`---`) for each language and channel.
 *
 *     name: reminder          # what a step of the policy names
 *     class: collection
 *     language: en
 *     channel: sms
 *     transliterate: true     # sms: plain characters for those that would force UCS-2
 *     text:
 *       full: "{{ client.name }}: {{ account.due | money }} is overdue. Questions? {{ client.phone }}. STOP to opt out"
 *       unverified: "{{ client.name }}: please phone us on {{ client.phone }}. STOP to opt out"
 *
 * A document with only a name, a class and `vars` says what the templates of that name after it have in common: the
 * variables that the caller gives, each with its kind and an example.
 *
 *     name: ticket_closed
 *     class: service
 *     vars:
 *       ticket: { kind: text, example: "T-4711", from: unverified, about: "number of the ticket" }
 */

const words = z.string().min(1).max(50_000);
const variants = z.strictObject({
  full: words.optional(),
  name: words.optional(),
  unverified: words.optional(),
});

const common = z.strictObject({
  name: z.string().regex(/^[a-z0-9_-]{1,40}$/u, "use up to 40 of a-z, 0-9, _ and -"),
  class: z.enum(["collection", "notice", "service", "otp", "reply", "staff"]),
  vars: DeclaredVarsIn.optional(),
});
type Common = z.output<typeof common>;

const shape = common.extend({
  language: z
    .string()
    .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u, "use a tag such as en or en-ZA"),
  channel: z.enum(CHANNELS),
  subject: z.union([z.string().min(1).max(500), variants]).optional(),
  transliterate: z.boolean().default(false),
  text: variants,
  html: variants.optional(),
});

/** A mistake in a template file, for its author. */
export type TemplateProblem = {
  /** Line in the file, from 1. */
  readonly line: number;
  /** For example "text.full"; "" for the document as a whole. */
  readonly field: string;
  readonly message: string;
};

export type TemplateFile =
  | { readonly ok: true; readonly templates: readonly TemplateSource[] }
  | { readonly ok: false; readonly problems: readonly TemplateProblem[] };

const MOST_FILE = 2_000_000;
const MOST_DOCUMENTS = 1_000;

/** Reads and checks a template file; all problems at once, each with its line. Never throws for what the file says. */
export function readTemplates(yaml: string): TemplateFile {
  if (yaml.length > MOST_FILE)
    return refused({ line: 1, field: "", message: "the file is too long" });
  const lines = new LineCounter();
  const documents = parseAllDocuments(yaml, { lineCounter: lines });
  if (!Array.isArray(documents) || documents.length === 0) {
    return refused({ line: 1, field: "", message: "the file has no template" });
  }
  if (documents.length > MOST_DOCUMENTS) {
    return refused({ line: 1, field: "", message: `more than ${MOST_DOCUMENTS} templates` });
  }
  const problems: TemplateProblem[] = [];
  const templates: TemplateSource[] = [];
  const seen = new Set<string>();
  const shared = new Map<string, Common>();
  for (const document of documents) {
    const read = readDocument(document, lines, shared);
    if (Array.isArray(read)) {
      problems.push(...read);
      continue;
    }
    if (!("language" in read)) {
      shared.set(read.name, read);
      continue;
    }
    const key = `${read.name} in ${read.language} for ${read.channel}`;
    if (seen.has(key)) {
      problems.push({
        ...placeOf(document, lines, ["name"]),
        field: "name",
        message: `${key} is there twice`,
      });
    }
    seen.add(key);
    templates.push(read);
  }
  if (problems.length > 0) return { ok: false, problems };
  if (templates.length > 0) return { ok: true, templates };
  return refused({ line: 1, field: "", message: "the file has no template" });
}

function refused(problem: TemplateProblem): TemplateFile {
  return { ok: false, problems: [problem] };
}

function readDocument(
  document: Document,
  lines: LineCounter,
  shared: ReadonlyMap<string, Common>,
): TemplateSource | Common | TemplateProblem[] {
  const broken = document.errors[0];
  if (broken) {
    const message = broken.message.split("\n", 1)[0] ?? "not YAML";
    return [{ line: lines.linePos(broken.pos[0]).line, field: "", message }];
  }
  const plain = plainOf(document);
  const isCommon = isRecord(plain) && "vars" in plain && !("language" in plain || "text" in plain);
  const given = isCommon ? common.safeParse(plain) : undefined;
  if (given?.success === true) return given.data;
  const parsed = given ?? shape.safeParse(withShared(plain, shared));
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => ({
      line: placeOf(document, lines, issue.path).line,
      field: issue.path.map(String).join("."),
      message: issue.message,
    }));
  }
  const source: TemplateSource = parsed.data;
  const faults = faultsOf(source).map(({ field, line, message }) => {
    const place = placeOf(document, lines, field);
    return { line: place.line + (place.block ? line : 0), field: field.join("."), message };
  });
  return faults.length > 0 ? faults : source;
}

/** What the document says, over what the templates of its name have in common. */
function withShared(plain: unknown, shared: ReadonlyMap<string, Common>): unknown {
  if (!isRecord(plain)) return plain;
  const { class: cls, vars } = shared.get(String(plain["name"])) ?? {};
  return {
    ...(cls === undefined ? {} : { class: cls }),
    ...(vars === undefined ? {} : { vars }),
    ...plain,
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Aliases are not followed far: a small file must not unfold into a large one. */
function plainOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch {
    return undefined;
  }
}

/** Line of a field, or of the nearest thing around it; `block`: its text starts on the next line. */
function placeOf(
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
): { line: number; block: boolean } {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (typeof node !== "object" || node === null || !("range" in node)) continue;
    const start = Array.isArray(node.range) ? Number(node.range[0]) : 0;
    const block = isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED");
    return { line: lines.linePos(start).line, block };
  }
  return { line: 1, block: false };
}
