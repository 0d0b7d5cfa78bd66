// How well the model does on what it has not seen, per intent and language, as tables for the docs.
import { PROTECTED } from "#understanding/rules.ts";
import { INTENTS, type Intent, type Understood } from "#understanding/types.ts";
import type { Example } from "./examples.ts";

export type Seen = { readonly example: Example; readonly understood: Understood };

const percent = (part: number, whole: number): string =>
  whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;

/** A person counts as caught: whatever a person reads is not missed. */
const isCaught = ({ example, understood }: Seen): boolean =>
  [example.intent, "other", "agent"].includes(understood.intent);

export function accuracyOf(seen: readonly Seen[]): number {
  const right = seen.filter(({ example, understood }) => understood.best === example.intent);
  return right.length / Math.max(1, seen.length);
}

function lineOf(intent: Intent, seen: readonly Seen[], languages: readonly string[]): string[] {
  const truly = seen.filter(({ example }) => example.intent === intent);
  const said = seen.filter(({ understood }) => understood.intent === intent);
  const right = said.filter(({ example }) => example.intent === intent).length;
  const perLanguage = languages.map((language) => {
    const of = truly.filter(({ example }) => example.language === language);
    return percent(of.filter(({ understood }) => understood.best === intent).length, of.length);
  });
  const caught = PROTECTED.some((one) => one === intent)
    ? percent(truly.filter(isCaught).length, truly.length)
    : "";
  return [
    `\`${intent}\``,
    String(truly.length),
    ...perLanguage,
    percent(truly.filter(({ understood }) => understood.best === intent).length, truly.length),
    percent(right, said.length),
    percent(right, truly.length),
    caught,
  ];
}

/** A table in Markdown. */
export function tableOf(seen: readonly Seen[]): string {
  const languages = [...new Set(seen.map(({ example }) => example.language))].toSorted();
  const head = ["intent", "texts", ...languages, "all", "precision", "recall", "caught"];
  const overall = languages.map((language) => {
    const of = seen.filter(({ example }) => example.language === language);
    return `${(100 * accuracyOf(of)).toFixed(1)} %`;
  });
  const all = [
    "all",
    String(seen.length),
    ...overall,
    `${(100 * accuracyOf(seen)).toFixed(1)} %`,
    "",
    "",
    "",
  ];
  const rows = [
    head,
    head.map(() => "---"),
    ...INTENTS.map((one) => lineOf(one, seen, languages)),
    all,
  ];
  return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

export type Floors = {
  readonly precision: Readonly<Record<string, number>>;
  readonly caught: Readonly<Record<string, number>>;
};

/** What the contract names: precision of what acts on money, and how much of what is protected reaches a person or its own dialogue. */
export function floorsOf(seen: readonly Seen[]): Floors {
  const precision = (["pay", "pay_part", "promise"] as const).map((intent) => {
    const said = seen.filter(({ understood }) => understood.intent === intent);
    const right = said.filter(({ example }) => example.intent === intent).length;
    return [intent, said.length === 0 ? 1 : right / said.length] as const;
  });
  const caught = PROTECTED.map((intent) => {
    const truly = seen.filter(({ example }) => example.intent === intent);
    return [intent, truly.filter(isCaught).length / Math.max(1, truly.length)] as const;
  });
  return { precision: Object.fromEntries(precision), caught: Object.fromEntries(caught) };
}
