// Files with e-mails, end to end: planned with a file, handed over by the real dispatcher and SMTP route, read at the far side.
import { simpleParser } from "mailparser";
import { afterAll, expect, test } from "vitest";
import { openSmtpRoute } from "#adapters/smtp/route.ts";
import { attachFiles, keepFile } from "#messages/attachments.ts";
import { asClient } from "#platform/db.ts";
import { silentLog } from "#platform/log.ts";
import { cloneDatabase } from "#testing/database.ts";
import { until, World } from "#testing/dispatch-world.ts";
import { startMailbox, type ReceivedMail } from "#testing/simulators/mailbox.ts";

const { at, drop } = await cloneDatabase();
const world = new World(at);
const mails: ReceivedMail[] = [];
const box = await startMailbox({ onMail: (mail) => void mails.push(mail) });
afterAll(async () => {
  await world.end();
  await box.close();
  await drop();
});

const PDF = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(300_000, "\u0000ÿ\r\n.")]);

test("the invoice arrives byte for byte, with the mail that it belongs to and no other", async () => {
  const clientId = await world.addClient();
  const routeId = await world.addRoute({}, { channel: "email" });
  const mail = { routeId, channel: "email", class: "service", address: "ann@example.org" };
  const [withFile = "", without = ""] = [...(await world.plan(mail)), ...(await world.plan(mail))];
  await asClient(world.db, clientId, async (tx) => {
    const now = Temporal.Instant.from("2026-06-30T10:00:00Z");
    const file = { name: "Faktura Łódź 1.pdf", bytes: PDF };
    const id = await keepFile(tx, clientId, file, { now, actor: "test" });
    await attachFiles(tx, clientId, [{ messageId: withFile, ids: [id] }]);
  });
  const dispatcher = await world.start({
    openRoute: () =>
      openSmtpRoute(
        {
          routeId,
          host: "127.0.0.1",
          port: box.port,
          from: { name: "Harbour Fibre", address: "billing@harbour.example" },
          returnPathDomain: "bounce.harbour.example",
          returnPathSecret: "a secret of the test",
        },
        silentLog,
      ),
  });
  await until(() => mails.length === 2);
  await dispatcher.stop();
  const read = await Promise.all(mails.map(async ({ raw }) => await simpleParser(raw)));
  const idOf = (id: string) => id.replaceAll("-", "");
  const first = read.find(({ messageId }) => messageId?.includes(idOf(withFile)));
  const second = read.find(({ messageId }) => messageId?.includes(idOf(without)));
  expect(first?.attachments).toMatchObject([
    { filename: "Faktura Łódź 1.pdf", contentType: "application/pdf", size: PDF.length },
  ]);
  expect(first?.attachments[0]?.content.equals(PDF)).toBe(true);
  expect(first?.text).toContain("You owe something");
  expect(second?.attachments).toEqual([]);
});
