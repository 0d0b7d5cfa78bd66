// Mails that nobody should have written: read within bounds or refused by value; a delivery report says something or nothing.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { damagedBytes } from "#testing/damage.ts";
import { runs } from "#testing/fuzz.ts";
import { isAutoReply, readBounce } from "./bounce.ts";
import { parseMail, type Mail } from "./parse.ts";

const REPORT = `From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ann@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <ann@example.org>: user unknown

--b
Content-Type: message/rfc822

Subject: Your account

Hello
--b--
`.replaceAll("\n", "\r\n");

const CHARSETS = [
  ["utf-7", "utf-16", "utf-32", "iso-2022-kr", "x-mac-roman", "gb18030", "cp437", "hz-gb-2312"],
  ['"', "", "utf-8'en'", "=?utf-8?q?x?=", "a".repeat(500), "../../x", "unicode-1-1-utf-7", "\0"],
].flat();
const charset = fc.constantFrom(...CHARSETS);
const transfer = fc.constantFrom("base64", "quoted-printable", "x-uuencode", "8bit", "\u00ff", "");
const letter = fc
  .tuple(charset, transfer, fc.uint8Array({ maxLength: 400 }), fc.uint8Array({ maxLength: 40 }))
  .map(([set, way, text, subject]) =>
    Buffer.concat([
      Buffer.from(`From: a@b.example\r\nContent-Type: text/plain; charset=${set}\r\n`),
      Buffer.from(`Content-Transfer-Encoding: ${way}\r\nSubject: =?${set}?B?`),
      Buffer.from(Buffer.from(subject).toString("base64")),
      Buffer.from(`?= =?${set}?Q?=ZZ=?=\r\n\r\n`),
      Buffer.from(text),
    ]),
  );

/** Which of its fields are out of bounds or can't be stored, and what a bounce that was read from it lacks. */
function faultsIn(mail: Mail | undefined): readonly string[] {
  if (!mail) return [];
  const { text, subject, from, answers, headers, deliveryStatus } = mail;
  const all = [text, subject, from ?? "", deliveryStatus ?? "", ...answers, ...headers.values()];
  const { state, error, recipient } = readBounce(mail);
  const wrong = {
    text: text.length > 100_000,
    subject: subject.length > 998,
    answers: answers.length > 50,
    storing: all.some((one) => !one.isWellFormed() || one.includes("\0")),
    state: !["accepted", "delivered", "failed", "expired", "unknown"].includes(state),
    error: (error ?? "").length > 100,
    recipient: (recipient ?? "").length > 998,
    automatic: typeof isAutoReply(mail, true) !== "boolean",
  };
  return Object.entries(wrong).flatMap(([name, isWrong]) => (isWrong ? [name] : []));
}

test("a delivery report is understood", async () => {
  const mail = (await parseMail(Buffer.from(REPORT)))!;
  expect(readBounce(mail)).toEqual({
    state: "failed",
    permanent: true,
    error: "550 5.1.1",
    recipient: "ann@example.org",
  });
});

test("a damaged delivery report says something or nothing", () =>
  fc.assert(
    fc.asyncProperty(damagedBytes(fc.constant(Buffer.from(REPORT))), async (raw) => {
      expect(faultsIn(await parseMail(raw))).toEqual([]);
    }),
    runs(120),
  ));

test("the fields of a report are read from any text", () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.constantFrom("Action: failed", "Action:", "Status: 5.1.1", "Status: 9".repeat(50), ""),
          fc.constantFrom("Final-Recipient: rfc822;", "Final-Recipient: ;;;a", "\t\t folded", ":"),
          fc.string({ unit: "binary", maxLength: 60 }),
        ),
        { maxLength: 200 },
      ),
      (lines) => {
        const mail = { from: undefined, subject: "", text: "", messageId: undefined, answers: [] };
        const headers = new Map<string, string>();
        const deliveryStatus = lines.join("\r\n").replaceAll("\0", "").toWellFormed();
        expect(faultsIn({ ...mail, headers, deliveryStatus, feedbackReport: undefined })).toEqual(
          [],
        );
      },
    ),
    runs(200),
  ));

test("charsets and encodings that do not exist, or that lie", () =>
  fc.assert(
    fc.asyncProperty(letter, async (raw) => {
      expect(faultsIn(await parseMail(raw))).toEqual([]);
    }),
    runs(150),
  ));
