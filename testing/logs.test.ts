// A journey with everything that goes wrong on it, logged at the lowest level: nothing of a person or of a text is in the log.
import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { openLog } from "#platform/log.ts";
import { until } from "./dispatch-world.ts";
import { openProviderWorld, remind, twilioRoute } from "./provider-world.ts";
import { startTwilio } from "./simulators/twilio.ts";

const lines: string[] = [];
const log = openLog("trace", { write: (line: string) => void lines.push(line) });
const here = await openProviderWorld(log);
const twilio = await startTwilio();
const client = await here.client(twilioRoute(twilio));
twilio.listenAt((await client.addressOf("twilio")).sms);
afterAll(async () => await twilio.close());

test("no number, name, text or secret appears in the log at trace level", async () => {
  const stop = await here.start();
  const [fine, unknown] = ["+27825550001", "+27825530005"];
  const first = await remind(client, fine);
  await remind(client, unknown);
  const ended = async () => (await client.messages(sql`ended_at is null`)).length === 0;
  await until(ended, 10_000);
  const ours = twilio.account.numbers[0]!;
  await twilio.text(fine, ours, "I lost my job, call Aunt Nomsa", {
    MessageSid: `SM${"7".repeat(32)}`,
  });
  await twilio.text(fine, ours, "STOP", { MessageSid: `SM${"8".repeat(32)}` });
  // A request that breaks within: its error goes to the log.
  const wrong = await here.app.inject({
    method: "GET",
    url: "/v1/messages",
    headers: { authorization: "Bearer dunlin_x" },
  });
  expect(wrong.statusCode).toBe(401);
  log.warn({ error: new Error(`could not reach ${fine}`) }, "planted: the log itself is read");
  await stop();
  const written = lines.join("");
  expect(written).toContain("planted");
  const [message] = await client.messages(sql`message_id = ${first.messageId}`);
  for (const secret of [
    ...[fine, unknown].map((number) => number.slice(3, 10)),
    "Nomsa",
    "lost my job",
    "Noluthando",
    "Dlamini",
    message!.body.slice(0, 20),
    twilio.account.authToken,
  ]) {
    expect(written, secret).not.toContain(secret);
  }
});
