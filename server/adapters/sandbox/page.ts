import { createHash } from "node:crypto";
import { isNumber, type SandboxMessage, type SandboxPorts, type Thread } from "./messages.ts";

const MAX_BUBBLES = 30;

const STYLE = `
:root{color-scheme:light;--ink:#17211f;--soft:#5b6966;--line:#dfe5e2;--paper:#fff;--wall:#eef2ef;--own:#0b6b57;--sms:#e9edeb;--mail:#e8eef7}
*{box-sizing:border-box}
body{margin:0;background:var(--wall);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header.top{display:flex;flex-wrap:wrap;gap:6px 24px;align-items:baseline;padding:18px 24px 14px;background:var(--paper);border-bottom:1px solid var(--line)}
h1{font-size:19px;margin:0}
header.top p{margin:0;color:var(--soft)}
header.top form{margin-left:auto;display:flex;gap:6px}
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:20px;padding:20px 24px;align-items:start}
.phone{background:var(--paper);border:1px solid var(--line);border-radius:22px;overflow:hidden;box-shadow:0 1px 3px #0000000f;display:flex;flex-direction:column;max-height:480px}
.phone h2{font-size:15px;margin:0;overflow-wrap:anywhere}
.phone>header{padding:12px 16px;border-bottom:1px solid var(--line)}
.phone>header p{margin:0;color:var(--soft);font-size:13px}
ol{list-style:none;margin:0;padding:14px 14px 10px;flex:1;overflow-y:auto;display:flex;flex-direction:column-reverse;gap:10px}
li{max-width:86%;align-self:flex-start}
li.written{align-self:flex-end;text-align:right}
li p{margin:0;padding:8px 12px;border-radius:16px 16px 16px 4px;background:var(--sms);white-space:pre-wrap;overflow-wrap:anywhere;text-align:left}
.email li p{background:var(--mail)}
li.written p{background:var(--own);color:#fff;border-radius:16px 16px 4px 16px}
li strong{display:block}
li small{color:var(--soft);font-size:12px;padding:0 4px}
.reply{display:flex;gap:8px;padding:10px 12px;border-top:1px solid var(--line)}
input[type=text],textarea{font:inherit;border:1px solid #8a9894;border-radius:14px;padding:7px 11px;min-width:0;flex:1;background:#fff;color:inherit;resize:none}
button{font:inherit;font-weight:600;border:0;border-radius:14px;padding:7px 14px;background:var(--own);color:#fff;cursor:pointer}
:focus-visible{outline:3px solid #2f7fd6;outline-offset:1px}
.said{margin:16px 24px 0;padding:9px 14px;border-radius:12px;background:#dff1e9}
.said.bad{background:#fbe3df}
.mute{margin:0;padding:12px 16px;border-top:1px solid var(--line);color:var(--soft);font-size:13px}
.empty h2{margin-top:0}
.empty{grid-column:1/-1;max-width:640px;margin:24px auto;background:var(--paper);border:1px solid var(--line);border-radius:22px;padding:24px 28px}
code{font:13px/1.6 ui-monospace,Menlo,Consolas,monospace;background:#eef2ef;padding:2px 6px;border-radius:6px;overflow-wrap:anywhere}
footer{padding:0 24px 28px;color:var(--soft);font-size:13px;max-width:900px}
footer li{max-width:none}footer ul{margin:4px 0;padding-left:18px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
`;

// Looks for news every 3 s, and leaves alone whoever is writing.
const SCRIPT = `
const writing=()=>[...document.querySelectorAll("textarea,input[type=text]")].some(f=>f===document.activeElement||f.value!==f.defaultValue);
let seen;
setInterval(async()=>{
  if(document.hidden||writing())return;
  try{const r=await fetch("/healthz");const now=await r.text();if(seen!==undefined&&now!==seen&&!writing())location.replace(location.pathname+(new URLSearchParams(location.search).get("to")?"?to="+encodeURIComponent(new URLSearchParams(location.search).get("to")):""));seen=now}catch{}
},3000);
`;

/** Directives of the content security policy that let exactly this style and script run. */
export const STYLE_AND_SCRIPT_SOURCES = `style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}`;

export type PageContent = {
  readonly threads: readonly Thread[];
  readonly only: string;
  readonly said: string;
  readonly token: string;
  readonly ports: SandboxPorts;
};

/** The customers' phones and mailboxes as one HTML page; works without scripts. */
export function page({ threads, only, said, token, ports }: PageContent): string {
  const notice = said
    ? `<p class="said${said === "sent" ? "" : " bad"}" role="status">${said === "sent" ? "Sent, and Dunlin has it." : escape(said)}</p>`
    : "";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Dunlin sandbox</title><noscript><meta http-equiv="refresh" content="10"></noscript><style>${STYLE}</style></head>
<body>
<header class="top"><h1>Dunlin sandbox</h1><p>What your customers see. Nothing here leaves this machine.</p>
<form method="get" action="/" role="search"><label class="hidden" for="to">Number or mailbox</label><input type="text" id="to" name="to" placeholder="Number or mailbox" value="${escape(only)}"><button>Show</button></form></header>
${notice}<main>${threads.length > 0 ? threads.map((thread, index) => card(thread, { index, token, only })).join("") : empty(only)}</main>
<footer><p>Choose a customer's fate by the address:</p><ul>
<li>numbers ending in <code>0000</code> are undeliverable, in <code>0001</code> they expire</li>
<li>mailboxes beginning with <code>bounce.</code> bounce for good, <code>full.</code> are full, <code>delayed.</code> are late, <code>reject.</code> are refused at once</li>
</ul><p>SMPP on port ${ports.smpp}, SMTP on port ${ports.smtp}.</p></footer>
<script>${SCRIPT}</script></body></html>`;
}

type CardContext = { readonly index: number; readonly token: string; readonly only: string };

function card(
  { customer, channel, messages }: Thread,
  { index, token, only }: CardContext,
): string {
  const received = messages.find(({ direction }) => direction === "received");
  const other = received?.replyTo ?? received?.from ?? messages[0]?.to ?? "";
  const id = `reply-${index}`;
  const answerForm =
    channel === "sms" && !isNumber(other)
      ? `<p class="mute">${escape(other)} is a name, not a number: a phone can't answer it.</p>`
      : `<form class="reply" method="post" action="/"><input type="hidden" name="token" value="${token}"><input type="hidden" name="only" value="${escape(only)}"><input type="hidden" name="from" value="${escape(customer)}"><input type="hidden" name="to" value="${escape(other)}">
<label class="hidden" for="${id}">Answer as ${escape(customer)}</label><textarea id="${id}" name="text" rows="1" required maxlength="2000" placeholder="Answer as this customer"></textarea><button>Send</button></form>`;
  return `<section class="phone ${channel}" aria-label="${escape(customer)}">
<header><h2>${escape(customer)}</h2><p>${channel === "sms" ? "Phone" : "Mailbox"} · talks to ${escape(other)}</p></header>
<ol>${messages.slice(0, MAX_BUBBLES).map(bubble).join("")}</ol>
${answerForm}</section>`;
}

function bubble(message: SandboxMessage): string {
  const { direction, subject, text, at, parts, encoding } = message;
  const size =
    parts === undefined
      ? ""
      : ` · ${parts} ${parts === 1 ? "segment" : "segments"}, ${escape(encoding ?? "")}`;
  const title = subject ? `<strong>${escape(subject)}</strong>` : "";
  const time = `<time datetime="${escape(at)}">${escape(at.slice(0, 16).replace("T", " "))} UTC</time>`;
  return `<li class="${direction}"><p>${title}${escape(text.trim())}</p><small>${time}${size}</small></li>`;
}

function empty(only: string): string {
  if (only)
    return `<section class="empty"><h2>Nothing for ${escape(only)}</h2><p>No message to or from this address is kept here. <a href="/">Show all</a></p></section>`;
  return `<section class="empty"><h2>No message has arrived yet</h2>
<p>Every SMS and mail that Dunlin sends through a sandbox route shows up here, one phone or mailbox per customer, and you can answer it as the customer would.</p>
<p>Let the demo client's policy speak:</p>
<p><code>npm run -s dunlin -- run --client harbour-fibre</code></p>
<p>Then answer <code>BALANCE</code> or <code>STOP</code> to one of the messages.</p></section>`;
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function hashOf(source: string): string {
  return `'sha256-${createHash("sha256").update(source).digest("base64")}'`;
}
