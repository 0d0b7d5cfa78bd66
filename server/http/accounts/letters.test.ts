import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHttpWorld, type HttpWorld } from "../test-world.ts";
import { makePerson, openBrowser, PASSWORD, signedIn, type Browser } from "./test-people.ts";
import type { Mail } from "#auth/letter-words.ts";
import { sendLetters, sweepLetters } from "#auth/mailing.ts";
import { silentLog } from "#platform/log.ts";
import { sealKeyFrom } from "#platform/seal.ts";

let world: HttpWorld;
let app: HttpWorld["app"];
beforeAll(async () => {
  world = await openHttpWorld();
  app = await world.appWith({ letters: true });
  await makePerson(world, { email: "owner@example.org", role: "owner" });
});
afterAll(async () => {
  await app.close();
  await world.close();
});

const sealKey = sealKeyFrom(Buffer.alloc(32, 7));
const NEW_PASSWORD = "seven herons under the bridge";
const outside = (): Browser => openBrowser({ app });

/** What the mailboxes got since the last time. */
async function mails(refuse?: string): Promise<readonly Mail[]> {
  const got: Mail[] = [];
  const post = async (mail: Mail): Promise<void> => {
    if (refuse !== undefined) throw new Error(refuse);
    await Promise.resolve(got.push(mail));
  };
  await sendLetters({ db: world.db, sealKey, log: silentLog, post });
  return got;
}

const letters = async () => {
  const { rows } = await world.owner.query<{ n: number; text: string }>(
    "select count(*)::int as n, string_agg(l::text, ' ') as text from auth.letter l where ended_at is null",
  );
  return rows[0]!;
};

const tokenIn = ({ text }: Mail, kind: string): string =>
  new RegExp(`^http://localhost/${kind}/([\\w-]{43})$`, "m").exec(text)![1]!;

describe("a forgotten password", () => {
  const ask = async (email: string) =>
    await outside().api("POST", "/v1/password-resets", { email, language: "pl" });
  const use = async (token: string, password = NEW_PASSWORD) =>
    await outside().api("POST", "/v1/password-resets/use", { token, password, language: "pl" });
  const asked = async (email: string): Promise<string> => {
    expect((await ask(email)).statusCode).toBe(202);
    await expect.poll(async () => (await letters()).n).toBe(1);
    const [mail] = await mails();
    expect(mail).toMatchObject({ to: email, subject: "Nowe hasło do Dunlin" });
    return tokenIn(mail!, "reset");
  };

  test("is replaced by a link, good once; sessions end, and the mailbox hears of it", async () => {
    await makePerson(world, { email: "lost@example.org", role: "agent" });
    const open = await signedIn({ app }, "lost@example.org");
    const token = await asked("Lost@example.org".toLowerCase());
    const seen = await outside().api("POST", "/v1/password-resets/link", { token });
    expect(seen.json()).toEqual({ email: "lost@example.org" });
    expect((await use(token, "password1234")).statusCode).toBe(422);
    // Locked by wrong passwords meanwhile: the new one opens it.
    await world.owner.query(
      `insert into auth.attempt (digest, failures, locked_until)
       values (sha256('lost@example.org'), 9, clock_timestamp() + interval '1 hour')`,
    );
    expect((await use(token)).json()).toEqual({ next: "sign_in" });
    expect((await use(token)).statusCode).toBe(404);
    expect((await open.api("GET", "/v1/client")).statusCode).toBe(401);
    const sign = async (password: string) =>
      (await outside().api("POST", "/v1/session", { email: "lost@example.org", password }))
        .statusCode;
    expect([await sign(PASSWORD), await sign(NEW_PASSWORD)]).toEqual([401, 200]);
    expect((await mails()).map(({ subject }) => subject)).toEqual([
      "Hasło do Dunlin zostało zmienione",
    ]);
    const { rows } = await world.owner.query(
      "select action from dunlin.audit where action like 'password reset%' order by seq",
    );
    expect(rows).toEqual([{ action: "password reset asked" }, { action: "password reset" }]);
  });

  test("nobody learns whether somebody has the address, and a mailbox is not filled", async () => {
    await makePerson(world, { email: "often@example.org", role: "agent" });
    const [none, real] = [await ask("nobody@example.org"), await ask("often@example.org")];
    expect(none.json()).toEqual(real.json());
    expect(Object.keys(none.headers).toSorted()).toEqual(Object.keys(real.headers).toSorted());
    for (let more = 0; more < 3; more += 1) {
      await ask("often@example.org");
      await expect.poll(async () => (await letters()).n).toBe(Math.min(3, more + 2));
    }
    // The first link and the last are good; with one used all are over.
    const got = await mails();
    expect(got.map(({ to }) => to)).toEqual(Array.from({ length: 3 }, () => "often@example.org"));
    const tokens = got.map((mail) => tokenIn(mail, "reset"));
    expect((await use(tokens[0]!)).statusCode).toBe(200);
    expect((await use(tokens[2]!)).statusCode).toBe(404);
  });

  test("an old link opens nothing, and where no letters go out nothing is promised", async () => {
    await makePerson(world, { email: "slow@example.org", role: "agent" });
    await mails();
    const token = await asked("slow@example.org");
    await world.owner.query("update auth.reset set expires_at = clock_timestamp()");
    expect((await use(token)).statusCode).toBe(404);
    const there = openBrowser(world);
    const refused = await there.api("POST", "/v1/password-resets", { email: "slow@example.org" });
    expect(refused.statusCode).toBe(503);
  });
});

describe("an invitation", () => {
  test("goes to the mailbox and is shown to nobody; the link lies sealed until it is sent", async () => {
    await mails();
    const owner = await signedIn({ app }, "owner@example.org");
    const made = await owner.api("POST", "/v1/users", { email: "new@example.org", role: "agent" });
    expect(made.json()).toMatchObject({ link: null, mailed: true });
    const { text } = await letters();
    // A relay that is away: tried again later, the link still sealed.
    expect(await mails("no answer")).toEqual([]);
    expect(await mails()).toEqual([]);
    await world.owner.query("update auth.letter set due_at = clock_timestamp()");
    const [mail] = await mails();
    expect(mail).toMatchObject({
      to: "new@example.org",
      subject: "You are invited to Acme <Fibre> on Dunlin",
    });
    const token = tokenIn(mail!, "invitation");
    expect(text).not.toContain(token);
    expect(text).not.toContain(Buffer.from(token).toString("hex"));
    const { rows } = await world.owner.query("select link from auth.letter where link is not null");
    expect(rows).toEqual([]);
    const typed = { kind: "invitation", token, name: "New", password: PASSWORD };
    expect((await outside().api("POST", "/v1/joining/accept", typed)).statusCode).toBe(200);
  });

  test("that nobody takes is given up when it is of no use any more, and thrown away", async () => {
    const owner = await signedIn({ app }, "owner@example.org");
    await owner.api("POST", "/v1/users", { email: "late@example.org", role: "agent" });
    await world.owner.query("update auth.letter set good_until = clock_timestamp()");
    expect(await mails()).toEqual([]);
    await world.owner.query("update auth.letter set ended_at = ended_at - interval '2 days'");
    await sweepLetters(world.db);
    const { rows } = await world.owner.query("select 1 from auth.letter");
    expect(rows).toEqual([]);
  });
});
