// What readers of mails do, from end to end: a mail goes out over SMTP, its links and pictures are asked for, somebody
// complains, somebody wants no more. Over a real server, a real mailbox, and the listener for mail.
import fastify from "fastify";
import { sql } from "kysely";
import nodemailer from "nodemailer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWorkers, type Workers } from "../server/compose.ts";
import { engagementRoutes } from "../server/http/engagement.ts";
import { answerError } from "../server/http/problems.ts";
import { judge } from "#judge/judge.ts";
import { liftLapsed, suppress, unsuppress } from "#conversations/suppressing.ts";
import { rememberPublicUrl } from "#messages/engagement/public-url.ts";
import { setTracking } from "#messages/engagement/tracking.ts";
import { loadContext } from "#messages/planning/context.ts";
import { sendMessages, type Sending } from "#messages/sending.ts";
import { applyTemplates } from "#messages/templates/own.ts";
import { clockNow } from "#platform/clock.ts";
import { silentLog } from "#platform/log.ts";
import { customerCard } from "#reporting/customer-card.ts";
import { messageThread } from "#reporting/message-thread.ts";
import { report } from "#reporting/report.ts";
import { listSuppressed } from "#reporting/suppressions.ts";
import { THURSDAY } from "./builders.ts";
import { until } from "./dispatch-world.ts";
import { openProviderWorld } from "./provider-world.ts";
import { complaintReport, type ComplaintReport } from "./simulators/complaint-report.ts";
import { startMailbox, type ReceivedMail } from "./simulators/mailbox.ts";

const BROWSER =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const GMAIL =
  "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";
const PUBLIC = "https://dunlin.example";
const TEMPLATE = `
name: news
class: service
language: en
channel: email
subject: News
text:
  full: "See https://harbour.example/plain"
html:
  full: >-
    <p>Hello <a href="https://harbour.example/pay?a=1&amp;b=2">pay</a>, <a href="https://harbour.example/terms">terms</a>
    or <a href="https://harbour.example/help">help</a></p>
`;

const here = await openProviderWorld();
await rememberPublicUrl(here.world.app, PUBLIC);
const mails: ReceivedMail[] = [];
const mailbox = await startMailbox({ onMail: (mail) => void mails.push(mail) });
const client = await here.client(`
  - name: mail
    channel: email
    adapter: smtp
    sender: Harbour Fibre <accounts@harbour.example>
    listens: [accounts@harbour.example]
    rate_per_s: 1000
    config: { host: 127.0.0.1, port: ${mailbox.port} }
`);
const { clientId, within, rows } = client;
// Clicks are judged together for a moment only, so that no test waits two seconds.
const app = fastify();
app.setErrorHandler(answerError(silentLog));
await app.register(engagementRoutes({ db: here.world.app, log: silentLog, atOnceMs: 20 }));

let workers: Workers;
beforeAll(async () => {
  workers = await startWorkers(here.installation, () => Promise.reject(new Error("no box")));
  await within(async (tx) => {
    const now = await clockNow(tx);
    const applied = await applyTemplates(tx, clientId, TEMPLATE, now, "test");
    expect(applied).toHaveProperty("applied");
    await setTracking(tx, clientId, { opens: true, clicks: true }, { actor: "test", now });
  });
});
afterAll(async () => {
  await workers.stop();
  await app.close();
  await mailbox.close();
});

let people = 0;
const someone = () => `reader${(people += 1)}@example.org`;

const send = async (sending: Partial<Sending> & { to: string }): Promise<string> => {
  const [said] = await within(async (tx) => {
    const context = await loadContext(tx, clientId);
    const whole = { channel: "email", template: "news", ...sending } as Sending;
    return await sendMessages(tx, context, [whole], await clockNow(tx), "test");
  });
  return said!.messageId;
};
/** Sends a mail and gives it as it arrived, an hour ago. */
const mailTo = async (to: string, sending: Partial<Sending> = {}) => {
  const messageId = await send({ to, ...sending });
  await until(async () => {
    const found = await rows(
      sql`select 1 from dunlin.attempt where message_id = ${messageId} and finished_at is not null`,
    );
    return found.length > 0 && mails.some((mail) => mail.to === to);
  });
  await rows(sql`update dunlin.attempt set started_at = started_at - interval '1 hour',
    finished_at = finished_at - interval '1 hour' where message_id = ${messageId}`);
  const mail = mails.findLast((one) => one.to === to)!;
  const links = [...(mail.html ?? "").matchAll(/href="([^"]+)"/g)].map(([, href]) => pathOf(href!));
  const picture = /<img src="([^"]+)"/.exec(mail.html ?? "")?.[1];
  return { messageId, mail, links, picture: picture && pathOf(picture) };
};
const pathOf = (address: string): string => address.replace(PUBLIC, "");
const get = async (
  url: string,
  headers: Record<string, string> = {},
  method: "GET" | "HEAD" = "GET",
) => await app.inject({ method, url, headers: { "user-agent": BROWSER, ...headers } });
/** Asks for all of them as if at once, and gives the answers when everything is written. */
const visit = async (...asked: readonly (readonly [url: string, method?: "GET" | "HEAD"])[]) => {
  const visited = fastify();
  await visited.register(
    engagementRoutes({ db: here.world.app, log: silentLog, atOnceMs: 60_000 }),
  );
  const headers = { "user-agent": BROWSER };
  const answers = await Promise.all(
    asked.map(async ([url, method = "GET"]) => await visited.inject({ method, url, headers })),
  );
  await visited.close();
  return answers.map((answer) => answer.statusCode);
};
const threadOf = async (messageId: string) =>
  (await within(async (tx) => await messageThread(tx, clientId, messageId)))!;
const seen = async (messageId: string): Promise<string[]> =>
  (await threadOf(messageId)).engagement.map(
    ({ what, link, by, count }) => `${what} ${link ?? ""} ${by} ${count}`,
  );
const addressOf = async (address: string) =>
  (
    await rows(
      sql<{ why: string; by: string; until: Temporal.Instant | null; dead: boolean }>`
        select opted_out_why as why, opted_out_by as by, opted_out_until as until, dead_at is not null as dead
        from dunlin.address where address = ${address}`,
    )
  )[0];
const kindsOf = async (messageId: string) =>
  (await threadOf(messageId)).events.map(({ kind, body }) => {
    const { by, link } = body as { by?: string; link?: number };
    return [kind, link, by].filter((part) => part !== undefined).join(" ");
  });

describe("links and openings", () => {
  test("a link leads through here to where it was meant to, and a person who follows it is told of once", async () => {
    const { messageId, mail, links } = await mailTo(someone());
    expect(mail.html).not.toContain('href="https://harbour.example');
    expect(mail.text).toContain("https://harbour.example/plain");
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
    const last = token.slice(0, -1) + (token.endsWith("A") ? "B" : "A");
    for (const url of [
      `/l/${token.slice(0, 27)}B${token.slice(28)}`,
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

describe("complaints (RFC 5965)", () => {
  const complain = async (
    given: ComplaintReport,
    to = "accounts@harbour.example",
  ): Promise<void> => {
    const transport = nodemailer.createTransport({ ...workers.mailTo, ignoreTLS: true });
    const envelope = { from: "complaints@mailbox.example", to };
    await transport.sendMail({ raw: complaintReport(given), envelope });
    transport.close();
  };

  test.each([
    [
      "the signed return path that it quotes",
      (mail: ReceivedMail) => ({ originalMailFrom: mail.returnPath }),
    ],
    [
      "the Message-ID that it quotes",
      (mail: ReceivedMail) => ({ originalHeaders: `Message-ID: <${mail.messageId}>` }),
    ],
    [
      "the mailbox, where that is all it says",
      (mail: ReceivedMail) => ({ originalRcptTo: mail.to }),
    ],
  ])("found by %s: nothing more goes there", async (_name, of) => {
    const to = someone();
    const { mail, messageId } = await mailTo(to);
    await complain(of(mail));
    await complain(of(mail));
    expect(await addressOf(to)).toMatchObject({ why: "complaint", by: "network" });
    const complained = (await kindsOf(messageId)).filter((kind) => kind === "message.complained");
    expect(complained).toHaveLength(1);
    const again = await send({ to });
    await until(async () => (await threadOf(again)).status === "suppressed");
  });

  test("sent to the return path itself it is a complaint, and no bounce", async () => {
    const to = someone();
    const { mail, messageId } = await mailTo(to);
    await complain({}, mail.returnPath);
    expect(await addressOf(to)).toMatchObject({ why: "complaint", dead: false });
    expect((await threadOf(messageId)).status).toBe("handed_over");
  });

  test.each([
    [
      "a report that it is no junk",
      (mail: ReceivedMail) => ({ type: "not-spam", originalMailFrom: mail.returnPath }),
    ],
    [
      "a report of a failed check",
      (mail: ReceivedMail) => ({ type: "auth-failure", originalMailFrom: mail.returnPath }),
    ],
    [
      "a report without a type",
      (mail: ReceivedMail) => ({ type: "", originalMailFrom: mail.returnPath }),
    ],
    [
      "a forged return path",
      (mail: ReceivedMail) => ({
        originalMailFrom: mail.returnPath.replace(/.@/, (end) => (end === "0@" ? "1@" : "0@")),
      }),
    ],
    ["a mailbox that nothing went to", () => ({ originalRcptTo: "stranger@example.org" })],
    [
      "somebody else's Message-ID",
      () => ({
        originalHeaders: "Message-ID: <0199a0b0000070008000000000000001.1@harbour.example>",
      }),
    ],
  ])("%s suppresses nobody", async (_name, of) => {
    const to = someone();
    const { mail } = await mailTo(to);
    await complain(of(mail));
    expect((await addressOf(to))?.why ?? null).toBeNull();
  });
});

describe("suppressions", () => {
  const change = async (
    address: string,
    reason: "manual" | "hard_bounce" | "complaint",
    until?: Temporal.Instant,
  ) =>
    await within(async (tx) => {
      const wish = { channel: "email", address, by: "test", source: "test" } as const;
      return await suppress(
        tx,
        await loadContext(tx, clientId),
        wish,
        { reason, until },
        await clockNow(tx),
      );
    });
  const listed = async (address: string) =>
    (await within(async (tx) => await listSuppressed(tx, clientId, 1_000))).find(
      (row) => row.address === address,
    );

  test.each(["manual", "hard_bounce"] as const)(
    "%s ends by itself, and the customer is decided again",
    async (reason) => {
      const address = someone();
      const customer = await client.customer({ points: [{ address }] });
      const end = THURSDAY.add({ hours: 1 });
      await change(address, reason, end);
      expect(await listed(address)).toMatchObject({ reason, expiresAt: end });
      await client.invoice(customer, 25_000n, "2026-03-03");
      expect(await client.messages(sql`customer_id = ${customer.customerId}`)).toEqual([]);
      const lift = async (now: Temporal.Instant) =>
        await within(async (tx) => await liftLapsed(tx, await loadContext(tx, clientId), now));
      expect(await lift(end.subtract({ seconds: 1 }))).toBe(0);
      expect(await lift(end)).toBe(1);
      expect(await listed(address)).toBeUndefined();
      expect(await client.messages(sql`customer_id = ${customer.customerId}`)).toHaveLength(1);
    },
  );

  test("what a customer wants does not end by itself, and outlasts what somebody decided", async () => {
    const address = someone();
    await expect(change(address, "complaint", THURSDAY.add({ hours: 1 }))).rejects.toThrow(
      "expires_at",
    );
    await change(address, "manual", THURSDAY.add({ hours: 1 }));
    await change(address, "complaint");
    expect(await listed(address)).toMatchObject({ reason: "complaint", expiresAt: null });
    await change(address, "manual", THURSDAY.add({ hours: 1 }));
    expect(await listed(address)).toMatchObject({ reason: "complaint", expiresAt: null });
  });

  test("a dead mailbox is dug up; a complaint beside it stays until somebody consents", async () => {
    const address = someone();
    await change(address, "hard_bounce");
    await change(address, "complaint");
    const lift = async (reason?: "hard_bounce") =>
      await within(async (tx) => {
        const wish = { channel: "email", address, by: "test", source: "phoned" } as const;
        return await unsuppress(
          tx,
          await loadContext(tx, clientId),
          wish,
          reason,
          await clockNow(tx),
        );
      });
    expect((await lift("hard_bounce")).changed).toEqual([address]);
    expect(await listed(address)).toMatchObject({ reason: "complaint" });
    expect((await lift("hard_bounce")).changed).toEqual([]);
    expect((await lift()).changed).toEqual([address]);
    expect(await listed(address)).toBeUndefined();
  });
});

test("the customer's thread and the report tell people from machines; answers stand with the message", async () => {
  const address = someone();
  const customer = await client.customer({ points: [{ address }] });
  const { mail, links, messageId } = await mailTo(address);
  await get(links[0]!);
  await until(async () => (await threadOf(messageId)).clickedAt !== null);
  mailbox.behave({ mailTo: workers.mailTo });
  await mailbox.reply({
    from: address,
    to: "accounts@harbour.example",
    subject: "Re: News",
    text: "Thank you",
    inReplyTo: mail.messageId,
  });
  await until(async () => (await threadOf(messageId)).answers.length > 0);
  expect((await threadOf(messageId)).answers).toMatchObject([
    { channel: "email", text: expect.stringMatching(/^Thank you\s*$/) },
  ]);
  const card = await within(
    async (tx) => await customerCard(tx, clientId, customer.customerId, THURSDAY),
  );
  expect(card.thread).toMatchObject([
    { direction: "out", id: messageId, clickedAt: THURSDAY, openedAt: null, answers: null },
    { direction: "in", answers: messageId, clickedAt: null },
  ]);
  const period = { from: THURSDAY.subtract({ hours: 1 }), to: THURSDAY.add({ hours: 1 }) };
  const figures = await within(async (tx) => await report(tx, clientId, period, THURSDAY));
  const [expected] = await rows(sql<{ people: number; scanners: number; complained: number }>`
    select count(distinct message_id) filter (where what = 'click' and kind = 'human')::int as people,
      count(distinct message_id) filter (where what = 'click' and kind = 'scanner')::int as scanners,
      count(*) filter (where what = 'complaint')::int as complained from dunlin.engagement`);
  expect(figures.clicked).toEqual({ human: expected!.people, scanner: expected!.scanners });
  expect(figures.opened).toEqual({ human: 1, proxy: 1, scanner: 0 });
  expect(figures.complained).toBe(expected!.complained);
  expect(expected).toMatchObject({ complained: 4, scanners: 2 });
});

test("all the while the judge finds nothing wrong", async () => {
  await until(async () => await workers.dispatcher.idle());
  const { invariants } = await judge(here.world.app, clientId);
  expect(invariants.flatMap(({ violations }) => violations)).toEqual([]);
});
