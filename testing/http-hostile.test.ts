// Providers' addresses are open to the world: whatever comes there is answered, and never with a fault of ours.
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { genericRoute, openProviderWorld, twilioRoute } from "./provider-world.ts";
import { startHttpProvider } from "./simulators/http-provider.ts";
import { startTwilio } from "./simulators/twilio.ts";

const here = await openProviderWorld();
const twilio = await startTwilio();
const provider = await startHttpProvider();
afterAll(async () => await Promise.all([twilio.close(), provider.close()]));

const client = await here.client(twilioRoute(twilio));
const other = await here.client(genericRoute(provider));
const [atTwilio, atGeneric] = [await client.addressOf("twilio"), await other.addressOf("generic")];

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 50 }),
  fc.constantFrom("\u0000", "\ud800", "x".repeat(3_000), "' or 1=1 --", "{{ to }}"),
  fc.constantFrom("__proto__", "toString", "delivered", "DELIVERED_TO_HANDSET"),
  fc.constantFrom(-1, 1e308, null, true, {}, [], [[]]),
);
/** A form carries no half characters. */
const words = hostile.map((value) =>
  (typeof value === "string" ? value : JSON.stringify(value)).toWellFormed(),
);
const numRuns = 30;

const answers = async (...posted: Promise<{ readonly status: number }>[]): Promise<number[]> =>
  (await Promise.all(posted)).map(({ status }) => status);
const isOurFault = (status: number): boolean => status === 0 || status >= 500;

test("signed forms with anything in them", async () => {
  const names = "MessageSid MessageStatus ErrorCode From To Body SmsSid".split(" ");
  const fields = fc.dictionary(fc.constantFrom(...names), words);
  await fc.assert(
    fc.asyncProperty(fields, words, words, async (form, state, query) => {
      const said = { MessageSid: "SM1", MessageStatus: state, From: "+27820000000", ...form };
      const url = `${atTwilio.status}?m=${encodeURIComponent(query)}`;
      const ours = twilio.account.numbers[0]!;
      const given = await answers(
        twilio.call(url, said),
        twilio.call(atTwilio.sms, { To: ours, ...said }),
      );
      expect(given.filter(isOurFault)).toEqual([]);
    }),
    { numRuns },
  );
});

test("signed JSON of any shape, with half characters in it", async () => {
  const reference = fc.oneof(
    hostile,
    fc.uuid().map((id) => `${id}.1`),
    fc.uuid().map((id) => `${id}.99999`),
  );
  const item = fc.record({
    id: hostile,
    ref: reference,
    state: fc.oneof(fc.record({ name: hostile, code: hostile }), hostile),
    msisdn: hostile,
  });
  const sms = fc.record({ msisdn: hostile, short: hostile, words: hostile, uid: hostile });
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { maxLength: 5 }),
      sms,
      fc.json(),
      async (results, said, json) => {
        const given = await answers(
          provider.call(atGeneric.status, { results }),
          provider.call(atGeneric.sms, said),
          provider.call(atGeneric.sms, Buffer.from(json)),
        );
        expect(given.filter(isOurFault)).toEqual([]);
      },
    ),
    { numRuns },
  );
});

test("bytes of any kind, with any content type", async () => {
  const types = "application/json text/plain multipart/form-data x a/b;c".split(" ");
  const urls = [atTwilio.sms, atTwilio.status, atGeneric.sms, atGeneric.status];
  const bytes = fc.uint8Array({ maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(
      bytes,
      fc.constantFrom(...types),
      fc.constantFrom(...urls),
      async (body, type, url) => {
        const headers = { "content-type": type };
        const given = await answers(provider.call(url, Buffer.from(body), headers));
        expect(given.filter(isOurFault)).toEqual([]);
      },
    ),
    { numRuns },
  );
});

test("nested without end", async () => {
  const deep = Buffer.from("[".repeat(60_000));
  expect(
    await answers(provider.call(atGeneric.sms, deep), provider.call(atTwilio.sms, deep)),
  ).toEqual([422, 403]);
});
