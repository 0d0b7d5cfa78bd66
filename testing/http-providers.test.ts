// Text messages over HTTP from end to end: planned, handed over to a provider, told of, answered.
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { judge } from "#judge/judge.ts";
import { until } from "./dispatch-world.ts";
import { genericRoute, openProviderWorld, remind, twilioRoute } from "./provider-world.ts";
import { startHttpProvider } from "./simulators/http-provider.ts";
import { startTwilio } from "./simulators/twilio.ts";

const here = await openProviderWorld();
const twilio = await startTwilio();
const provider = await startHttpProvider();
const OURS = twilio.account.numbers[0]!;

const client = await here.client(twilioRoute(twilio));
/** Where an answer that never comes is given up soon. */
const hasty = await here.client(twilioRoute(twilio, 100));
const other = await here.client(genericRoute(provider));
const [atTwilio, atGeneric] = [await client.addressOf("twilio"), await other.addressOf("generic")];
twilio.listenAt(atTwilio.sms);

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await here.start();
});
afterAll(async () => {
  await stop();
  await twilio.close();
  await provider.close();
});

let numbers = 0;
const number = (suffix = ""): string => {
  numbers += 1;
  return `+2782${String(numbers).padStart(7 - suffix.length, "0")}${suffix}`;
};

const stateOf = async (of: typeof client, messageId: string): Promise<string> => {
  const [message] = await of.messages(sql`message_id = ${messageId}`);
  return `${message?.state} ${message?.reason ?? ""}`.trim();
};
const becomes = async (of: typeof client, messageId: string, state: string): Promise<void> => {
  await until(async () => (await stateOf(of, messageId)) === state, 10_000).catch(async () =>
    expect(await stateOf(of, messageId)).toBe(state),
  );
};
const eventsOf = async (of: typeof client, messageId: string): Promise<string[]> =>
  (
    await of.rows(
      sql<{
        kind: string;
      }>`select kind from dunlin.event where message_id = ${messageId} order by seq`,
    )
  ).map(({ kind }) => kind);
const addressRow = async (of: typeof client, address: string) =>
  (
    await of.rows(
      sql<{ optedOutBy: string | null; dead: boolean }>`
        select opted_out_by, dead_at is not null as dead from dunlin.address where address = ${address}`,
    )
  )[0];
/** Twilio calls back about a message that it took. */
const tell = async (messageId: string, status: string): Promise<number> => {
  const { sid, form } = twilio.taken.find((one) =>
    one.form["StatusCallback"]?.includes(messageId),
  )!;
  const said = { MessageSid: sid, MessageStatus: status, To: form["To"]!, From: OURS };
  return (await twilio.call(form["StatusCallback"]!, said)).status;
};
const takenFor = (address: string) => twilio.taken.filter(({ form }) => form["To"] === address);

describe("over Twilio", () => {
  test("planned, handed over, told of in any order and twice: delivered once", async () => {
    twilio.behave({ duplicateCallbacks: true, reorderCallbacks: true });
    const { messageId } = await remind(client, number());
    await becomes(client, messageId, "delivered");
    await twilio.settled();
    twilio.behave({ duplicateCallbacks: false, reorderCallbacks: false });
    expect(await eventsOf(client, messageId)).toEqual([
      "message.planned",
      "message.authorised",
      "message.handed_over",
      "message.delivered",
    ]);
    expect(twilio.callbacks.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(twilio.callbacks[0]).toMatchObject({
      type: expect.stringContaining("text/xml") as string,
    });
  });

  test("a delivery that fails says why; an unknown number is dead, a phone that is off is not", async () => {
    const [off, unknown, late] = [number("30003"), number("30005"), number("30036")];
    const first = await remind(client, off);
    const second = await remind(client, unknown);
    const third = await remind(client, late);
    await becomes(client, first.messageId, "failed 30003");
    await becomes(client, second.messageId, "failed 30005");
    await becomes(client, third.messageId, "expired 30036");
    expect((await addressRow(client, off))?.dead).toBe(false);
    expect((await addressRow(client, unknown))?.dead).toBe(true);
  });

  test("STOP opts out once, also when it comes twice, and Twilio's refusal of the confirmation changes nothing", async () => {
    const address = number();
    const { messageId, customerId } = await remind(client, address);
    await becomes(client, messageId, "delivered");
    const given = { MessageSid: `SM${"5".repeat(32)}` };
    const answer = await twilio.text(address, OURS, "STOP", given);
    expect(answer).toEqual({
      status: 200,
      type: "text/xml; charset=utf-8",
      body: "<Response/>",
    });
    expect((await twilio.text(address, OURS, "STOP", given)).status).toBe(200);
    expect((await addressRow(client, address))?.optedOutBy).toBe("customer");
    const heard = await client.rows(
      sql`select 1 from dunlin.inbound where from_address = ${address}`,
    );
    expect(heard).toHaveLength(1);
    const confirmation = sql`customer_id = ${customerId} and template = 'stop_confirmed'`;
    await until(async () => (await client.messages(confirmation))[0]?.state === "failed");
    expect(await client.messages(confirmation)).toMatchObject([{ reason: "21610" }]);
    expect(takenFor(address)).toHaveLength(1);
  });

  test("whom only Twilio knows to have stopped is opted out here too", async () => {
    const address = number();
    twilio.listenAt("http://127.0.0.1:1/");
    await twilio.text(address, OURS, "STOP");
    twilio.listenAt(atTwilio.sms);
    const { messageId } = await remind(client, address);
    await becomes(client, messageId, "failed 21610");
    const optedOut = async () => (await addressRow(client, address))?.optedOutBy;
    await until(async () => (await optedOut()) !== undefined);
    expect(await optedOut()).toBe("provider");
  });

  test.each(["stall", "lose", "cut"] as const)(
    "%s: uncertain, never sent again, and resolved by the callback that names it",
    async (mood) => {
      const address = number();
      twilio.behave({ next: [mood], statuses: false });
      const { messageId } = await remind(hasty, address);
      await becomes(hasty, messageId, "uncertain no_answer");
      expect(await tell(messageId, "sent")).toBe(200);
      expect(await stateOf(hasty, messageId)).toBe("handed_over");
      expect(await tell(messageId, "delivered")).toBe(200);
      expect(await stateOf(hasty, messageId)).toBe("delivered");
      expect(takenFor(address)).toHaveLength(1);
      expect(await eventsOf(hasty, messageId)).toEqual([
        "message.planned",
        "message.authorised",
        "message.uncertain",
        "message.handed_over",
        "message.delivered",
      ]);
    },
  );

  test("callbacks that overtake the answer count, and the answer then changes nothing", async () => {
    twilio.behave({ next: ["overtake"], statuses: true });
    const { messageId } = await remind(client, number());
    await becomes(client, messageId, "delivered");
    await twilio.settled();
    expect(await eventsOf(client, messageId)).toEqual([
      "message.planned",
      "message.authorised",
      "message.handed_over",
      "message.delivered",
    ]);
  });

  test("two lost answers to one number are told apart", async () => {
    const address = number();
    twilio.behave({ next: ["stall", "stall"], statuses: false });
    const first = await remind(hasty, address);
    await becomes(hasty, first.messageId, "uncertain no_answer");
    const [second] = await hasty.rows(sql<{ messageId: string }>`
      insert into dunlin.message (client_id, class, lane, channel, state, address, sender, template, language, body,
        route_id, not_before, not_after, created_at)
      select client_id, 'service', 1, channel, 'planned', address, sender, 'plain', language, 'Another', route_id,
        not_before, not_after, created_at
      from dunlin.message where message_id = ${first.messageId} returning message_id`);
    await becomes(hasty, second!.messageId, "uncertain no_answer");
    expect(await tell(second!.messageId, "delivered")).toBe(200);
    expect(await stateOf(hasty, second!.messageId)).toBe("delivered");
    expect(await stateOf(hasty, first.messageId)).toBe("uncertain no_answer");
  });

  test("a long message, of which Twilio gives one id, is resolved as a whole", async () => {
    twilio.behave({ next: ["stall"], statuses: false });
    const { messageId } = await remind(hasty, number());
    await hasty.rows(sql`update dunlin.message set segments = 3 where message_id = ${messageId}`);
    await becomes(hasty, messageId, "uncertain no_answer");
    expect(await tell(messageId, "delivered")).toBe(200);
    expect(await stateOf(hasty, messageId)).toBe("delivered");
  });

  test("too many requests put the message off, and it goes out after all", async () => {
    const address = number();
    twilio.behave({
      statuses: true,
      next: [{ status: 429, code: 20_429, message: "", retryAfterS: 1 }],
    });
    const { messageId } = await remind(client, address);
    await until(async () => (await eventsOf(client, messageId)).includes("message.postponed"));
    // What was put off waits by the clock of the installation, which stands still here.
    await client.rows(
      sql`update dunlin.message set not_before = dunlin.clock_now() where message_id = ${messageId}`,
    );
    await becomes(client, messageId, "delivered");
    expect(takenFor(address)).toHaveLength(1);
  });
});

describe("what proves nothing is not believed", () => {
  const counts = async () =>
    await client.rows(sql`select (select count(*) from dunlin.receipt) as receipts,
      (select count(*) from dunlin.inbound) as inbounds, (select count(*) from dunlin.event) as events`);

  test("a wrong signature, or one for another address: 403, and nothing is stored", async () => {
    const address = number();
    const { messageId } = await remind(client, address);
    await becomes(client, messageId, "delivered");
    await twilio.settled();
    const before = await counts();
    const sms = { MessageSid: "SM1", From: address, To: OURS, Body: "STOP" };
    const status = { MessageSid: takenFor(address)[0]!.sid, MessageStatus: "failed", To: address };
    for (const signature of ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="]) {
      expect((await twilio.call(atTwilio.sms, sms, signature)).status).toBe(403);
      expect((await twilio.call(atTwilio.status, status, signature)).status).toBe(403);
    }
    const direct = { from: "nobody", to: "nobody" };
    expect(
      (await provider.call(atGeneric.sms, direct, { "x-signature": "sha256=00" })).status,
    ).toBe(403);
    expect((await provider.call(atTwilio.sms, direct)).status).toBe(403);
    expect(await counts()).toEqual(before);
    expect(await addressRow(client, address)).toMatchObject({ optedOutBy: null });
  });

  test("an unknown address is 404, too much is 413, and nothing answers to GET", async () => {
    const sms = { MessageSid: "SM1", From: "+27820000000", To: OURS, Body: "x".repeat(70_000) };
    expect((await twilio.call(atTwilio.sms, sms)).status).toBe(413);
    const unknown = atTwilio.sms.replace(/in\/..../, "in/AAAA");
    expect((await twilio.call(unknown, { ...sms, Body: "" })).status).toBe(404);
    expect((await fetch(atTwilio.sms, { signal: AbortSignal.timeout(5_000) })).status).toBe(404);
    expect(atTwilio.sms.split("/").at(-2)).not.toBe(atGeneric.sms.split("/").at(-2));
  });
});

describe("over a provider that settings describe", () => {
  test("handed over, told of in a list, delivered; its keys stand as they were written", async () => {
    const { messageId } = await remind(other, number());
    await becomes(other, messageId, "handed_over");
    const { id, json } = provider.taken.at(-1)!;
    expect(json).toMatchObject({
      Message_Text: expect.stringContaining("250") as string,
      report: `${atGeneric.status}?m=${messageId}.1`,
    });
    const delivered = { name: "DELIVERED_TO_HANDSET" };
    const report = {
      results: [
        { id: "unheard of", state: { name: "?" } },
        { id, state: delivered },
      ],
    };
    expect(await provider.call(atGeneric.status, report)).toMatchObject({
      status: 200,
      body: "OK",
    });
    expect(await stateOf(other, messageId)).toBe("delivered");
  });

  test("a lost answer is found again by the reference that the provider repeats", async () => {
    provider.moods.push("lose");
    const { messageId } = await remind(other, number());
    await becomes(other, messageId, "uncertain no_answer");
    const report = { id: "p-x", ref: `${messageId}.1`, state: { name: "Rejected", code: 404 } };
    await provider.call(atGeneric.status, { results: [report] });
    expect(await stateOf(other, messageId)).toBe("failed 404");
  });

  test("STOP is heard, a second arrival of its id is dropped, and a report may tell of one as well", async () => {
    const [address, blocked] = [number(), number()];
    await remind(other, address);
    const sms = {
      msisdn: address.slice(1),
      short: OURS,
      words: "Stop",
      uid: 9_007_199_254_740_993n,
    };
    const body = Buffer.from(JSON.stringify({ ...sms, uid: "u" }).replace('"u"', String(sms.uid)));
    for (const time of [1, 2])
      expect([time, (await provider.call(atGeneric.sms, body)).status]).toEqual([time, 200]);
    expect((await addressRow(other, address))?.optedOutBy).toBe("customer");
    const [inbound, ...more] = await other.rows(
      sql<{
        providerId: string;
      }>`select provider_id from dunlin.inbound where from_address = ${address}`,
    );
    expect([inbound?.providerId, more]).toEqual(["9007199254740993", []]);
    const report = { id: "p-y", state: { name: "Rejected", code: 9 }, msisdn: blocked };
    await provider.call(atGeneric.status, { results: [report] });
    expect((await addressRow(other, blocked))?.optedOutBy).toBe("provider");
  });

  test("the judge finds nothing in what came of it", async () => {
    const { invariants } = await judge(here.world.app, other.clientId);
    expect(invariants.filter(({ ok }) => !ok)).toEqual([]);
  });

  test("what is readable by no setting is 422", async () => {
    for (const body of [{}, { results: {} }, { results: [{ id: "x" }] }, [], null, "text", 5])
      expect((await provider.call(atGeneric.status, body)).status).toBe(422);
    expect((await provider.call(atGeneric.sms, { msisdn: "1" })).status).toBe(422);
    expect((await provider.call(atGeneric.sms, Buffer.from("{"))).status).toBe(422);
  });
});
