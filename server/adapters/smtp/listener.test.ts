import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Inbound } from "#messages/route.ts";
import { silentLog } from "#platform/log.ts";
import { deliveryReport } from "#testing/simulators/delivery-report.ts";
import { startMailbox } from "#testing/simulators/mailbox.ts";
import type { MailListenerOptions } from "./listener.ts";
import { type Listening, listening, messageId, plain, replies, secret, verp } from "./listening.ts";
import { openSmtpRoute } from "./route.ts";
import { returnPathOf } from "./verp.ts";

let listener: Listening;
const opened: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  listener = await listening();
  opened.push(listener);
});
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});

async function listen(change: Partial<MailListenerOptions>): Promise<Listening> {
  const other = await listening(change);
  opened.push(other);
  return other;
}

function report(
  status: string,
  action: "failed" | "delayed" = "failed",
  diagnostic = "because",
): string {
  const undelivered = { status, action, diagnostic };
  return deliveryReport({
    returnPath: verp,
    recipient: "ann@example.org",
    originalHeaders: "Subject: x",
    undelivered,
    id: "d1",
  });
}

describe("replies", () => {
  test("a reply arrives with its thread", async () => {
    const mail = plain(
      {
        "In-Reply-To": "<m.1@harbour.example>",
        References: "<m.0@harbour.example>\r\n <m.1@harbour.example>",
      },
      "BALANCE",
    );
    expect(await listener.send(mail)).toMatch(/^250 /);
    expect(listener.inbounds).toEqual(
      [
        {
          routeId: "r1",
          channel: "email",
          from: "ann@example.org",
          to: replies,
          subject: "Re: invoice",
          text: "BALANCE",
          providerId: "a1@example.org",
          answers: ["m.1@harbour.example", "m.0@harbour.example"],
          automatic: false,
        } satisfies Inbound,
      ].map((one) => ({ ...one, text: expect.stringMatching(/^BALANCE\s*$/) as string })),
    );
  });

  test("HTML alone becomes text", async () => {
    await listener.send(
      plain(
        { "Content-Type": "text/html; charset=utf-8" },
        "<p>I paid <b>yesterday</b></p><script>x()</script>",
      ),
    );
    expect(listener.inbounds[0]?.text.trim()).toBe("I paid yesterday");
  });

  test("other encodings are read, and what a database can't store is taken out", async () => {
    const body = Buffer.from([0x5a, 0x61, 0x70, 0xb3, 0x61, 0x63, 0x6f, 0x6e, 0x65, 0x00]); // "Zapłacone\0" in Windows-1250
    const head = plain(
      { "Content-Type": "text/plain; charset=windows-1250", "Content-Transfer-Encoding": "8bit" },
      "",
    );
    await listener.send(Buffer.concat([Buffer.from(head.trimEnd() + "\r\n\r\n"), body]));
    expect(listener.inbounds[0]?.text.trim()).toBe("Zapłacone");
  });

  test.each([
    [{ "Auto-Submitted": "auto-replied" }, true],
    [{ "Auto-Submitted": "no" }, false],
    [{ Precedence: "bulk" }, true],
    [{ "List-Id": "<news.example.org>" }, true],
    [{ From: "postmaster@example.org" }, true],
    [
      { "Content-Type": "multipart/report; boundary=x; report-type=disposition-notification" },
      true,
    ],
    [{}, false],
  ] as [Record<string, string>, boolean][])("%j is automatic: %s", async (headers, automatic) => {
    await listener.send(plain(headers));
    expect(listener.inbounds.map((one) => one.automatic)).toEqual([automatic]);
  });

  test("a mail without Message-ID is known by its content", async () => {
    const mail = "From: ann@example.org\r\n\r\nhello\r\n";
    await listener.send(mail);
    await listener.send(mail);
    expect(listener.inbounds[0]?.providerId).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(listener.inbounds[1]?.providerId).toBe(listener.inbounds[0]?.providerId);
  });

  test("the listener relays for nobody", async () => {
    expect(await listener.send(plain({}), "bob@elsewhere.example")).toMatch(/^550 5\.1\.1/);
    expect(await listener.send(plain({}), "nobody@harbour.example")).toMatch(/^550 5\.1\.1/);
    expect(listener.inbounds).toEqual([]);
  });
});

describe("acknowledging", () => {
  test("nothing is acknowledged that couldn't be stored", async () => {
    listener.failure = new Error("database is away");
    expect(await listener.send(plain({}))).toMatch(/^451 4\.3\.0/);
    expect(await listener.send(report("5.1.1"), verp, "")).toMatch(/^451/);
    listener.failure = undefined;
    expect(await listener.send(plain({}))).toMatch(/^250/);
    expect(listener.inbounds).toHaveLength(1);
  });

  test("too much at once is put off, an oversized mail refused, and the session goes on", async () => {
    const small = await listen({ maxBufferedBytes: 1_000, maxMailBytes: 5_000 });
    expect(await small.send(plain({}, "x".repeat(2_000)))).toMatch(/^451 4\.3\.1/);
    expect(await small.send(plain({}, "x".repeat(7_000)))).toMatch(/^(451|552)/);
    expect(await small.send(plain({}, "x"))).toMatch(/^250/); // the budget was given back
    const large = await listen({ maxMailBytes: 5_000 });
    expect(await large.send(plain({}, "x".repeat(7_000)))).toMatch(/^552/);
  });

  test("a silent or endless session is ended", async () => {
    const strict = await listen({ sessionTimeoutMs: 50, idleTimeoutMs: 10_000 });
    const socket = connect(strict.port, "127.0.0.1");
    const closed = new Promise((resolve) => socket.on("close", resolve));
    socket.on("error", () => {});
    const drip = setInterval(() => socket.write("N"), 10);
    await closed;
    clearInterval(drip);
    expect(strict.inbounds).toEqual([]);
  });

  test("a sender that goes away amid its mail leaves nothing behind", async () => {
    const small = await listen({ maxBufferedBytes: 10_000 });
    const socket = connect(small.port, "127.0.0.1");
    const start = `EHLO x\r\nMAIL FROM:<a@b.c>\r\nRCPT TO:<${replies}>\r\nDATA\r\n`;
    socket.once("data", () => socket.write(start));
    await new Promise<void>((resolve) =>
      socket.on("data", (chunk) => String(chunk).includes("354") && resolve()),
    );
    await new Promise<void>((resolve) => socket.write(`${"y".repeat(8_000)}\r\n`, () => resolve()));
    socket.destroy();
    await vi.waitFor(async () =>
      expect(await small.send(plain({}, "z".repeat(8_000)))).toMatch(/^250/),
    );
    expect(small.inbounds).toHaveLength(1);
  });
});

describe("bounces", () => {
  test.each([
    ["5.1.1", "failed", "because", "failed", true],
    ["5.1.10", "failed", "null MX", "failed", true],
    ["5.2.1", "failed", "disabled", "failed", true],
    ["5.0.0", "failed", "550 user unknown", "failed", true],
    ["5.0.0", "failed", "550 go away", "failed", false],
    ["5.1.8", "failed", "bad sender", "failed", false],
    ["5.2.2", "failed", "mailbox full", "failed", false],
    ["5.7.1", "failed", "user unknown to our policy", "failed", false],
    ["4.4.7", "failed", "gave up", "expired", false],
    ["4.2.2", "delayed", "mailbox full", "accepted", false],
    ["4.4.1", "delayed", "no answer", "accepted", false],
  ] as const)(
    "%s %s (%s) is %s, permanent: %s",
    async (status, action, diagnostic, state, permanent) => {
      expect(await listener.send(report(status, action, diagnostic), verp, "")).toMatch(/^250/);
      expect(listener.receipts).toEqual([
        expect.objectContaining({
          routeId: "r1",
          messageId,
          state,
          permanent,
          to: "ann@example.org",
        }),
      ]);
      expect(listener.receipts[0]?.error).toMatch(new RegExp(`^\\d{3} ${status}$`));
      expect(listener.inbounds).toEqual([]);
    },
  );

  test("the reason that is kept names nobody", async () => {
    const words = "<ann@example.org>: Recipient address rejected: User unknown";
    await listener.send(report("5.1.1", "failed", words), verp, "");
    expect(listener.receipts).toEqual([expect.objectContaining({ error: "550 5.1.1" })]);
  });

  test.each([
    [
      "Undeliverable: invoice",
      "The email account that you tried to reach does not exist. 550-5.1.1",
      "failed",
      true,
    ],
    ["Undelivered Mail", "smtp; 552 5.2.2 over quota", "failed", false],
    ["Delivery failure", "No such user: ann", "failed", true],
    ["Undeliverable mail", "Sorry.", "failed", false],
    ["Warning: could not send for 4 hours", "will keep trying, delayed", "accepted", false],
    ["Hm", "?", "unknown", false],
  ] as const)(
    "without a machine-readable part the words decide: %s / %s",
    async (subject, text, state, permanent) => {
      await listener.send(
        plain({ From: "mailer-daemon@example.org", Subject: subject }, text),
        verp,
        "",
      );
      expect(listener.receipts).toEqual([expect.objectContaining({ messageId, state, permanent })]);
    },
  );

  test("a forged or altered bounce address is refused before anything is read", async () => {
    const forged = returnPathOf(
      { messageId, attempt: 2 },
      "another secret",
      "bounce.harbour.example",
    );
    const altered = verp.replace(".2.", ".3.");
    for (const address of [
      forged,
      altered,
      "bounce+x.1@bounce.harbour.example",
      "bounce+@harbour.example",
    ])
      expect(await listener.send(report("5.1.1"), address, "")).toMatch(/^550 5\.1\.1/);
    expect(listener.receipts).toEqual([]);
  });

  test("letter case of the bounce address doesn't matter", async () => {
    await listener.send(
      report("5.1.1"),
      verp.toUpperCase().replace("BOUNCE.HARBOUR.EXAMPLE", "bounce.harbour.example"),
      "",
    );
    expect(listener.receipts).toEqual([expect.objectContaining({ messageId })]);
  });

  test("an out-of-office to the return path is automatic mail about that message, no bounce", async () => {
    await listener.send(
      plain({ "Auto-Submitted": "auto-replied", Subject: "Away" }, "user unknown until Monday"),
      verp,
      "",
    );
    expect(listener.receipts).toEqual([]);
    expect(listener.inbounds).toEqual([
      expect.objectContaining({ automatic: true, answers: ["0199a0b0000070008000000000000001.2"] }),
    ]);
  });

  test("from route to provider and back: bounce.… fails for good, full.… doesn't, others stay silent", async () => {
    const box = await startMailbox({
      onMail: () => {},
      behaviour: { mailTo: { host: "127.0.0.1", port: listener.port } },
    });
    const route = openSmtpRoute(
      {
        routeId: "r1",
        host: "127.0.0.1",
        port: box.port,
        from: { address: "billing@harbour.example" },
        returnPathDomain: "bounce.harbour.example",
        returnPathSecret: secret,
      },
      silentLog,
    );
    opened.push(box, route);
    const outgoing = { clientId: "c1", messageId, sender: "", subject: "x", text: "x" };
    await route.handOver({ ...outgoing, attempt: 1, to: "ann@example.org" });
    await route.handOver({ ...outgoing, attempt: 2, to: "bounce.bob@example.org" });
    await route.handOver({ ...outgoing, attempt: 3, to: "full.cat@example.org" });
    await vi.waitFor(() => expect(listener.receipts).toHaveLength(2), {
      interval: 5,
      timeout: 5_000,
    });
    const reported = listener.receipts.map((one) => `${one.to} ${one.state} ${one.permanent}`);
    expect(new Set(reported)).toEqual(
      new Set(["bounce.bob@example.org failed true", "full.cat@example.org failed false"]),
    );
    const { messageId: replyId } = await box.reply({
      from: "ann@example.org",
      to: replies,
      subject: "Re: x",
      text: "STOP",
      inReplyTo: "<m.1@harbour.example>",
    });
    expect(listener.inbounds).toEqual([
      expect.objectContaining({
        providerId: replyId,
        answers: ["m.1@harbour.example"],
        automatic: false,
      }),
    ]);
  });
});
