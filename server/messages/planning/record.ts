// Writes what was decided: episodes, decisions with their facts, rungs, the standing answer and the next look.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import { bigintAsText, recordEvents, type NewEvent } from "#ledger/events.ts";
import { policyFor, type PlanContext } from "#messages/planning/context.ts";
import type { Decided } from "#messages/planning/decide-all.ts";
import { factsToJson } from "#messages/planning/facts-json.ts";
import type { Saying } from "#messages/planning/speak.ts";
import type { Tx } from "#platform/db.ts";
import { dayAt, isoOf } from "#policies/day.ts";
import { headlineOf } from "#policies/decide.ts";
import type { Answer, Decision, EpochMs, Exit } from "#policies/types.ts";

const MINUTE_MS = 60_000;

/** Writes everything but the messages, and gives back what is to be said. */
export async function recordAnswers(
  tx: Tx,
  context: PlanContext,
  customerIds: readonly string[],
  decided: readonly Decided[],
  now: Temporal.Instant,
  actor: string,
): Promise<Saying[]> {
  const { clientId } = context.client;
  await recordEpisodes(tx, context, decided, now, actor);
  const noted = decided.map((one) => ({ ...one, decisionId: idIfNew(one) }));
  await recordDecisions(tx, context, noted, now);
  await recordRungs(tx, context, noted, now, actor);
  await recordStanding(tx, clientId, decided, now);
  await recordLooks(tx, clientId, customerIds, decided, now);
  await recordEntries(tx, clientId, decided, now);
  return noted.flatMap((one) =>
    one.answer.decisions
      .filter((decision) => decision.outcome === "send")
      .map((decision) => ({ ...one, decision, decisionId: one.decisionId! })),
  );
}

type Noted = Decided & { readonly decisionId: string | undefined };

// What led to something is always written down; an unchanged "wait" only once.
function idIfNew({ subject, answer }: Decided): string | undefined {
  const standing = standingOf(answer);
  const changed = standing.decision !== subject.outcome || standing.reason !== subject.reason;
  const acts = answer.decisions.some((one) => rungOf(one) !== undefined);
  return changed || acts || answer.episode.change !== "none" ? randomUUIDv7() : undefined;
}

/**
 * The answer that stands until the next look. Whoever waits for fresh books is found by it when they come, and would wait for
 * ever where a hold on another part of the account stood before it.
 */
function standingOf(answer: Answer): ReturnType<typeof headlineOf> {
  const waits = answer.decisions.some((decision) => decision.reason === "stale_books");
  return waits ? { decision: "wait", reason: "stale_books" } : headlineOf(answer);
}

async function recordEpisodes(
  tx: Tx,
  { client: { clientId, shadowSince } }: PlanContext,
  decided: readonly Decided[],
  now: Temporal.Instant,
  actor: string,
): Promise<void> {
  const changed = decided.filter(({ answer }) => answer.episode.change !== "none");
  if (changed.length === 0) return;
  const rows = changed.map(({ subject: { facts }, answer: { episode } }) => ({
    id: facts.episode?.id ?? facts.nextEpisodeId,
    account_id: facts.accountId,
    change: episode.change,
    anchor_on: episode.change === "open" ? isoOf(episode.anchorOn) : undefined,
    shift_days: "shiftDays" in episode ? episode.shiftDays : undefined,
  }));
  const values = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as row (id uuid, account_id uuid, change text, anchor_on date, shift_days integer)`;
  await sql`insert into dunlin.episode (client_id, episode_id, account_id, anchor_on, shift_days, opened_at)
    select ${clientId}, id, account_id, anchor_on, shift_days, ${now} from ${values} where change = 'open'`.execute(
    tx,
  );
  await sql`update dunlin.episode e
    set shift_days = coalesce(row.shift_days, e.shift_days),
      closed_at = case when change = 'close' then ${now}::timestamptz end
    from ${values} where e.client_id = ${clientId} and e.episode_id = row.id and change in ('shift', 'close')`.execute(
    tx,
  );
  const suspended = await suspendedEpisodes(tx, clientId, rows);
  const kinds = {
    open: "episode.opened",
    shift: "episode.shifted",
    close: "episode.closed",
  } as const;
  await recordEvents(
    tx,
    clientId,
    now,
    changed.flatMap(({ subject, answer: { episode } }, index) => {
      const row = rows[index]!;
      const about = {
        customerId: subject.customerId,
        accountId: row.account_id,
        actor,
        cause: row.id,
      };
      const event: NewEvent = {
        ...about,
        kind: kinds[episode.change as keyof typeof kinds],
        body: { anchor: row.anchor_on, shift_days: row.shift_days },
      };
      const closes = episode.change === "close" && shadowSince === null;
      const resumes = closes && suspended.has(row.id);
      return resumes ? [event, { ...about, kind: "service.resume" }] : [event];
    }),
  );
}

// Only whose service was suspended is told to be resumed.
async function suspendedEpisodes(
  tx: Tx,
  clientId: string,
  rows: readonly { id: string; account_id: string; change: string }[],
): Promise<Set<string>> {
  const closed = rows.filter((row) => row.change === "close");
  if (closed.length === 0) return new Set();
  const { rows: found } = await sql<{ anchor: string }>`
    select distinct anchor from dunlin.rung
    where client_id = ${clientId} and account_id = any(${closed.map((row) => row.account_id)}::uuid[])
      and anchor = any(${closed.map((row) => row.id)}::text[]) and 'suspend' = any(exits)
  `.execute(tx);
  return new Set(found.map((row) => row.anchor));
}

async function recordDecisions(
  tx: Tx,
  context: PlanContext,
  noted: readonly Noted[],
  now: Temporal.Instant,
): Promise<void> {
  const fresh = noted.filter((one) => one.decisionId !== undefined);
  if (fresh.length === 0 || !context.policy) return;
  const rows = fresh.map(({ subject, answer, decisionId }) => {
    const headline = headlineOf(answer);
    return {
      policy_version: policyFor(context, subject.facts)?.version,
      decision_id: decisionId,
      account_id: subject.facts.accountId,
      facts_version: subject.factsVersion,
      outcome: headline.decision,
      reason: headline.reason,
      facts: factsToJson(subject.facts),
      answer,
    };
  });
  await sql`
    insert into dunlin.decision (client_id, decision_id, account_id, at, policy_version, facts_version, outcome,
      reason, facts, answer)
    select ${context.client.clientId}, decision_id, account_id, ${now}, policy_version, facts_version,
      outcome, reason, facts, answer
    from jsonb_to_recordset(${JSON.stringify(rows, bigintAsText)}::jsonb) as row
      (policy_version integer, decision_id uuid, account_id uuid, facts_version bigint, outcome text, reason text,
      facts jsonb, answer jsonb)
  `.execute(tx);
}

type Rung = { outcome: "taken" | "superseded"; exits: readonly Exit[] };

function rungOf(decision: Decision): Rung | undefined {
  if (decision.stepId === undefined || decision.anchor === undefined) return undefined;
  if (decision.outcome === "send") return { outcome: "taken", exits: decision.exits };
  if (decision.outcome === "suppress") return { outcome: "superseded", exits: decision.exits };
  if (decision.outcome === "person" && decision.reason === "exit") {
    return { outcome: "taken", exits: decision.exits };
  }
  return undefined;
}

async function recordRungs(
  tx: Tx,
  { client: { clientId, shadowSince } }: PlanContext,
  noted: readonly Noted[],
  now: Temporal.Instant,
  actor: string,
): Promise<void> {
  const rungs = noted.flatMap(({ subject, answer, decisionId }) =>
    answer.decisions.flatMap((decision) => {
      const rung = rungOf(decision);
      return rung ? [{ subject, decision, decisionId, ...rung }] : [];
    }),
  );
  if (rungs.length === 0) return;
  const rows = rungs.map(({ subject, decision, decisionId, outcome, exits }) => ({
    account_id: subject.facts.accountId,
    anchor: decision.anchor,
    step_id: decision.stepId,
    on_day: isoOf(dayAt(now.epochMilliseconds, subject.facts.zones[0]!)),
    outcome,
    reason: decision.reason,
    exits,
    decision_id: decisionId,
  }));
  await sql`
    insert into dunlin.rung (client_id, account_id, anchor, step_id, on_day, outcome, reason, exits, decision_id, at)
    select ${clientId}, account_id, anchor, step_id, on_day, outcome, reason,
      array(select jsonb_array_elements_text(exits)), decision_id, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (account_id uuid, anchor text, step_id text,
      on_day date, outcome text, reason text, exits jsonb, decision_id uuid)
  `.execute(tx);
  const events = rungs.flatMap(({ subject, decision, decisionId, exits, outcome }) => {
    const about = {
      customerId: subject.customerId,
      accountId: subject.facts.accountId,
      actor,
      cause: decisionId,
    };
    const body = { step: decision.stepId, anchor: decision.anchor, reason: decision.reason };
    const passed = outcome === "superseded" ? [{ ...about, kind: "step.passed_over", body }] : [];
    // In shadow mode the client's systems are told to do nothing.
    const told = exits.filter((exit) => exit !== "suspend" || shadowSince === null);
    return [...passed, ...told.map((exit) => ({ ...about, kind: eventOfExit[exit], body }))];
  });
  await recordEvents(tx, clientId, now, events);
}

const eventOfExit = {
  call_list: "account.to_call_list",
  case: "account.to_case",
  suspend: "service.suspend",
} as const satisfies Record<Exit, string>;

/** Who owes something for the first time while an experiment runs is counted in it from now on. */
async function recordEntries(
  tx: Tx,
  clientId: string,
  decided: readonly Decided[],
  now: Temporal.Instant,
): Promise<void> {
  const rows = decided.flatMap(({ subject: { facts }, answer: { overdueMinor } }) =>
    facts.experiment === undefined || overdueMinor <= 0n
      ? []
      : [{ ...facts.experiment, accountId: facts.accountId, owed: String(overdueMinor) }],
  );
  if (rows.length === 0) return;
  await sql`
    insert into dunlin.experiment_account (client_id, experiment_id, account_id, group_name, entered_at, owed_minor)
    select ${clientId}, row.* from (
      select experiment_id, account_id, group_name, ${now}::timestamptz, owed_minor
      from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.accountId)}::uuid[],
        ${rows.map((row) => row.group)}::text[], ${rows.map((row) => row.owed)}::bigint[])
        as given (experiment_id, account_id, group_name, owed_minor)) row
    on conflict do nothing
  `.execute(tx);
}

async function recordStanding(
  tx: Tx,
  clientId: string,
  decided: readonly Decided[],
  now: Temporal.Instant,
): Promise<void> {
  const headlines = decided.map(({ answer }) => standingOf(answer));
  await sql`
    update dunlin.account a
    set outcome = row.outcome, reason = row.reason, decided_at = ${now},
      next_look_at = to_timestamp(row.next_look_at), next_step_id = row.next_step_id
    from unnest(${decided.map(({ subject }) => subject.facts.accountId)}::uuid[],
      ${headlines.map((one) => one.decision)}::text[], ${headlines.map((one) => one.reason)}::text[],
      ${decided.map(({ answer }) => seconds(answer.nextLookAt))}::float8[],
      ${decided.map(({ answer }) => answer.next?.stepId ?? null)}::text[])
      as row (account_id, outcome, reason, next_look_at, next_step_id)
    where a.client_id = ${clientId} and a.account_id = row.account_id
  `.execute(tx);
}

async function recordLooks(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
  decided: readonly Decided[],
  now: Temporal.Instant,
): Promise<void> {
  // A look that asks for itself at once would never end.
  const earliest = now.epochMilliseconds + MINUTE_MS;
  const looks = new Map<string, EpochMs>();
  for (const { subject, answer } of decided) {
    if (answer.nextLookAt === undefined) continue;
    const at = Math.max(answer.nextLookAt, earliest);
    looks.set(subject.customerId, Math.min(at, looks.get(subject.customerId) ?? at));
  }
  await sql`
    update dunlin.customer c set look_at = to_timestamp(row.look_at)
    from unnest(${customerIds}::uuid[], ${customerIds.map((id) => seconds(looks.get(id)))}::float8[])
      as row (customer_id, look_at)
    where c.client_id = ${clientId} and c.customer_id = row.customer_id
      and c.look_at is distinct from to_timestamp(row.look_at)
  `.execute(tx);
}

function seconds(at: EpochMs | undefined): number | null {
  return at === undefined ? null : at / 1000;
}
