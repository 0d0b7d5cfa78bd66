// The window of web chat: <script src=".../chat.js" data-site="KEY" defer></script>. No dependency, no cookie, in a shadow
// tree of its own; what is said is text and never HTML.
(() => {
  const script = document.currentScript;
  const { site, session, title, language = document.documentElement.lang || "en" } = script.dataset;
  const base = `${script.src.replace(/\/chat\.js.*$/, "")}/chat/${site}/`;
  const key = `dunlin-chat-${site}`;
  const words = {
    en: ["Chat", "Write to us. The answer comes here.", "Your message", "Send", "Close"],
    pl: [
      "Czat",
      "Napisz do nas. Odpowiedź przyjdzie tutaj.",
      "Twoja wiadomość",
      "Wyślij",
      "Zamknij",
    ],
    af: ["Klets", "Skryf vir ons. Die antwoord kom hier.", "U boodskap", "Stuur", "Maak toe"],
    zu: ["Ingxoxo", "Sibhalele. Impendulo izofika lapha.", "Umyalezo wakho", "Thumela", "Vala"],
  };
  const [name, hint, label, send, close] = words[language.slice(0, 2)] || words.en;
  const css = `:host{all:initial}*{box-sizing:border-box;font:16px/1.4 system-ui,sans-serif}
button{cursor:pointer;border:0;border-radius:10px;padding:10px 16px;background:#0d6b6c;color:#fff}
:focus-visible{outline:3px solid #e0a100;outline-offset:2px}
#o{position:fixed;right:16px;bottom:16px;z-index:2147483000;border-radius:999px;padding:14px 20px}
#o b{margin-left:8px;background:#fff;color:#0d6b6c;border-radius:9px;padding:0 7px}
#p{position:fixed;right:0;bottom:0;z-index:2147483001;width:min(380px,100vw);height:min(560px,100vh);height:min(560px,100dvh);
display:flex;flex-direction:column;background:#fff;color:#1d2528;border:1px solid #cfd6d8;border-radius:12px 12px 0 0}
#p[hidden],b[hidden]{display:none}header{display:flex;justify-content:space-between;align-items:center;padding:10px 14px;border-bottom:1px solid #e3e8e9}
h2{margin:0;font-weight:650}header button{background:none;color:#3d4a50;padding:8px}
#l{flex:1;overflow:auto;padding:12px 14px;overflow-wrap:anywhere}
#l p{margin:0 0 8px;padding:8px 12px;border-radius:12px;background:#eef2f2;width:fit-content;max-width:85%;white-space:pre-wrap}
#l .me{margin-left:auto;background:#0d6b6c;color:#fff}#l .wait{opacity:.6}#l a{color:inherit}
form{display:flex;gap:8px;padding:10px 14px;border-top:1px solid #e3e8e9}
textarea{flex:1;min-width:0;height:46px;resize:none;border:1px solid #8b979c;border-radius:10px;padding:10px;color:inherit;background:#fff}`;

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const make = (tag, props = {}, ...inside) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...inside);
    return element;
  };
  const badge = make("b", { hidden: true });
  const opener = make("button", { id: "o", type: "button" }, name, badge);
  const log = make("div", { id: "l", tabIndex: 0 }, make("p", {}, hint));
  const box = make("textarea", { maxLength: 2000, required: true });
  const closer = make("button", { type: "button" }, "✕");
  const form = make("form", {}, box, make("button", {}, send));
  const head = make("h2", {}, title || name);
  const panel = make(
    "section",
    { id: "p", hidden: true },
    make("header", {}, head, closer),
    log,
    form,
  );
  const set = (element, attributes) =>
    Object.entries(attributes).forEach((one) => element.setAttribute(...one));
  set(opener, { "aria-expanded": "false", "aria-haspopup": "dialog" });
  set(panel, { role: "dialog", "aria-label": title || name });
  set(log, { role: "log", "aria-live": "polite", "aria-label": name });
  set(box, { "aria-label": label });
  set(closer, { "aria-label": close });
  // A style sheet that is made here needs no leave of the page's security policy.
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(make("style", { textContent: css }));
  }
  root.append(opener, panel);

  const store = {
    get: () => {
      try {
        return localStorage.getItem(key);
      } catch {
        return "";
      }
    },
    set: (value) => {
      try {
        localStorage.setItem(key, value);
      } catch {
        // Not kept: then the next page begins anew.
      }
    },
  };
  let token = session || store.get();
  let last;
  let unread = 0;
  let listening;
  const shown = new Map();
  const queue = [];
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const newId = () =>
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
      (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16),
    );

  const ask = (path, body, more = {}) =>
    fetch(base + path, {
      method: body ? "POST" : "GET",
      credentials: "omit",
      headers: {
        ...(body && { "content-type": "application/json" }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...more.headers,
      },
      ...(body && { body: JSON.stringify(body) }),
      ...(more.signal && { signal: more.signal }),
    });

  const linked = (text) =>
    text
      .split(/(https?:\/\/[^\s<>"']+)/)
      .map((part, at) =>
        at % 2 ? make("a", { href: part, target: "_blank", rel: "noopener" }, part) : part,
      );

  function show({ id, from, key: own, text }) {
    const known = shown.get(own) || shown.get(id);
    if (id && (!last || id > last)) last = id;
    if (known) {
      if (id) known.className = from;
      shown.set(id, known);
      return false;
    }
    const line = make("p", { className: id ? from : `${from} wait` }, ...linked(text));
    shown.set(id || own, line);
    log.append(line);
    log.scrollTop = log.scrollHeight;
    return from === "them";
  }

  function take(lines) {
    const fresh = lines.filter(show).length;
    const ids = lines.filter(({ from }) => from === "them").map(({ id }) => id);
    if (panel.hidden) unread += fresh;
    else if (ids.length) void ask("received", { ids }).catch(() => 0);
    badge.hidden = !unread;
    badge.textContent = unread;
  }

  async function refresh() {
    if (token) await look().catch(() => 0);
  }

  async function look() {
    const answer = await ask(`messages${last ? `?after=${last}` : ""}`);
    if (answer.status === 401) return forget();
    if (answer.ok) take((await answer.json()).lines);
  }

  function hush() {
    if (listening) listening.abort();
    listening = undefined;
  }

  function forget() {
    token = "";
    store.set("");
    hush();
  }

  async function begin() {
    const answer = await ask("session", { language });
    if (!answer.ok) throw answer;
    const opened = await answer.json();
    token = opened.token;
    store.set(token);
    if (!title) head.textContent = opened.title;
    if (opened.welcome) log.firstChild.textContent = opened.welcome;
  }

  // Lines as they come; where that does not work, a look every few seconds.
  async function listen() {
    if (listening || !token || panel.hidden || document.hidden) return;
    const own = (listening = new AbortController());
    const { signal } = own;
    for (let failures = 0; !signal.aborted;) {
      try {
        const answer = await ask("stream", null, {
          signal,
          headers: last ? { "last-event-id": last } : {},
        });
        if (answer.status === 401) forget();
        else if (!answer.ok || !answer.body) throw answer;
        else {
          const reader = answer.body.getReader();
          const decoder = new TextDecoder();
          for (let text = ""; ;) {
            const { value, done } = await reader.read();
            if (done) break;
            failures = 0;
            const events = (text + decoder.decode(value, { stream: true })).split("\n\n");
            text = events.pop();
            take(
              events.flatMap((event) => {
                const data = /^data: (.*)$/m.exec(event);
                return data ? [JSON.parse(data[1])] : [];
              }),
            );
          }
        }
      } catch {
        failures += 1;
        if (!signal.aborted) await refresh();
      }
      if (!signal.aborted) await pause(Math.min(20000, 2000 * 2 ** Math.min(failures, 4)));
    }
    if (listening === own) listening = undefined;
  }

  let sending = false;
  async function flush() {
    if (sending) return;
    sending = true;
    for (let failures = 0; queue.length && failures < 30;) {
      try {
        if (!token) await begin();
        const answer = await ask("messages", queue[0]);
        if (answer.ok) {
          const { id } = await answer.json();
          const one = queue.shift();
          show({ id, key: one.id, from: "me", text: one.text });
        } else if (answer.status === 401 || answer.status === 409) forget();
        else if (answer.status === 422) queue.shift();
        else throw answer;
        failures = 0;
      } catch (problem) {
        failures += 1;
        const wait = problem.headers && problem.headers.get("retry-after");
        await pause(wait ? wait * 1000 : Math.min(30000, 1000 * 2 ** failures));
      }
    }
    sending = false;
    void listen();
  }

  function toggle(open) {
    panel.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    hush();
    (open ? box : opener).focus();
    if (!open) return;
    unread = 0;
    badge.hidden = true;
    void refresh().then(listen);
  }

  const on = (what, kind, work) => what.addEventListener(kind, work);
  on(opener, "click", () => toggle(panel.hidden));
  on(closer, "click", () => toggle(false));
  on(panel, "keydown", (event) => {
    if (event.key === "Escape") toggle(false);
    if (event.key === "Enter" && !event.shiftKey && event.target === box) say(event);
  });
  on(form, "submit", say);
  function say(event) {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    const one = { id: newId(), text };
    box.value = "";
    show({ from: "me", key: one.id, text });
    queue.push(one);
    void flush();
  }
  on(document, "visibilitychange", () => {
    if (document.hidden) hush();
    else if (!panel.hidden) void refresh().then(listen);
  });
  // Something said while the window is shut shows as a number.
  setInterval(() => {
    if (panel.hidden && !document.hidden) void refresh();
  }, 30000);
  document.body.append(host);
  void refresh();
})();
