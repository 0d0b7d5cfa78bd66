// What is to be paid, and everything that can be done about it.
import { html, type Html } from "#http/page/html.ts";
import { dateOf, hidden, moneyOf, pageOf, type View } from "./frame.ts";
import type { WordKey } from "./words/en.ts";

export type Account = {
  readonly currency: string;
  /** What may be paid now; 0: nothing. */
  readonly payableMinor: bigint;
  /** What the first button pays. */
  readonly offeredMinor: bigint;
  readonly disputedMinor: bigint;
  readonly oldestDueOn: Temporal.PlainDate | undefined;
  readonly promises: readonly {
    readonly amountMinor: bigint;
    readonly dueOn: Temporal.PlainDate;
  }[];
  /** A payment that a bank has not confirmed yet. */
  readonly onItsWayMinor: bigint | undefined;
  readonly mayPart: boolean;
  readonly mayPromise: boolean;
  readonly mayPlan: boolean;
  /** They may write to the client, and be answered. */
  readonly hasChat: boolean;
  /** Who did not prove who they are is shown the amount and no more. */
  readonly isLimited: boolean;
};

/** The account as its customer sees it. */
export function accountPage(view: View, account: Account): string {
  const { say } = view;
  const body = html`${notes(view, account)}${account.payableMinor > 0n ? owing(view, account) : nothing(view)}${
    account.isLimited
      ? html`<p class="soft small" role="note"><br />${say("limited")}</p>`
      : html`<h2>${say("other_ways")}</h2>
          <ul class="ways">
            ${ways(view, account)}
          </ul>
          <form method="post" action="${view.base}/leave">
            <br /><button class="plain">${say("leave")}</button>
          </form>`
  }`;
  return pageOf(view, body, { title: say("page_title") });
}

function notes(view: View, { promises, onItsWayMinor, currency }: Account): Html {
  const { say } = view;
  return html`${
    onItsWayMinor !== undefined &&
    html`<p class="note" role="status">
      ${say("on_its_way", { amount: moneyOf(view, onItsWayMinor, currency) })}
    </p>`
  }${promises.map(
    ({ amountMinor, dueOn }) =>
      html`<p class="note good" role="status">
        ${say("promised", { amount: moneyOf(view, amountMinor, currency), date: dateOf(view, dueOn) })}
      </p>`,
  )}`;
}

const nothing = ({ say }: View): Html =>
  html`<div class="card">
    <div class="mark" aria-hidden="true">✓</div>
    <h1>${say("nothing_to_pay")}</h1>
  </div>`;

function owing(view: View, account: Account): Html {
  const { say, base } = view;
  const { payableMinor, offeredMinor, currency, oldestDueOn, disputedMinor } = account;
  const isOnItsWay = account.onItsWayMinor !== undefined;
  const offered = moneyOf(view, offeredMinor, currency);
  return html`<div class="card">
    <h1 class="label">${say("to_pay")}</h1>
    <p class="sum">${moneyOf(view, payableMinor, currency)}</p>
    ${oldestDueOn && html`<p class="soft small">${say("overdue_since", { date: dateOf(view, oldestDueOn) })}</p>`}${
      disputedMinor > 0n &&
      html`<p class="soft small">
        ${say("disputed", { amount: moneyOf(view, disputedMinor, currency) })}
      </p>`
    }${
      !isOnItsWay &&
      html`<form method="post" action="${base}/pay">
          ${hidden({ choice: String(offeredMinor) })}<button>
            ${say("pay_all", { amount: offered })}
          </button>
        </form>
        ${account.mayPart && html`<a class="button second" href="${base}/pay">${say("pay_other")}</a>`}`
    }
  </div>`;
}

function ways({ say, base }: View, account: Account): readonly (Html | false)[] {
  const way = (path: string, what: WordKey, about: WordKey): Html =>
    html`<li>
      <a href="${base}/${path}"><b>${say(what)}</b><span>${say(about)}</span></a>
    </li>`;
  const owes = account.payableMinor > 0n;
  return [
    owes && account.mayPromise && way("promise", "promise", "promise_about"),
    owes && account.mayPlan && way("plan", "plan", "plan_about"),
    owes && way("paid", "paid", "paid_about"),
    owes && way("dispute", "dispute", "dispute_about"),
    way("invoices", "invoices", "invoices_about"),
    account.hasChat && way("chat", "chat", "chat_about"),
  ];
}
