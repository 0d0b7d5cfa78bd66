// Variables of the caller that a template declares: what must be given, of which kind, and an example of each.
import { z } from "zod";
import { FilterError, date, money, number } from "./filters.ts";
import type { Disclosure } from "#policies/types.ts";

const VAR_KINDS = ["text", "money", "date", "number", "url"] as const;
type VarKind = (typeof VAR_KINDS)[number];

const MOST_VARS = 40;
const MOST_TEXT = 2_000;

export type DeclaredVar = {
  readonly kind: VarKind;
  /** Shown in previews and sent by tests. */
  readonly example: unknown;
  /** The least that the contact point must be allowed to be told to be told this. */
  readonly from: Disclosure;
  /** The words manage without it. */
  readonly optional: boolean;
  readonly about: string;
};

/** By their names under `vars`. */
export type DeclaredVars = Readonly<Record<string, DeclaredVar>>;

const Declared = z
  .strictObject({
    kind: z.enum(VAR_KINDS),
    example: z.unknown(),
    from: z.enum(["unverified", "name", "full"]).default("full"),
    optional: z.boolean().default(false),
    about: z.string().max(300).default(""),
  })
  .superRefine(({ kind, example }, context) => {
    const wrong = wrongWith(kind, example);
    if (wrong !== undefined) {
      context.addIssue({ code: "custom", path: ["example"], message: wrong });
    }
  });

/** `vars:` of a template file. */
export const DeclaredVarsIn = z
  .record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/u, "use up to 40 of a-z, 0-9 and _"), Declared)
  .refine((vars) => Object.keys(vars).length <= MOST_VARS, `more than ${MOST_VARS} variables`);

/** What is wrong with the value, in words that follow its name; undefined when it can be printed. */
function wrongWith(kind: VarKind, value: unknown): string | undefined {
  try {
    return WRONG[kind](value);
  } catch (error) {
    if (error instanceof FilterError) return error.message;
    throw error;
  }
}

const ANY_LOCALE = "en";

// The filters themselves say what they can print: a message that passed here is not held later.
const WRONG: Readonly<Record<VarKind, (value: unknown) => string | undefined>> = {
  text: (value) => {
    const isText = typeof value === "string" || (typeof value === "number" && isFinite(value));
    if (!isText) return "is no text";
    return String(value).length > MOST_TEXT ? `is longer than ${MOST_TEXT} characters` : undefined;
  },
  money: (value) => void money(value, ANY_LOCALE),
  date: (value) => void date(value, ANY_LOCALE),
  number: (value) => void number(value, ANY_LOCALE),
  url: (value) =>
    typeof value === "string" && /^https?:\/\/[^\s<>"]{1,1990}$/u.test(value)
      ? undefined
      : "is no address that begins with https:// or http://",
};

export type VarFault = { readonly name: string; readonly message: string };

/** What is missing from the caller's data, or can't be printed; in the order of the declaration. */
export function varFaults(
  declared: DeclaredVars,
  data: Readonly<Record<string, unknown>>,
): readonly VarFault[] {
  return Object.entries(declared).flatMap(([name, { kind, optional }]) => {
    const value = Object.hasOwn(data, name) ? data[name] : undefined;
    if (value === undefined || value === null || value === "") {
      return optional ? [] : [{ name, message: `is missing: a ${kind}` }];
    }
    const message = wrongWith(kind, value);
    return message === undefined ? [] : [{ name, message }];
  });
}

/** The examples, as data. */
export function examplesOf(declared: DeclaredVars): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(declared).map(([name, one]) => [name, one.example]));
}
