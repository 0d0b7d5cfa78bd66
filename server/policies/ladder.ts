/** A policy as people write it: YAML in, a `Policy` or errors with line and field out. samples/policy.yaml documents it. */
import type { z } from "zod";

import type { Channel } from "#messages/route.ts";

import { hasCalendar } from "./calendar.ts";
import { LADDER_CHANNELS } from "./channels.ts";
import { checkPolicy } from "./ladder-check.ts";
import { policyFile, type PolicyFile, type StepFile } from "./ladder-file.ts";
import {
  parseAlternatives,
  parseAmount,
  parseBetween,
  parseSpan,
  parseWhen,
  type Parsed,
} from "./ladder-words.ts";
import { profileOf, PROFILES } from "./profiles.ts";
import type { Policy, Step } from "./types.ts";
import { fieldOf, type Path, readYaml, type SourceError } from "./yaml-source.ts";

export { defaultPolicySource } from "./default-policy.ts";
export { describe } from "./describe.ts";

export type PolicyError = SourceError;

export type ParseOptions = {
  /** The version that the policy gets; 0 while it has none. */
  readonly version?: number;
  /** ISO 3166 country whose calendar counts when the file names none: the client's. */
  readonly country?: string;
  /** Tells whether the client has a template of that name; without it all names pass. */
  readonly hasTemplate?: (name: string) => boolean;
  readonly channels?: readonly Channel[];
};

const DEFAULT_CATCH_UP = "3 days";
const DEFAULT_STALE_AFTER = "1 banking day";
const DEFAULT_CALLS_PER_DAY = 40;
const MAX_ERRORS = 50;

/** Collects what is wrong, so that a user sees all of it at once. */
export type Complain = (path: Path, message: string) => void;

/** The value, or a complaint and the fallback. */
function valueOf<T>(parsed: Parsed<T>, fallback: T, path: Path, complain: Complain): T {
  if ("value" in parsed) return parsed.value;
  complain(path, parsed.error);
  return fallback;
}

function amountsOf(
  written: Readonly<Record<string, number | string>> | undefined,
  path: Path,
  complain: Complain,
): Readonly<Record<string, bigint>> | undefined {
  if (written === undefined) return undefined;
  const amounts = Object.entries(written).map(([currency, amount]) => {
    const parsed = parseAmount(String(amount), currency);
    return [currency, valueOf(parsed, 0n, [...path, currency], complain)] as const;
  });
  return Object.fromEntries(amounts);
}

function daysOf(text: string, unit: Step["unit"], path: Path, complain: Complain): number {
  const span = valueOf(parseSpan(text), { days: 0, unit }, path, complain);
  if (span.unit === unit) return span.days;
  const example = unit === "calendar" ? "3 days" : "1 banking day";
  complain(path, `"${text}" is counted in the wrong days; write for example "${example}"`);
  return 0;
}

function channelsOf(
  file: StepFile,
  path: Path,
  supported: readonly Channel[],
  complain: Complain,
): Step["channels"] {
  if (file.channels === undefined) return [];
  const list = typeof file.channels === "string" ? [file.channels] : file.channels;
  const at = [...path, "channels"];
  return list.map((text, index) =>
    valueOf(
      parseAlternatives(text, supported),
      [],
      typeof file.channels === "string" ? at : [...at, index],
      complain,
    ),
  );
}

function requiresOf(file: StepFile, path: Path, complain: Complain): Step["requires"] {
  if (file.requires === undefined) return undefined;
  const at = [...path, "requires", "delivered"];
  const text = file.requires.delivered.trim();
  if (!text.endsWith(" ago")) {
    complain(at, `"${text}" is not in the past; write for example "5 business days ago"`);
    return undefined;
  }
  const days = daysOf(text.slice(0, -" ago".length), "business", at, complain);
  return { step: file.requires.step, deliveredBusinessDaysAgo: days };
}

function stepOf(file: StepFile, path: Path, options: ParseOptions, complain: Complain): Step {
  const when = valueOf(
    parseWhen(file.when),
    { anchor: "episode" as const, days: 0, unit: "calendar" as const },
    [...path, "when"],
    complain,
  );
  const between =
    file.between === undefined
      ? undefined
      : valueOf(parseBetween(file.between), undefined, [...path, "between"], complain);
  return {
    id: file.id,
    ...when,
    windowDays:
      file.window === undefined
        ? undefined
        : daysOf(file.window, "calendar", [...path, "window"], complain),
    between,
    class: file.class ?? "collection",
    channels: channelsOf(file, path, options.channels ?? LADDER_CHANNELS, complain),
    template: file.template,
    conditions: {
      minMinor: amountsOf(file.if?.min, [...path, "if", "min"], complain),
      maxMinor: amountsOf(file.if?.max, [...path, "if", "max"], complain),
      languages: file.if?.languages,
      segments: file.if?.segments,
      kinds: file.if?.kinds,
    },
    requires: requiresOf(file, path, complain),
    exits: file.exits ?? [],
  };
}

function capsOf(file: PolicyFile, options: ParseOptions, complain: Complain): Policy["caps"] {
  const supported = options.channels ?? LADDER_CHANNELS;
  return (file.contact?.caps ?? []).map((cap, index) => ({
    ...cap,
    channels: cap.channels.flatMap((word, at) =>
      valueOf(
        parseAlternatives(word, supported),
        [],
        ["contact", "caps", index, "channels", at],
        complain,
      ),
    ),
  }));
}

function calendarOf(file: PolicyFile, options: ParseOptions, complain: Complain): string {
  const calendar = file.calendar ?? options.country;
  if (calendar === undefined) {
    complain(["calendar"], "calendar is missing; name a country such as ZA");
    return "";
  }
  if (!hasCalendar(calendar)) {
    complain(
      ["calendar"],
      `"${calendar}" is no country with a holiday calendar; write one such as ZA`,
    );
  }
  return calendar;
}

function policyOf(file: PolicyFile, options: ParseOptions, complain: Complain): Policy {
  const profiles = file.contact?.profiles ?? [];
  for (const [index, profile] of profiles.entries()) {
    if (profileOf(profile) === undefined) {
      const known = PROFILES.map((one) => one.id).join(", ");
      complain(["contact", "profiles", index], `profile "${profile}" is unknown; use ${known}`);
    }
  }
  const staleAfter = file.stale_after ?? DEFAULT_STALE_AFTER;
  const catchUp = file.catch_up ?? DEFAULT_CATCH_UP;
  return {
    version: options.version ?? 0,
    name: file.name,
    steps: file.steps.map((step, index) => stepOf(step, ["steps", index], options, complain)),
    onboardAt: file.onboard_at,
    catchUpDays: daysOf(catchUp, "calendar", ["catch_up"], complain),
    toleranceMinor: amountsOf(file.tolerance, ["tolerance"], complain) ?? {},
    staleAfterBankingDays: daysOf(staleAfter, "business", ["stale_after"], complain),
    calendar: calendarOf(file, options, complain),
    profiles,
    party: file.contact?.party ?? "first",
    caps: capsOf(file, options, complain),
    disputeHoldsAll: file.dispute_holds === "account",
    allocation: file.allocation ?? "oldest_first",
    callsPerDay: file.calls_per_day ?? DEFAULT_CALLS_PER_DAY,
  };
}

const wordOf = (value: unknown): string =>
  typeof value === "string" ? `"${value}"` : "this value";

/** What zod found, one complaint for each unknown key. */
function complainOfShape(issue: z.core.$ZodIssue, complain: Complain): void {
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) complain([...issue.path, key], `unknown key "${key}"`);
  } else if (issue.code === "invalid_type" && issue.input === undefined) {
    complain(issue.path, issue.path.length === 0 ? "the file is empty" : "is missing");
  } else if (issue.code === "invalid_value") {
    complain(issue.path, `${wordOf(issue.input)} is unknown; use ${issue.values.join(", ")}`);
  } else {
    complain(issue.path, issue.message);
  }
}

/**
 * Reads and checks a policy file. Never throws: whatever is wrong, however hostile, comes back as errors, at most 50, in the
 * order of the file.
 */
export function parsePolicy(
  source: string,
  options: ParseOptions = {},
): { readonly policy: Policy } | { readonly errors: readonly PolicyError[] } {
  const yaml = readYaml(source);
  if ("errors" in yaml) return { errors: yaml.errors };
  const errors: PolicyError[] = [];
  const complain: Complain = (path, message) => {
    if (errors.length < MAX_ERRORS) {
      errors.push({ line: yaml.lineOf(path), field: fieldOf(path), message });
    }
  };
  const file = policyFile.safeParse(yaml.value ?? undefined, { reportInput: true });
  if (!file.success) {
    for (const issue of file.error.issues.slice(0, MAX_ERRORS)) complainOfShape(issue, complain);
  } else {
    const policy = policyOf(file.data, options, complain);
    // Relations between steps only make sense between steps that were understood.
    if (errors.length === 0) checkPolicy(policy, options, complain);
    if (errors.length === 0) return { policy };
  }
  return { errors: errors.toSorted((a, b) => a.line - b.line) };
}
