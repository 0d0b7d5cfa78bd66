// What every page has: the client's name on top, ways to ask below, the languages.
import { html, Html } from "#http/page/html.ts";
import { formatMoney } from "#platform/money.ts";
import { STYLE } from "./style.ts";
import { PORTAL_LANGUAGES, sayIn, type PortalLanguage, type Say } from "./words.ts";

/** Who the page is of, and in which language. */
export type View = {
  readonly language: PortalLanguage;
  /** As "en-ZA": how amounts and dates are written. */
  readonly locale: string;
  readonly say: Say;
  /** The address of the page, "/p/" and the token. */
  readonly base: string;
  /** Undefined for a link that leads nowhere: it looks like any other. */
  readonly client:
    | {
        readonly name: string;
        readonly phone?: string | undefined;
        readonly email?: string | undefined;
        readonly site?: string | undefined;
      }
    | undefined;
};

export function viewIn(
  language: PortalLanguage,
  rest: { readonly base: string; readonly client: View["client"]; readonly country?: string },
): View {
  const { base, client, country } = rest;
  const locale = country === undefined ? language : `${language}-${country}`;
  return { language, locale, say: sayIn(language), base, client };
}

/** An amount as people of the place write it. */
export const moneyOf = (view: View, minor: bigint, currency: string): string =>
  formatMoney(minor, currency, view.locale);

const formats = new Map<string, Intl.DateTimeFormat>();

/** A date with its month in words, so that no one takes day for month. */
export function dateOf(view: View, date: Temporal.PlainDate): string {
  let format = formats.get(view.locale);
  if (!format) {
    const parts = { day: "numeric", month: "long", year: "numeric" } as const;
    format = new Intl.DateTimeFormat(view.locale, { ...parts, timeZone: "UTC" });
    if (formats.size > 500) formats.clear();
    formats.set(view.locale, format);
  }
  return format.format(date.toZonedDateTime("UTC").epochMilliseconds);
}

// To the letter what the hash in the security policy is of.
const styleElement = new Html(`<style>${STYLE}</style>`);

export type PageOptions = {
  readonly title: string;
  /** Leads one step back; without it the page is a first one. */
  readonly back?: string | undefined;
  /** Goes there by itself after so many seconds. */
  readonly goTo?: { readonly url: string; readonly afterS: number } | undefined;
};

/** A whole page. */
export function pageOf(view: View, body: Html, { title, back, goTo }: PageOptions): string {
  const { client, say, language } = view;
  const name = client?.name ?? "";
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${goTo && html`<meta http-equiv="refresh" content="${goTo.afterS};url=${goTo.url}" />`}
        <title>${name === "" ? title : `${title} – ${name}`}</title>
        <meta name="robots" content="noindex" />
        <link rel="icon" href="data:," />
        ${styleElement}
      </head>
      <body>
        <div class="wrap">
          <header class="top">
            <strong>${name}</strong
            >${back !== undefined && html`<a class="back" href="${back}">‹ ${say("back")}</a>`}
          </header>
          <main>${body}</main>
          ${footer(view)}
        </div>
      </body>
    </html>`.text;
}

function footer(view: View): Html {
  const { client, say, base, language } = view;
  const phone = client?.phone;
  const email = client?.email;
  const ways = [
    phone !== undefined && html`<a href="tel:${phone.replaceAll(/[^+\d]/gu, "")}">${phone}</a>`,
    email !== undefined && html`<a href="mailto:${email}">${email}</a>`,
  ].filter((way) => way !== false);
  return html`<footer>
    ${ways.length > 0 && html`<p>${say("questions")} ${ways.map((way, k) => [k > 0 && " · ", way])}</p>`}
    <ul class="langs">
      ${PORTAL_LANGUAGES.map((one) => {
        const name = sayIn(one)("language_name");
        return one === language
          ? html`<li><b lang="${one}" aria-current="true">${name}</b></li>`
          : html`<li>
              <a href="${base}?lang=${one}" lang="${one}" hreflang="${one}">${name}</a>
            </li>`;
      })}
    </ul>
  </footer>`;
}

/** What was wrong with a form, by its field. */
export type Faults = Readonly<Record<string, string>>;

/** On top of a form that was refused: what is wrong, each a link to its field. */
export function faultBox({ say }: View, faults: Faults): Html | undefined {
  const all = Object.entries(faults);
  if (all.length === 0) return undefined;
  return html`<div class="note bad" role="alert">
    <h2>${say("error_title")}</h2>
    ${all.map(([field, fault]) =>
      field === "" ? html`<p>${fault}</p>` : html`<p><a href="#${field}">${fault}</a></p>`,
    )}
  </div>`;
}

/** The fault at its field, and what ties the two together. */
export const faultAt = (faults: Faults, field: string): Html | undefined =>
  faults[field] === undefined
    ? undefined
    : html`<p class="fault" id="${field}-fault">${faults[field]}</p>`;

/** Attributes of a field: described by its hint and its fault. */
export function described(faults: Faults, field: string, hasHint: boolean): Html {
  const isBad = faults[field] !== undefined;
  const ids = [hasHint && `${field}-hint`, isBad && `${field}-fault`].filter((id) => id !== false);
  return html`${ids.length > 0 && html` aria-describedby="${ids.join(" ")}"`}${isBad && html` aria-invalid="true" autofocus`}`;
}

export type TextField = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value?: string | undefined;
  readonly type?: "text" | "date";
  /** What keys a phone shows. */
  readonly keys?: "numeric" | "decimal" | "text";
  readonly fill?: string;
  readonly min?: string;
  readonly max?: string;
  readonly isFirst?: boolean;
};

/** One labelled line of a form, with hint and fault beside it. */
export function textField(faults: Faults, of: TextField): Html {
  const { name, label, hint, value, type = "text", keys, fill = "off", min, max } = of;
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}${faultAt(faults, name)}
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      required
      maxlength="64"
      autocomplete="${fill}"
      ${keys && html` inputmode="${keys}"`}${value !== undefined && html` value="${value}"`}${min !== undefined && html` min="${min}"`}${max !== undefined && html` max="${max}"`}${described(faults, name, hint !== undefined)}
    />
  </div>`;
}

/** Names and values under one another, read back before something is done. */
export function linesOf(
  lines: readonly (readonly [label: string | Html, value: string | Html])[],
): Html {
  return html`<dl class="lines">
    ${lines.map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** Fields that a person does not see. */
export const hidden = (fields: Readonly<Record<string, string>>): Html =>
  html`${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )}`;
