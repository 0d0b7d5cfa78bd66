import { once } from "node:events";
import net from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { STATUS } from "#adapters/smpp/codec/commands.ts";
import type { RequestBody, Request, ShortMessageBody } from "#adapters/smpp/codec/pdu.ts";
import { TAG, tlvInteger, tlvText } from "#adapters/smpp/codec/tlv.ts";
import { blankMessage, spreadText } from "#adapters/smpp/outgoing.ts";
import { Session } from "#adapters/smpp/session.ts";
import type { SmscMessage } from "./smsc-inbox.ts";
import { quietLog } from "./smpp-harness.ts";
import { startSmsc, type SmscOptions } from "./smsc.ts";

/** The simulator as a bare session sees it; what the route makes of it is tested beside the adapter. */

const closers: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const soon = (assertion: () => void): Promise<void> =>
  vi.waitFor(assertion, { timeout: 10_000, interval: 2 });

const bind: RequestBody = {
  command: "bind_transceiver",
  systemId: "esme",
  password: "secret",
  systemType: "",
  interfaceVersion: 0x34,
  addressTon: 0,
  addressNpi: 0,
  addressRange: "",
};

const from = { ton: 5, npi: 0, digits: "Harbour" };
const customer = (digits = "27821234567") => ({ ton: 1, npi: 1, digits });

function submit(text: string, digits?: string): readonly ShortMessageBody[] {
  const plain = { ...blankMessage("submit_sm", from, customer(digits)), registeredDelivery: 1 };
  const shape = { longMessages: "udh8", defaultAlphabet: "gsm7" } as const;
  const planned = spreadText(plain, text, shape, 7);
  return "parts" in planned ? planned.parts : [];
}

async function start(options: SmscOptions = {}) {
  const messages: SmscMessage[] = [];
  const smsc = await startSmsc({ ...options, onMessage: (message) => messages.push(message) });
  closers.push(() => smsc.close());
  return { smsc, messages };
}

/** A session that acknowledges what it hears, unless `acknowledge` says with what status. */
async function connect(port: number, acknowledge: () => number = () => 0) {
  const socket = net.connect(port, "127.0.0.1");
  await once(socket, "connect");
  const heard: ShortMessageBody[] = [];
  const request = (pdu: Request, at: Session): void => {
    if (pdu.body.command !== "deliver_sm") return;
    const status = acknowledge();
    if (status === 0) heard.push(pdu.body);
    at.reply(pdu, { command: "deliver_sm_resp", messageId: "", tlvs: [] }, status);
  };
  const options = { window: 100, responseTimeoutMs: 10_000, enquireLinkMs: 10_000 };
  const session = new Session(socket, options, { request, closed: () => {} }, quietLog);
  closers.push(() => session.end("the test is over"));
  return { session, heard };
}

async function bound(options: SmscOptions = {}, acknowledge?: () => number) {
  const started = await start(options);
  const connected = await connect(started.smsc.port, acknowledge);
  expect((await connected.session.control(bind)).status).toBe(0);
  return { ...started, ...connected };
}

describe("binding", () => {
  test("is by the account, once, and before anything else", async () => {
    const { smsc } = await start({ systemId: "esme", password: "secret" });
    const { session } = await connect(smsc.port);
    const status = async (body: RequestBody): Promise<number> =>
      (await session.control(body)).status;
    const [message] = submit("too early");
    expect(message && (await status(message))).toBe(STATUS.ESME_RINVBNDSTS);
    expect(await status({ ...bind, systemId: "other" })).toBe(STATUS.ESME_RINVSYSID);
    expect(await status({ ...bind, password: "wrong" })).toBe(STATUS.ESME_RINVPASWD);
    expect(await status(bind)).toBe(STATUS.ESME_ROK);
    expect(await status(bind)).toBe(STATUS.ESME_RALYBND);
    expect(smsc.counts()).toMatchObject({ bound: 1, binds: 1 });
  });
});

describe("submitting", () => {
  test("parts become one message, also in the wrong order and beside another", async () => {
    const { session, messages } = await bound();
    const text = "All that is owed must be paid. ".repeat(8);
    const parts = submit(text).toReversed();
    const others = submit(text, "27820000000");
    const answers = await Promise.all(
      parts.flatMap((part, at) => [part, others[at] ?? part]).map((pdu) => session.request(pdu)),
    );
    const ids = answers.map(({ body }) => ("messageId" in body ? body.messageId : ""));
    expect(new Set(ids).size).toBe(4);
    expect(messages).toMatchObject([
      { from: "Harbour", to: "+27821234567", text, parts: 2, encoding: "gsm7" },
      { to: "+27820000000", text },
    ]);
    expect(messages[0]?.ids).toEqual([ids[2], ids[0]]);
    expect(messages[0]?.id).toBe(ids[2]);
  });

  test("is throttled, refused, and answered again, as told", async () => {
    const { smsc, session } = await bound();
    const status = async (): Promise<number | undefined> => {
      const [message] = submit("x");
      return message && (await session.request(message)).status;
    };
    smsc.behave({ throttleNext: 2, rejectNext: 1, rejectStatus: STATUS.ESME_RINVSRCADR });
    expect([await status(), await status(), await status(), await status()]).toEqual([
      STATUS.ESME_RTHROTTLED,
      STATUS.ESME_RTHROTTLED,
      STATUS.ESME_RINVSRCADR,
      STATUS.ESME_ROK,
    ]);
    expect(smsc.counts().submits).toBe(1);
  });
});

describe("receipts", () => {
  test.each([
    ["27821234567", "DELIVRD", 2],
    ["27821230000", "UNDELIV", 5],
    ["27821230001", "EXPIRED", 3],
  ])("to %s: %s", async (digits, word, state) => {
    const { session, heard } = await bound({ behaviour: { receiptDelayMs: 1 } });
    const [message] = submit("x", digits);
    const answer = message && (await session.request(message));
    await soon(() => expect(heard).toHaveLength(1));
    const [receipt] = heard;
    expect(receipt).toMatchObject({ esmClass: 4, source: { digits }, destination: from });
    expect(Buffer.from(receipt?.shortMessage ?? []).toString()).toContain(`stat:${word}`);
    expect(tlvInteger(receipt?.tlvs ?? [], TAG.message_state)).toBe(state);
    expect(answer?.body).toMatchObject({
      messageId: tlvText(receipt?.tlvs ?? [], TAG.receipted_message_id),
    });
  });

  test("come after their delay, or never", async () => {
    const { smsc, session, heard } = await bound({ behaviour: { receipts: false } });
    const [message] = submit("x");
    if (message) await session.request(message);
    expect(smsc.counts().queued).toBe(0);
    smsc.behave({ receipts: true, receiptDelayMs: 30 });
    const askedAtMs = performance.now();
    if (message) await session.request(message);
    expect(smsc.counts().queued).toBe(1);
    await soon(() => expect(heard).toHaveLength(1));
    expect(performance.now() - askedAtMs).toBeGreaterThanOrEqual(29);
  });

  test("come again until they are acknowledged", async () => {
    let refusals = 2;
    const { smsc, session, heard } = await bound({ behaviour: { receiptDelayMs: 0 } }, () =>
      refusals-- > 0 ? STATUS.ESME_RX_T_APPN : 0,
    );
    const [message] = submit("x");
    if (message) await session.request(message);
    await soon(() => expect(heard).toHaveLength(1));
    await soon(() => expect(smsc.counts()).toMatchObject({ delivered: 1, queued: 0 }));
  });
});

describe("delivering", () => {
  test("waits for somebody who is bound, and gives up in time", async () => {
    const { smsc } = await start();
    await expect(smsc.deliver("+27821234567", "12345", "x", { timeoutMs: 20 })).rejects.toThrow(
      /not acknowledged/,
    );
    const delivered = smsc.deliver("+27821234567", "12345", "BALANCE");
    const { session, heard } = await connect(smsc.port);
    await session.control(bind);
    await delivered;
    expect(heard.map(({ shortMessage }) => Buffer.from(shortMessage).toString())).toEqual([
      "BALANCE",
    ]);
  });

  test("a receiver hears, a transmitter does not", async () => {
    const { smsc } = await start();
    const transmitter = await connect(smsc.port);
    await transmitter.session.control({ ...bind, command: "bind_transmitter" });
    const receiver = await connect(smsc.port);
    await receiver.session.control({ ...bind, command: "bind_receiver" });
    await smsc.deliver("+27821234567", "12345", "STOP");
    expect([transmitter.heard.length, receiver.heard.length]).toEqual([0, 1]);
    const [message] = submit("x");
    const refused = message && (await receiver.session.request(message));
    expect(refused?.status).toBe(STATUS.ESME_RINVBNDSTS);
  });
});

test("closing ends sessions and frees the port", async () => {
  const first = await startSmsc();
  const { session } = await connect(first.port);
  await session.control(bind);
  await first.close();
  await soon(() => expect(session.isOpen).toBe(false));
  const second = await startSmsc({ port: first.port });
  expect(second.port).toBe(first.port);
  await second.close();
});
