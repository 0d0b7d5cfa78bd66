// Routes, the last messages, the last imports.
import { html, type Html } from "./html.ts";
import { count, masked, plural, shortTime, words } from "./words.ts";
import type { RecentMessage } from "#reporting/recent-messages.ts";
import type { ImportLine, RouteLine, Status } from "#reporting/status.ts";

const CHANNELS: Readonly<Record<string, string>> = {
  sms: "SMS",
  email: "E-mail",
  voice: "Voice",
  whatsapp: "WhatsApp",
  messenger: "Messenger",
  chat: "Web chat",
};
const channel = (name: string): string => CHANNELS[name] ?? name;

function routeHealth(route: RouteLine): Html {
  if (!route.enabled) return html`<span class="tag">off</span>`;
  if (route.restsForS !== null) return html`<span class="tag bad">at rest</span>`;
  if (route.failures > 0) return html`<span class="tag warn">recovering</span>`;
  if (!route.workedAt) return html`<span class="tag">not used yet</span>`;
  return html`<span class="tag good">working</span>`;
}

function whyAtRest({ pausedWhy, restsForS }: RouteLine): Html | undefined {
  if (restsForS === null) return undefined;
  return html`<small
    >${words(pausedWhy ?? "trouble")}; tried again in ${count(restsForS)} s</small
  >`;
}

/** Ways out, and how they are. */
export function routesCard({ routes }: Status): Html {
  return html`<section class="card">
    <div class="head"><h2>Routes</h2></div>
    ${
      routes.length === 0
        ? html`<p class="hint">There is no way out yet, so nothing can be said.</p>`
        : html`<table class="rows">
            <thead>
              <tr>
                <th>Route</th>
                <th>Health</th>
                <th class="num">Due</th>
              </tr>
            </thead>
            <tbody>
              ${routes.map(
                (route) =>
                  html`<tr>
                    <td class="main">
                      ${route.name}
                      <small>${channel(route.channel)} from ${route.sender}</small>
                      ${whyAtRest(route)}
                    </td>
                    <td class="side">${routeHealth(route)}</td>
                    <td class="num">
                      ${route.due > 0 ? count(route.due) : html`<span class="quiet">–</span>`}
                    </td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
  </section>`;
}

const TONES: Readonly<Record<string, string>> = {
  delivered: "good",
  failed: "bad",
  uncertain: "warn",
  held: "warn",
  expired: "warn",
  planned: "live",
  queued: "live",
  handed_over: "live",
};

function messageRow(message: RecentMessage, now: Temporal.Instant, zone: string): Html {
  const reason = message.reason?.split(":")[0];
  const said = words(message.stepId ?? message.template);
  return html`<tr>
    <td class="main">
      ${said}${message.class !== "collection" && html` <span class="quiet">${message.class}</span>`}
    </td>
    <td class="side">
      <span class="tag ${TONES[message.state] ?? ""}">${words(message.state)}</span>
      ${reason && html`<small>${words(reason)}</small>`}
    </td>
    <td class="quiet ref">${message.customer}</td>
    <td class="addr">
      <span class="quiet">${channel(message.channel)}</span> ${masked(message.address)}
    </td>
    <td class="time">${shortTime(message.at, now, zone)}</td>
  </tr>`;
}

/** The messages with which something happened last. */
export function messagesCard({ client, recent }: Status, now: Temporal.Instant): Html {
  return html`<section class="card last">
    <div class="head"><h2>Last messages</h2></div>
    ${
      recent.length === 0
        ? html`<p class="hint">Nothing was said yet.</p>`
        : html`<table class="rows">
            <thead>
              <tr>
                <th>Message</th>
                <th>State</th>
                <th>Customer</th>
                <th>To</th>
                <th>Time</th>
              </tr>
            </thead>
            <tbody>
              ${recent.map((message) => messageRow(message, now, client.zone))}
            </tbody>
          </table>`
    }
  </section>`;
}

type Counted = { readonly created?: number; readonly updated?: number; readonly settled?: number };

const number = (value: unknown): number => (typeof value === "number" ? value : 0);

// What a batch did, from what it kept of its own answer.
function resultOf({ kind, result }: ImportLine): string {
  if (typeof result !== "object" || result === null) return "";
  const kept = result as Readonly<Record<string, unknown>>;
  if (kind === "payments") {
    const unmatched = number(kept["unmatched"]);
    return `${plural(number(kept["payments"]), "payment", "payments")}${unmatched > 0 ? `, ${count(unmatched)} unmatched` : ""}`;
  }
  const customers = (kept["customers"] ?? {}) as Counted;
  const invoices = (kept["invoices"] ?? {}) as Counted;
  const parts: [unknown, string, string][] = [
    [customers.created, "new customer", "new customers"],
    [invoices.created, "new invoice", "new invoices"],
    [invoices.updated, "invoice changed", "invoices changed"],
    [invoices.settled, "settled", "settled"],
    [kept["rejectedCount"], "row rejected", "rows rejected"],
  ];
  const done = parts.filter(([value]) => number(value) > 0);
  return (
    done.map(([value, one, many]) => plural(number(value), one, many)).join(", ") || "nothing new"
  );
}

const IMPORT_TONES: Readonly<Record<string, string>> = {
  applied: "good",
  applying: "live",
  refused: "bad",
};

/** The last books and files of payments. */
export function importsCard({ client, imports }: Status, now: Temporal.Instant): Html {
  return html`<section class="card">
    <div class="head"><h2>Last imports</h2></div>
    ${
      imports.length === 0
        ? html`<p class="hint">No book was imported yet.</p>`
        : html`<ul class="plain todo">
            ${imports.map(
              (one) =>
                html`<li>
                  <span class="tag ${IMPORT_TONES[one.state] ?? ""}">${one.state}</span>
                  <span
                    >${one.file}
                    <span class="time">${shortTime(one.startedAt, now, client.zone)}</span></span
                  >
                  <small>${resultOf(one)}</small>
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}
