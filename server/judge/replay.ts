/** Invariant 6: every decision can be explained by what was recorded with it. */
import { isDeepStrictEqual } from "node:util";
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { factsFromJson } from "#messages/planning/facts-json.ts";
import { decide, headlineOf } from "#policies/decide.ts";
import { parsePolicy } from "#policies/ladder.ts";
import type { Answer, Policy } from "#policies/types.ts";
import { messageOf } from "#platform/errors.ts";
import { ahead } from "./ahead.ts";
import { unasked } from "./campaigns.ts";
import type { Found, Invariant, Scope } from "./verdict.ts";

const PAGE = 500;
const FIRST = "00000000-0000-0000-0000-000000000000";

type DecisionRow = {
  readonly decisionId: string;
  readonly at: Temporal.Instant;
  readonly policyVersion: number;
  readonly outcome: string;
  readonly reason: string;
  readonly facts: unknown;
  readonly answer: unknown;
};

/** Every policy version of the client that still parses, by its number. */
export async function loadPolicies({
  tx,
  clientId,
}: Pick<Scope, "tx" | "clientId">): Promise<ReadonlyMap<number, Policy>> {
  const { country } = await getClient(tx, clientId);
  const rows = await tx
    .selectFrom("policy")
    .select(["version", "source"])
    .where("clientId", "=", clientId)
    .execute();
  return new Map(
    rows.flatMap(({ version, source }): [number, Policy][] => {
      const parsed = parsePolicy(source, { version, country });
      return "policy" in parsed ? [[version, parsed.policy]] : [];
    }),
  );
}

/** Why a decision can't be explained; undefined when it can. */
function fault(row: DecisionRow, policies: ReadonlyMap<number, Policy>): string | undefined {
  const policy = policies.get(row.policyVersion);
  if (!policy) return `policy version ${row.policyVersion} is missing or no longer parses`;
  let answer: Answer;
  try {
    answer = decide(factsFromJson(row.facts), policy, row.at.epochMilliseconds);
  } catch (error) {
    return `its facts can't be decided on: ${messageOf(error)}`;
  }
  const other = difference(asKept(answer), row.answer);
  if (other.length > 0) {
    return `deciding again on its facts gives another answer (${other.join(", ")})`;
  }
  const { decision, reason } = headlineOf(answer);
  if (decision === row.outcome && reason === row.reason) return undefined;
  return `it is recorded as ${row.outcome} ${row.reason}, but its answer says ${decision} ${reason}`;
}

/** As JSON keeps it: minor units as text, and nothing that is undefined. */
function asKept(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => (each === undefined ? null : asKept(each)));
  const copy: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) {
    if (each !== undefined) copy[name] = asKept(each);
  }
  return copy;
}

/** The fields in which two answers differ. */
function difference(one: unknown, other: unknown): readonly string[] {
  const [ours, theirs] = [one, other].map((answer) => new Map(Object.entries(answer ?? {})));
  const names = new Set([...ours!.keys(), ...theirs!.keys()]);
  return [...names].filter((name) => !isDeepStrictEqual(ours!.get(name), theirs!.get(name)));
}

async function replayAll(scope: Scope, found: Found): Promise<void> {
  const policies = await loadPolicies(scope);
  for await (const rows of ahead(decisions(scope))) {
    for (const row of rows) {
      const why = fault(row, policies);
      if (why !== undefined) found.add([`dec_${row.decisionId}`], why);
    }
    found.checked += rows.length;
  }
}

async function* decisions(scope: Scope): AsyncGenerator<readonly DecisionRow[]> {
  const { tx, clientId } = scope;
  for (let after = FIRST; ;) {
    scope.signal?.throwIfAborted();
    const { rows } = await sql<DecisionRow>`
      select decision_id, at, policy_version, outcome, reason, facts, answer from dunlin.decision
      where client_id = ${clientId} and decision_id > ${after}::uuid order by decision_id limit ${PAGE}
    `.execute(tx);
    yield rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.decisionId;
  }
}

/** A message of the ladder is what its decision said: step, anchor, channel, contact point and amount. */
const unexplained = (clientId: string) => sql`
  select array['msg_' || m.message_id] as rows,
    case when d.decision_id is null then 'no decision led to it'
      else format('its decision does not say step %s of anchor %s by %s for %s',
        m.step_id, m.anchor, m.channel, m.amount_minor) end as why
  from dunlin.message m
  left join dunlin.decision d on d.client_id = m.client_id and d.decision_id = m.decision_id
  where m.client_id = ${clientId} and m.step_id is not null
    and (d.decision_id is null or d.facts_version is distinct from m.facts_version
      or not d.answer @> jsonb_build_object('decisions', jsonb_build_array(jsonb_build_object(
        'outcome', 'send', 'stepId', m.step_id, 'anchor', m.anchor, 'amountMinor', m.amount_minor::text,
        'says', jsonb_build_array(jsonb_build_object(
          'channel', m.channel, 'contactPointId', m.contact_point_id::text))))))`;

export const replay: Invariant = {
  id: 6,
  name: "every decision can be explained",
  async judge(scope, found) {
    await replayAll(scope, found);
    await found.collect(scope.tx, unexplained(scope.clientId));
    await found.collect(scope.tx, unasked(scope.clientId));
  },
};
