// Promises and plans: chosen, read back, confirmed.
import { html } from "#http/page/html.ts";
import {
  dateOf,
  faultAt,
  faultBox,
  hidden,
  linesOf,
  moneyOf,
  pageOf,
  textField,
  type Faults,
  type View,
} from "./frame.ts";

export type PromiseOffer = {
  readonly currency: string;
  readonly mostMinor: bigint;
  readonly today: Temporal.PlainDate;
  readonly until: Temporal.PlainDate;
};

export function promisePage(
  view: View,
  offer: PromiseOffer,
  given: { readonly faults?: Faults; readonly amount: string; readonly day?: string | undefined },
): string {
  const { say, base } = view;
  const { faults = {}, amount, day } = given;
  const { currency, today, until } = offer;
  const body = html`${faultBox(view, faults)}
    <form class="card" method="post" action="${base}/promise" novalidate>
      <h1>${say("promise_title")}</h1>
      ${textField(faults, { name: "amount", label: say("amount", { currency }), value: amount, keys: "decimal" })}
      ${textField(faults, { name: "day", label: say("promise_day"), hint: say("promise_day_hint", { date: dateOf(view, until) }), type: "date", value: day, min: today.toString(), max: until.toString() })}
      <button>${say("check")}</button>
    </form>`;
  return pageOf(view, body, { title: say("promise_title"), back: base });
}

export type Promised = {
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly dueOn: Temporal.PlainDate;
};

export function promiseReviewPage(view: View, { currency, amountMinor, dueOn }: Promised): string {
  const { say, base } = view;
  const fields = { amount: String(amountMinor), day: dueOn.toString() };
  const body = html`<div class="card">
    <h1>${say("review_title")}</h1>
    ${linesOf([
      [say("you_promise"), moneyOf(view, amountMinor, currency)],
      [say("by_day"), dateOf(view, dueOn)],
    ])}
    <form method="post" action="${base}/promise/confirm">
      ${hidden(fields)}<button>${say("confirm")}</button>
    </form>
    <a class="button second" href="${base}/promise">${say("change")}</a>
  </div>`;
  return pageOf(view, body, { title: say("review_title"), back: base });
}

export type PlanOffer = {
  readonly instalments: number;
  readonly each: bigint;
  readonly last: bigint;
  readonly firstOn: Temporal.PlainDate;
};

export function planPage(
  view: View,
  currency: string,
  offers: readonly PlanOffer[],
  faults: Faults = {},
): string {
  const { say, base } = view;
  const line = ({ instalments, each, last, firstOn }: PlanOffer) => {
    const about = [
      last !== each && say("plan_last", { amount: moneyOf(view, last, currency) }),
      say("plan_first", { date: dateOf(view, firstOn) }),
    ].filter((part) => part !== false);
    return html`<label class="choice"
      ><input type="radio" name="count" value="${instalments}" /><span
        >${say("plan_line", { count: String(instalments), amount: moneyOf(view, each, currency) })}<small
          >${about.join(", ")}</small
        ></span
      ></label
    >`;
  };
  const body = html`${faultBox(view, faults)}
    <form class="card" method="post" action="${base}/plan">
      <fieldset id="count">
        <legend><h1>${say("plan_title")}</h1></legend>
        ${faultAt(faults, "count")} ${offers.map(line)}
      </fieldset>
      <button>${say("check")}</button>
    </form>`;
  return pageOf(view, body, { title: say("plan_title"), back: base });
}

export type Instalment = { readonly amountMinor: bigint; readonly dueOn: Temporal.PlainDate };

export function planReviewPage(
  view: View,
  currency: string,
  instalments: readonly Instalment[],
): string {
  const { say, base } = view;
  const total = instalments.reduce((sum, one) => sum + one.amountMinor, 0n);
  const body = html`<div class="card">
    <h1>${say("review_title")}</h1>
    ${linesOf([
      ...instalments.map(
        ({ amountMinor, dueOn }) =>
          [dateOf(view, dueOn), moneyOf(view, amountMinor, currency)] as const,
      ),
      [html`<strong>${say("total")}</strong>`, moneyOf(view, total, currency)],
    ])}
    <form method="post" action="${base}/plan/confirm">
      ${hidden({ count: String(instalments.length), total: String(total) })}<button>
        ${say("confirm")}
      </button>
    </form>
    <a class="button second" href="${base}/plan">${say("change")}</a>
  </div>`;
  return pageOf(view, body, { title: say("review_title"), back: base });
}

/** Something is done: what, and what follows. */
export function donePage(view: View, title: string, about: string | undefined): string {
  const { say, base } = view;
  const body = html`<div class="card">
    <div class="mark" aria-hidden="true">✓</div>
    <div role="status">
      <h1>${title}</h1>
      ${about !== undefined && html`<p class="soft">${about}</p>`}
    </div>
    <a class="button second" href="${base}">${say("page_title")}</a>
  </div>`;
  return pageOf(view, body, { title });
}
