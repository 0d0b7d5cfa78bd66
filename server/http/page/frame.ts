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

/** Goes on to the status page from our own page, so that the new cookie, which is SameSite=Strict, is sent along. */
export const hopPage = (): string =>
  documentOf("Dunlin", html`<p class="hint"><a href="/">Go on</a></p>`, 0);
