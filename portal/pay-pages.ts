// Paying: how much, is that right, off to the provider, and what came of it.
import { html, type Html } from "#http/page/html.ts";
import {
  dateOf,
  described,
  faultAt,
  faultBox,
  hidden,
  linesOf,
  moneyOf,
  pageOf,
  type Faults,
  type View,
} from "./frame.ts";

export type PayOffer = {
  readonly currency: string;
  readonly payableMinor: bigint;
  readonly leastMinor: bigint;
  readonly suggestions: readonly bigint[];
};

/** How much: all, a suggested part, or an amount of one's own. */
export function amountPage(
  view: View,
  offer: PayOffer,
  { faults = {}, choice, other = "" }: { faults?: Faults; choice?: string; other?: string } = {},
): string {
  const { say, base } = view;
  const { currency, payableMinor, leastMinor, suggestions } = offer;
  const money = (minor: bigint): string => moneyOf(view, minor, currency);
  const pick = (value: string, label: string, isPicked: boolean): Html =>
    html`<label class="choice"
      ><input type="radio" name="choice" value="${value}" ${isPicked && html` checked`} /><span
        >${label}</span
      ></label
    >`;
  const mayPart = leastMinor < payableMinor;
  const body = html`${faultBox(view, faults)}
    <form class="card" method="post" action="${base}/pay" novalidate>
      <fieldset id="choice">
        <legend><h1>${say("pay_title")}</h1></legend>
        ${faultAt(faults, "choice")}
        ${pick(String(payableMinor), say("all_of_it", { amount: money(payableMinor) }), choice === undefined || choice === String(payableMinor))}
        ${suggestions.map((minor) => pick(String(minor), money(minor), choice === String(minor)))}
        ${mayPart && pick("other", say("other_amount"), choice === "other")}
      </fieldset>
      ${
        mayPart &&
        html`<div class="field">
          <label for="other">${say("amount", { currency })}</label>
          <p class="hint" id="other-hint">
            ${say("amount_hint", { least: money(leastMinor), most: money(payableMinor) })}
          </p>
          ${faultAt(faults, "other")}
          <input
            id="other"
            name="other"
            type="text"
            inputmode="decimal"
            maxlength="24"
            autocomplete="off"
            value="${other}"
            ${described(faults, "other", true)}
          />
        </div>`
      }
      <button>${say("continue")}</button>
    </form>`;
  return pageOf(view, body, { title: say("pay_title"), back: base });
}

export type PayReview = {
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly leftMinor: bigint;
  readonly today: Temporal.PlainDate;
  readonly fault?: string | undefined;
};

/** Reads amount and day back before anything happens. */
export function payReviewPage(view: View, review: PayReview): string {
  const { say, base, client } = view;
  const { amountMinor, leftMinor, currency, today, fault } = review;
  const body = html`${fault !== undefined && faultBox(view, { "": fault })}
    <div class="card">
      <h1>${say("review_title")}</h1>
      ${linesOf([
        [say("you_pay"), moneyOf(view, amountMinor, currency)],
        [say("to_whom"), client?.name ?? ""],
        [say("today"), dateOf(view, today)],
        [say("still_open"), moneyOf(view, leftMinor, currency)],
      ])}
      <form method="post" action="${base}/pay/go">
        ${hidden({ amount: String(amountMinor) })}<button>${say("go_to_pay")}</button>
      </form>
      <a class="button second" href="${base}/pay">${say("change")}</a>
      <p class="soft small"><br />${say("card_elsewhere")}</p>
    </div>`;
  return pageOf(view, body, { title: say("review_title"), back: base });
}

export type GoOn =
  | { readonly kind: "redirect"; readonly url: string }
  | {
      readonly kind: "form";
      readonly action: string;
      readonly fields: Readonly<Record<string, string>>;
    };

/** Takes the payer to the provider: by itself where an address is enough, else by one button. */
export function goPage(view: View, go: GoOn): string {
  const { say } = view;
  if (go.kind === "redirect") {
    const body = html`<div class="card">
      <h1>${say("going")}</h1>
      <a class="button" href="${go.url}" rel="noreferrer">${say("go_now")}</a>
    </div>`;
    return pageOf(view, body, { title: say("going"), goTo: { url: go.url, afterS: 0 } });
  }
  const body = html`<div class="card">
    <h1>${say("go_to_pay")}</h1>
    <p class="soft">${say("card_elsewhere")}</p>
    <form method="post" action="${go.action}">
      ${hidden(go.fields)}<button>${say("go_now")}</button>
    </form>
  </div>`;
  return pageOf(view, body, { title: say("go_to_pay") });
}

export type Outcome = {
  readonly state: "paid" | "waiting" | "pending" | "not_paid";
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly leftMinor: bigint;
  /** Looks again by itself; not for ever. */
  readonly again: { readonly url: string; readonly afterS: number } | undefined;
};

const MARKS = { paid: "✓", waiting: "…", pending: "…", not_paid: "!" } as const;
const KINDS = { paid: "", waiting: " wait", pending: " wait", not_paid: " bad" } as const;

/** Back from the provider: what is known by now. */
export function outcomePage(view: View, outcome: Outcome): string {
  const { say, base } = view;
  const { state, currency, amountMinor, leftMinor, again } = outcome;
  const amount = moneyOf(view, amountMinor, currency);
  const title = state === "paid" ? say("thanks", { amount }) : say(state);
  const about =
    state === "paid"
      ? html`<p class="soft">
          ${leftMinor > 0n && html`${say("thanks_left", { amount: moneyOf(view, leftMinor, currency) })}<br />`}${say("thanks_receipt")}
        </p>`
      : html`<p class="soft">${say(`${state}_about`)}</p>`;
  const body = html`<div class="card">
    <div class="mark${KINDS[state]}" aria-hidden="true">${MARKS[state]}</div>
    <div role="status">
      <h1>${title}</h1>
      ${about}
    </div>
    ${state === "not_paid" && html`<a class="button" href="${base}/pay">${say("try_again")}</a>`}<a
      class="button second"
      href="${base}"
      >${say("page_title")}</a
    >
  </div>`;
  return pageOf(view, body, { title, goTo: again });
}
