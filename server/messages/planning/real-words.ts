// A template as real customers would read it, before it is in force: the worst case first.
import { sql } from "kysely";
import { draft, type NewMessage } from "#messages/outbox.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { loadSubjects, type Subject } from "#messages/planning/facts.ts";
import { loadDetails, type Details } from "#messages/planning/speak.ts";
import { firstNonGsm } from "#messages/text/gsm.ts";
import { aboutClient, localeOf } from "#messages/templates/about-client.ts";
import { examplesOf } from "#messages/templates/declared.ts";
import { compile, render, type TemplateSource } from "#messages/templates/template.ts";
import { SAMPLE, type InvoiceData, type TemplateData } from "#messages/templates/variables.ts";
import type { Tx } from "#platform/db.ts";
import { pointKindOf } from "#policies/channels.ts";
import { dateOf, dayAt, dayOfDate } from "#policies/day.ts";
import type { ContactPointFact, Disclosure } from "#policies/types.ts";

/** Invoices that one message names at most. */
const MOST_INVOICES = 10;
const HOUR_MS = 3_600_000;

export type RealWords = {
  readonly customer: string;
  readonly name: string;
  /** How far this customer may be told, and so which variant speaks. */
  readonly disclosure: Disclosure;
  /** Why nothing would be said; null: it would. */
  readonly problem: string | null;
  readonly subject: string | null;
  readonly text: string | null;
  readonly html: string | null;
  readonly segments: number;
  readonly encoding: string | null;
  /** The first character that forces UCS-2, and where it stands in the text. */
  readonly offending: { readonly char: string; readonly index: number } | null;
  readonly priceMicros: bigint;
};

export type RealPreview = {
  /** How many customers were rendered; 0: there is none, and what is shown is made up. */
  readonly customers: number;
  readonly held: number;
  readonly ucs2: number;
  readonly segments: number;
  readonly priceMicros: bigint;
  readonly currency: string;
  /** The worst case first: what can't be said, then UCS-2, then the longest. */
  readonly shown: readonly RealWords[];
};

export type RealOptions = {
  /** The client's reference of the only customer to look at. */
  readonly customer?: string | undefined;
  /** Customers that are rendered, and of them those that are shown. */
  readonly most: number;
  readonly show: number;
  /** As it would be read by somebody who may be told only so much. */
  readonly disclosure?: Disclosure | undefined;
};

/** Renders the template for customers who owe something and can be reached; nothing is written. */
export async function realWords(
  tx: Tx,
  context: PlanContext,
  source: TemplateSource,
  options: RealOptions,
  now: Temporal.Instant,
): Promise<RealPreview> {
  const found = await realMessages(tx, context, source, options, now);
  const isReal = found.length > 0 || options.customer !== undefined;
  const messages = isReal ? found : [madeUp(context, source, options, now)];
  const voice = { ...context, templates: { find: () => compile(source) } };
  const all = messages.map(({ message, name, customer }) => {
    const drafted = draft(voice, message);
    const { state, reason } = drafted;
    // Words can be looked at before there is a way out for them.
    const isWayless = reason === "no_route";
    const rendered = isWayless ? rendering(context, message, source) : drafted.rendered;
    const text = rendered?.text ?? null;
    const isSaid = state === "planned" || (isWayless && text !== null);
    return {
      customer,
      name,
      disclosure: rendered?.disclosure ?? message.disclosure,
      problem: isSaid ? null : (reason ?? state),
      subject: rendered?.subject ?? null,
      text,
      html: rendered?.html ?? null,
      segments: isWayless ? (rendered?.segments ?? 1) : drafted.segments,
      encoding: rendered?.encoding ?? null,
      offending: text === null || source.channel !== "sms" ? null : (firstNonGsm(text) ?? null),
      priceMicros: drafted.priceMicros,
    } satisfies RealWords;
  });
  const worst = all.toSorted((a, b) => badnessOf(b) - badnessOf(a));
  return {
    customers: isReal ? all.length : 0,
    held: all.filter((one) => one.problem !== null).length,
    ucs2: all.filter((one) => one.encoding === "ucs2").length,
    segments: all.reduce((sum, one) => sum + one.segments, 0),
    priceMicros: all.reduce((sum, one) => sum + one.priceMicros, 0n),
    currency: context.client.currency,
    shown: worst.slice(0, options.show),
  };
}

const rendering = ({ client }: PlanContext, message: NewMessage, source: TemplateSource) => {
  const { disclosure, data } = message;
  const language = localeOf(source.language, client.country);
  const rendered = render(compile(source), data, { disclosure, language });
  return rendered.ok ? rendered : undefined;
};

/** Somebody who is nobody, while there is no customer to try the words on. */
function madeUp(
  { client }: PlanContext,
  source: TemplateSource,
  { disclosure = "full" }: RealOptions,
  now: Temporal.Instant,
): RealMessage {
  const { name } = SAMPLE.customer;
  const message: NewMessage = {
    class: source.class,
    lane: 1,
    channel: source.channel,
    address: "",
    disclosure,
    template: source.name,
    language: source.language,
    data: { ...SAMPLE, client: aboutClient(client), vars: examplesOf(source.vars ?? {}) },
    notBefore: now.epochMilliseconds,
    notAfter: now.epochMilliseconds + HOUR_MS,
    routeId: "none",
  };
  return { customer: "", name, message };
}

const badnessOf = ({ problem, offending, segments, text }: RealWords): number =>
  (problem === null ? 0 : 1e9) +
  (offending === null ? 0 : 1e8) +
  segments * 1e6 +
  (text?.length ?? 0);

/** The message that one customer would get, for a test send; undefined when nobody is there. */
export async function realMessage(
  tx: Tx,
  context: PlanContext,
  source: TemplateSource,
  customer: string | undefined,
  now: Temporal.Instant,
): Promise<NewMessage | undefined> {
  const options = { customer, most: 1, show: 1 };
  return (await realMessages(tx, context, source, options, now))[0]?.message;
}

type RealMessage = {
  readonly customer: string;
  readonly name: string;
  readonly message: NewMessage;
};

async function realMessages(
  tx: Tx,
  context: PlanContext,
  source: TemplateSource,
  { customer, most, disclosure }: RealOptions,
  now: Temporal.Instant,
): Promise<RealMessage[]> {
  const { clientId } = context.client;
  const ids = await customersFor(tx, clientId, source, { customer, most });
  const subjects = await loadSubjects(tx, context, ids, now);
  const invoiceIds = subjects.flatMap(({ facts }) => facts.invoices.map(({ id }) => id));
  const details = await loadDetails(tx, clientId, ids, invoiceIds);
  const seen = new Set<string>();
  return subjects.flatMap((subject): RealMessage[] => {
    const { facts, customerId } = subject;
    const point = facts.contactPoints.find((one) => one.channel === source.channel);
    if (!point || seen.has(customerId)) return [];
    seen.add(customerId);
    const about = details.customers.get(customerId);
    const message: NewMessage = {
      class: source.class,
      lane: 1,
      channel: source.channel,
      address: point.address,
      disclosure: disclosure ?? point.disclosure,
      template: source.name,
      language: source.language,
      data: realData(context, source, subject, point, details, now),
      notBefore: now.epochMilliseconds,
      notAfter: now.epochMilliseconds + HOUR_MS,
    };
    return [{ customer: about?.reference ?? "", name: about?.name ?? "", message }];
  });
}

/** Who owes something and can be reached over the channel: long names first, since they make long texts. */
async function customersFor(
  tx: Tx,
  clientId: string,
  { channel, language }: TemplateSource,
  {
    customer = null,
    most,
  }: { readonly customer?: string | null | undefined; readonly most: number },
): Promise<string[]> {
  const kind = pointKindOf(channel);
  const { rows } = await sql<{ id: string }>`
    select c.customer_id as id from dunlin.customer c
    where c.client_id = ${clientId}
      and (${customer}::text is null or c.reference = ${customer})
      and exists (select from dunlin.contact_point p where p.client_id = c.client_id
        and p.customer_id = c.customer_id and p.kind = ${kind} and p.retired_at is null)
      and (${customer}::text is not null or exists (
        select from dunlin.account a join dunlin.invoice i using (client_id, account_id)
        where a.client_id = c.client_id and a.customer_id = c.customer_id and i.open_minor > 0))
    order by (c.language = ${language.split("-")[0]}) desc, length(c.name) desc, c.customer_id limit ${most}`.execute(
    tx,
  );
  return rows.map((row) => row.id);
}

/** All that the book says of the customer; what only an occasion gives (a promise, a payment) is made up. */
function realData(
  context: PlanContext,
  source: TemplateSource,
  { facts, customerId }: Subject,
  point: ContactPointFact,
  details: Details,
  now: Temporal.Instant,
): TemplateData {
  const today = dayAt(now.epochMilliseconds, facts.zones[0]!);
  const money = (minor: bigint) => ({ minor, currency: facts.currency });
  const sumOf = (invoices: typeof facts.invoices) =>
    invoices.reduce((sum, invoice) => sum + invoice.openMinor, 0n);
  const open = facts.invoices.toSorted((a, b) => a.dueOn - b.dueOn);
  const late = open.filter(({ dueOn }) => dueOn < today);
  const due = late.length > 0 ? late : open;
  const oldest = due[0]?.dueOn;
  const invoices = due.slice(0, MOST_INVOICES).flatMap(({ id }): InvoiceData[] => {
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
  const person = details.people.get(point.id);
  const daysLate = oldest === undefined ? 0 : Math.max(0, today - oldest);
  const soon = dateOf(today + 7);
  return {
    client: aboutClient(context.client),
    customer: details.customers.get(customerId) ?? {},
    ...(person === undefined ? {} : { person: { name: person } }),
    account: {
      currency: facts.currency,
      due: money(sumOf(due)),
      overdue: money(sumOf(late)),
      total_open: money(sumOf(open)),
      credit: money(facts.creditMinor),
      ...(oldest === undefined ? {} : { oldest_due_on: dateOf(oldest) }),
      invoice_count: due.length,
      invoices,
    },
    step: { id: "preview", days: daysLate, days_late: daysLate },
    due_on: dateOf(open.find(({ dueOn }) => dueOn >= today)?.dueOn ?? today),
    promise: { amount: money(sumOf(due)), due_on: soon },
    payment: { amount: money(sumOf(due)), received_on: dateOf(today) },
    pay_link: SAMPLE.pay_link,
    approval: SAMPLE.approval,
    today: dateOf(today),
    vars: examplesOf(source.vars ?? {}),
  };
}
