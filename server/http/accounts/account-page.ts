// The page on which somebody looks after their account, and the one that shows codes once.
import { documentOf, faultBox, field } from "../page/frame.ts";
import { html, type Html } from "../page/html.ts";
import { dateTime } from "../page/words.ts";
import { LEAST_CHARACTERS } from "#auth/passwords.ts";
import type { Session, SignedIn } from "#auth/sessions.ts";

/** What came of the form that was just sent. */
export type Said = { readonly good?: string; readonly fault?: string };

type Facts = {
  readonly who: SignedIn;
  readonly sessions: readonly Session[];
  readonly said: Said;
};

const current = (form: string): Html =>
  field({
    name: "current",
    id: `current-${form}`,
    label: "Your password",
    type: "password",
    fill: "current-password",
  });

/** The whole page. */
export function accountPage({ who, sessions, said }: Facts): string {
  const own = who.onlyFor === undefined;
  return documentOf(
    "Your account – Dunlin",
    html`<header>
        <span class="brand">Dunlin</span>
        <span class="end">
          ${who.staff && html`<a href="/">Status page</a>`}
          <form method="post" action="/sign-out"><button class="link">Sign out</button></form>
        </span>
      </header>
      <main class="narrow">
        <div>
          <h1>${who.name}</h1>
          <p class="hint">${who.email}</p>
        </div>
        ${said.good !== undefined && html`<p class="said" role="status">${said.good}</p>`}
        ${faultBox(said.fault)} ${standingCard(who)} ${own && passwordCard(who)}
        ${own && codesCard(who)} ${sessionsCard(who, sessions)}
      </main>`,
  );
}

function standingCard({ staff, memberships, onlyFor }: SignedIn): Html {
  const none = !staff && memberships.length === 0;
  return html`<section class="card">
    <div class="head"><h2>What you may see</h2></div>
    <ul class="plain">
      ${staff && html`<li>Everything, for every client: you belong to the operator.</li>`}
      ${memberships.map(({ slug, role }) => html`<li><b>${slug}</b> as ${role.replace("_", " ")}</li>`)}
      ${none && html`<li>Nothing at present: you belong to no client.</li>`}
    </ul>
    ${
      onlyFor !== undefined &&
      html`<p class="hint after">
        Your organisation's own sign-in let you in; password and codes are looked after there.
      </p>`
    }
  </section>`;
}

function passwordCard({ email }: SignedIn): Html {
  return html`<section class="card">
    <div class="head"><h2>Password</h2></div>
    <p class="hint">
      At least ${LEAST_CHARACTERS} characters. Several words that do not belong together are easy to
      keep and hard to guess. A change signs out your other browsers.
    </p>
    <form method="post" action="/account/password">
      <input type="hidden" name="email" value="${email}" autocomplete="username" />
      ${current("codes")}
      ${field({ name: "new", label: "New password", type: "password", fill: "new-password" })}
      <button>Change the password</button>
    </form>
  </section>`;
}

function codesCard({ totp }: SignedIn): Html {
  if (!totp) {
    return html`<section class="card">
      <div class="head">
        <h2>One-time codes</h2>
        <span class="tag warn">off</span>
      </div>
      <p class="hint">
        An app on your phone shows a code that changes every half minute; a stolen password alone
        then opens nothing.
      </p>
      <form method="post" action="/account/codes/begin">
        ${current("codes")}
        <button>Set up codes</button>
      </form>
    </section>`;
  }
  return html`<section class="card">
    <div class="head">
      <h2>One-time codes</h2>
      <span class="tag good">on</span>
    </div>
    <form method="post" action="/account/codes/renew">
      ${current("codes")}
      <button>Make new backup codes</button>
      <button class="link" formaction="/account/codes/end">Switch codes off</button>
    </form>
  </section>`;
}

function sessionsCard(who: SignedIn, sessions: readonly Session[]): Html {
  const row = ({ sessionId, since, address, browser }: Session): Html =>
    html`<tr>
      <td class="main">${browserName(browser)}<small>${address ?? "address unknown"}</small></td>
      <td class="time">${dateTime(since, "UTC")}</td>
      <td class="side">
        ${
          sessionId === who.sessionId
            ? html`<span class="tag good">this one</span>`
            : html`<form class="inline" method="post" action="/account/sessions/end">
                <input type="hidden" name="session" value="${sessionId}" />
                <button class="link">Sign out</button>
              </form>`
        }
      </td>
    </tr>`;
  return html`<section class="card">
    <div class="head">
      <h2>Signed in</h2>
      <span>times in UTC</span>
    </div>
    <table class="rows">
      <thead>
        <tr>
          <th>Browser</th>
          <th>Since</th>
          <th></th>
        </tr>
      </thead>
      <tbody>
        ${sessions.map(row)}
      </tbody>
    </table>
    ${
      sessions.length > 1 &&
      html`<form method="post" action="/account/sessions/end-others">
        <button>Sign out all others</button>
      </form>`
    }
  </section>`;
}

const BROWSERS = [
  ["Edg/", "Edge"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;
const SYSTEMS = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"] as const;

function browserName(agent: string | null): string {
  const name = BROWSERS.find(([sign]) => agent?.includes(sign))?.[1] ?? "A program";
  const system = SYSTEMS.find((sign) => agent?.includes(sign));
  return system === undefined ? name : `${name} on ${system}`;
}

type Codes = {
  readonly backupCodes: readonly string[];
  /** Not yet in use: the app must show that it has the secret. */
  readonly enrol?: { readonly uri: string; readonly secret: string };
};

/** Backup codes, and the secret for the app: shown once. */
export const codesPage = ({ backupCodes, enrol }: Codes): string =>
  documentOf(
    "One-time codes – Dunlin",
    html`<header><span class="brand">Dunlin</span></header>
      <main class="narrow">
        <h1>One-time codes</h1>
        ${enrol && enrolCard(enrol)}
        <section class="card">
          <div class="head"><h2>${enrol && "2. "}Backup codes</h2></div>
          <p class="hint">
            Each signs you in once when the phone is lost. Keep them apart from it; they are not
            shown again.
          </p>
          <ul class="codes">
            ${backupCodes.map((code) => html`<li>${code}</li>`)}
          </ul>
        </section>
        ${enrol ? confirmCard() : html`<p><a href="/account">Back to your account</a></p>`}
      </main>`,
  );

function enrolCard({ uri, secret }: NonNullable<Codes["enrol"]>): Html {
  const groups = secret.match(/.{1,4}/g) ?? [];
  return html`<section class="card">
    <div class="head"><h2>1. Give the secret to your app</h2></div>
    <p class="hint">
      On the phone itself, <a href="${uri}">open it in the app</a>. Else type it in:
    </p>
    <code>${groups.map((group) => html`<span>${group}</span> `)}</code>
    <p class="hint after">Where an app or a password manager asks for an address:</p>
    <code>${uri}</code>
  </section>`;
}

const confirmCard = (): Html =>
  html`<section class="card">
    <div class="head"><h2>3. Type the code that the app shows</h2></div>
    <form method="post" action="/account/codes/confirm">
      ${field({ name: "code", label: "Code", fill: "one-time-code" })}
      <button>Switch codes on</button>
    </form>
  </section>`;
