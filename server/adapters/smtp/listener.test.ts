import { connect } from "node:net";
import fc from "fast-check";
import nodemailer from "nodemailer";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Inbound, Receipt } from "#messages/route.ts";
import { silentLog } from "#platform/log.ts";
import { deliveryReport } from "#testing/simulators/delivery-report.ts";
import { startMailbox } from "#testing/simulators/mailbox.ts";
import { type MailListener, type MailListenerOptions, startMailListener } from "./listener.ts";
import { openSmtpRoute } from "./route.ts";
import { returnPathOf } from "./verp.ts";

const secret = "the secret of route one";
const messageId = "0199a0b0-0000-7000-8000-000000000001";
const verp = returnPathOf({ messageId, attempt: 2 }, secret, "bounce.harbour.example");
const replies = "replies@harbour.example";

let receipts: Receipt[];
let inbounds: Inbound[];
let listener: MailListener;
const opened: { close(): Promise<void> }[] = [];
let fail: Error | undefined;

async function listen(change: Partial<MailListenerOptions> = {}): Promise<MailListener> {
  const started = await startMailListener({
    host: "127.0.0.1",
    port: 0,
    resolveRoute: (address) =>
      address.endsWith("harbour.example") && !address.startsWith("nobody@")
        ? { routeId: "r1", returnPathSecret: secret }
        : undefined,
    arrivals: {
      receipt: async (receipt) => {
        if (fail) throw fail;
        receipts.push(receipt);
      },
      inbound: async (inbound) => {
        if (fail) throw fail;
        inbounds.push(inbound);
      },
    },
    log: silentLog,
    ...change,
  });
  opened.push(started);
  return started;
}

beforeEach(async () => {
  receipts = [];
  inbounds = [];
  fail = undefined;
  listener = await listen();
});
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});

async function send(
  raw: string | Buffer,
  to: string = replies,
  from = "ann@example.org",
  port = listener.port,
): Promise<string> {
  const transport = nodemailer.createTransport({ host: "127.0.0.1", port, ignoreTLS: true });
  return sendBy(transport, raw, to, from);
}

async function sendBy(
  transport: Pick<nodemailer.Transporter, "sendMail">,
  raw: string | Buffer,
  to: string,
  from: string,
): Promise<string> {
  const sent = await transport
    .sendMail({ raw, envelope: { from, to } })
    .catch((error: { response?: string; message: string }) => ({
      response: error.response ?? error.message,
    }));
  return sent.response;
}

function plain(headers: Record<string, string>, text = "Hello"): string {
  const all = {
    From: "Ann <ann@example.org>",
    Subject: "Re: invoice",
    "Message-ID": "<a1@example.org>",
    ...headers,
  };
  return [...Object.entries(all).map(([name, value]) => `${name}: ${value}`), "", text, ""].join(
    "\r\n",
  );
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
    expect(await send(mail)).toMatch(/^250 /);
    expect(inbounds).toEqual(
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
    await send(
      plain(
        { "Content-Type": "text/html; charset=utf-8" },
        "<p>I paid <b>yesterday</b></p><script>x()</script>",
      ),
    );
    expect(inbounds[0]?.text.trim()).toBe("I paid yesterday");
  });

  test("other encodings are read, and what a database can't store is taken out", async () => {
    const body = Buffer.from([0x5a, 0x61, 0x70, 0xb3, 0x61, 0x63, 0x6f, 0x6e, 0x65, 0x00]); // "Zapłacone\0" in Windows-1250
    const head = plain(
      { "Content-Type": "text/plain; charset=windows-1250", "Content-Transfer-Encoding": "8bit" },
      "",
    );
    await send(Buffer.concat([Buffer.from(head.trimEnd() + "\r\n\r\n"), body]));
    expect(inbounds[0]?.text.trim()).toBe("Zapłacone");
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
    await send(plain(headers));
    expect(inbounds.map((one) => one.automatic)).toEqual([automatic]);
  });

  test("a mail without Message-ID is known by its content", async () => {
    const mail = "From: ann@example.org\r\n\r\nhello\r\n";
    await send(mail);
    await send(mail);
    expect(inbounds[0]?.providerId).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(inbounds[1]?.providerId).toBe(inbounds[0]?.providerId);
  });

  test("the listener relays for nobody", async () => {
    expect(await send(plain({}), "bob@elsewhere.example")).toMatch(/^550 5\.1\.1/);
    expect(await send(plain({}), "nobody@harbour.example")).toMatch(/^550 5\.1\.1/);
    expect(inbounds).toEqual([]);
  });
});

describe("acknowledging", () => {
  test("nothing is acknowledged that couldn't be stored", async () => {
    fail = new Error("database is away");
    expect(await send(plain({}))).toMatch(/^451 4\.3\.0/);
    expect(await send(report("5.1.1"), verp, "")).toMatch(/^451/);
    fail = undefined;
    expect(await send(plain({}))).toMatch(/^250/);
    expect(inbounds).toHaveLength(1);
  });

  test("too much at once is put off, an oversized mail refused, and the session goes on", async () => {
    const small = await listen({ maxBufferedBytes: 1_000, maxMailBytes: 5_000 });
    expect(await send(plain({}, "x".repeat(2_000)), replies, "a@b.c", small.port)).toMatch(
      /^451 4\.3\.1/,
    );
    expect(await send(plain({}, "x".repeat(7_000)), replies, "a@b.c", small.port)).toMatch(
      /^(451|552)/,
    );
    expect(await send(plain({}, "x"), replies, "a@b.c", small.port)).toMatch(/^250/); // the budget was given back
    const large = await listen({ maxMailBytes: 5_000 });
    expect(await send(plain({}, "x".repeat(7_000)), replies, "a@b.c", large.port)).toMatch(/^552/);
  });

  test("a silent or endless session is ended", async () => {
    const strict = await listen({ sessionTimeoutMs: 50, idleTimeoutMs: 10_000 });
    const socket = connect(strict.port, "127.0.0.1");
    const closed = new Promise((resolve) => socket.on("close", resolve));
    socket.on("error", () => {});
    const drip = setInterval(() => socket.write("N"), 10);
    await closed;
    clearInterval(drip);
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
      expect(await send(plain({}, "z".repeat(8_000)), replies, "a@b.c", small.port)).toMatch(
        /^250/,
      ),
    );
    expect(inbounds).toHaveLength(1);
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
      expect(await send(report(status, action, diagnostic), verp, "")).toMatch(/^250/);
      expect(receipts).toEqual([
        expect.objectContaining({
          routeId: "r1",
          messageId,
          state,
          permanent,
          to: "ann@example.org",
        }),
      ]);
      expect(receipts[0]?.error).toContain(status);
      expect(inbounds).toEqual([]);
    },
  );

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
      await send(plain({ From: "mailer-daemon@example.org", Subject: subject }, text), verp, "");
      expect(receipts).toEqual([expect.objectContaining({ messageId, state, permanent })]);
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
      expect(await send(report("5.1.1"), address, "")).toMatch(/^550 5\.1\.1/);
    expect(receipts).toEqual([]);
  });

  test("letter case of the bounce address doesn't matter", async () => {
    await send(
      report("5.1.1"),
      verp.toUpperCase().replace("BOUNCE.HARBOUR.EXAMPLE", "bounce.harbour.example"),
      "",
    );
    expect(receipts).toEqual([expect.objectContaining({ messageId })]);
  });

  test("an out-of-office to the return path is automatic mail about that message, no bounce", async () => {
    await send(
      plain({ "Auto-Submitted": "auto-replied", Subject: "Away" }, "user unknown until Monday"),
      verp,
      "",
    );
    expect(receipts).toEqual([]);
    expect(inbounds).toEqual([
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
    await vi.waitFor(() => expect(receipts).toHaveLength(2), { interval: 5, timeout: 5_000 });
    expect(receipts.map((one) => [one.to, one.state, one.permanent]).toSorted()).toEqual([
      ["bounce.bob@example.org", "failed", true],
      ["full.cat@example.org", "failed", false],
    ]);
    const { messageId: replyId } = await box.reply({
      from: "ann@example.org",
      to: replies,
      subject: "Re: x",
      text: "STOP",
      inReplyTo: "<m.1@harbour.example>",
    });
    expect(inbounds).toEqual([
      expect.objectContaining({
        providerId: replyId,
        answers: ["m.1@harbour.example"],
        automatic: false,
      }),
    ]);
  });
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
      host: "127.0.0.1",
      port: listener.port,
      ignoreTLS: true,
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
      { numRuns: 60 },
    );
    session.close();
    expect(await send(plain({}))).toMatch(/^250/);
    for (const { text, subject, from } of inbounds)
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
      { numRuns: 6 },
    );
    expect(await send(plain({}))).toMatch(/^250/);
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
    expect(await send(make())).toMatch(/^(250|554) /);
    expect(performance.now() - startedMs).toBeLessThan(15_000);
    expect((inbounds[0]?.text ?? "").length).toBeLessThanOrEqual(100_000);
    expect((inbounds[0]?.answers ?? []).length).toBeLessThanOrEqual(50);
  });

  function nested(depth: number): string {
    let mail = "";
    for (let level = 0; level < depth; level += 1)
      mail += `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`;
    return `${mail}\r\ninnermost\r\n`;
  }
});
