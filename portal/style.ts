// The one style sheet of the pages that customers see. It stands in the page, and its hash in the security policy.
import { createHash } from "node:crypto";

export const STYLE = `
:root{color-scheme:light dark;--bg:#f4f2ed;--card:#fff;--ink:#182326;--soft:#566469;--line:#ded9ce;--act:#0b6465;--on:#fff;--sunk:#f7f5f0;--bad:#a8271d;--badbg:#fcebe8;--good:#1e6b3f;--goodbg:#e5f3ea;--warn:#7a4a06;--warnbg:#fdf2dc}
@media (prefers-color-scheme:dark){:root{--bg:#10171a;--card:#182125;--ink:#e6ebec;--soft:#9fadb3;--line:#2c383e;--act:#6ccac4;--on:#0c1b1c;--sunk:#131b1f;--bad:#f0968d;--badbg:#351c19;--good:#7fcf9c;--goodbg:#152a1e;--warn:#e8b769;--warnbg:#2f2614}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:17px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
.wrap{max-width:480px;margin:0 auto;padding:0 16px 32px}
.top{display:flex;align-items:center;justify-content:space-between;gap:12px;min-height:60px}
.top strong{font-size:18px;letter-spacing:-.01em}
a{color:var(--act);text-underline-offset:3px}
.back{display:inline-flex;align-items:center;min-height:44px;padding-right:10px;text-decoration:none;font-weight:500}
h1{font-size:24px;line-height:1.25;letter-spacing:-.015em;margin:0 0 10px;font-weight:650}
h2{font-size:15px;font-weight:600;color:var(--soft);margin:26px 2px 8px}
p{margin:0 0 12px}
.soft{color:var(--soft)}
.small{font-size:15px}
form+.small{margin-top:16px}
.card{background:var(--card);border:1px solid var(--line);border-radius:18px;padding:20px}
.card>:last-child{margin-bottom:0}
.card+.card,.card+.note,.note+.card{margin-top:12px}
.label{color:var(--soft);margin:0;font-size:16px}
.sum{font-size:40px;line-height:1.15;font-weight:700;letter-spacing:-.03em;margin:0 0 4px;font-variant-numeric:tabular-nums}
form{margin:0}
button,.button{display:flex;align-items:center;justify-content:center;width:100%;min-height:52px;padding:10px 18px;border:1px solid var(--act);border-radius:14px;background:var(--act);color:var(--on);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
.second{background:none;color:var(--act)}
.card form+.second,.card .button+.second,button+.second,form+form{margin-top:10px}
[role=status]+.button{margin-top:16px}
.plain{border:0;background:none;color:var(--soft);font-weight:500;min-height:44px}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
.ways{list-style:none;margin:0;padding:0;background:var(--card);border:1px solid var(--line);border-radius:18px;overflow:hidden}
.ways li+li{border-top:1px solid var(--line)}
.ways a{display:block;padding:13px 42px 13px 20px;color:inherit;text-decoration:none;position:relative}
.ways a:focus-visible{outline-offset:-3px}
.ways a::after{content:"";position:absolute;right:22px;top:50%;width:9px;height:9px;margin-top:-5px;border:solid var(--soft);border-width:2px 2px 0 0;transform:rotate(45deg)}
.ways b{display:block;font-weight:600}
.ways span{display:block;color:var(--soft);font-size:15px;line-height:1.4}
.note{border-radius:14px;padding:12px 16px;background:var(--warnbg);color:var(--warn);margin:0 0 12px;font-size:16px;text-wrap:balance}
.note.good{background:var(--goodbg);color:var(--good)}
.note.bad{background:var(--badbg);color:var(--bad)}
.note h2{color:inherit;margin:0 0 2px;font-size:16px}
.note a{color:inherit}
.note p{margin:0}
.field{margin:0 0 18px}
fieldset{border:0;margin:0 0 18px;padding:0;min-width:0}
label,legend{display:block;font-weight:600;margin:0 0 4px;padding:0}
legend h1{margin-bottom:10px}
.hint{color:var(--soft);font-size:15px;margin:0 0 6px}
.fault{color:var(--bad);font-size:15px;font-weight:600;margin:0 0 6px}
input[type=text],input[type=date],input[type=file],textarea{display:block;width:100%;min-height:52px;padding:10px 14px;border:1.5px solid var(--soft);border-radius:12px;background:var(--card);color:var(--ink);font:inherit}
textarea{min-height:110px}
input[type=file]{padding:12px}
[aria-invalid=true]{border-color:var(--bad)!important;border-width:2px}
.choice{display:flex;gap:12px;align-items:center;min-height:52px;padding:10px 14px;margin:0 0 8px;border:1.5px solid var(--line);border-radius:12px;font-weight:500;cursor:pointer}
.choice:has(:checked){border-color:var(--act);background:var(--sunk)}
.choice input{width:22px;height:22px;margin:0;flex:none;accent-color:var(--act)}
.choice span{flex:1}
.choice small{display:block;color:var(--soft);font-size:15px;font-weight:400}
.choice .end{flex:none;font-variant-numeric:tabular-nums}
.lines{margin:0 0 18px;border-top:1px solid var(--line)}
.lines div{display:flex;justify-content:space-between;gap:16px;padding:11px 0;border-bottom:1px solid var(--line)}
.lines dt{color:var(--soft)}
.lines dd{margin:0;font-weight:600;text-align:right;font-variant-numeric:tabular-nums}
.lines small{display:block;color:var(--soft);font-weight:400;font-size:15px}
.mark{display:flex;align-items:center;justify-content:center;width:52px;height:52px;border-radius:50%;background:var(--goodbg);color:var(--good);font-size:26px;font-weight:700;margin:0 0 12px}
.mark.wait{background:var(--warnbg);color:var(--warn)}
.mark.bad{background:var(--badbg);color:var(--bad)}
footer{margin-top:28px;color:var(--soft);font-size:15px;text-align:center}
footer p{margin:0 0 8px}
.langs{display:flex;flex-wrap:wrap;justify-content:center;gap:0 6px;margin:6px 0 0;padding:0;list-style:none}
.langs a,.langs b{display:inline-flex;align-items:center;min-height:44px;padding:0 8px}
.langs b{color:var(--ink);font-weight:600}
@media (min-width:640px){.wrap{max-width:560px;padding-top:24px}.card{padding:28px}.ways a{padding-left:28px}}
`;

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** For the header: nothing but this style, no script, forms to ourselves and, where one goes on to a provider, to its page. */
export function portalPolicy(formTo?: string): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    "img-src data:",
    `form-action 'self'${formTo === undefined ? "" : ` ${formTo}`}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}
