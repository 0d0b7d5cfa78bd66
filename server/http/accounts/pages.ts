// The pages as HTML.
import { documentOf, faultBox, field } from "../page/frame.ts";
import { html } from "../page/html.ts";

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
