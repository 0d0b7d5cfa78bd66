import fc from "fast-check";
import { expect, test } from "vitest";
import { complaintReport } from "#testing/simulators/complaint-report.ts";
import { complaintOf } from "./complaint.ts";
import { messageId, secret, verp } from "./listening.ts";
import { parseMail } from "./parse.ts";

const target = { routeId: "r1", returnPathSecret: secret };
const read = async (text: string) => {
  const raw = Buffer.from(text);
  const mail = await parseMail(raw);
  return mail && complaintOf({ raw }, mail, target);
};

test("a report names the mail by the return path that we signed, by its Message-ID and by its reader", async () => {
  const report = complaintReport({
    type: "Abuse",
    originalMailFrom: verp,
    originalRcptTo: "Ann@Example.org",
    originalHeaders:
      "From: <a@harbour.example>\r\nMessage-ID:\r\n <m1@harbour.example>\r\nSubject: x",
  });
  expect(await read(report)).toEqual({
    routeId: "r1",
    type: "abuse",
    messageId,
    providerIds: ["m1@harbour.example"],
    recipients: ["ann@example.org"],
  });
});

test("a return path that bears another signature names nothing", async () => {
  const forged = verp.replace(/.@/, (end) => (end === "0@" ? "1@" : "0@"));
  expect(await read(complaintReport({ originalMailFrom: forged }))).toMatchObject({
    messageId: undefined,
    providerIds: [],
  });
});

test("what is claimed without end is cut", async () => {
  const many = Array.from({ length: 5_000 }, (_, n) => `Message-ID: <m${n}@x.example>`).join(
    "\r\n",
  );
  const claimed = await read(complaintReport({ originalHeaders: many }));
  expect(claimed?.providerIds).toHaveLength(19); // and the report's own
  const begun = performance.now();
  for (const piece of ["Message-ID:\r\n ", "bounce+a.1.", "Original-Rcpt-To: <", ">\r", "\r\n \t"])
    await read(complaintReport({ originalRcptTo: piece.repeat(20_000) }));
  expect(performance.now() - begun).toBeLessThan(20_000);
});

test("whatever a report holds, it is read", () =>
  fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.string({ unit: "binary", maxLength: 200 }),
      async (type, headers) => {
        const claimed = await read(complaintReport({ type, originalHeaders: headers }));
        expect(claimed?.messageId).toBeUndefined();
        expect((claimed?.type ?? "").length).toBeLessThanOrEqual(40);
      },
    ),
    { numRuns: 15 },
  ));
