// A client's own words: versions over the shipped templates, never changed once applied.
import { sql } from "kysely";
import { recordEvents } from "#ledger/events.ts";
import { factsChanged } from "#ledger/facts-changed.ts";
import { readTemplates, type TemplateProblem } from "#messages/templates/file.ts";
import type { TemplateSource } from "#messages/templates/template.ts";
import type { Tx } from "#platform/db.ts";

export type AppliedTemplate = Pick<TemplateSource, "name" | "language" | "channel"> & {
  readonly version: number;
};

/** Checks a template file and puts its templates in force, each as a new version; all or none. */
export async function applyTemplates(
  tx: Tx,
  clientId: string,
  yaml: string,
  now: Temporal.Instant,
  actor: string,
): Promise<
  { readonly applied: readonly AppliedTemplate[] } | { readonly errors: readonly TemplateProblem[] }
> {
  const read = readTemplates(yaml);
  if (!read.ok) return { errors: read.problems };
  const rows = read.templates.map(({ name, language, channel, ...rest }) => ({
    name,
    language,
    channel,
    source: JSON.stringify({ name, language, channel, ...rest }),
  }));
  const { rows: applied } = await sql<AppliedTemplate>`
    insert into dunlin.template (client_id, name, language, channel, version, source, applied_at, applied_by)
    select ${clientId}, name, language, channel,
      1 + coalesce((select max(t.version) from dunlin.template t where t.client_id = ${clientId}
        and t.name = row.name and t.language = row.language and t.channel = row.channel), 0),
      source, ${now}, ${actor}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (name text, language text, channel text, source text)
    returning name, language, channel, version
  `.execute(tx);
  await retryHeld(tx, clientId, now);
  await recordEvents(tx, clientId, now, [
    { kind: "templates.applied", actor, body: { templates: applied } },
  ]);
  return { applied };
}

// What was held for want of words is decided again with the new ones.
async function retryHeld(tx: Tx, clientId: string, now: Temporal.Instant): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select distinct customer_id as id from dunlin.message
    where client_id = ${clientId} and state = 'held' and customer_id is not null limit 100000
  `.execute(tx);
  await factsChanged(
    tx,
    clientId,
    rows.map((row) => row.id),
    now,
  );
}

const parsed = new Map<string, TemplateSource>();
const MOST_PARSED = 10_000;

/** The templates in force, each one object for as long as its version lasts, so that it is compiled once. */
export async function loadTemplates(tx: Tx, clientId: string): Promise<TemplateSource[]> {
  const { rows } = await sql<AppliedTemplate & { source: string }>`
    select distinct on (name, language, channel) name, language, channel, version, source
    from dunlin.template where client_id = ${clientId}
    order by name, language, channel, version desc limit 5000
  `.execute(tx);
  return rows.map((row) => {
    const key = [clientId, row.name, row.language, row.channel, row.version].join(" ");
    const known = parsed.get(key);
    if (known) return known;
    if (parsed.size >= MOST_PARSED) parsed.clear();
    const source = JSON.parse(row.source) as TemplateSource;
    parsed.set(key, source);
    return source;
  });
}

export type TemplateVersion = {
  readonly version: number;
  readonly appliedAt: Temporal.Instant;
  readonly appliedBy: string;
  readonly source: unknown;
};

/** The client's own versions of one template, the last one first. */
export async function listVersions(
  tx: Tx,
  clientId: string,
  of: Pick<TemplateSource, "name" | "language" | "channel">,
): Promise<TemplateVersion[]> {
  const { rows } = await sql<Omit<TemplateVersion, "source"> & { source: string }>`
    select version, applied_at, applied_by, source from dunlin.template
    where client_id = ${clientId} and name = ${of.name} and language = ${of.language} and channel = ${of.channel}
    order by version desc limit 100`.execute(tx);
  return rows.map((row) => ({ ...row, source: JSON.parse(row.source) as unknown }));
}
