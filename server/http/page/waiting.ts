// What waits for a person.
import { html, type Html } from "./html.ts";
import { count, masked, shortTime } from "./words.ts";
import type { Status } from "#reporting/status.ts";

type Item = {
  readonly count: number;
  readonly one: string;
  readonly many: string;
  readonly how: string;
};

function itemsOf({ client, waiting }: Status): Item[] {
  const all: Item[] = [
    {
      count: waiting.unread,
      one: "conversation to read",
      many: "conversations to read",
      how: "below, and by GET /v1/conversations?unread",
    },
    {
      count: waiting.sources,
      one: "source of books that fails or is late",
      many: "sources of books that fail or are late",
      how: `source list --client ${client.slug}`,
    },
    {
      count: waiting.callList,
      one: "account to phone",
      many: "accounts to phone",
      how: `at the end of the ladder: call-list --client ${client.slug}`,
    },
    {
      count: waiting.unmatched,
      one: "payment that names nobody we know",
      many: "payments that name nobody we know",
      how: "kept until somebody says whose they are",
    },
    {
      count: waiting.uncertain,
      one: "message of uncertain fate",
      many: "messages of uncertain fate",
      how: "handed over, and no answer came; never sent again by themselves",
    },
    {
      count: waiting.held,
      one: "message held",
      many: "messages held",
      how: "a value that the template needs is missing",
    },
  ];
  return all.filter((item) => item.count > 0);
}

/** The card of what waits, by kind. */
export function waitingCard(status: Status): Html {
  const items = itemsOf(status);
  return html`<section class="card">
    <div class="head"><h2>Needs a person</h2></div>
    ${
      items.length === 0
        ? html`<p class="hint">Nothing waits for you.</p>`
        : html`<ul class="plain todo">
            ${items.map(
              (item) =>
                html`<li>
                  <b>${count(item.count)}</b><span>${item.count === 1 ? item.one : item.many}</span>
                  <small>${item.how}</small>
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}

/** The card of what customers wrote last and nobody has read; nothing when there is none. */
export function unreadCard({ client, unread }: Status, now: Temporal.Instant): Html | undefined {
  if (unread.length === 0) return undefined;
  return html`<section class="card">
    <div class="head"><h2>Unread replies</h2></div>
    <ul class="plain todo">
      ${unread.map(
        (one) =>
          html`<li>
            <b>${count(one.unread)}</b>
            <span>
              ${one.customerReference ?? masked(one.address ?? "")}
              <span class="time">${shortTime(one.lastAt, now, client.zone)}</span>
            </span>
            <small><blockquote>${one.lastText ?? ""}</blockquote></small>
          </li>`,
      )}
    </ul>
  </section>`;
}
