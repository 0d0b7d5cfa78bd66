// The page's only style sheet. It stands in the page, and its hash in the security policy.
import { createHash } from "node:crypto";

const light = `--bg:#f5f4f0;--card:#fff;--ink:#1d2528;--soft:#5b686e;--line:#e5e2da;--accent:#0d6b6c;
--sunk:#f0eee8;--planned:#b9c3c6;--queued:#7fb9ba;--handed_over:#2f8f92;--delivered:#2f7d4e;--failed:#b5382f;
--suppressed:#d8d2c4;--warn:#95560a;--warnbg:#fdf3df;--badbg:#fbe9e7;--goodbg:#e6f2ea;`;
const dark = `--bg:#11171a;--card:#192125;--ink:#e4e9ea;--soft:#9aa8ae;--line:#2a353a;--accent:#67c5c0;
--sunk:#141b1f;--planned:#56646a;--queued:#3f7d80;--handed_over:#3fa3a5;--delivered:#57b27b;--failed:#e2786f;
--suppressed:#3c4448;--warn:#e3ad5c;--warnbg:#2e2616;--badbg:#331d1b;--goodbg:#172a20;`;

export const STYLE = `
:root{color-scheme:light dark;${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
  -webkit-text-size-adjust:100%}
a{color:var(--accent)}
.wrap{max-width:1200px;margin:0 auto;padding:0 24px 48px}
header{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 20px;padding:22px 0 18px}
.brand{font-size:19px;font-weight:650;letter-spacing:-.01em}
.when{color:var(--soft);font-variant-numeric:tabular-nums}
.end{margin-left:auto;display:flex;flex-wrap:wrap;gap:2px 18px;align-items:baseline;white-space:nowrap}
h1{font-size:26px;line-height:1.2;letter-spacing:-.015em;margin:6px 0 2px;font-weight:650}
h2{font-size:15px;font-weight:650;margin:0}
.sub{color:var(--soft);margin:0 0 20px}
.tabs{display:flex;flex-wrap:wrap;gap:6px;margin:0 0 14px;padding:0;list-style:none}
.tabs a{display:block;padding:4px 12px;border-radius:999px;text-decoration:none;color:var(--soft);border:1px solid var(--line)}
.tabs a[aria-current]{background:var(--card);color:var(--ink);font-weight:600}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:14px;margin-bottom:14px}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:18px 20px;min-width:0}
.tile .label{color:var(--soft);font-size:13px}
.tile .value{font-size:25px;line-height:1.25;font-weight:600;letter-spacing:-.02em;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.tile .note{color:var(--soft);font-size:13px}
.tile .value+.value{font-size:19px}
.cols{display:grid;grid-template-columns:minmax(0,1.7fr) minmax(0,1fr);gap:14px;align-items:start}
.stack{display:grid;gap:14px;min-width:0}
.head{display:flex;justify-content:space-between;gap:12px;align-items:baseline;margin-bottom:12px}
.head span{color:var(--soft);font-size:13px}
.bar{display:block;width:100%;height:12px;border-radius:6px;overflow:hidden;margin-bottom:14px;background:var(--sunk)}
.f-planned{fill:var(--planned)}.f-queued{fill:var(--queued)}.f-handed_over{fill:var(--handed_over)}
.f-delivered{fill:var(--delivered)}.f-failed{fill:var(--failed)}.f-suppressed{fill:var(--suppressed)}.f-other{fill:var(--warn)}
ul.plain{list-style:none;margin:0;padding:0}
.legend{display:grid;grid-template-columns:repeat(auto-fill,minmax(165px,1fr));gap:12px 20px}
.legend li{display:grid;grid-template-columns:12px 1fr;gap:0 9px;align-items:center;align-content:start}
.legend svg{width:10px;height:10px}
.legend b{font-variant-numeric:tabular-nums;font-weight:600}
.legend small{grid-column:2;color:var(--soft);font-size:13px;line-height:1.4}
.todo li{display:grid;grid-template-columns:auto 1fr;gap:0 12px;padding:9px 0;border-top:1px solid var(--line)}
.todo li:first-child{border-top:0;padding-top:0}
.todo li:last-child{padding-bottom:0}
.todo b{min-width:2.2em;text-align:right;font-variant-numeric:tabular-nums;font-size:17px;line-height:1.35;font-weight:600}
.todo .tag{align-self:start;justify-self:start}
.todo small{grid-column:2;color:var(--soft);font-size:13px;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}
th{font-size:13px;font-weight:500;color:var(--soft);text-align:left;padding:0 12px 6px 0;white-space:nowrap}
td{padding:7px 12px 7px 0;border-top:1px solid var(--line);vertical-align:baseline}
th:last-child,td:last-child{padding-right:0}
.num{text-align:right;font-variant-numeric:tabular-nums}
.time{color:var(--soft);font-variant-numeric:tabular-nums;white-space:nowrap}
.quiet{color:var(--soft)}
td small{display:block;color:var(--soft);font-size:13px;overflow-wrap:anywhere}
.tag+small{padding:0 9px}
.addr{font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.ref{white-space:nowrap}
.tag{display:inline-block;padding:1px 9px;border-radius:999px;font-size:13px;white-space:nowrap;background:var(--sunk);color:var(--soft)}
.tag.good{background:var(--goodbg);color:var(--delivered)}
.tag.warn{background:var(--warnbg);color:var(--warn)}
.tag.bad{background:var(--badbg);color:var(--failed)}
.tag.live{color:var(--accent)}
.note-box{border-radius:12px;padding:12px 18px;margin-bottom:14px;background:var(--warnbg);color:var(--warn)}
.note-box p{margin:0}
.hint{color:var(--soft);margin:0}
.hint+.hint,.after{margin-top:14px}
code{display:block;margin-top:6px;padding:9px 12px;border-radius:8px;background:var(--sunk);color:var(--ink);overflow-wrap:anywhere;
  font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code span{display:inline-block}
.next{margin-bottom:14px}
.next ol{margin:0;padding-left:1.3em;display:grid;gap:12px}
.next li::marker{color:var(--soft)}
blockquote{margin:2px 0 0;color:var(--ink);overflow-wrap:anywhere}
button,input{font:inherit;color:inherit}
button{border:0;border-radius:8px;padding:9px 18px;background:var(--accent);color:var(--card);cursor:pointer;font-weight:600}
button.link{padding:0;background:none;color:var(--accent);font-weight:400;text-decoration:underline}
input{width:100%;padding:9px 12px;border:1px solid var(--soft);border-radius:8px;background:var(--card)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.sign-in{max-width:420px;margin:14vh auto 0}
.sign-in h1{margin-bottom:6px}
.sign-in form{display:grid;gap:12px;margin-top:16px}
form{margin:0}
.sign-in details{margin-top:18px;padding-top:14px;border-top:1px solid var(--line)}
summary{cursor:pointer;color:var(--accent)}
label{font-weight:600;font-size:14px;margin-bottom:-8px}
.fault{margin:12px 0 0;padding:9px 12px;border-radius:8px;background:var(--badbg);color:var(--failed)}
.said{margin:0 0 14px;padding:9px 12px;border-radius:8px;background:var(--goodbg);color:var(--delivered)}
.narrow{max-width:640px;margin:0 auto;display:grid;gap:14px}
.narrow form{display:grid;gap:12px;margin-top:12px;justify-items:start}
.narrow form.inline{display:inline;margin:0}
.narrow h1{margin-bottom:0}
.codes{columns:2;margin:10px 0 0;padding:0;list-style:none;font:14px/1.8 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
@media (max-width:900px){
  .cols{grid-template-columns:minmax(0,1fr)}
  .stack{display:contents}
  .last{order:1}
}
@media (max-width:560px){
  .wrap{padding:0 14px 32px}
  header{padding:16px 0 10px}
  .end{margin-left:0;width:100%}
  h1{font-size:22px}
  .card{padding:15px 16px}
  .tiles{grid-template-columns:minmax(0,1fr)}
  .tiles,.stack,.cols{gap:10px}
  .tile{display:grid;grid-template-columns:auto 1fr;gap:0 12px;align-items:baseline;padding:11px 16px}
  .tile .value{font-size:19px;text-align:right;grid-column:2}
  .tile .value+.value{font-size:16px}
  .tile .note{grid-column:1/-1;text-align:right}
  .legend{grid-template-columns:repeat(2,minmax(0,1fr));gap:12px}
  table.rows thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
  table.rows tr{display:flex;flex-wrap:wrap;gap:2px 10px;padding:9px 0;border-top:1px solid var(--line);align-items:baseline}
  table.rows tbody tr:first-child{border-top:0;padding-top:0}
  table.rows td{border:0;padding:0;text-align:left}
  table.rows td.main{flex:1 1 55%}
  table.rows td.side{margin-left:auto;text-align:right}
  .last td.quiet,.last td.addr,.last td.time{font-size:13px}
  .last td.time{margin-left:auto}
}
`;

/** For the header: nothing but this style, forms to ourselves, and an icon that is no request. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "img-src data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");
