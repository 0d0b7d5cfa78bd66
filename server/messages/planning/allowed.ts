// Contact hours and the age of the books at the moment of hand-over: the same rules, asked once more of the policy in force.
import { loadPolicyOf } from "#messages/planning/context.ts";
import { zonesOf } from "#messages/planning/zones.ts";
import type { AllowedAt, Claimed } from "#messages/dispatch/ports.ts";
import type { Db } from "#platform/db.ts";
import { earliestAllowed } from "#policies/contact-rules.ts";
import { bankingDaysBetween } from "#policies/calendar.ts";
import { DAY_MS, dayAt } from "#policies/day.ts";
import { gate } from "#policies/gates.ts";
import type { Policy } from "#policies/types.ts";

const FRESH_MS = 1_000;
/** A message that is never allowed is put off beyond its own end. */
const NEVER_MS = 400 * DAY_MS;

type Rules = {
  readonly policy: Policy | undefined;
  readonly zone: string;
  readonly country: string;
  readonly bookAsOf: Temporal.Instant | null;
};

/** Contact hours by the client's policy in force, read at most once a second for each client. */
export function rulesAtHandOver(db: Db): AllowedAt {
  const known = new Map<string, { rules: Rules; readAtMs: number }>();
  const rulesFor = async (clientId: string): Promise<Rules> => {
    const rules = await loadPolicyOf(db, clientId);
    known.set(clientId, { rules, readAtMs: performance.now() });
    return rules;
  };
  return (clientId, message, nowMs) => {
    const ask = (rules: Rules) => {
      const country = message.country ?? rules.country;
      const step = rules.policy?.steps.find((candidate) => candidate.id === message.stepId);
      const numbers = message.numbers ?? [];
      const zones =
        message.customerId === null ? [rules.zone] : zonesOf(message.zone, country, numbers);
      const allowed = earliestAllowed({
        zones,
        country,
        channel: message.channel,
        class: message.class,
        urgent: message.lane === 0,
        profiles: rules.policy?.profiles ?? [],
        party: rules.policy?.party ?? "first",
        between: step?.between,
        from: nowMs,
      });
      const at = "at" in allowed ? allowed.at : nowMs + NEVER_MS;
      const zone = zones[0] ?? "UTC";
      return { at, staleBooks: isStale(rules, nowMs, zone), overtaken: isOvertaken(message, zone) };
    };
    const found = known.get(clientId);
    if (found && performance.now() - found.readAtMs < FRESH_MS) return ask(found.rules);
    return rulesFor(clientId).then(ask);
  };
}

// On a later day other contacts count against the caps, and what the words say of days is no longer true.
function isOvertaken({ plannedForMs, nowMs, ...message }: Claimed, zone: string) {
  if (plannedForMs === null || gate(message.class, "caps") !== "wait") return false;
  return dayAt(nowMs, zone) > dayAt(plannedForMs, zone);
}

// What was planned on fresh books must not go out when they have become old on the way, over a weekend for instance. Days are
// those of the customer, as they were for deciding: where it is tomorrow already, the books are a day older.
function isStale({ policy, bookAsOf }: Rules, nowMs: number, zone: string): boolean {
  if (!policy || !bookAsOf) return false;
  const asOf = dayAt(bookAsOf.epochMilliseconds, zone);
  const age = bankingDaysBetween(asOf, dayAt(nowMs, zone), policy.calendar);
  return age > policy.staleAfterBankingDays;
}
