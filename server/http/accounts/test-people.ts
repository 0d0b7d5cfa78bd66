/** People for tests, and browsers in which they sign in: a browser keeps its cookies and says which page asks. */
import type { LightMyRequestResponse } from "fastify";
import type { HttpWorld } from "../test-world.ts";
import { addMember } from "#auth/members.ts";
import { addPerson, preparePerson } from "#auth/people.ts";
import type { Role } from "#auth/permissions.ts";
import { asClient } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { NOW } from "../test-world.ts";

export const PASSWORD = "four geese on a wet roof";

export type Browser = {
  readonly cookies: Map<string, string>;
  readonly get: (url: string) => Promise<LightMyRequestResponse>;
  /** Asks the API, as a script of a page of ours would. */
  readonly api: (
    method: "GET" | "POST" | "PATCH" | "DELETE",
    url: string,
    payload?: object,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<LightMyRequestResponse>;
};

/** A browser without any cookie. */
export function openBrowser({ app }: Pick<HttpWorld, "app">): Browser {
  const cookies = new Map<string, string>();
  const origin = "http://localhost";
  const headersWith = (more: Readonly<Record<string, string>>) => ({
    host: "localhost",
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    ...more,
  });
  const keep = (answer: LightMyRequestResponse): LightMyRequestResponse => {
    for (const { name, value, maxAge } of answer.cookies) {
      if (maxAge === 0) cookies.delete(name);
      else cookies.set(name, encodeURIComponent(value));
    }
    return answer;
  };
  return {
    cookies,
    get: async (url) =>
      keep(await app.inject({ url, headers: headersWith({ accept: "text/html" }) })),
    api: async (method, url, payload, headers = {}) =>
      keep(
        await app.inject({
          method,
          url,
          headers: headersWith({ origin, ...headers }),
          ...(payload === undefined ? {} : { payload }),
        }),
      ),
  };
}

/** Somebody with the password `PASSWORD`: a member of the client, one of the operator's people, or nobody in particular. */
export async function makePerson(
  { db, owner, clientId }: Pick<HttpWorld, "db" | "owner" | "clientId">,
  { email, role, staff = false }: { email: string; role?: Role; staff?: boolean },
): Promise<string> {
  const prepared = await preparePerson({ email, name: "Somebody Else", password: PASSWORD });
  const userId = await asClient(db, clientId, async (tx) => {
    const added = await addPerson(tx, prepared);
    assert(added, `${email} is there already`);
    if (role) await addMember(tx, clientId, { userId: added, role, addedBy: "test" }, NOW);
    return added;
  });
  if (staff) {
    await owner.query("insert into auth.staff (user_id, added_by) values ($1, 'test')", [userId]);
  }
  return userId;
}

/** A browser in which that person has signed in. */
export async function signedIn(world: Pick<HttpWorld, "app">, email: string): Promise<Browser> {
  const browser = openBrowser(world);
  const answer = await browser.api("POST", "/v1/session", { email, password: PASSWORD });
  assert(answer.statusCode === 200, `${email} did not get in: ${answer.statusCode}`);
  return browser;
}
