/** Builders for tests of deciding: an account that owes, a policy, a moment. */
import { assert } from "#platform/errors.ts";

import { dayOfIso } from "./day.ts";
import { defaultPolicySource, parsePolicy } from "./ladder.ts";
import type {
  ContactPointFact,
  DoneFact,
  EpochMs,
  Facts,
  HoldFact,
  InvoiceFact,
  Policy,
} from "./types.ts";

export const ZONE = "Africa/Johannesburg";

/** An instant: "2026-03-03 09:00" by the clock of a zone. */
export function at(local: string, zone = ZONE): EpochMs {
  return Temporal.PlainDateTime.from(local.replace(" ", "T")).toZonedDateTime(zone)
    .epochMilliseconds;
}

export const day = dayOfIso;

export function invoice(dueOn: string, openMinor = 10_000n, id = `inv-${dueOn}`): InvoiceFact {
  return { id, dueOn: day(dueOn), openMinor };
}

export function point(
  channel: ContactPointFact["channel"],
  more: Partial<ContactPointFact> = {},
): ContactPointFact {
  return {
    id: channel,
    channel,
    address: channel === "email" ? "thandi@example.test" : "+27821234567",
    disclosure: "full",
    optedOut: false,
    dead: false,
    rank: 1,
    contactedOn: [],
    ...more,
  };
}

export function hold(kind: HoldFact["kind"], more: Partial<HoldFact> = {}): HoldFact {
  return {
    id: `hold-${kind}`,
    kind,
    invoiceIds: undefined,
    amountMinor: undefined,
    until: undefined,
    ...more,
  };
}

export function done(stepId: string, on: string, more: Partial<DoneFact> = {}): DoneFact {
  return {
    stepId,
    anchor: "ep-1",
    on: day(on),
    outcome: "taken",
    deliveredOn: day(on),
    ...more,
  };
}

/** An account that owes 100.00 since 2 March 2026, a Monday, in no episode yet. */
export function owing(more: Partial<Facts> = {}): Facts {
  return {
    accountId: "acc-1",
    currency: "ZAR",
    language: "en",
    segment: undefined,
    kind: "person",
    zones: [ZONE],
    country: "ZA",
    invoices: [invoice("2026-03-02")],
    creditMinor: 0n,
    holds: [],
    contactPoints: [point("sms"), point("email")],
    episode: undefined,
    nextEpisodeId: "ep-1",
    done: [],
    // Fresh for as long as the tests look.
    bookAsOf: at("2099-12-31 12:00"),
    ...more,
  };
}

/** The same in an episode that opened on time. */
export function inEpisode(more: Partial<Facts> = {}): Facts {
  return owing({ episode: { id: "ep-1", anchorOn: day("2026-03-02"), shiftDays: 0 }, ...more });
}

/** A policy from YAML; the header may be left out. */
export function policyOf(source: string): Policy {
  const named = source.startsWith("name:") ? source : `name: Test\n${source}`;
  const parsed = parsePolicy(named, { country: "ZA" });
  const wrong = "errors" in parsed ? JSON.stringify(parsed.errors) : "";
  assert("policy" in parsed, `bad policy: ${wrong}`);
  return parsed.policy;
}

/** The default ladder in South Africa. */
export const policy: Policy = policyOf(defaultPolicySource);
