// What customers would hear at their next look, as the transaction sees the books: decided and drafted, nothing is written.
import { sql } from "kysely";
import type { Heard } from "#ledger/importing/changes.ts";
import { draft } from "#messages/outbox.ts";
import { loadContext, policyFor } from "#messages/planning/context.ts";
import { decideAll, type Contacts } from "#messages/planning/decide-all.ts";
import { loadSubjects } from "#messages/planning/facts.ts";
import { loadDetails, messagesOf } from "#messages/planning/speak.ts";
import type { Tx } from "#platform/db.ts";
import type { Facts, Policy } from "#policies/types.ts";

const PAGE = 500;

/** Foretells what the customers would hear; the books count as fresh. */
export async function foretell(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
  now: Temporal.Instant,
): Promise<Heard> {
  const context = await loadContext(tx, clientId);
  const { policy } = context;
  const reconsidered = await waitingMessages(tx, clientId, customerIds);
  const none = { customers: 0, messages: 0, steps: [], reconsidered };
  if (!policy) return { ...none, unknown: "no_policy" };
  const policyOf = (facts: Facts): Policy => policyFor({ ...context, policy }, facts);
  const contacts: Contacts = new Map();
  const heard = new Set<string>();
  const steps = new Map<string, { step: string; channel: string; messages: number }>();
  for (let at = 0; at < customerIds.length; at += PAGE) {
    const ids = customerIds.slice(at, at + PAGE);
    const subjects = await loadSubjects(tx, context, ids, now);
    const invoiceIds = subjects.flatMap(({ facts }) => facts.invoices.map((one) => one.id));
    const details = await loadDetails(tx, clientId, ids, invoiceIds);
    const fresh = subjects.map((one) => ({
      ...one,
      facts: { ...one.facts, bookAsOf: now.epochMilliseconds },
    }));
    for (const decided of decideAll(fresh, policyOf, now.epochMilliseconds, contacts)) {
      for (const decision of decided.answer.decisions) {
        if (decision.outcome !== "send") continue;
        const saying = { ...decided, decision, decisionId: "" };
        for (const message of messagesOf(context, saying, details, now)) {
          if (draft(context, message).state !== "planned") continue;
          const { channel } = message;
          const key = `${decision.stepId} ${channel}`;
          const sum = steps.get(key) ?? { step: decision.stepId, channel, messages: 0 };
          steps.set(key, { ...sum, messages: sum.messages + 1 });
          heard.add(decided.subject.customerId);
        }
      }
    }
  }
  const bySteps = [...steps.values()].toSorted((a, b) => b.messages - a.messages);
  return {
    unknown: null,
    customers: heard.size,
    messages: bySteps.reduce((sum, one) => sum + one.messages, 0),
    steps: bySteps,
    reconsidered,
  };
}

/** What waits for these customers and rests on facts that change. */
async function waitingMessages(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from dunlin.message
    where client_id = ${clientId} and customer_id = any(${customerIds}::uuid[]) and state in ('planned', 'held')
      and facts_version is not null`.execute(tx);
  return rows[0]!.count;
}
