import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { UserError } from "#platform/errors.ts";
import { newSecret, secretBytes, secretText, sign, verify } from "./signature.ts";

const nowS = () => Math.floor(Date.now() / 1_000);

test("the reference implementation accepts what we sign, and we what it signs", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.uuid(), (value, uuid) => {
      const [secret, id, now] = [newSecret(), `evt_${uuid}`, nowS()];
      const body = Buffer.from(JSON.stringify(value));
      const theirs = new Webhook(secretText(secret));
      expect(theirs.verify(body, sign([secret], id, now, body))).toEqual(
        JSON.parse(body.toString("utf8")),
      );
      const headers = {
        "webhook-id": id,
        "webhook-timestamp": String(now),
        "webhook-signature": theirs.sign(id, new Date(now * 1_000), body),
      };
      expect(verify(secret, headers, body, now)).toEqual({ ok: true });
    }),
    { numRuns: 30 },
  );
});

test("the example of the specification has the signature that is printed there", () => {
  const secret = secretBytes("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  const body = Buffer.from('{"test": 2432232314}');
  expect(sign([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body)).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("while one secret replaces another, receivers with either of them are content", () => {
  const [old, fresh, other] = [newSecret(), newSecret(), newSecret()];
  const body = Buffer.from("{}");
  const headers = sign([fresh, old], "evt_1", nowS(), body);
  for (const secret of [old, fresh]) {
    expect(new Webhook(secretText(secret)).verify(body, headers)).toEqual({});
    expect(verify(secret, headers, body, nowS())).toEqual({ ok: true });
  }
  expect(verify(other, headers, body, nowS())).toMatchObject({ ok: false, why: /another secret/ });
});

test("what was changed, is old, or is not signed is refused", () => {
  const secret = newSecret();
  const body = Buffer.from('{"type":"x"}');
  const headers = sign([secret], "evt_1", 1_000_000, body);
  const refused = (given: object, sent: Buffer, nowSec = 1_000_000) =>
    verify(secret, { ...headers, ...given }, sent, nowSec);
  expect(refused({}, body)).toEqual({ ok: true });
  expect(refused({}, Buffer.from('{"type":"y"}'))).toMatchObject({ ok: false });
  expect(refused({ "webhook-id": "evt_2" }, body)).toMatchObject({ ok: false });
  expect(refused({ "webhook-timestamp": "1000001" }, body)).toMatchObject({ ok: false });
  expect(refused({ "webhook-signature": undefined }, body)).toMatchObject({ why: /no signature/ });
  expect(refused({ "webhook-timestamp": "soon" }, body)).toMatchObject({ why: /5 minutes/ });
  expect(refused({}, body, 1_000_301)).toMatchObject({ why: /5 minutes/ });
  expect(refused({}, body, 999_699)).toMatchObject({ why: /5 minutes/ });
});

test.each([
  "",
  "whsec_",
  "whsec_short",
  "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  "whsec_%%%",
  `whsec_${"QUFB".repeat(30)}`,
])("%s is no secret", (text) => expect(() => secretBytes(text)).toThrow(UserError));
