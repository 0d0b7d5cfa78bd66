// A source as somebody writes it down (YAML, JSON), and when it runs.
import { parse } from "yaml";
import { z } from "zod";
import { checkMapping } from "#ledger/reading/mapping.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import { isCurrency } from "#platform/money.ts";
import { WRITE_KINDS, type CheckSource, type Settings, type WriteKind } from "./source.ts";

const UNITS_S = { minute: 60, hour: 3_600, day: 86_400 } as const;
const DURATION = /^(\d{1,4}) (minute|hour|day)s?$/;
const DAY_S = UNITS_S.day;
/** Books that nobody brought forward for so long are missed, unless the source says another time. */
const STALE_AFTER_S = 26 * UNITS_S.hour;

const Duration = z
  .string()
  .regex(DURATION, 'write it as "15 minutes", "2 hours" or "1 day"')
  .transform((text) => {
    const [, count, unit] = DURATION.exec(text)!;
    return Number(count) * UNITS_S[unit as keyof typeof UNITS_S];
  })
  .refine((seconds) => seconds >= 60 && seconds <= 400 * DAY_S, "write 1 minute to 400 days");

const Written = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "use small letters, digits and dashes"),
  kind: z.string().max(40),
  enabled: z.boolean().default(true),
  every: Duration.exactOptional(),
  at: z
    .array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "write a time as 06:30"))
    .min(1)
    .max(24)
    .exactOptional(),
  full_every: z.union([Duration, z.literal("never")]).default(DAY_S),
  stale_after: Duration.exactOptional(),
  files: z
    .strictObject({
      full: z.boolean().default(false),
      strict: z.boolean().default(false),
      currency: z.string().refine(isCurrency, "is no ISO 4217 code").exactOptional(),
      mapping: z.record(z.string(), z.unknown()).exactOptional(),
      payments: z.string().max(200).default("payments*"),
      payments_mapping: z.record(z.string(), z.unknown()).exactOptional(),
    })
    .prefault({}),
  write_back: z.array(z.enum(WRITE_KINDS)).max(3).default([]),
  settings: z.record(z.string(), z.unknown()).default({}),
});

/** When a source runs; all in seconds. */
export type Schedule = {
  readonly every_s?: number | undefined;
  /** Times of day where the client is. */
  readonly at?: readonly string[] | undefined;
  /** Null: what is open is never fetched as a whole. */
  readonly full_every_s: number | null;
  readonly stale_after_s: number;
};

/** How dropped files are read. */
export type FileOptions = {
  readonly full: boolean;
  readonly strict: boolean;
  readonly currency?: string | undefined;
  readonly mapping?: Settings | undefined;
  /** Files with names like this are payments, the others books. */
  readonly payments: string;
  readonly payments_mapping?: Settings | undefined;
};

export type Definition = {
  readonly name: string;
  readonly kind: string;
  readonly enabled: boolean;
  readonly schedule: Schedule;
  readonly files: FileOptions;
  readonly settings: Settings;
  readonly writeBack: readonly WriteKind[];
};

/** Reads a source from YAML. Throws a `UserError` that names the key and the cure. */
export function parseDefinition(text: string, check: CheckSource): Definition {
  let document: unknown;
  try {
    document = parse(text, { maxAliasCount: 10 });
  } catch (error) {
    throw new UserError(`the source is no YAML: ${messageOf(error)}`);
  }
  return definitionOf(document, check);
}

/** The same of a parsed document. */
export function definitionOf(document: unknown, check: CheckSource): Definition {
  const read = Written.safeParse(document);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UserError(`the source's ${issue?.path.join(".") || "document"}: ${issue?.message}`);
  }
  const { every, at, full_every, stale_after, write_back, ...rest } = read.data;
  if ((every === undefined) === (at === undefined)) {
    throw new UserError('the source needs one of every ("15 minutes") and at (["06:00"])');
  }
  for (const key of ["mapping", "payments_mapping"] as const) {
    if (rest.files[key] !== undefined) checkMapping(rest.files[key], `files.${key}`);
  }
  const writeBack = WRITE_KINDS.filter((kind) => write_back.includes(kind));
  return {
    ...rest,
    writeBack,
    settings: check(rest.kind, rest.settings, writeBack),
    schedule: {
      ...(every === undefined ? { at: at!.toSorted() } : { every_s: every }),
      full_every_s: full_every === "never" ? null : full_every,
      stale_after_s: stale_after ?? Math.max(STALE_AFTER_S, 3 * (every ?? 0)),
    },
  };
}

/** The first time after `now` at which the schedule wants a run; times of day are those of `zone`. */
export function nextRunAt(
  { every_s, at = [] }: Schedule,
  now: Temporal.Instant,
  zone: string,
): Temporal.Instant {
  if (every_s !== undefined) return now.add({ seconds: every_s });
  const here = now.toZonedDateTimeISO(zone);
  const days = [here.toPlainDate(), here.toPlainDate().add({ days: 1 })];
  const times = days.flatMap((day) =>
    at.map((time) => day.toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant()),
  );
  return times
    .toSorted((a, b) => Temporal.Instant.compare(a, b))
    .find((time) => Temporal.Instant.compare(time, now) > 0)!;
}
