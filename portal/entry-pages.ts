// Before anything is shown: who opens the link; and the page when it was left.
import { html } from "#http/page/html.ts";
import { faultBox, pageOf, textField, type Faults, type View } from "./frame.ts";

export type FactorKind = "born_on" | "id_last4" | "postcode";

const KEYS: Readonly<Record<FactorKind, "numeric" | "text">> = {
  born_on: "numeric",
  id_last4: "text",
  postcode: "text",
};
const FILL: Readonly<Record<FactorKind, string>> = {
  born_on: "bday",
  id_last4: "off",
  postcode: "postal-code",
};

export type Asking = {
  /** What is asked for. */
  readonly kind: FactorKind;
  /** What may be given instead. */
  readonly others: readonly FactorKind[];
  readonly failed: boolean;
};

/** Asks for the second factor. Names nobody and no amount: programs that look ahead fetch this page as well. */
export function whoPage(view: View, { kind, others, failed }: Asking): string {
  const { say, base } = view;
  const faults: Faults = failed ? { answer: say("not_opened") } : {};
  const body = html`<div class="card">
    <h1>${say("who_title")}</h1>
    <p class="soft">${say("who_why")}</p>
    <form method="post" action="${base}">
      <input type="hidden" name="kind" value="${kind}" />
      ${textField(faults, { name: "answer", label: say(kind), hint: say(`${kind}_hint`), keys: KEYS[kind], fill: FILL[kind] })}
      <button>${say("continue")}</button>
    </form>
    ${others.length > 0 && html`<p class="small soft">${say("use_instead")} ${others.map((other, k) => [k > 0 && " · ", html`<a href="${base}?by=${other}">${say(other)}</a>`])}</p>`}
  </div>`;
  return pageOf(view, body, { title: say("who_title") });
}

/** For somebody of whom nothing is on file that they could prove themselves by. */
export function enterPage(view: View): string {
  const { say, base } = view;
  const body = html`<div class="card">
    <h1>${say("page_title")}</h1>
    <form method="post" action="${base}"><button>${say("continue")}</button></form>
  </div>`;
  return pageOf(view, body, { title: say("page_title") });
}

/** Nothing can be shown. */
export function closedPage(view: View, text: string): string {
  const { say } = view;
  const body = html`<div class="card">
    <h1>${say("page_title")}</h1>
    <p>${text}</p>
  </div>`;
  return pageOf(view, body, { title: say("page_title") });
}

/** One thing that went wrong, with a way back. */
export function refusedPage(view: View, text: string): string {
  const { say, base } = view;
  const body = html`${faultBox(view, { "": text })}
    <div class="card"><a class="button second" href="${base}">${say("back")}</a></div>`;
  return pageOf(view, body, { title: say("page_title") });
}
