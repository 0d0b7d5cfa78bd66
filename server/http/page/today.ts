// What is said today, as a bar and its legend.
import { command } from "./frame.ts";
import { html, type Html } from "./html.ts";
import { count, dateTime, plural, words } from "./words.ts";
import type { Status, TodayLine } from "#reporting/status.ts";

type Group = { readonly fill: string; readonly label: string; readonly states: readonly string[] };

const GROUPS: readonly Group[] = [
  { fill: "planned", label: "Planned", states: ["planned"] },
  { fill: "queued", label: "Queued", states: ["queued"] },
  { fill: "handed_over", label: "Handed over", states: ["handed_over"] },
  { fill: "delivered", label: "Delivered", states: ["delivered"] },
  { fill: "failed", label: "Failed", states: ["failed"] },
  { fill: "suppressed", label: "Suppressed", states: ["suppressed", "cancelled"] },
  { fill: "other", label: "Held, expired or uncertain", states: ["held", "expired", "uncertain"] },
];

const REASONS_SHOWN = 4;
/** Shown also when there are none of them. */
const ALWAYS = 6;

const sum = (lines: readonly TodayLine[]): number =>
  lines.reduce((total, line) => total + line.count, 0);

/** The card about today. */
export function todayCard(status: Status): Html {
  const { later, today } = status;
  const total = sum(today);
  return html`<section class="card">
    <div class="head">
      <h2>Today</h2>
      <span>${plural(total, "message", "messages")}</span>
    </div>
    ${total === 0 ? nothingToday(status) : [bar(today, total), legend(today)]}
    ${total > 0 && later.count > 0 && html`<p class="hint after">${plannedLater(status)}</p>`}
  </section>`;
}

function plannedLater({ client, later }: Status): string {
  const first =
    later.firstAt === null ? "" : `, the first on ${dateTime(later.firstAt, client.zone)}`;
  return `${plural(later.count, "message is", "messages are")} planned for later${first}.`;
}

function nothingToday(status: Status): Html {
  const { client, policy, customers, later } = status;
  if (customers === 0 || !policy) {
    const missing = customers === 0 ? "there is no book" : "there is no policy";
    return html`<p class="hint">Nothing is planned: ${missing} yet.</p>`;
  }
  if (later.count > 0)
    return html`<p class="hint">Nothing is to be said today. ${plannedLater(status)}</p>`;
  return html`<p class="hint">
      Nothing is to be said. Customers are looked at by themselves when their time comes; to decide
      all of them now:
    </p>
    ${command(`run --client ${client.slug}`)}`;
}

function bar(today: readonly TodayLine[], total: number): Html {
  let x = 0;
  const parts = GROUPS.map(({ fill, states }) => {
    const width = (sum(today.filter((line) => states.includes(line.state))) / total) * 1_000;
    const part = html`<rect
      class="f-${fill}"
      x="${x.toFixed(2)}"
      width="${width.toFixed(2)}"
      height="1"
    />`;
    x += width;
    return width > 0 && part;
  });
  return html`<svg class="bar" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true">
    ${parts}
  </svg>`;
}

function legend(today: readonly TodayLine[]): Html {
  const items = GROUPS.map(({ fill, label, states }, index) => {
    const lines = today.filter((line) => states.includes(line.state));
    if (lines.length === 0 && index >= ALWAYS) return undefined;
    return html`<li>
      <svg viewBox="0 0 1 1" aria-hidden="true">
        <rect class="f-${fill}" width="1" height="1" rx=".25" />
      </svg>
      <span>${label} <b>${count(sum(lines))}</b></span>
      ${reasons(lines)}
    </li>`;
  });
  return html`<ul class="plain legend">
    ${items}
  </ul>`;
}

// Why, where it is not plain: "opted out (12)".
function reasons(lines: readonly TodayLine[]): Html | undefined {
  const why = lines.filter(({ reason, state }) => reason && !["planned", "queued"].includes(state));
  if (why.length === 0) return undefined;
  const shown = why
    .slice(0, REASONS_SHOWN)
    .map((line) => `${words(line.reason!)} (${count(line.count)})`);
  const rest = sum(why.slice(REASONS_SHOWN));
  return html`<small
    >${[...shown, ...(rest > 0 ? [`other (${count(rest)})`] : [])].join(", ")}</small
  >`;
}
