// The one status page: how a client stands, with nothing to click but what leads on.
import { command, documentOf } from "./frame.ts";
import { html, type Html } from "./html.ts";
import { nextSteps } from "./next-steps.ts";
import { importsCard, messagesCard, routesCard } from "./tables.ts";
import { todayCard } from "./today.ts";
import { unreadCard, waitingCard } from "./waiting.ts";
import { count, dateTime, money, plural } from "./words.ts";
import type { Client } from "#clients/clients.ts";
import type { MoneyLine, Status } from "#reporting/status.ts";

export type PageFacts = {
  readonly now: Temporal.Instant;
  readonly frozen: boolean;
  readonly demo: boolean;
  readonly sandboxUrl: string | undefined;
  /** Of the installation, for the row to choose from. */
  readonly clients: readonly Client[];
  /** Of the chosen client; undefined when there is none. */
  readonly status: Status | undefined;
  /** Does not ask for itself again. */
  readonly still: boolean;
};

const REFRESH_S = 5;

/** The whole page. */
export function statusPage(facts: PageFacts): string {
  const { status, still } = facts;
  const body = html`${header(facts)}
    <main>
      ${tabs(facts)}${status === undefined ? noClient() : clientPart(status, facts.now)}
    </main>`;
  const title = status === undefined ? "Dunlin" : `${status.client.name} – Dunlin`;
  return documentOf(title, body, still ? undefined : REFRESH_S);
}

function header({ now, frozen, demo, sandboxUrl, status, still }: PageFacts): Html {
  const zone = status?.client.zone ?? "UTC";
  const query = status === undefined ? "" : `client=${encodeURIComponent(status.client.slug)}`;
  return html`<header>
    <span class="brand">Dunlin</span>
    <span class="when">${dateTime(now, zone)} <span class="quiet">${zone}</span></span>
    ${frozen && html`<span class="tag warn">clock frozen</span>`}
    ${demo && html`<span class="tag">demo</span>`}
    <span class="end">
      ${sandboxUrl !== undefined && html`<a href="${sandboxUrl}">Phones and mailboxes</a>`}
      ${
        still
          ? html`<a href="/status?${query}">Refresh by itself</a>`
          : html`<a href="/status?${query}&still">Stop refreshing</a>`
      }
      <a href="/">Console</a>
      <form method="post" action="/sign-out"><button class="link">Sign out</button></form>
    </span>
  </header>`;
}

function tabs({ clients, status }: PageFacts): Html | undefined {
  if (clients.length < 2) return undefined;
  return html`<nav aria-label="Clients">
    <ul class="tabs">
      ${clients.map((one) => {
        const current = one.slug === status?.client.slug;
        return html`<li>
          <a href="/status?client=${one.slug}" ${current && html`aria-current="page"`}
            >${one.name}</a
          >
        </li>`;
      })}
    </ul>
  </nav>`;
}

function noClient(): Html {
  return html`<section class="card">
    <h1>There is no client yet</h1>
    <p class="hint">
      A client is an organisation that collects its money through Dunlin. Make the first one:
    </p>
    ${command(
      'client create harbour-fibre --name "Harbour Fibre" --currency ZAR --country ZA --zone Africa/Johannesburg',
    )}
  </section>`;
}

function clientPart(status: Status, now: Temporal.Instant): Html {
  return html`<h1>${status.client.name}</h1>
    ${subtitle(status)} ${staleNote(status)} ${nextSteps(status)} ${tiles(status)}
    <div class="cols">
      <div class="stack">${todayCard(status)} ${messagesCard(status, now)}</div>
      <div class="stack">
        ${waitingCard(status)} ${unreadCard(status, now)} ${routesCard(status)}
        ${importsCard(status, now)}
      </div>
    </div>
    ${judgementNote(status)}`;
}

function judgementNote({ client, judgement }: Status): Html | undefined {
  if (!judgement) return undefined;
  const broken = judgement.invariants.filter((one) => !one.ok);
  const when = `Judged at ${dateTime(judgement.judgedAt, client.zone)}`;
  if (broken.length === 0) return html`<p class="sub">${when}: all invariants hold.</p>`;
  const names = broken.map((one) => `${one.id}. ${one.name} (${count(one.violationCount)})`);
  return html`<div class="note-box">
    <p>${when}: broken are ${names.join("; ")}. To see where:</p>
    ${command(`judge --client ${client.slug}`)}
  </div>`;
}

function subtitle({ client, policy }: Status): Html {
  const book =
    client.bookAsOf === null
      ? "no book yet"
      : `books as of ${dateTime(client.bookAsOf, client.zone)}`;
  const ladder = policy ? `policy “${policy.name}”, version ${policy.version}` : "no policy yet";
  return html`<p class="sub">${client.slug} · ${book} · ${ladder}</p>`;
}

// What stops collection as a whole stands above everything.
function staleNote({ client, stale }: Status): Html | undefined {
  if (!stale) return undefined;
  return html`<div class="note-box">
    <p>The books are older than the policy allows, so collection waits. Import a fresh one:</p>
    ${command(`import book.csv --client ${client.slug}`)}
  </div>`;
}

function tiles({ client, customers, money: lines }: Status): Html {
  const shown = lines.length > 0 ? lines : [noMoney(client.currency)];
  const late = lines.reduce((total, line) => total + line.overdueAccounts, 0);
  const credit = lines.filter((line) => line.creditMinor > 0n);
  const values = (pick: (line: MoneyLine) => bigint) =>
    shown.map((line) => html`<div class="value">${money(pick(line), line.currency)}</div>`);
  return html`<div class="tiles">
    <div class="card tile wide">
      <div class="label">Overdue</div>
      ${values((line) => line.overdueMinor)}
      <div class="note">${shareOf(lines)}</div>
    </div>
    <div class="card tile wide">
      <div class="label">Open</div>
      ${values((line) => line.openMinor)}
      <div class="note">
        ${
          credit.length === 0
            ? "no credits"
            : `less credits of ${credit.map((line) => money(line.creditMinor, line.currency)).join(", ")}`
        }
      </div>
    </div>
    <div class="card tile wide">
      <div class="label">Customers</div>
      <div class="value">${count(customers)}</div>
      <div class="note">
        ${late === 0 ? "nobody is overdue" : `${plural(late, "account is", "accounts are")} overdue`}
      </div>
    </div>
  </div>`;
}

const noMoney = (currency: string): MoneyLine => ({
  currency,
  openMinor: 0n,
  overdueMinor: 0n,
  creditMinor: 0n,
  overdueAccounts: 0,
});

// Of one currency: how much of what is open is overdue.
function shareOf(lines: readonly MoneyLine[]): string {
  const [line] = lines;
  if (lines.length !== 1 || !line || line.openMinor === 0n) return "";
  const share = Number((line.overdueMinor * 1_000n) / line.openMinor) / 10;
  return `${share < 10 ? share : Math.round(share)} % of what is open`;
}
