import { connect } from "node:net";
import fc from "fast-check";
import nodemailer from "nodemailer";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import {
  connectionTo,
  type Listening,
  listening,
  plain,
  replies,
  sendBy,
  verp,
} from "./listening.ts";

let listener: Listening;
const opened: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  listener = await listening();
  opened.push(listener);
});
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});

describe("whatever comes, the listener goes on", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "Content-Type: multipart/mixed; boundary=a\r\n",
      'Content-Type: multipart/report; boundary=""\r\n',
      "Content-Type: message/delivery-status\r\n\r\n",
      "Content-Type: message/rfc822\r\n\r\n",
      "Content-Type: text/html; charset=utf-16\r\n\r\n",
      "Content-Transfer-Encoding: base64\r\n",
      "Content-Transfer-Encoding: quoted-printable\r\n",
      "From: =?utf-8?B?////?= <@@>\r\n",
      "References: <\r\n <<>>\r\n",
      "Action: failed\r\nStatus: 5.1.\r\nFinal-Recipient: ;;\r\n",
      "\r\n--a\r\n",
      "\r\n--a--\r\n",
      "\r\n\r\n",
      "\r\n.\r\n",
      "<div>".repeat(600),
    ),
    fc.string({ unit: "binary", maxLength: 60 }),
  );

  test("malformed mails are stored or refused, and the session goes on", async () => {
    const session = nodemailer.createTransport({
      ...connectionTo(listener.port),
      pool: true as const,
      maxConnections: 1,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 25 }), fc.boolean(), async (pieces, bounce) => {
        const answer = await sendBy(
          session,
          Buffer.from(`X: y\r\n${pieces.join("")}`),
          bounce ? verp : replies,
          bounce ? "" : "ann@example.org",
        );
        expect(answer).toMatch(/^(250|554|500|502) /);
      }),
      runs(60),
    );
    session.close();
    expect(await listener.send(plain({}))).toMatch(/^250/);
    for (const { text, subject, from } of listener.inbounds)
      expect(
        `${text}${subject}${from}`.isWellFormed() && !`${text}${subject}${from}`.includes("\0"),
      ).toBe(true);
  });

  test("random bytes on the wire", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 10, maxLength: 10 }),
        async (all) => {
          await Promise.all(all.map((bytes, index) => babble(bytes, index % 2 === 0)));
        },
      ),
      runs(6),
    );
    expect(await listener.send(plain({}))).toMatch(/^250/);
  });

  /** Sends bytes, as commands or as the content of a mail, and waits until the session is over. */
  async function babble(bytes: Uint8Array, asContent: boolean): Promise<void> {
    const socket = connect(listener.port, "127.0.0.1");
    const closed = new Promise((resolve) => socket.on("close", resolve));
    const start = asContent ? `EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<${replies}>\r\nDATA\r\n` : "";
    socket.on("error", () => {});
    socket.on("data", () => {});
    socket.once("data", () => socket.end(Buffer.concat([Buffer.from(start), bytes])));
    await closed;
  }

  test.each([
    ["a header of 2 MB", () => plain({ "X-Big": "x".repeat(2_000_000) })],
    [
      "50,000 headers",
      () => plain({}).replace("\r\n\r\n", () => `\r\n${"X-A: b\r\n".repeat(50_000)}\r\n`),
    ],
    ["parts nested 2,000 deep", () => `From: a@b.c\r\n${nested(2_000)}`],
    [
      "20,000 parts",
      () =>
        `From: a@b.c\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n${"--a\r\n\r\nx\r\n".repeat(20_000)}`,
    ],
    [
      "HTML nested 100,000 deep",
      () => plain({ "Content-Type": "text/html" }, "<b>".repeat(100_000)),
    ],
    ["a line of 5 MB", () => plain({}, "x".repeat(5_000_000))],
    ["20,000 References", () => plain({ References: "<a@b>\r\n ".repeat(20_000) + "<c@d>" })],
  ])("%s: answered within seconds", async (_name, make) => {
    const startedMs = performance.now();
    expect(await listener.send(make())).toMatch(/^(250|554) /);
    expect(performance.now() - startedMs).toBeLessThan(15_000);
    expect((listener.inbounds[0]?.text ?? "").length).toBeLessThanOrEqual(100_000);
    expect((listener.inbounds[0]?.answers ?? []).length).toBeLessThanOrEqual(50);
  });

  function nested(depth: number): string {
    let mail = "";
    for (let level = 0; level < depth; level += 1)
      mail += `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`;
    return `${mail}\r\ninnermost\r\n`;
  }
});
