// What a campaign would say to real customers, saved or not: the worst cases first.
import { sql } from "kysely";
import { draft, type NewMessage, type Voice } from "#messages/outbox.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { loadSubjects, type Subject } from "#messages/planning/facts.ts";
import { loadDetails, messagesOf, type Details } from "#messages/planning/speak.ts";
import type { Channel } from "#messages/route.ts";
import { asNamed, type Tx } from "#platform/db.ts";
import { UserError } from "#platform/errors.ts";
import { askedOf, CAMPAIGN_STEP_ID } from "#policies/campaign.ts";
import { dayAt, DAY_MS } from "#policies/day.ts";
import { decide } from "#policies/decide.ts";
import { reachOf } from "#policies/reach.ts";
import { stepOfCampaign } from "#policies/campaign.ts";
import { askableFor, standingOf } from "#policies/standing.ts";
import type { CampaignFact, Decision, Policy } from "#policies/types.ts";
import type { Campaign } from "./campaign-row.ts";
import { bookOf, templateOf } from "./campaigns.ts";
import { aroundOf } from "./counting.ts";
import type { Filter } from "./filter.ts";
import { matched } from "./matching.ts";

/** Customers that are rendered: those among whom the worst cases are, and some as they come. */
const SAMPLE = 120;
const MOST_SHOWN = 40;

export type Example = {
  readonly reference: string;
  readonly name: string;
  readonly language: string;
  readonly channel: Channel;
  readonly address: string;
  readonly disclosure: string;
  /** What it would be: planned, or held, or suppressed, with the reason. */
  readonly state: string;
  readonly reason: string | null;
  /** Why it would wait, or would not be said at all, as things stand. */
  readonly decision: string | null;
  readonly subject: string | null;
  readonly text: string | null;
  readonly html: string | null;
  readonly segments: number;
  readonly encoding: string | null;
  readonly offending: string | null;
  readonly priceMicros: bigint;
};

export type Previewed = {
  /** The worst first: a missing variable, then the longest, then what forces UCS-2. */
  readonly examples: readonly Example[];
  /** Messages that were rendered, and what they come to. */
  readonly rendered: number;
  readonly held: number;
  readonly ucs2: number;
  readonly segments: number;
  readonly longestSegments: number;
  readonly priceMicros: bigint;
  /** Of what was rendered, by channel: messages, and units that a route's budget is spent in. */
  readonly loads: readonly {
    readonly channel: string;
    readonly messages: number;
    readonly units: number;
  }[];
  /** Customers of the sample to whom something would be said. */
  readonly told: number;
  /** Customers of the sample to whom nothing would be said, by reason. */
  readonly notSaid: Readonly<Record<string, number>>;
};

type Meant = Pick<Campaign, "campaignId" | "class" | "channels" | "template" | "words">;

/** Renders for customers of the filter as of `at`. Writes nothing. Throws a `UserError` without a policy or without words. */
export async function previewCampaign(
  tx: Tx,
  context: PlanContext,
  campaign: Meant,
  filter: Filter,
  at: Temporal.Instant,
): Promise<Previewed> {
  const { policy, client } = context;
  if (!policy)
    throw new UserError(
      "the client has no policy, and so no contact rules; apply one: policy apply",
    );
  if (campaign.template === null && campaign.words === null) {
    throw new UserError("there is nothing to say yet; choose a template or write the words");
  }
  const voice = { ...context, templates: bookOf(context, campaign) };
  const customerIds = await sampleOf(tx, context, filter, at);
  const subjects = await loadSubjects(tx, context, customerIds.customers, at, { hopeful: true });
  const asked = subjects.filter(({ facts }) => customerIds.accounts.has(facts.accountId));
  const fact = factOf(campaign, at);
  const turns = asked.map((subject) => turnOf(subject, policy, fact, at));
  const details = await loadDetails(
    tx,
    client.clientId,
    customerIds.customers,
    turns.flatMap(({ decision }) => decision.invoiceIds.slice(0, 10)),
  );
  return summed(turns.map((turn) => rendered(voice, turn, details, at)));
}

function factOf(campaign: Meant, at: Temporal.Instant): CampaignFact {
  return {
    id: campaign.campaignId,
    class: campaign.class,
    channels: campaign.channels as CampaignFact["channels"],
    template: templateOf(campaign),
    from: at.epochMilliseconds,
    until: at.epochMilliseconds + 3 * DAY_MS,
    paused: false,
  };
}

/** Whose words come out worst: unusual letters, long names, large sums, many invoices; and some as they come. */
async function sampleOf(tx: Tx, { client }: PlanContext, filter: Filter, at: Temporal.Instant) {
  const each = Math.floor(SAMPLE / 4);
  const top = (order: ReturnType<typeof sql>) =>
    sql`(select customer_id, account_id from named order by ${order}, customer_id limit ${each})`;
  const { rows } = await sql<{ customerId: string; accountId: string }>`
    with picked as materialized (${matched(aroundOf(client, at), filter)}),
    named as materialized (
      select p.*, c.name from picked p join dunlin.customer c
        on c.client_id = ${client.clientId} and c.customer_id = p.customer_id
    )
    select distinct on (customer_id) customer_id as "customerId", account_id as "accountId" from (
      ${top(sql`length(name) desc`)} union ${top(sql`(name ~ '[^ -~]') desc, length(name) desc`)}
      union ${top(sql`open_minor desc`)} union ${top(sql`hashtext(customer_id::text)`)}
    ) s order by customer_id`.execute(asNamed(tx));
  return {
    customers: rows.map((row) => row.customerId),
    accounts: new Set(rows.map((row) => row.accountId)),
  };
}

type Send = Extract<Decision, { outcome: "send" }>;
type Turned = {
  readonly subject: Subject;
  readonly decision: Send;
  /** Why it waits or is not said; undefined when it is said at once. */
  readonly why: string | undefined;
  readonly waits: boolean;
  readonly overdueMinor: bigint;
};

/** What is decided; where it is not to be said now, what would be said if it were. */
function turnOf(
  subject: Subject,
  policy: Policy,
  fact: CampaignFact,
  at: Temporal.Instant,
): Turned {
  const facts = { ...subject.facts, campaigns: [fact] };
  const answer = decide(facts, policy, at.epochMilliseconds);
  const found = answer.decisions.find(
    (one) => one.stepId === CAMPAIGN_STEP_ID && one.anchor === fact.id,
  );
  const { overdueMinor } = answer;
  const about = { subject: { ...subject, facts }, overdueMinor };
  if (found?.outcome === "send") return { ...about, decision: found, why: undefined, waits: false };
  const zone = facts.zones[0] ?? "UTC";
  const standing = standingOf(facts, dayAt(at.epochMilliseconds, zone));
  const { minors } = askableFor(fact.class, standing, facts, policy);
  const { points } = reachOf(stepOfCampaign(fact), facts);
  const decision: Send = {
    outcome: "send",
    reason: "step_due",
    stepId: CAMPAIGN_STEP_ID,
    anchor: fact.id,
    says: points.map((point) => ({
      channel: point.channel,
      contactPointId: point.id,
      disclosure: point.disclosure,
      notBefore: fact.from,
      notAfter: fact.until,
    })),
    suppressed: [],
    exits: [],
    ...askedOf(standing, minors, policy.toleranceMinor[facts.currency] ?? 0n),
  };
  return {
    ...about,
    decision,
    why: found?.reason ?? "nothing_due",
    waits: found?.outcome === "wait",
  };
}

type Rendered = { readonly why: string | undefined; readonly examples: readonly Example[] };

function rendered(
  voice: Voice & PlanContext,
  { subject, decision, why, waits, overdueMinor }: Turned,
  details: Details,
  at: Temporal.Instant,
): Rendered {
  if (why !== undefined && !waits) return { why, examples: [] };
  const answer = {
    decisions: [decision],
    episode: { change: "none" },
    collectableMinor: decision.amountMinor,
    dueMinor: decision.amountMinor,
    overdueMinor,
    nextLookAt: undefined,
    next: undefined,
  } as const;
  const messages = messagesOf(voice, { subject, decision, answer, decisionId: "" }, details, at);
  const customer = details.customers.get(subject.customerId);
  return {
    why,
    examples: messages.map((message) => exampleOf(voice, message, subject, customer, why)),
  };
}

function exampleOf(
  voice: Voice,
  message: NewMessage,
  { facts }: Subject,
  customer: { readonly name: string; readonly reference: string } | undefined,
  why: string | undefined,
): Example {
  const { state, reason, rendered: words, segments, priceMicros } = draft(voice, message);
  return {
    reference: customer?.reference ?? "",
    name: customer?.name ?? "",
    language: facts.language,
    channel: message.channel,
    address: message.address,
    disclosure: message.disclosure,
    state,
    reason: reason ?? null,
    decision: why ?? null,
    subject: words?.subject ?? null,
    text: words?.text ?? null,
    html: words?.html ?? null,
    segments,
    encoding: words?.encoding ?? null,
    offending: words?.offending?.char ?? null,
    priceMicros,
  };
}

function summed(turns: readonly Rendered[]): Previewed {
  const examples = turns.flatMap((turn) => turn.examples);
  const badness = (one: Example): number =>
    (one.state === "planned" ? 0 : 1_000_000) +
    one.segments * 10_000 +
    (one.offending === null ? 0 : 5_000) +
    Math.min(4_000, one.text?.length ?? 0);
  const notSaid: Record<string, number> = {};
  for (const { why, examples: said } of turns) {
    if (why !== undefined && said.length === 0) notSaid[why] = (notSaid[why] ?? 0) + 1;
  }
  const planned = examples.filter((one) => one.state === "planned");
  return {
    examples: examples.toSorted((a, b) => badness(b) - badness(a)).slice(0, MOST_SHOWN),
    rendered: planned.length,
    held: examples.length - planned.length,
    ucs2: planned.filter((one) => one.offending !== null).length,
    segments: planned.reduce((sum, one) => sum + one.segments, 0),
    longestSegments: planned.reduce((most, one) => Math.max(most, one.segments), 0),
    priceMicros: planned.reduce((sum, one) => sum + one.priceMicros, 0n),
    loads: loadsOf(planned),
    told: turns.filter((turn) => turn.examples.length > 0).length,
    notSaid,
  };
}

function loadsOf(planned: readonly Example[]): Previewed["loads"] {
  const byChannel = Map.groupBy(planned, (one) => one.channel);
  return [...byChannel].map(([channel, messages]) => {
    const segments = messages.reduce((sum, one) => sum + one.segments, 0);
    const units = channel === "sms" ? segments : messages.length;
    return { channel, messages: messages.length, units };
  });
}
