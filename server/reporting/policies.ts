// The versions of a client's policy.
import type { Tx } from "#platform/db.ts";

export type PolicyLine = {
  readonly version: number;
  readonly name: string;
  readonly appliedAt: Temporal.Instant;
  readonly appliedBy: string;
  /** Only tried by an experiment, never in force. */
  readonly candidate: boolean;
};

const MOST = 500;
const columns = ["version", "name", "appliedAt", "appliedBy", "candidate"] as const;

/** The one in force first, what experiments tried last. */
export async function listPolicies(tx: Tx, clientId: string): Promise<PolicyLine[]> {
  return await tx
    .selectFrom("policy")
    .select(columns)
    .where("clientId", "=", clientId)
    .orderBy("candidate")
    .orderBy("version", "desc")
    .limit(MOST)
    .execute();
}

/** One version with its source; undefined when there is none. */
export async function policySource(
  tx: Tx,
  clientId: string,
  version: number,
): Promise<(PolicyLine & { readonly source: string }) | undefined> {
  return await tx
    .selectFrom("policy")
    .select([...columns, "source"])
    .where("clientId", "=", clientId)
    .where("version", "=", version)
    .executeTakeFirst();
}
