/** What two versions of a policy say differently, field by field: for whoever signs the new one off. Pure. */
import type { Policy, Step } from "./types.ts";

/** A field whose value is another one; undefined: it has none there. */
export type FieldChange = {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
};

export type StepChange = {
  readonly stepId: string;
  readonly change: "added" | "removed" | "changed" | "same";
  /** Places in the ladder, from 1; undefined where it is not in that version. */
  readonly placeBefore: number | undefined;
  readonly placeAfter: number | undefined;
  readonly fields: readonly FieldChange[];
};

export type PolicyDifference = {
  readonly settings: readonly FieldChange[];
  /** In the order of the newer version, what it no longer has at the end. */
  readonly steps: readonly StepChange[];
};

/** A value as text: the fields of policies are plain data, in the order in which one parser makes them. */
const textOf = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? `${one}n` : one));

function fieldsOf(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  except: ReadonlySet<string>,
): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((field) => !except.has(field) && textOf(before[field]) !== textOf(after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

const SETTINGS = new Set(["version", "steps"]);
const STEP = new Set(["id"]);

/** The difference between two policies; the steps that stayed as they are stand in it as `same`. */
export function comparePolicies(before: Policy, after: Policy): PolicyDifference {
  const old = new Map(before.steps.map((step, index) => [step.id, { step, place: index + 1 }]));
  const kept = after.steps.map((step, index): StepChange => {
    const was = old.get(step.id);
    old.delete(step.id);
    return stepChange(step.id, was, { step, place: index + 1 });
  });
  const removed = [...old].map(([id, was]) => stepChange(id, was, undefined));
  return { settings: fieldsOf(before, after, SETTINGS), steps: [...kept, ...removed] };
}

type Placed = { readonly step: Step; readonly place: number };

function stepChange(
  stepId: string,
  before: Placed | undefined,
  after: Placed | undefined,
): StepChange {
  const fields = before && after ? fieldsOf(before.step, after.step, STEP) : [];
  const change = !before ? "added" : !after ? "removed" : fields.length > 0 ? "changed" : "same";
  return { stepId, change, placeBefore: before?.place, placeAfter: after?.place, fields };
}
