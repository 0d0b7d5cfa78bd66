// From "say this step to these contact points" to messages in the outbox.
import { sql } from "kysely";
import { say, type NewMessage, type Said } from "#messages/outbox.ts";
import { withCampaignWords } from "#messages/planning/campaign-facts.ts";
import { policyFor, type PlanContext } from "#messages/planning/context.ts";
import type { Decided } from "#messages/planning/decide-all.ts";
import { examplePayAt, mintPayAt, type PayAtOf } from "#messages/planning/pay-at.ts";
import { aboutClient } from "#messages/templates/about-client.ts";
import type { InvoiceData, TemplateData } from "#messages/templates/variables.ts";
import type { Tx } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { campaignOf, stepOfCampaign } from "#policies/campaign.ts";
import { dateOf, dayAt, dayOfDate } from "#policies/day.ts";
import { PROMISE_REMINDER, promiseOf } from "#policies/promise-reminder.ts";
import type { Decision, Facts, Say, Step } from "#policies/types.ts";

type Send = Extract<Decision, { outcome: "send" }>;

/** A step to be said, with the decision it came from. */
export type Saying = Decided & { readonly decision: Send; readonly decisionId: string };

/** Invoices that one message names at most; the sum is of all. */
const MOST_INVOICES = 10;

/** Renders and writes the messages of all sayings. */
export async function speak(
  tx: Tx,
  context: PlanContext,
  sayings: readonly Saying[],
  now: Temporal.Instant,
  actor: string,
): Promise<Said[]> {
  if (sayings.length === 0) return [];
  const details = await loadDetails(
    tx,
    context.client.clientId,
    [...new Set(sayings.map((saying) => saying.subject.customerId))],
    sayings.flatMap((saying) => saying.decision.invoiceIds.slice(0, MOST_INVOICES)),
  );
  const payAt = await mintPayAt(tx, context, sayings, now);
  const messages = sayings.flatMap((saying) =>
    messagesOf(context, saying, { ...details, payAt }, now),
  );
  const { clientId, language } = context.client;
  const said = sayings.map(({ decision }) => decision);
  const templates = await withCampaignWords(tx, clientId, context.templates, said, language);
  return await say(tx, { ...context, templates }, messages, now, actor);
}

/** Names and invoices that the words may speak of. */
export type Details = {
  readonly customers: ReadonlyMap<string, { readonly name: string; readonly reference: string }>;
  readonly people: ReadonlyMap<string, string>;
  readonly invoices: ReadonlyMap<string, InvoiceRow>;
  /** Where what is said leads to pay; without it, as in all that is only looked at, to an address as long. */
  readonly payAt?: PayAtOf;
};

type InvoiceRow = {
  id: string;
  reference: string;
  amountMinor: bigint;
  openMinor: bigint;
  issuedOn: Temporal.PlainDate | null;
  dueOn: Temporal.PlainDate;
};

/** Reads names and invoices in three statements. */
export async function loadDetails(
  tx: Tx,
  clientId: string,
  customerIds: readonly string[],
  invoiceIds: readonly string[],
): Promise<Details> {
  const customers = await tx
    .selectFrom("customer")
    .select(["customerId", "name", "reference"])
    .where("clientId", "=", clientId)
    .where(sql<boolean>`customer_id = any(${customerIds}::uuid[])`)
    .execute();
  const { rows: people } = await sql<{ id: string; name: string }>`
    select p.contact_point_id as id, n.name
    from dunlin.contact_point p join dunlin.person n using (client_id, person_id)
    where p.client_id = ${clientId} and p.customer_id = any(${customerIds}::uuid[])
  `.execute(tx);
  const { rows: invoices } = await sql<InvoiceRow>`
    select invoice_id as id, reference, amount_minor, open_minor, issued_on, due_on from dunlin.invoice
    where client_id = ${clientId} and invoice_id = any(${invoiceIds}::uuid[])
  `.execute(tx);
  return {
    customers: new Map(customers.map((row) => [row.customerId, row])),
    people: new Map(people.map((row) => [row.id, row.name])),
    invoices: new Map(invoices.map((row) => [row.id, row])),
  };
}

/** The step of the policy, or the reminder of a promise or a campaign, which belong to none. */
function stepOf(context: PlanContext, { subject, decision }: Saying): Step | undefined {
  const { stepId, anchor } = decision;
  if (promiseOf(subject.facts.promises, stepId, anchor)) return PROMISE_REMINDER;
  const campaign = campaignOf(subject.facts.campaigns, stepId, anchor);
  if (campaign) return stepOfCampaign(campaign);
  const policy = policyFor(context, subject.facts);
  return policy?.steps.find((candidate) => candidate.id === stepId);
}

/** The messages of one saying, one for each contact point. */
export function messagesOf(
  context: PlanContext,
  saying: Saying,
  details: Details,
  now: Temporal.Instant,
): NewMessage[] {
  const { subject, decision } = saying;
  const step = stepOf(context, saying);
  assert(step?.template !== undefined, `step ${decision.stepId} says nothing`);
  const { template } = step;
  const payAt = details.payAt ?? examplePayAt(context);
  return decision.says.map((one) => {
    const point = subject.facts.contactPoints.find((found) => found.id === one.contactPointId);
    assert(point, `contact point ${one.contactPointId} is not among the facts`);
    const pay = payAt(saying, one);
    return {
      messageId: pay?.messageId,
      class: step.class,
      lane: 2,
      channel: one.channel,
      address: point.address,
      disclosure: one.disclosure,
      template,
      language: subject.facts.language,
      data: {
        ...dataOf(context, saying, step, details, one, now),
        ...(pay && { pay_link: pay.url }),
      },
      notBefore: one.notBefore,
      notAfter: one.notAfter,
      customerId: subject.customerId,
      accountId: subject.facts.accountId,
      contactPointId: one.contactPointId,
      anchor: decision.anchor,
      stepId: decision.stepId,
      decisionId: saying.decisionId,
      factsVersion: subject.factsVersion,
      amountMinor: decision.amountMinor,
      currency: subject.facts.currency,
    };
  });
}

function dataOf(
  context: PlanContext,
  { subject, answer, decision }: Saying,
  step: Step,
  details: Details,
  one: Say,
  now: Temporal.Instant,
): TemplateData {
  const { facts } = subject;
  const { client } = context;
  // What waits for contact hours is read on the day on which it goes out, behind a Sunday or a holiday.
  const today = dayAt(Math.max(now.epochMilliseconds, one.notBefore), facts.zones[0]!);
  const money = (minor: bigint) => ({ minor, currency: facts.currency });
  const invoices = decision.invoiceIds.slice(0, MOST_INVOICES).flatMap((id): InvoiceData[] => {
    const row = details.invoices.get(id);
    if (!row) return [];
    return [
      {
        reference: row.reference,
        amount: money(row.amountMinor),
        open: money(row.openMinor),
        issued_on: row.issuedOn ?? undefined,
        due_on: row.dueOn,
        days_late: Math.max(0, today - dayOfDate(row.dueOn)),
      },
    ];
  });
  const oldest = facts.invoices
    .filter((invoice) => decision.invoiceIds.includes(invoice.id))
    .reduce<number | undefined>((least, { dueOn }) => Math.min(least ?? dueOn, dueOn), undefined);
  const person = details.people.get(one.contactPointId);
  return {
    client: aboutClient(client),
    customer: details.customers.get(subject.customerId) ?? {},
    ...(person === undefined ? {} : { person: { name: person } }),
    account: {
      currency: facts.currency,
      due: money(decision.amountMinor),
      overdue: money(answer.overdueMinor),
      total_open: money(facts.invoices.reduce((sum, invoice) => sum + invoice.openMinor, 0n)),
      credit: money(facts.creditMinor),
      ...(oldest === undefined ? {} : { oldest_due_on: dateOf(oldest) }),
      invoice_count: decision.invoiceIds.length,
      invoices,
    },
    step: {
      id: step.id,
      days: step.days,
      days_late: oldest === undefined ? 0 : Math.max(0, today - oldest),
    },
    ...spokenOf(facts, step, decision),
    today: dateOf(today),
  };
}

/** What the anchor of the step adds: the due date of a reminder, or the promise. */
function spokenOf(
  { promises, currency }: Facts,
  step: Step,
  { stepId, anchor, amountMinor }: Send,
): Pick<TemplateData, "due_on" | "promise"> {
  const promise = promiseOf(promises, stepId, anchor);
  if (promise) {
    return { promise: { amount: { minor: amountMinor, currency }, due_on: dateOf(promise.dueOn) } };
  }
  return step.anchor === "due" ? { due_on: Temporal.PlainDate.from(anchor) } : {};
}
