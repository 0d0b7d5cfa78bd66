import { once } from "node:events";
import net from "node:net";
import smpp, { type ForeignPdu, type ForeignSession } from "smpp";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { SmscMessage } from "#testing/simulators/smsc-inbox.ts";
import { Collected, outgoing, quietLog, routeConfig } from "#testing/simulators/smpp-harness.ts";
import { startSmsc } from "#testing/simulators/smsc.ts";
import type { SmppRouteConfig } from "./config.ts";
import { openSmppRoute } from "./smpp.ts";

/** Both sides of the adapter against an implementation that is not ours. */

const closers: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const soon = (assertion: () => void): Promise<void> =>
  vi.waitFor(assertion, { timeout: 10_000, interval: 2 });

/** An SMSC made of the package; `submitted` holds what it decoded. */
async function foreignSmsc(id: (count: number) => string = String) {
  const submitted: ForeignPdu[] = [];
  const sessions: ForeignSession[] = [];
  const server = smpp.createServer({}, (session) => {
    sessions.push(session);
    session.on("error", () => {});
    session.on("bind_transceiver", (pdu: ForeignPdu) => session.send(pdu.response()));
    session.on("enquire_link", (pdu: ForeignPdu) => session.send(pdu.response()));
    session.on("unbind", (pdu: ForeignPdu) => {
      session.send(pdu.response());
      session.close();
    });
    session.on("submit_sm", (pdu: ForeignPdu) => {
      submitted.push(pdu);
      session.send(pdu.response({ message_id: id(submitted.length) }));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  const { port } = server.address() as net.AddressInfo;
  return { port, submitted, sessions };
}

async function boundTo(port: number, change: Partial<SmppRouteConfig> = {}) {
  const arrivals = new Collected();
  const route = openSmppRoute(routeConfig(port, change), arrivals, quietLog);
  closers.push(() => route.close());
  await soon(() => expect(route.free).toBeGreaterThan(0));
  return { route, arrivals };
}

function deliver(session: ForeignSession | undefined, options: object): Promise<ForeignPdu> {
  return new Promise((resolve) => session?.deliver_sm(options, resolve));
}

describe("our adapter with a foreign SMSC", () => {
  test.each(["Pay R 5 @ Harbour, [ok] €9", "Zapłać dziś ’proszę’ 😀"])(
    "submits %s",
    async (text) => {
      const smsc = await foreignSmsc();
      const { route } = await boundTo(smsc.port);
      const notAfter = Temporal.Now.instant().add({ hours: 2 });
      expect(await route.handOver(outgoing({ text, notAfter }))).toEqual({ providerIds: ["1"] });
      expect(smsc.submitted[0]).toMatchObject({
        source_addr: "Harbour",
        source_addr_ton: 5,
        destination_addr: "27821234567",
        dest_addr_ton: 1,
        registered_delivery: 1,
        short_message: { message: text },
      });
      expect(smsc.submitted[0]?.validity_period).toBeInstanceOf(Date);
    },
  );

  test.each(["udh8", "udh16", "sar", "payload"] as const)("a long one by %s", async (mode) => {
    const text = "Zapłać dziś 😀, [proszę]. ".repeat(12);
    const smsc = await foreignSmsc();
    const { route } = await boundTo(smsc.port, { longMessages: mode });
    const { providerIds } = await route.handOver(outgoing({ text }));
    expect(providerIds).toHaveLength(smsc.submitted.length);
    const read = smsc.submitted.map((pdu) =>
      mode === "payload" ? pdu.message_payload?.message : pdu.short_message.message,
    );
    expect(read.join("")).toBe(text);
    const total = smsc.submitted.length;
    const places = smsc.submitted.map((pdu) => [
      ...(pdu.short_message.udh?.[0]?.subarray(-2) ?? []),
      ...(pdu.sar_total_segments ? [pdu.sar_total_segments, pdu.sar_segment_seqnum] : []),
    ]);
    expect(places).toEqual(
      smsc.submitted.map((_, at) => (mode === "payload" ? [] : [total, at + 1])),
    );
    expect(total).toBe(mode === "payload" ? 1 : 5);
  });

  test("its receipts name our messages, in hex and in decimal", async () => {
    const smsc = await foreignSmsc((count) => (0xabc0 + count).toString(16));
    const { route, arrivals } = await boundTo(smsc.port, {
      idFormat: { submit: "hex", receipt: "decimal" },
    });
    const { providerIds } = await route.handOver(outgoing());
    const answer = await deliver(smsc.sessions[0], {
      source_addr: "27821234567",
      source_addr_ton: 1,
      destination_addr: "Harbour",
      esm_class: 4,
      short_message: `id:${String(0xabc1)} sub:001 dlvrd:001 submit date:2511221130 done date:2511221131 stat:DELIVRD err:000 text:Your`,
    });
    expect(answer).toMatchObject({ command: "deliver_sm_resp", command_status: 0 });
    expect(arrivals.receipts).toMatchObject([
      { providerId: providerIds[0], state: "delivered", to: "+27821234567", from: "Harbour" },
    ]);
    await deliver(smsc.sessions[0], {
      source_addr: "27821234567",
      destination_addr: "Harbour",
      esm_class: 4,
      receipted_message_id: String(0xabc1),
      message_state: 5,
      short_message: "",
    });
    expect(arrivals.receipts[1]).toMatchObject({ providerId: providerIds[0], state: "failed" });
  });

  test.each(["STOP €", "Zapłacę w piątek 😀"])("what customers send arrives: %s", async (text) => {
    const smsc = await foreignSmsc();
    const { arrivals } = await boundTo(smsc.port);
    const answer = await deliver(smsc.sessions[0], {
      source_addr: "27821234567",
      source_addr_ton: 1,
      destination_addr: "12345",
      short_message: text,
    });
    expect(answer.command_status).toBe(0);
    expect(arrivals.inbounds).toMatchObject([{ from: "+27821234567", to: "12345", text }]);
  });

  test("what can't be stored is refused for now", async () => {
    const smsc = await foreignSmsc();
    const { arrivals } = await boundTo(smsc.port);
    arrivals.answer = () => Promise.reject(new Error("the database is away"));
    const answer = await deliver(smsc.sessions[0], {
      source_addr: "27821234567",
      destination_addr: "12345",
      short_message: "STOP",
    });
    expect(answer.command_status).toBe(0x64);
  });
});

describe("our simulator with a foreign client", () => {
  test("binds, submits, is reported to, hears customers and leaves", async () => {
    const messages: SmscMessage[] = [];
    const smsc = await startSmsc({
      behaviour: { receiptDelayMs: 0 },
      onMessage: (message) => messages.push(message),
    });
    closers.push(() => smsc.close());
    const client = await new Promise<ForeignSession>((resolve) => {
      const session = smpp.connect({ host: "127.0.0.1", port: smsc.port }, () => resolve(session));
    });
    client.on("error", () => {});
    closers.push(() => client.destroy());
    const heard: ForeignPdu[] = [];
    client.on("deliver_sm", (pdu: ForeignPdu) => {
      heard.push(pdu);
      client.send(pdu.response());
    });
    const call = (command: "bind_transceiver" | "submit_sm" | "enquire_link" | "unbind", o = {}) =>
      new Promise<ForeignPdu>((resolve) => client[command](o, resolve));

    const early = await call("submit_sm", { destination_addr: "27821234567", short_message: "x" });
    expect(early.command_status).toBe(0x04);
    const bind = await call("bind_transceiver", { system_id: "a", password: "b" });
    expect(bind).toMatchObject({ command_status: 0, system_id: "dunlin-smsc" });
    const text = "Zażółć gęślą jaźń";
    const answer = await call("submit_sm", {
      source_addr: "Harbour",
      source_addr_ton: 5,
      destination_addr: "27821234567",
      dest_addr_ton: 1,
      registered_delivery: 1,
      short_message: text,
    });
    expect(messages).toMatchObject([{ to: "+27821234567", text, id: answer.message_id }]);
    await soon(() => expect(heard).toHaveLength(1));
    expect(heard[0]).toMatchObject({
      esm_class: 4,
      receipted_message_id: answer.message_id,
      message_state: 2,
    });
    await smsc.deliver("+27821234567", "12345", "Zapłacę €5");
    expect(heard[1]?.short_message.message).toBe("Zapłacę €5");
    expect((await call("enquire_link")).command_status).toBe(0);
    expect((await call("unbind")).command).toBe("unbind_resp");
    await soon(() => expect(smsc.counts().bound).toBe(0));
  });
});
