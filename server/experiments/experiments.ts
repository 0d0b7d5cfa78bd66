// Experiments: a part of the customers is left alone or treated by another policy, drawn by a hash, and what came in is compared.
import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { recordEvents } from "#ledger/events.ts";
import { checkedPolicy, everybodyAgain, nextVersion } from "#messages/planning/apply-policy.ts";
import { loadContext } from "#messages/planning/context.ts";
import type { Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import type { Silences } from "#policies/assignment.ts";
import type { PolicyError } from "#policies/ladder.ts";
import type { Policy } from "#policies/types.ts";

export type NewExperiment = {
  readonly name: string;
  /** Basis points of all customers. */
  readonly heldOutShare: number;
  readonly silences: Silences;
  /** The source of the policy that is tried; undefined: nobody is treated otherwise. */
  readonly challenger?: string | undefined;
  readonly challengerShare: number;
};

export type ExperimentLine = {
  readonly experimentId: string;
  readonly name: string;
  readonly heldOutShare: number;
  readonly silences: Silences;
  readonly challengerVersion: number | null;
  readonly challengerShare: number;
  readonly policyVersion: number;
  readonly startedAt: Temporal.Instant;
  readonly startedBy: string;
  readonly endedAt: Temporal.Instant | null;
  readonly endedBy: string | null;
};

type By = { readonly now: Temporal.Instant; readonly actor: string };

const MOST_LISTED = 200;
const columns = [
  "experimentId",
  "name",
  "heldOutShare",
  "silences",
  "challengerVersion",
  "challengerShare",
  "policyVersion",
  "startedAt",
  "startedBy",
  "endedAt",
  "endedBy",
] as const;

/**
 * Begins an experiment: everybody is drawn and decided again. Errors of the challenger's source come back with line and field;
 * a `UserError` when another one runs, no policy is in force, or the challenger changes more than its ladder.
 */
export async function startExperiment(
  tx: Tx,
  clientId: string,
  asked: NewExperiment,
  by: By,
): Promise<ExperimentLine | { readonly errors: readonly PolicyError[] }> {
  checkShares(asked);
  await sql`select from dunlin.client where client_id = ${clientId} for update`.execute(tx);
  const { policy } = await loadContext(tx, clientId);
  if (!policy) throw new UserError("there is no policy to compare with; apply one first");
  const running = await runningOf(tx, clientId);
  if (running) {
    throw new UserError(
      `experiment "${running.name}" runs since ${String(running.startedAt)}; end it first`,
    );
  }
  const challenger = await keepChallenger(tx, clientId, asked, policy, by);
  if (challenger && "errors" in challenger) return challenger;
  const made = await tx
    .insertInto("experiment")
    .values({
      clientId,
      name: asked.name,
      salt: randomBytes(16).toString("hex"),
      heldOutShare: asked.heldOutShare,
      silences: asked.silences,
      challengerVersion: challenger?.version ?? null,
      challengerShare: asked.challengerShare,
      policyVersion: policy.version,
      startedAt: by.now,
      startedBy: by.actor,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
  await everybodyAgain(tx, clientId, by.now);
  const { heldOutShare, challengerShare, challengerVersion } = made;
  const body = {
    experiment: made.experimentId,
    held_out_share: heldOutShare,
    challenger_share: challengerShare,
    challenger_version: challengerVersion,
  };
  await recordEvents(tx, clientId, by.now, [{ kind: "experiment.started", actor: by.actor, body }]);
  return { ...made, silences: made.silences as Silences };
}

/** Ends the one that runs: everybody is treated by the policy in force again. A `UserError` when none runs. */
export async function endExperiment(tx: Tx, clientId: string, by: By): Promise<ExperimentLine> {
  const ended = await tx
    .updateTable("experiment")
    .set({ endedAt: by.now, endedBy: by.actor })
    .where("clientId", "=", clientId)
    .where("endedAt", "is", null)
    .returning(columns)
    .executeTakeFirst();
  if (!ended) throw new UserError("no experiment runs");
  await everybodyAgain(tx, clientId, by.now);
  await recordEvents(tx, clientId, by.now, [
    {
      kind: "experiment.ended",
      actor: by.actor,
      body: { experiment: ended.experimentId },
    },
  ]);
  return { ...ended, silences: ended.silences as Silences };
}

/** All of the client's, the last one first, at most 200. */
export async function listExperiments(tx: Tx, clientId: string): Promise<ExperimentLine[]> {
  const rows = await tx
    .selectFrom("experiment")
    .select(columns)
    .where("clientId", "=", clientId)
    .orderBy("startedAt", "desc")
    .orderBy("experimentId", "desc")
    .limit(MOST_LISTED)
    .execute();
  return rows.map((row) => ({ ...row, silences: row.silences as Silences }));
}

/** One of them; undefined when there is none with that id. */
export async function readExperiment(
  tx: Tx,
  clientId: string,
  experimentId: string,
): Promise<ExperimentLine | undefined> {
  const row = await tx
    .selectFrom("experiment")
    .select(columns)
    .where("clientId", "=", clientId)
    .where("experimentId", "=", experimentId)
    .executeTakeFirst();
  return row && { ...row, silences: row.silences as Silences };
}

async function runningOf(tx: Tx, clientId: string) {
  return await tx
    .selectFrom("experiment")
    .select(["name", "startedAt"])
    .where("clientId", "=", clientId)
    .where("endedAt", "is", null)
    .executeTakeFirst();
}

function checkShares({ heldOutShare, challengerShare, challenger }: NewExperiment): void {
  if (heldOutShare + challengerShare === 0) {
    throw new UserError("nobody is held out and no challenger has a share: nothing is compared");
  }
  if (heldOutShare + challengerShare > 9_500) {
    throw new UserError(
      "less than 5 % are left for the policy in force; leave more to compare with",
    );
  }
  if (challengerShare > 0 !== (challenger !== undefined)) {
    throw new UserError("a challenger needs both its policy and its share");
  }
}

/** Keeps the challenger as a version of its own, which is not in force. */
async function keepChallenger(
  tx: Tx,
  clientId: string,
  { challenger: source }: NewExperiment,
  inForce: Policy,
  { now, actor }: By,
): Promise<{ readonly version: number } | { readonly errors: readonly PolicyError[] } | undefined> {
  if (source === undefined) return undefined;
  const client = await getClient(tx, clientId);
  const version = await nextVersion(tx, clientId);
  const checked = await checkedPolicy(tx, client, source, version);
  if ("errors" in checked) return checked;
  const { policy } = checked;
  checkComparable(inForce, policy);
  await tx
    .insertInto("policy")
    .values({
      clientId,
      version,
      name: policy.name,
      source,
      appliedAt: now,
      appliedBy: actor,
      candidate: true,
    })
    .execute();
  return { version };
}

/** What the last check before a hand-over asks of the policy in force: it can't differ from group to group. */
const COMMON = [
  "profiles",
  "party",
  "caps",
  "calendar",
  "staleAfterBankingDays",
  "toleranceMinor",
  "disputeHoldsAll",
  "allocation",
] as const;

function checkComparable(inForce: Policy, challenger: Policy): void {
  const other = COMMON.find((field) => !isDeepStrictEqual(inForce[field], challenger[field]));
  if (other !== undefined) {
    throw new UserError(
      `the challenger has another "${other}" than the policy in force; an experiment compares ladders, not contact rules`,
    );
  }
  const known = new Map(inForce.steps.map((step) => [step.id, step]));
  for (const step of challenger.steps) {
    const same = known.get(step.id);
    if (same && !isDeepStrictEqual(same.between, step.between)) {
      throw new UserError(
        `step ${step.id} of the challenger has another "between" than in the policy in force; give it another id`,
      );
    }
  }
}
