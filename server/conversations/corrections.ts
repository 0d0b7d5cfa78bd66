// Misreadings that people set right. What was approved by a second look becomes a labelled example for training.
import { sql } from "kysely";
import { redactCardNumbers } from "./card-numbers.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { Intent } from "#understanding/types.ts";
import { understand } from "#understanding/understand.ts";

export type Correction = {
  readonly correctionId: string;
  readonly inboundId: string | null;
  /** Without card numbers. */
  readonly text: string;
  readonly language: string;
  readonly guessed: string;
  readonly confidence: number;
  readonly intent: string;
  readonly correctedAt: Temporal.Instant;
  readonly correctedBy: string;
  readonly state: CorrectionState;
  readonly reviewedAt: Temporal.Instant | null;
  readonly reviewedBy: string | null;
};
export const CORRECTION_STATES = ["open", "approved", "refused"] as const;
export type CorrectionState = (typeof CORRECTION_STATES)[number];

export type NewCorrection = {
  /** A message that came in, or a text by itself. */
  readonly of: { readonly inboundId: string } | { readonly text: string };
  /** ISO 639; undefined: the customer's, else English. */
  readonly language?: string | undefined;
  /** What it means. */
  readonly intent: Intent;
  readonly by: string;
};

const COLUMNS = sql`correction_id, inbound_id, text, language, guessed, confidence, intent, corrected_at, corrected_by, state,
  reviewed_at, reviewed_by`;
const MOST_TEXT = 1_000;
const MOST = 1_000;

type Misread = {
  readonly inboundId: string | null;
  readonly customerId: string | null;
  readonly text: string;
  readonly language: string | null;
};

/**
 * Keeps what a person says a text means, beside what was guessed; of one message once: the last word counts, and is looked at
 * anew. Throws a `UserError` when there is no such message, or nothing in it.
 */
export async function correctReading(
  tx: Tx,
  clientId: string,
  correction: NewCorrection,
  now: Temporal.Instant,
): Promise<Correction> {
  const misread = await misreadOf(tx, clientId, correction.of);
  const text = redactCardNumbers(misread.text).slice(0, MOST_TEXT).trim();
  if (text === "") throw new UserError("there are no words to correct; name a message with a text");
  const language = correction.language ?? misread.language?.slice(0, 2) ?? "en";
  const today = now.toZonedDateTimeISO("UTC").toPlainDate();
  const around = { languages: [language], language, currency: "ZAR", today };
  const { best, confidence } = understand(text, around);
  const { rows } = await sql<Correction>`
    insert into dunlin.reading_correction (client_id, inbound_id, customer_id, text, language, guessed, confidence, intent,
      corrected_at, corrected_by)
    values (${clientId}, ${misread.inboundId}, ${misread.customerId}, ${text}, ${language}, ${best}, ${confidence},
      ${correction.intent}, ${now}, ${correction.by})
    on conflict (client_id, inbound_id) where inbound_id is not null do update
    set text = excluded.text, language = excluded.language, guessed = excluded.guessed, confidence = excluded.confidence,
      intent = excluded.intent, corrected_at = excluded.corrected_at, corrected_by = excluded.corrected_by, state = 'open',
      reviewed_at = null, reviewed_by = null
    returning ${COLUMNS}`.execute(tx);
  return rows[0]!;
}

async function misreadOf(tx: Tx, clientId: string, of: NewCorrection["of"]): Promise<Misread> {
  if ("text" in of) return { inboundId: null, customerId: null, text: of.text, language: null };
  const { rows } = await sql<Misread>`
    select i.inbound_id, i.customer_id, i.body as text, c.language
    from dunlin.inbound i left join dunlin.customer c using (client_id, customer_id)
    where i.client_id = ${clientId} and i.inbound_id = ${of.inboundId}`.execute(tx);
  const [misread] = rows;
  if (!misread) throw new UserError(`no message "${of.inboundId}" came in; see conversation show`);
  return misread;
}

/** Oldest first, at most 1,000. */
export async function listCorrections(
  tx: Tx,
  clientId: string,
  state: CorrectionState | undefined,
): Promise<readonly Correction[]> {
  const { rows } = await sql<Correction>`
    select ${COLUMNS} from dunlin.reading_correction
    where client_id = ${clientId} and (${state ?? null}::text is null or state = ${state ?? null})
    order by correction_id limit ${MOST}`.execute(tx);
  return rows;
}

/** A second look at it, perhaps with another meaning. Undefined: there is none of that id. */
export async function reviewCorrection(
  tx: Tx,
  clientId: string,
  review: {
    readonly correctionId: string;
    readonly state: "approved" | "refused";
    readonly intent?: Intent | undefined;
    readonly by: string;
  },
  now: Temporal.Instant,
): Promise<Correction | undefined> {
  const { rows } = await sql<Correction>`
    update dunlin.reading_correction
    set state = ${review.state}, intent = coalesce(${review.intent ?? null}, intent), reviewed_at = ${now},
      reviewed_by = ${review.by}
    where client_id = ${clientId} and correction_id = ${review.correctionId} returning ${COLUMNS}`.execute(
    tx,
  );
  return rows[0];
}
