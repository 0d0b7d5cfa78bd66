// Networks and relays are signed in at with a route's own settings, and left at once.
import { afterAll, expect, test } from "vitest";
import { sealKeyFrom } from "#platform/seal.ts";
import { sealSettings } from "#messages/routes/secrets.ts";
import { startMailbox } from "#testing/simulators/mailbox.ts";
import { startSmsc } from "#testing/simulators/smsc.ts";
import { probeRoute } from "./compose-probe.ts";

const key = sealKeyFrom(Buffer.alloc(32, 7));
const smsc = await startSmsc({ systemId: "acme", password: "right" });
const account = { user: "acme", password: "right" };
const relay = await startMailbox({ account, onMail: () => {} });
afterAll(async () => {
  await smsc.close();
  await relay.close();
});

const probe = async (adapter: string, config: Record<string, unknown>) => {
  const row = { clientId: "c", name: "main", config };
  return await probeRoute(key, { ...row, adapter, config: sealSettings(key, row) });
};
const host = "127.0.0.1";

test("a bind with the right password is made and given up; a wrong one is told", async () => {
  const sms = { host, port: smsc.port, systemId: "acme" };
  expect(await probe("smpp", { ...sms, password: "right" })).toBe("bound as acme and unbound");
  await expect(probe("smpp", { ...sms, password: "wrong" })).rejects.toThrow(
    /refused the bind: ESME_R/u,
  );
});

test("a relay is signed in at; nothing is sent", async () => {
  const mail = { host, port: relay.port, tls: "off", returnPathDomain: "bounces.example" };
  expect(await probe("smtp", { ...mail, auth: account })).toBe("signed in as acme");
  await expect(probe("smtp", { ...mail, auth: { ...account, password: "wrong" } })).rejects.toThrow(
    /535|auth/iu,
  );
});

test("what leads to the simulators, or over HTTP, has nothing to sign in to", async () => {
  expect(await probe("smpp", { host: "sandbox" })).toBeUndefined();
  expect(await probe("twilio", { accountSid: "AC" })).toBeUndefined();
});
