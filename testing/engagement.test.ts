// What readers of mails do, from end to end: a mail goes out over SMTP, its links and pictures are asked for, somebody wants no
// more. Over a real server and a real mailbox.
import fastify from "fastify";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { engagementRoutes } from "../server/http/engagement.ts";
import { answerError } from "../server/http/problems.ts";
import { judge } from "#judge/judge.ts";
import { setTracking } from "#messages/engagement/tracking.ts";
import { clockNow } from "#platform/clock.ts";
import { silentLog } from "#platform/log.ts";
import { THURSDAY } from "./builders.ts";
import { until } from "./dispatch-world.ts";
import { GMAIL, openEngagementWorld, pathOf, PUBLIC } from "./engagement-world.ts";
import type { ReceivedMail } from "./simulators/mailbox.ts";

const world = await openEngagementWorld();
const { here, client, someone, send, mailTo, get, visit, threadOf, seen, addressOf, kindsOf } =
  world;
const { clientId, within, rows } = client;

describe("links and openings", () => {
  test("the plain part of a mail leads through here too", async () => {
    const { mail } = await mailTo(someone());
    expect(mail.text).not.toContain("harbour.example/plain");
    const [plain] = /https:\/\/dunlin\.example\/l\/[\w-]+/.exec(mail.text) ?? [];
    expect((await get(new URL(plain!).pathname)).headers["location"]).toBe(
      "https://harbour.example/plain",
    );
  });

  test("a link leads through here to where it was meant to, and a person who follows it is told of once", async () => {
    const { messageId, mail, links } = await mailTo(someone());
    expect(mail.html).not.toContain('href="https://harbour.example');
    const answer = await get(links[0]!);
    expect([answer.statusCode, answer.headers["location"]]).toEqual([
      302,
      "https://harbour.example/pay?a=1&b=2",
    ]);
    await until(async () => (await seen(messageId)).length > 0);
    expect((await get(links[1]!)).headers["location"]).toBe("https://harbour.example/terms");
    await until(async () => (await seen(messageId)).length > 1);
    await get(links[1]!);
    await until(async () => (await seen(messageId)).includes("click 1 human 2"));
    expect(await seen(messageId)).toEqual(["click 0 human 1", "click 1 human 2"]);
    const clicks = (await kindsOf(messageId)).filter((kind) => kind.startsWith("message.clicked"));
    expect(clicks).toEqual(["message.clicked 0 human", "message.clicked 1 human"]);
    const { clickedAt, openedAt } = await threadOf(messageId);
    expect([clickedAt?.toString(), openedAt]).toEqual([THURSDAY.toString(), null]);
  });

  test("a gateway that looks into all links is no reader", async () => {
    const { messageId, links } = await mailTo(someone());
    await visit(...links.slice(0, 3).map((link) => [link] as const), [links[0]!, "HEAD"]);
    expect(await seen(messageId)).toEqual([
      "click 0 scanner 2",
      "click 1 scanner 1",
      "click 2 scanner 1",
    ]);
    expect((await threadOf(messageId)).clickedAt).toBeNull();
  });

  test("a click within two seconds of the hand-over is no reader's", async () => {
    const { messageId, links } = await mailTo(someone());
    await rows(
      sql`update dunlin.attempt set finished_at = clock_timestamp() where message_id = ${messageId}`,
    );
    await get(links[0]!);
    await until(async () => (await seen(messageId)).length > 0);
    expect(await seen(messageId)).toEqual(["click 0 scanner 1"]);
  });

  test("people and proxies that fetch the picture are told apart", async () => {
    const { messageId, picture } = await mailTo(someone());
    const answer = await get(picture!, { "user-agent": GMAIL });
    expect([answer.statusCode, answer.headers["content-type"], answer.rawPayload.length]).toEqual([
      200,
      "image/gif",
      42,
    ]);
    expect(answer.headers["cross-origin-resource-policy"]).toBe("cross-origin");
    await until(async () => (await seen(messageId)).length > 0);
    expect((await threadOf(messageId)).openedAt).toBeNull();
    await get(picture!);
    await until(async () => (await threadOf(messageId)).openedAt !== null);
    expect(await kindsOf(messageId)).toEqual([
      "message.planned",
      "message.authorised",
      "message.handed_over",
      "message.opened proxy",
      "message.opened human",
    ]);
  });

  test("whoever asks not to be watched is led on, and nothing is kept", async () => {
    const { messageId, links, picture } = await mailTo(someone());
    expect((await get(links[0]!, { "sec-gpc": "1" })).statusCode).toBe(302);
    expect((await get(picture!, { "sec-gpc": "1" })).statusCode).toBe(200);
    await get(links[1]!);
    await until(async () => (await seen(messageId)).length > 0);
    expect(await seen(messageId)).toEqual(["click 1 human 1"]);
  });

  test("no token leads anywhere that no message led", async () => {
    const { links, picture } = await mailTo(someone());
    const token = links[0]!.slice(3);
    const other = (at: number) => (token.at(at) === "A" ? "B" : "A");
    const last = token.slice(0, -1) + other(-1);
    for (const url of [
      `/l/${token.slice(0, 27)}${other(27)}${token.slice(28)}`,
      "/l/x",
      `/l/${picture!.slice(3, -4)}`,
      `/u/${token}`,
    ])
      expect((await get(url)).statusCode, url).toBe(404);
    expect((await get(`/l/${last}`)).statusCode).toBe(404);
    expect((await get("/o/nothing.gif")).statusCode).toBe(200);
  });

  test("switched off, mails go out as they are, and earlier links lead on unseen", async () => {
    const before = await mailTo(someone());
    const set = async (on: boolean) =>
      await within(async (tx) => {
        const now = await clockNow(tx);
        await setTracking(tx, clientId, { opens: on, clicks: on }, { actor: "test", now });
      });
    await set(false);
    const { mail, picture } = await mailTo(someone());
    expect(mail.html).toContain('href="https://harbour.example/terms"');
    expect(picture).toBeUndefined();
    expect(await visit([before.links[0]!], [before.picture!])).toEqual([302, 200]);
    await set(true);
    await visit([before.links[1]!]);
    expect(await seen(before.messageId)).toEqual(["click 1 human 1"]);
  });

  test("a one-time pin is nobody's reading matter", async () => {
    const { mail, picture } = await mailTo(someone(), { class: "otp" });
    expect(mail.html).toContain('href="https://harbour.example/terms"');
    expect(picture).toBeUndefined();
  });

  test("one address that asks too often waits; no other does", async () => {
    const slow = fastify();
    slow.setErrorHandler(answerError(silentLog));
    const limit = { perSecond: 0.001, burst: 2 };
    await slow.register(engagementRoutes({ db: here.world.app, log: silentLog, limit }));
    const ask = async (remoteAddress: string) =>
      (await slow.inject({ url: "/o/x.gif", remoteAddress })).statusCode;
    expect([
      await ask("10.0.0.1"),
      await ask("10.0.0.1"),
      await ask("10.0.0.1"),
      await ask("10.0.0.2"),
    ]).toEqual([200, 200, 429, 200]);
    await slow.close();
  });
});

describe("one-click unsubscribing (RFC 8058)", () => {
  const wayOut = (mail: ReceivedMail): string => {
    const [, address] =
      /^<(https:[^>]+)>, <mailto:accounts@harbour\.example\?subject=STOP>$/.exec(
        mail.headers["list-unsubscribe"] ?? "",
      ) ?? [];
    return pathOf(address!);
  };

  test("a GET changes nothing and shows a button; one POST stops mail to the mailbox; a second changes nothing", async () => {
    const to = someone();
    const { mail, links, messageId } = await mailTo(to);
    expect(mail.headers["list-unsubscribe-post"]).toBe("List-Unsubscribe=One-Click");
    const url = wayOut(mail);
    expect(links).toContain(url);
    expect(mail.text).toContain(`${PUBLIC}${url}`);
    const page = await here.app.inject({ url });
    expect([page.statusCode, page.headers["content-type"]]).toEqual([
      200,
      "text/html; charset=utf-8",
    ]);
    expect(page.body).toContain('<form method="post">');
    expect(page.body).not.toContain(to);
    expect((await addressOf(to))?.why ?? null).toBeNull();
    const post = async () =>
      await here.app.inject({
        method: "POST",
        url,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        payload: "List-Unsubscribe=One-Click",
      });
    expect([(await post()).statusCode, (await post()).statusCode]).toEqual([200, 200]);
    expect(await addressOf(to)).toMatchObject({ why: "opted_out", by: "customer" });
    const events = await rows(
      sql`select 1 from dunlin.event where kind = 'address.opted_out' and cause = ${messageId}`,
    );
    expect(events).toHaveLength(1);
    const again = await send({ to });
    await until(async () => (await threadOf(again)).status === "suppressed");
  });

  test("a form of many parts, as some mail programs send it, is good too", async () => {
    const to = someone();
    const { mail } = await mailTo(to);
    const payload =
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n';
    const headers = { "content-type": "multipart/form-data; boundary=x" };
    const answer = await here.app.inject({ method: "POST", url: wayOut(mail), headers, payload });
    expect(answer.statusCode).toBe(200);
    expect(await addressOf(to)).toMatchObject({ why: "opted_out" });
  });
});

test("all the while the judge finds nothing wrong", async () => {
  await until(async () => await world.workers().dispatcher.idle());
  const { invariants } = await judge(here.world.app, clientId);
  expect(invariants.flatMap(({ violations }) => violations)).toEqual([]);
});
