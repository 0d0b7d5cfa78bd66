// What a customer tells us: something is wrong, it is paid already; and the invoices that it is about.
import { html } from "#http/page/html.ts";
import {
  dateOf,
  described,
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

export type Invoice = {
  readonly reference: string;
  readonly openMinor: bigint;
  readonly dueOn: Temporal.PlainDate;
  /** Where its PDF is found, where one is known. */
  readonly file?: string | undefined;
};

export function invoicesPage(view: View, currency: string, invoices: readonly Invoice[]): string {
  const { say, base } = view;
  const body = html`<div class="card">
    <h1>${say("invoices_title")}</h1>
    ${
      invoices.length === 0
        ? html`<p class="soft">${say("nothing_to_pay")}</p>`
        : linesOf(
            invoices.map(({ reference, openMinor, dueOn, file }) => [
              html`<strong>${reference}</strong
                ><small>${say("due", { date: dateOf(view, dueOn) })}</small>`,
              html`${moneyOf(view, openMinor, currency)}${file !== undefined && html`<small><a href="${file}">${say("download")}</a></small>`}`,
            ]),
          )
    }<a class="button second" href="${base}">${say("back")}</a>
  </div>`;
  return pageOf(view, body, { title: say("invoices_title"), back: base });
}

export function disputePage(
  view: View,
  currency: string,
  invoices: readonly Invoice[],
  {
    faults = {},
    why = "",
    picked = [],
  }: { faults?: Faults; why?: string; picked?: readonly string[] } = {},
): string {
  const { say, base } = view;
  const body = html`${faultBox(view, faults)}
    <form class="card" method="post" action="${base}/dispute" novalidate>
      <h1>${say("dispute_title")}</h1>
      <fieldset id="invoice">
        <legend>${say("dispute_which")}</legend>
        ${faultAt(faults, "invoice")}
        ${invoices.map(
          ({ reference, openMinor, dueOn }) =>
            html`<label class="choice"
              ><input
                type="checkbox"
                name="invoice"
                value="${reference}"
                ${(picked.includes(reference) || invoices.length === 1) && html` checked`}
              /><span>${reference}<small>${say("due", { date: dateOf(view, dueOn) })}</small></span
              ><span class="end">${moneyOf(view, openMinor, currency)}</span></label
            >`,
        )}
      </fieldset>
      <div class="field">
        <label for="why">${say("dispute_why")}</label>
        <p class="hint" id="why-hint">${say("dispute_why_hint")}</p>
        ${faultAt(faults, "why")}
        <textarea id="why" name="why" maxlength="500" required${described(faults, "why", true)}>
${why}</textarea>
      </div>
      <button>${say("check")}</button>
    </form>`;
  return pageOf(view, body, { title: say("dispute_title"), back: base });
}

export function disputeReviewPage(
  view: View,
  currency: string,
  invoices: readonly Invoice[],
  why: string,
): string {
  const { say, base } = view;
  const body = html`<div class="card">
    <h1>${say("review_title")}</h1>
    <p class="label">${say("you_dispute")}</p>
    ${linesOf(invoices.map(({ reference, openMinor }) => [reference, moneyOf(view, openMinor, currency)]))}
    <p>„${why}“</p>
    <form method="post" action="${base}/dispute/confirm">
      ${hidden({ why })}${invoices.map(({ reference }) => hidden({ invoice: reference }))}<button>
        ${say("confirm")}
      </button>
    </form>
    <a class="button second" href="${base}/dispute">${say("change")}</a>
  </div>`;
  return pageOf(view, body, { title: say("review_title"), back: base });
}

/** Amount and day of a payment that was made elsewhere, with a file that shows it. */
export function paidPage(
  view: View,
  {
    currency,
    today,
    faults = {},
    amount,
    day,
  }: {
    readonly currency: string;
    readonly today: Temporal.PlainDate;
    readonly faults?: Faults;
    readonly amount: string;
    readonly day: string;
  },
): string {
  const { say, base } = view;
  const body = html`${faultBox(view, faults)}
    <form class="card" method="post" action="${base}/paid" enctype="multipart/form-data" novalidate>
      <h1>${say("paid_title")}</h1>
      ${textField(faults, { name: "amount", label: say("amount", { currency }), value: amount, keys: "decimal" })}
      ${textField(faults, { name: "day", label: say("paid_day"), type: "date", value: day, max: today.toString() })}
      <div class="field">
        <label for="file">${say("paid_file")}</label>
        <p class="hint" id="file-hint">${say("paid_file_hint")}</p>
        ${faultAt(faults, "file")}
        <input
          id="file"
          name="file"
          type="file"
          accept="application/pdf,image/jpeg,image/png"
          ${described(faults, "file", true)}
        />
      </div>
      <button>${say("paid_send")}</button>
    </form>`;
  return pageOf(view, body, { title: say("paid_title"), back: base });
}
