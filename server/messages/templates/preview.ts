// What a template would say, without saying it.
import type { PlanContext } from "#messages/planning/context.ts";
import { examplePayLink } from "#messages/planning/pay-at.ts";
import { chooseRoute, unitPriceOf } from "#messages/routes/routes.ts";
import type { Channel } from "#messages/route.ts";
import { aboutClient, localeOf } from "#messages/templates/about-client.ts";
import { examplesOf } from "#messages/templates/declared.ts";
import { render } from "#messages/templates/template.ts";
import { dateOf, dayAt } from "#policies/day.ts";

export type PreviewOf = {
  readonly template: string;
  readonly channel: Extract<Channel, "sms" | "email">;
  readonly language?: string;
  /** For the price. */
  readonly to?: string;
  readonly data: Readonly<Record<string, unknown>>;
};

export type Preview = {
  readonly ok: boolean;
  readonly problem: string | null;
  readonly subject: string | null;
  readonly text: string | null;
  readonly html: string | null;
  readonly segments: number | null;
  readonly encoding: string | null;
  /** The first character that GSM 03.38 lacks. */
  readonly offending: string | null;
  readonly price_micros: string | null;
};

const NOTHING = {
  problem: null,
  subject: null,
  text: null,
  html: null,
  segments: null,
  encoding: null,
  offending: null,
  price_micros: null,
};

/** The words with the caller's data as `vars`; undefined when there is no such template for the channel. */
export function preview(
  context: PlanContext,
  { template: name, channel, language = context.client.language, to, data }: PreviewOf,
  now: Temporal.Instant,
): Preview | undefined {
  const { client, routes, templates, takers } = context;
  const template = templates.find(name, language, channel);
  if (!template) return undefined;
  const given = {
    client: aboutClient(client),
    today: dateOf(dayAt(now.epochMilliseconds, client.zone)),
    ...(takers.length > 0 && { pay_link: examplePayLink(context) }),
    // Without data the examples speak, so that a template can be looked at before anything is wired to it.
    vars: Object.keys(data).length === 0 ? examplesOf(template.source.vars ?? {}) : data,
  };
  const rendered = render(template, given, {
    language: localeOf(template.source.language, client.country),
  });
  if (!rendered.ok) return { ...NOTHING, ok: false, problem: rendered.detail };
  const segments = rendered.segments ?? 1;
  const route = to === undefined ? undefined : chooseRoute(routes, channel, to);
  const unit = route && to !== undefined ? unitPriceOf(route, to) : undefined;
  return {
    ok: true,
    problem: null,
    subject: rendered.subject ?? null,
    text: rendered.text,
    html: rendered.html ?? null,
    segments,
    encoding: rendered.encoding ?? null,
    offending: rendered.offending?.char ?? null,
    price_micros: unit === undefined ? null : String(unit * BigInt(segments)),
  };
}
