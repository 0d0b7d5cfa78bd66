// The hosted page of the simulated payment provider: a card that is no card, and buttons for what can go wrong.
import { createHash } from "node:crypto";
import { formatMoney } from "#platform/money.ts";
import type { PaySession } from "./pay-provider.ts";

const STYLE = `
:root{color-scheme:light;--ink:#1a1f2b;--soft:#5a6272;--line:#d9dde5;--act:#3b3fb6}
*{box-sizing:border-box}
body{margin:0;background:#eef0f5;color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:420px;margin:0 auto;padding:24px 16px}
.test{margin:0 0 16px;padding:8px 14px;border-radius:10px;background:#fdf0d2;color:#6b4700;font-size:14px}
.card{background:#fff;border:1px solid var(--line);border-radius:16px;padding:20px}
h1{margin:0;font-size:15px;font-weight:500;color:var(--soft)}
.amount{margin:2px 0 18px;font-size:32px;font-weight:700;letter-spacing:-.02em}
.row{display:flex;justify-content:space-between;padding:12px 14px;margin:0 0 12px;border:1px solid var(--line);border-radius:10px;color:var(--soft)}
.row b{color:var(--ink);font-weight:500;letter-spacing:.04em}
button{display:block;width:100%;min-height:48px;margin-top:10px;border:1px solid var(--line);border-radius:12px;background:#fff;color:var(--ink);font:inherit;font-weight:600;cursor:pointer}
button.go{background:var(--act);border-color:var(--act);color:#fff}
button.cancel{border-color:transparent;background:none;color:var(--soft);font-weight:500}
:focus-visible{outline:3px solid #8f92ff;outline-offset:2px}
.bad{margin:0 0 14px;padding:10px 14px;border-radius:10px;background:#fbe4e1;color:#8c1f14}
h2{margin:22px 0 0;font-size:14px;font-weight:600;color:var(--soft)}
`;

// No rule for where forms may lead: the answer to ours sends the payer back to whoever opened the session.
export const PAY_HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; img-src data:; frame-ancestors 'none'; base-uri 'none'`,
};

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
const escape = (text: string): string => text.replace(/[&<>"]/gu, (sign) => ENTITIES[sign]!);

/** The page of a session; `declined`: the last try was. */
export function payPage(session: PaySession, declined: boolean): string {
  const amount = escape(formatMoney(session.amountMinor, session.currency, "en-ZA"));
  const isOpen = session.state === "open";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox payment</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><main>
<p class="test">Sandbox: no money moves here.</p>
<div class="card">
<h1>${escape(session.description)}</h1><p class="amount">${amount}</p>
${declined ? `<p class="bad" role="alert">The card was declined. Try again.</p>` : ""}
${
  isOpen
    ? `<p class="row"><span>Card</span><b>•••• •••• •••• test</b></p>
<form method="post">
<button class="go" name="how" value="pay">Pay ${amount}</button>
<button class="cancel" name="how" value="cancel">Cancel</button>
<h2>Try what can go wrong</h2>
<button name="how" value="decline">Decline the card</button>
<button name="how" value="pending">Pay by a way that takes days</button>
</form>`
    : `<p class="bad" role="alert">This payment is ${session.state}.</p><p><a href="${escape(session.returnUrl)}">Back</a></p>`
}
</div></main></body></html>`;
}
