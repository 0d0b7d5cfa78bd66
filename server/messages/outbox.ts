// A decision to speak becomes a row here, in the transaction of what led to it: the table is the outbox and the queue.
import { randomUUIDv7 } from "node:crypto";
import { sql } from "kysely";
import type { Client } from "#clients/clients.ts";
import { bigintAsText } from "#ledger/events.ts";
import { UNTRACKED, type Tracked } from "#messages/engagement/links.ts";
import { ledBack, sizeOf, type Leading } from "#messages/engagement/drafting.ts";
import type { Approved, Channel } from "#messages/route.ts";
import { approvedFor } from "#messages/routes/approved.ts";
import { chooseRoute, unitPriceOf, type RouteChoice } from "#messages/routes/routes.ts";
import { localeOf } from "#messages/templates/about-client.ts";
import type { TemplateBook } from "#messages/templates/book.ts";
import { render, type Rendered } from "#messages/templates/template.ts";
import type { TemplateData } from "#messages/templates/variables.ts";
import { kept, type Tx } from "#platform/db.ts";
import type { Disclosure, EpochMs, MessageClass } from "#policies/types.ts";

/** 0: pins and answers; 1: single messages; 2: bulk. */
export type Lane = 0 | 1 | 2;

export type NewMessage = {
  /** The id that it gets, where something speaks of it already; undefined: a new one. */
  readonly messageId?: string | undefined;
  readonly class: MessageClass;
  readonly lane: Lane;
  readonly channel: Channel;
  readonly address: string;
  readonly disclosure: Disclosure;
  readonly template: string;
  readonly language: string;
  readonly data: TemplateData;
  readonly notBefore: EpochMs;
  readonly notAfter: EpochMs;
  readonly customerId?: string | undefined;
  readonly accountId?: string | undefined;
  readonly contactPointId?: string | undefined;
  /** The rung it takes: with the account, channel and contact point the key that makes it unique. */
  readonly anchor?: string | undefined;
  readonly stepId?: string | undefined;
  readonly decisionId?: string | undefined;
  /** The facts it rests on; undefined: no fact can make it wrong. */
  readonly factsVersion?: bigint | undefined;
  /** The inbound message it answers: there is one answer at most. */
  readonly answersId?: string | undefined;
  /** Speak through this route (an answer goes back the way the question came). */
  readonly routeId?: string | undefined;
  readonly amountMinor?: bigint | undefined;
  readonly currency?: string | undefined;
  /** What the client's own system calls it. */
  readonly reference?: string | undefined;
  /** Why it may not be said: it is written down as suppressed. */
  readonly suppress?: string | undefined;
};

/** What speaking for a client needs: its routes and its words. */
export type Voice = {
  readonly client: Client;
  readonly routes: readonly RouteChoice[];
  readonly templates: TemplateBook;
  /** How messages lead back to this installation, and what of them is watched; undefined: they do not. */
  readonly leading?: Leading | undefined;
};

/** A message as it would be written: what preview, simulation and the outbox have in common. */
export type Draft = {
  readonly state: "planned" | "held" | "suppressed";
  readonly reason: string | undefined;
  readonly route: RouteChoice | undefined;
  readonly rendered: Extract<Rendered, { ok: true }> | undefined;
  readonly segments: number;
  readonly priceMicros: bigint;
  readonly tracked: Tracked;
  /** What the network may take in its place. */
  readonly approved?: Approved | undefined;
};

/** Renders and prices a message without writing it; `messageId` is the one that it will have. */
export function draft(voice: Voice, message: NewMessage, messageId = NO_ID): Draft {
  const none = { rendered: undefined, segments: 0, priceMicros: 0n, tracked: UNTRACKED };
  const route =
    message.routeId === undefined
      ? chooseRoute(voice.routes, message.channel, message.address)
      : voice.routes.find((candidate) => candidate.routeId === message.routeId);
  if (message.suppress !== undefined) {
    return { ...none, state: "suppressed", reason: message.suppress, route };
  }
  if (!route) return { ...none, state: "suppressed", reason: "no_route", route };
  const template = voice.templates.find(message.template, message.language, message.channel);
  if (!template) return { ...none, state: "held", reason: "no_template", route };
  const ids = { clientId: voice.client.clientId, messageId };
  const data = ledBack(voice.leading, ids, message);
  const rendered = render(template, data, {
    disclosure: message.disclosure,
    language: localeOf(template.source.language, voice.client.country),
  });
  if (!rendered.ok) {
    return { ...none, state: "held", reason: `${rendered.reason}: ${rendered.detail}`, route };
  }
  const { segments, encoding, tracked } = sizeOf(voice.leading, ids, message, rendered);
  const unit = unitPriceOf(route, message.address) ?? 0n;
  return {
    state: "planned",
    reason: undefined,
    route,
    rendered: encoding === undefined ? rendered : { ...rendered, encoding },
    segments,
    priceMicros: unit * BigInt(segments),
    tracked,
    approved: approvedFor(route.approved, {
      source: template.source,
      language: message.language,
      data,
      disclosure: rendered.disclosure,
      country: voice.client.country,
    }),
  };
}

/** In the place of an id in what is only looked at: as long as one. */
const NO_ID = "00000000-0000-0000-0000-000000000000";

/** What became of messages that were to be said. */
export type Said = {
  readonly messageId: string;
  readonly state: Draft["state"] | "shadow";
  readonly reason: string | undefined;
};

/**
 * Writes messages to the outbox in one statement, in the given order. A message that can't be rendered is `held`, one
 * without a route `suppressed`; each has its row and its event, so that none is lost.
 */
export async function say(
  tx: Tx,
  voice: Voice,
  messages: readonly NewMessage[],
  now: Temporal.Instant,
  actor: string,
): Promise<Said[]> {
  if (messages.length === 0) return [];
  const rows = messages.map((message) => rowOf(voice, message));
  await insertRows(tx, voice.client.clientId, rows, now, actor);
  return rows.map((row) => ({ messageId: row.message_id, state: row.state, reason: row.reason }));
}

/** While another system speaks to the customers, what would go to them is written down in a state that nothing hands over. */
function isShadowed({ client }: Voice, message: NewMessage, { state }: Draft): boolean {
  return state === "planned" && client.shadowSince !== null && message.class !== "staff";
}

function rowOf(voice: Voice, message: NewMessage) {
  const messageId = message.messageId ?? randomUUIDv7();
  const drafted = draft(voice, message, messageId);
  const { route, rendered, segments, priceMicros, tracked } = drafted;
  const { state, reason } = isShadowed(voice, message, drafted)
    ? ({ state: "shadow", reason: "shadow_mode" } as const)
    : drafted;
  return {
    message_id: messageId,
    class: message.class,
    lane: message.lane,
    channel: message.channel,
    state,
    reason,
    customer_id: message.customerId,
    account_id: message.accountId,
    anchor: message.anchor,
    step_id: message.stepId,
    contact_point_id: message.contactPointId,
    decision_id: message.decisionId,
    facts_version: message.factsVersion,
    answers_id: message.answersId,
    address: message.address,
    sender: route?.sender ?? "",
    template: message.template,
    language: message.language,
    subject: rendered?.subject,
    body: rendered?.text ?? "",
    html: rendered?.html,
    segments,
    encoding: rendered?.encoding,
    tracks_opens: tracked.opens,
    tracks_clicks: tracked.clicks,
    approved: drafted.approved,
    price_micros: priceMicros,
    currency: message.currency,
    amount_minor: message.amountMinor,
    reference: message.reference,
    route_id: route?.routeId,
    not_before: message.notBefore / 1000,
    not_after: message.notAfter / 1000,
  };
}

// Messages, their events and the call that wakes dispatch: one statement, since a single message is as common as a set.
async function insertRows(
  tx: Tx,
  clientId: string,
  rows: readonly ReturnType<typeof rowOf>[],
  now: Temporal.Instant,
  actor: string,
): Promise<void> {
  await sql`${kept}
    with given as materialized (
      select row.* from rows from (jsonb_to_recordset(${JSON.stringify(rows, bigintAsText)}::jsonb) as (
        message_id uuid, class text, lane smallint, channel text, state text, reason text, customer_id uuid,
        account_id uuid, anchor text, step_id text, contact_point_id uuid, decision_id uuid,
        facts_version bigint, answers_id uuid, address text, sender text, template text, language text,
        subject text, body text, html text, segments smallint, encoding text, tracks_opens boolean,
        tracks_clicks boolean, approved jsonb, price_micros bigint, currency text, amount_minor bigint, reference text, route_id uuid,
        not_before float8, not_after float8)
      ) with ordinality as row (message_id, class, lane, channel, state, reason, customer_id, account_id, anchor,
        step_id, contact_point_id, decision_id, facts_version, answers_id, address, sender, template, language, subject,
        body, html, segments, encoding, tracks_opens, tracks_clicks, approved, price_micros, currency, amount_minor,
        reference, route_id, not_before, not_after, place)
    ), said as (
      insert into dunlin.message (client_id, message_id, class, lane, channel, state, reason, customer_id,
        account_id, anchor, step_id, contact_point_id, decision_id, facts_version, answers_id, address, sender,
        template, language, subject, body, html, segments, encoding, tracks_opens, tracks_clicks, approved,
        price_micros, currency, amount_minor,
        reference, route_id, not_before, planned_for, not_after, created_at, ended_at)
      select ${clientId}, message_id, class, lane, channel, state, reason, customer_id, account_id, anchor,
        step_id, contact_point_id, decision_id, facts_version, answers_id, address, sender, template, language,
        subject, body, html, segments, encoding, tracks_opens, tracks_clicks, approved, price_micros, currency, amount_minor,
        reference, route_id, to_timestamp(not_before), to_timestamp(not_before), to_timestamp(not_after), ${now},
        case when state in ('suppressed', 'shadow') then ${now}::timestamptz end
      from given order by place
    ), told as (
      insert into dunlin.event (client_id, at, kind, customer_id, account_id, message_id, actor, cause, body)
      select ${clientId}, ${now}, 'message.' || state, customer_id, account_id, message_id, ${actor}::text,
        coalesce(decision_id, answers_id)::text,
        jsonb_strip_nulls(jsonb_build_object('channel', channel, 'step', step_id, 'reason', reason, 'class', class))
      from given order by place
    )
    select pg_notify('dunlin_work', 'messages') from given where state = 'planned' limit 1
  `.execute(tx);
}
