// The conditions that people choose from, and how each of them is entered.
import type { Field } from "./model.ts";

export type FieldKind =
  | { readonly is: "yes" }
  | { readonly is: "amount" }
  | { readonly is: "days" }
  | { readonly is: "list" }
  | { readonly is: "lines" }
  | { readonly is: "choice"; readonly of: readonly string[] }
  | { readonly is: "several"; readonly of: readonly string[] }
  | { readonly is: "fixed" };

export const FIELDS: Readonly<Record<Field, FieldKind>> = {
  overdue: { is: "yes" },
  overdue_min: { is: "amount" },
  overdue_max: { is: "amount" },
  owed_min: { is: "amount" },
  owed_max: { is: "amount" },
  currency: { is: "list" },
  days_late_min: { is: "days" },
  days_late_max: { is: "days" },
  due_within_days: { is: "days" },
  not_contacted_within_days: { is: "days" },
  contacted_within_days: { is: "days" },
  not_paid_within_days: { is: "days" },
  paid_within_days: { is: "days" },
  replied_within_days: { is: "days" },
  promise: { is: "choice", of: ["open", "broken", "none"] },
  plan: { is: "choice", of: ["open", "none"] },
  disputed: { is: "yes" },
  held: { is: "yes" },
  steps: { is: "list" },
  tags: { is: "list" },
  languages: { is: "list" },
  countries: { is: "list" },
  zones: { is: "list" },
  kinds: { is: "several", of: ["person", "firm"] },
  has: { is: "several", of: ["phone", "email"] },
  opted_out: { is: "yes" },
  references: { is: "lines" },
  import: { is: "fixed" },
  campaign: { is: "fixed" },
  failed_in: { is: "fixed" },
};

/** In the order of the menu; what is fixed comes from links. */
export const CHOOSABLE = (Object.keys(FIELDS) as Field[]).filter(
  (field) => FIELDS[field].is !== "fixed",
);

/** What a condition is when it was just added. */
export function firstValue(field: Field): unknown {
  const kind = FIELDS[field];
  if (kind.is === "yes") return true;
  if (kind.is === "amount") return "100.00";
  if (kind.is === "days") return 30;
  if (kind.is === "choice") return kind.of[0];
  if (kind.is === "several") return [kind.of[0]];
  return "";
}
