// A policy as it is drawn: read out of its YAML, and changed in it, so that comments and everything that is not drawn stay.
import { isMap, isSeq, parseDocument, type Document, type YAMLMap } from "yaml";
import type { paths } from "../../../sdk/schema.ts";

type Posted<P extends keyof paths> = paths[P] extends {
  post: { responses: { 200: { content: { "application/json": infer R } } } };
}
  ? R
  : never;
type Got<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { "application/json": infer R } } } };
}
  ? R
  : never;

export type Difference = Posted<"/v1/policies/difference">;
export type Line = Difference["lines"][number];
export type Change = Line["change"];
export type Simulated = Posted<"/v1/simulate">;
export type Replay = Got<"/v1/policies/replays/{replay_id}">;
export type Version = Got<"/v1/policies">["policies"][number];
export type Experiment = Got<"/v1/experiments">["experiments"][number];
export type Report = Got<"/v1/experiments/{experiment_id}">;
export type Comparison = Got<"/v1/policies/{version}/comparison">;

export type Unit = "calendar" | "business";

/** When a step comes: days before (negative) or after its anchor. */
export type When = {
  readonly anchor: "due" | "episode";
  readonly days: number;
  readonly unit: Unit;
};

/** A step as the timeline and the panel show it; words of the file where the panel edits words. */
export type Step = {
  readonly id: string;
  /** undefined: what the file says there is not understood. */
  readonly when: When | undefined;
  readonly whenText: string;
  /** One line each, as in the file: "sms | email". */
  readonly channels: readonly string[];
  readonly template: string;
  readonly class: "collection" | "notice";
  readonly between: string;
  readonly window: string;
  readonly exits: readonly string[];
  /** Least sum, by currency. */
  readonly min: Readonly<Record<string, string>>;
  readonly kinds: readonly string[];
  readonly requires: { readonly step: string; readonly delivered: string } | undefined;
};

export type Ladder = { readonly name: string; readonly steps: readonly Step[] };

const WHEN = /^(?:on (due|anchor)|(\d{1,3}) (business )?days? (before due|after anchor))$/;

/** "5 days before due" as numbers; undefined when it is said otherwise. */
function whenOf(text: string): When | undefined {
  const found = WHEN.exec(text.trim());
  if (!found) return undefined;
  const [, on, count, business, side] = found;
  if (on) return { anchor: on === "due" ? "due" : "episode", days: 0, unit: "calendar" };
  const unit = business ? "business" : "calendar";
  return side === "before due"
    ? { anchor: "due", days: -Number(count), unit }
    : { anchor: "episode", days: Number(count), unit };
}

/** The same as the file writes it. */
function textOfWhen({ anchor, days, unit }: When): string {
  if (days === 0) return anchor === "due" ? "on due" : "on anchor";
  const count = Math.abs(days);
  const noun = `${unit === "business" ? "business " : ""}day${count === 1 ? "" : "s"}`;
  return `${count} ${noun} ${anchor === "due" ? "before due" : "after anchor"}`;
}

/** Moves a step along its side of the axis: before the due date it stays there, after the anchor as well. */
export function moved(when: When, days: number): When {
  const most = 120;
  const to = when.anchor === "due" ? Math.min(0, Math.max(-60, days)) : Math.max(0, days);
  return { ...when, days: Math.min(most, to) };
}

const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
const list = (value: unknown): readonly string[] =>
  Array.isArray(value)
    ? value.map(text)
    : value === undefined || value === null
      ? []
      : [text(value)];

/** The ladder, or where the file stops being YAML. */
export function readLadder(
  source: string,
): { readonly ladder: Ladder } | { readonly error: string; readonly line: number } {
  const document = parseDocument(source);
  const [error] = document.errors;
  if (error)
    return { error: error.message.split("\n")[0] ?? "", line: error.linePos?.[0].line ?? 1 };
  const file = document.toJS() as { name?: unknown; steps?: unknown } | null;
  const steps = Array.isArray(file?.steps) ? file.steps : [];
  return { ladder: { name: text(file?.name), steps: steps.map(stepOf) } };
}

function stepOf(value: unknown): Step {
  const file = (value ?? {}) as Readonly<Record<string, unknown>>;
  const conditions = (file["if"] ?? {}) as Readonly<Record<string, unknown>>;
  const requires = file["requires"] as Readonly<Record<string, unknown>> | undefined;
  return {
    id: text(file["id"]),
    when: whenOf(text(file["when"])),
    whenText: text(file["when"]),
    channels: list(file["channels"]),
    template: text(file["template"]),
    class: file["class"] === "notice" ? "notice" : "collection",
    between: text(file["between"]),
    window: text(file["window"]),
    exits: list(file["exits"]),
    min: Object.fromEntries(
      Object.entries((conditions["min"] ?? {}) as object).map(([currency, sum]) => [
        currency,
        text(sum),
      ]),
    ),
    kinds: list(conditions["kinds"]),
    requires: requires && { step: text(requires["step"]), delivered: text(requires["delivered"]) },
  };
}

/** Changes the file; it is given back as it was where it can't be read. */
function edited(source: string, change: (document: Document) => void): string {
  const document = parseDocument(source);
  if (document.errors.length > 0) return source;
  change(document);
  const written = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  // Braces with spaces inside, brackets without: as the shipped files are written.
  return written.replaceAll(/\[ ([^[\]\n]*) \]/g, "[$1]");
}

function stepAt(document: Document, index: number): YAMLMap | undefined {
  const steps = document.get("steps");
  const step = isSeq(steps) ? steps.items[index] : undefined;
  return isMap(step) ? step : undefined;
}

/** What of a step may be set; an empty value takes it away. */
export type StepChange = Partial<{
  readonly id: string;
  readonly when: When;
  readonly channels: readonly string[];
  readonly template: string;
  readonly class: "collection" | "notice";
  readonly between: string;
  readonly window: string;
  readonly exits: readonly string[];
  readonly kinds: readonly string[];
}>;

/** Sets what is named of a step. */
export function withStep(source: string, index: number, change: StepChange): string {
  return edited(source, (document) => {
    const step = stepAt(document, index);
    if (!step) return;
    const set = (key: string, value: unknown) => {
      const empty = value === "" || (Array.isArray(value) && value.length === 0);
      if (empty) step.delete(key);
      else step.set(key, document.createNode(value, { flow: true }));
    };
    const { when, channels, class: kind, kinds, ...rest } = change;
    for (const [key, value] of Object.entries(rest)) set(key, value);
    if (when) set("when", textOfWhen(when));
    if (channels) set("channels", channels.length === 1 ? channels[0] : channels);
    if (kind) set("class", kind === "notice" ? kind : "");
    if (kinds) setKinds(document, step, kinds);
  });
}

function setKinds(document: Document, step: YAMLMap, kinds: readonly string[]): void {
  if (kinds.length > 0) {
    if (!isMap(step.get("if"))) step.set("if", document.createNode({}, { flow: true }));
    step.setIn(["if", "kinds"], document.createNode(kinds, { flow: true }));
    return;
  }
  step.deleteIn(["if", "kinds"]);
  const left = step.get("if");
  if (isMap(left) && left.items.length === 0) step.delete("if");
}

/** Adds a step where its day belongs; its place comes back. */
export function withNewStep(
  source: string,
  id: string,
  days: number,
): { readonly source: string; readonly index: number } {
  const read = readLadder(source);
  const steps = "ladder" in read ? read.ladder.steps : [];
  const later = steps.findIndex(
    ({ when }) => when !== undefined && when.anchor === "episode" && when.days > days,
  );
  const index = later < 0 ? steps.length : later;
  const when: When = { anchor: "episode", days, unit: "calendar" };
  const step = { id, when: textOfWhen(when), channels: "sms | email", template: "reminder" };
  const made = edited(source, (document) => {
    const all = document.get("steps");
    if (isSeq(all)) all.items.splice(index, 0, document.createNode(step));
  });
  return { source: made, index };
}

/** Without a step. */
export function withoutStep(source: string, index: number): string {
  return edited(source, (document) => {
    document.deleteIn(["steps", index]);
  });
}

/** An id that no step has yet. */
export function freeId(steps: readonly Step[]): string {
  const known = new Set(steps.map(({ id }) => id));
  for (let n = steps.length + 1; n < 1_000; n += 1) if (!known.has(`step_${n}`)) return `step_${n}`;
  return "step";
}
