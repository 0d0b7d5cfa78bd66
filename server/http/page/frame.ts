import { html, Html } from "./html.ts";
import { STYLE } from "./style.ts";

// To the letter what the hash in the security policy is of.
const styleElement = new Html(`<style>${STYLE}</style>`);

/** A whole document. `refreshS`: asks for itself again after so many seconds. */
export function documentOf(title: string, body: Html, refreshS?: number): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${refreshS !== undefined && html`<meta http-equiv="refresh" content="${refreshS}" />`}
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${styleElement}
      </head>
      <body>
        <div class="wrap">${body}</div>
      </body>
    </html>`.text;
}

/** One command to run next; it breaks only between words. */
export function command(text: string): Html {
  const words = `npm run -s dunlin -- ${text}`.split(" ");
  return html`<code>${words.map((word) => html`<span>${word}</span> `)}</code>`;
}

export type SignIn = {
  /** There are accounts: people sign in with address and password. */
  readonly people: boolean;
  readonly tokenRefused?: boolean;
  /** What was wrong with the last try. */
  readonly fault?: string | undefined;
  readonly email?: string | undefined;
};

/** The forms to sign in with: people's, and the one that asks for the operator's token. */
export function signInPage({ people, tokenRefused = false, fault, email }: SignIn): string {
  return documentOf(
    "Sign in – Dunlin",
    html`<main class="card sign-in">
      <h1>Dunlin</h1>
      ${people ? peoplePart(fault, email) : tokenForm(tokenRefused)}
      ${
        people &&
        html`<details ${tokenRefused && html`open`}>
            <summary>With your organisation's own sign-in</summary>
            <form method="get" action="/sso">
              ${field({ name: "client", label: "Short name of the organisation" })}
              <button>Go on</button>
            </form>
          </details>
          <details ${tokenRefused && html`open`}>
            <summary>With the token of the installation</summary>
            ${tokenForm(tokenRefused)}
          </details>`
      }
    </main>`,
  );
}

function peoplePart(fault: string | undefined, email: string | undefined): Html {
  return html`${faultBox(fault)}
    <form method="post" action="/sign-in/password">
      ${field({ name: "email", label: "E-mail address", type: "email", fill: "username", value: email })}
      ${field({ name: "password", label: "Password", type: "password", fill: "current-password" })}
      <button>Sign in</button>
    </form>`;
}

function tokenForm(refused: boolean): Html {
  return html`<p class="hint">
      ${
        refused
          ? "That is not the token of this installation."
          : "Sign in with the token that the start of the server shows."
      }
    </p>
    <form method="post" action="/sign-in">
      ${field({ name: "token", label: "Token", type: "password", fill: "off" })}
      <button>Sign in</button>
    </form>`;
}

export type Field = {
  readonly name: string;
  /** Where a page has several fields of that name. */
  readonly id?: string;
  readonly label: string;
  readonly type?: "text" | "email" | "password";
  /** What the browser may fill in. */
  readonly fill?: string;
  readonly value?: string | undefined;
  readonly hint?: string;
};

/** One labelled line of a form. */
export function field({
  name,
  id = name,
  label,
  type = "text",
  fill = "off",
  value,
  hint,
}: Field): Html {
  return html`<label for="${id}">${label}</label>
    <input
      id="${id}"
      name="${name}"
      type="${type}"
      ${value !== undefined && html`value="${value}"`}
      required
      autocomplete="${fill}"
      autocapitalize="none"
      spellcheck="false"
      maxlength="254"
    />
    ${hint !== undefined && html`<p class="hint">${hint}</p>`}`;
}

/** What went wrong, where a reader looks first. */
export const faultBox = (fault: string | undefined): Html | undefined =>
  fault === undefined ? undefined : html`<p class="fault" role="alert">${fault}</p>`;

/** Goes on to the status page from our own page, so that the new cookie, which is SameSite=Strict, is sent along. */
export const hopPage = (): string =>
  documentOf("Dunlin", html`<p class="hint"><a href="/">Go on</a></p>`, 0);
