// The pages as HTML.
import { documentOf, faultBox, field } from "../page/frame.ts";
import { html, type Html } from "../page/html.ts";
import { LEAST_CHARACTERS } from "#auth/passwords.ts";

/** Asks for the one-time code, after the password. */
export const codePage = (fault: string | undefined): string =>
  documentOf(
    "Sign in – Dunlin",
    html`<main class="card sign-in">
      <h1>One more step</h1>
      <p class="hint">Type the code that your app shows, or one of your backup codes.</p>
      ${faultBox(fault)}
      <form method="post" action="/sign-in/code">
        ${field({ name: "code", label: "Code", fill: "one-time-code" })}
        <button>Sign in</button>
      </form>
      <p class="hint after"><a href="/sign-in">Begin again</a></p>
    </main>`,
  );

/** What a link is for. */
export type Joining = {
  readonly title: string;
  readonly what: string;
  /** Whom it is for; undefined: they say so themselves. */
  readonly email: string | undefined;
  /** The address has signed in before: it joins with that account. */
  readonly known: boolean;
  readonly typed?: { readonly email: string; readonly name: string };
  readonly fault?: string;
};

/** Asks for name and password, or lets somebody who signed in accept. */
export function joinPage(joining: Joining, who: { readonly email: string } | undefined): string {
  const { title, what, email, known } = joining;
  const mine = who !== undefined && (email === undefined || email === who.email);
  return documentOf(
    `${title} – Dunlin`,
    html`<main class="card sign-in">
      <h1>${title}</h1>
      <p class="hint">${what}</p>
      ${faultBox(joining.fault)}
      ${mine ? acceptForm(who.email) : known ? signInFirst(email ?? "") : joinForm(joining)}
    </main>`,
  );
}

const acceptForm = (email: string): Html =>
  html`<form method="post">
    <p class="hint">You are signed in as ${email}.</p>
    <button>Accept</button>
  </form>`;

const signInFirst = (email: string): Html =>
  html`<p class="hint after">
    ${email} has an account already. <a href="/sign-in">Sign in</a> with it, then open this link
    again.
  </p>`;

function joinForm({ email, typed }: Joining): Html {
  return html`<form method="post">
    ${
      email === undefined
        ? field({
            name: "email",
            label: "Your e-mail address",
            type: "email",
            fill: "username",
            value: typed?.email,
          })
        : html`<p class="hint">Your address: ${email}</p>
            <input type="hidden" name="email" value="${email}" autocomplete="username" />`
    }
    ${field({ name: "name", label: "Your name", fill: "name", value: typed?.name })}
    ${field({
      name: "password",
      label: "Choose a password",
      type: "password",
      fill: "new-password",
      hint: `At least ${LEAST_CHARACTERS} characters; several words that do not belong together are good.`,
    })}
    <button>Go on</button>
  </form>`;
}

/** The same for a link that was used, has expired, or never was. */
export const lostPage = (): string =>
  documentOf(
    "Dunlin",
    html`<main class="card sign-in">
      <h1>This link is no longer good</h1>
      <p class="hint">
        It was used, has expired, or was replaced by a newer one. Ask whoever sent it for another,
        or
        <a href="/sign-in">sign in</a>.
      </p>
    </main>`,
  );

/** Leads to the provider's own page. */
export const goOnPage = (url: string): string =>
  documentOf(
    "Sign in – Dunlin",
    html`<main class="card sign-in">
      <h1>One moment</h1>
      <p class="hint"><a href="${url}">Go on to your organisation's sign-in</a></p>
      <meta http-equiv="refresh" content="0;url=${url}" />
    </main>`,
  );

/** The same whether there is no such client, or it has no provider. */
export const noProviderPage = (): string =>
  documentOf(
    "Sign in – Dunlin",
    html`<main class="card sign-in">
      <h1>No sign-in of your own</h1>
      <p class="hint">
        There is no organisation of that name with a sign-in of its own, or it does not answer.
        <a href="/sign-in">Sign in with address and password</a>.
      </p>
    </main>`,
  );
