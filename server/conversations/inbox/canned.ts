// Canned answers: written once, with variables, in several languages; told only to whom their variables may be told.
import { sql } from "kysely";
import { dataFor } from "./data.ts";
import type { Conversation } from "./hold.ts";
import { wayTo, type Way } from "./way.ts";
import { localeOf } from "#messages/templates/about-client.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { compile, render, type TemplateSource } from "#messages/templates/template.ts";
import { faultsOf } from "#messages/templates/check.ts";
import { SAMPLE } from "#messages/templates/variables.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { Disclosure } from "#policies/types.ts";

export type CannedAnswer = {
  readonly name: string;
  readonly language: string;
  readonly body: string;
  /** Whom it may be said to at least, by the variables in it. */
  readonly disclosure: Disclosure;
  readonly changedAt: Temporal.Instant;
  readonly changedBy: string;
};

const MOST = 1_000;
const FROM_RESERVED: readonly Disclosure[] = ["unverified", "name", "full"];

/** By name and language. */
export async function listCanned(tx: Tx, clientId: string): Promise<readonly CannedAnswer[]> {
  const { rows } = await sql<CannedAnswer>`
    select name, language, body, disclosure, changed_at, changed_by from dunlin.canned_answer
    where client_id = ${clientId} order by name, language limit ${MOST}`.execute(tx);
  return rows;
}

/** Writes one, or another wording of it. A `UserError` says what is wrong with the words. */
export async function saveCanned(
  tx: Tx,
  clientId: string,
  answer: Pick<CannedAnswer, "name" | "language" | "body"> & { readonly by: string },
  now: Temporal.Instant,
): Promise<Disclosure> {
  const { name, language, body, by } = answer;
  const disclosure = leastFor(name, language, body);
  const { rows } = await sql`
    insert into dunlin.canned_answer (client_id, name, language, body, disclosure, changed_at, changed_by)
    select ${clientId}, ${name}, ${language}, ${body}, ${disclosure}, ${now}, ${by}
    where (select count(*) from dunlin.canned_answer where client_id = ${clientId}) < ${MOST}
    on conflict (client_id, name, language) do update
    set body = excluded.body, disclosure = excluded.disclosure, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by
    returning 1`.execute(tx);
  if (rows.length === 0) throw new UserError(`a client has at most ${MOST} canned answers`);
  return disclosure;
}

/** Removes it in all its languages; how many those were. */
export async function removeCanned(tx: Tx, clientId: string, name: string): Promise<number> {
  const { rows } = await sql`delete from dunlin.canned_answer
    where client_id = ${clientId} and name = ${name} returning 1`.execute(tx);
  return rows.length;
}

function sourceOf(
  { name, language, body }: Pick<CannedAnswer, "name" | "language" | "body">,
  disclosure: Disclosure,
): TemplateSource {
  const text = { [disclosure]: body };
  return { name, class: "reply", language, channel: "chat", transliterate: false, text };
}

/** The most reserved level at which all of its variables may be told. */
function leastFor(name: string, language: string, body: string): Disclosure {
  let why = "";
  for (const disclosure of FROM_RESERVED) {
    const source = sourceOf({ name, language, body }, disclosure);
    const [fault] = faultsOf(source);
    if (!fault) {
      const sample = render(compile(source), SAMPLE);
      if (!sample.ok) throw new UserError(`canned answer ${name}: ${sample.detail}; correct it`);
      return disclosure;
    }
    why = `line ${fault.line}: ${fault.message}`;
  }
  throw new UserError(`canned answer ${name}, ${why}; correct it`);
}

export type Filled =
  | { readonly text: string }
  | { readonly refused: "no_canned" | "tells_too_much" | "unfilled"; readonly why: string };

/** The words for whoever reads at the end of that way, in the customer's language, else the client's, else English. */
export async function fillCanned(
  tx: Tx,
  context: PlanContext,
  held: Conversation,
  { name, way }: { readonly name: string; readonly way: Way },
  now: Temporal.Instant,
): Promise<Filled> {
  const { client } = context;
  const { language, data } = await dataFor(tx, context, held, way, now);
  const answers = (await listCanned(tx, client.clientId)).filter((one) => one.name === name);
  const found = [language, language.split("-")[0]!, client.language, "en"]
    .map((wanted) => answers.find((one) => one.language === wanted))
    .find((one) => one !== undefined);
  if (!found) return { refused: "no_canned", why: `there is no canned answer "${name}"` };
  const source = sourceOf(found, found.disclosure);
  const { country } = client;
  const locale = localeOf(found.language, country);
  if (FROM_RESERVED.indexOf(way.disclosure) < FROM_RESERVED.indexOf(found.disclosure)) {
    const why = `"${name}" says what may not be told there: it is not certain who reads it`;
    return { refused: "tells_too_much", why };
  }
  const rendered = render(compile(source), data, { disclosure: way.disclosure, language: locale });
  return rendered.ok ? { text: rendered.text } : { refused: "unfilled", why: rendered.detail };
}

/** The words to look at before they are said. */
export async function previewCanned(
  tx: Tx,
  context: PlanContext,
  held: Conversation,
  name: string,
  now: Temporal.Instant,
): Promise<Filled> {
  const way = await wayTo(tx, context, held, undefined, now);
  if (!way) return { refused: "unfilled", why: "nothing leads to whoever wrote" };
  return await fillCanned(tx, context, held, { name, way }, now);
}
