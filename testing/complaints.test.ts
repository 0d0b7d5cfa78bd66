// Complaints, suppressions and their end, and how all of it is told: over a real mailbox and the listener for mail.
import { sql } from "kysely";
import nodemailer from "nodemailer";
import { describe, expect, test } from "vitest";
import { judge } from "#judge/judge.ts";
import { liftLapsed, suppress, unsuppress } from "#conversations/suppressing.ts";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import { customerCard } from "#reporting/customer-card.ts";
import { report } from "#reporting/report.ts";
import { listSuppressed } from "#reporting/suppressions.ts";
import { THURSDAY } from "./builders.ts";
import { until } from "./dispatch-world.ts";
import { openEngagementWorld } from "./engagement-world.ts";
import { complaintReport, type ComplaintReport } from "./simulators/complaint-report.ts";
import type { ReceivedMail } from "./simulators/mailbox.ts";

const world = await openEngagementWorld();
const { here, client, mailbox, someone, send, mailTo, visit, threadOf, addressOf, kindsOf } = world;
const { clientId, within } = client;

describe("complaints (RFC 5965)", () => {
  const complain = async (
    given: ComplaintReport,
    to = "accounts@harbour.example",
  ): Promise<void> => {
    const transport = nodemailer.createTransport({ ...world.workers().mailTo, ignoreTLS: true });
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
  const { mail, links, picture, messageId } = await mailTo(address);
  await visit([links[0]!], [picture!]);
  mailbox.behave({ mailTo: world.workers().mailTo });
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
    { direction: "out", id: messageId, clickedAt: THURSDAY, openedAt: THURSDAY, answers: null },
    { direction: "in", answers: messageId, clickedAt: null },
  ]);
  const period = { from: THURSDAY.subtract({ hours: 1 }), to: THURSDAY.add({ hours: 1 }) };
  const figures = await within(async (tx) => await report(tx, clientId, period, THURSDAY));
  expect(figures).toMatchObject({
    opened: { human: 1, proxy: 0, scanner: 0 },
    clicked: { human: 1, scanner: 0 },
    complained: 4,
  });
});

test("all the while the judge finds nothing wrong", async () => {
  await until(async () => await world.workers().dispatcher.idle());
  const { invariants } = await judge(here.world.app, clientId);
  expect(invariants.flatMap(({ violations }) => violations)).toEqual([]);
});
