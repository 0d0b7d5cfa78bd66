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
