import { once } from "node:events";
import net from "node:net";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { Collected, outgoing, quietLog, routeConfig } from "#testing/simulators/smpp-harness.ts";
import { assert } from "#platform/errors.ts";
import { startSmsc, type Smsc } from "#testing/simulators/smsc.ts";
import { COMMAND_IDS } from "./codec/commands.ts";
import { decodePdu } from "./codec/decode.ts";
import { pduBytes } from "./codec/encode.ts";
import { Framer } from "./codec/framer.ts";
import { HEADER_BYTES, MAX_PDU_BYTES, type Pdu } from "./codec/pdu.ts";
import { openSmppRoute } from "./smpp.ts";

/** Malformed, truncated, oversized and random input against both sides: a session survives, or is closed and bound again. */

const LAST = 0x6fffffff;
const enquiry = pduBytes({ command: "enquire_link" }, { status: 0, sequence: LAST });

/** The far side of a connection, byte by byte. */
class RawPeer {
  readonly heard: Pdu[] = [];
  readonly socket: net.Socket;
  closed = false;

  constructor(socket: net.Socket) {
    this.socket = socket;
    const framer = new Framer();
    socket.on("data", (chunk: Buffer) => {
      framer.push(chunk, (frame) => {
        const decoded = decodePdu(frame);
        if ("pdu" in decoded) this.heard.push(decoded.pdu);
        return true;
      });
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      this.closed = true;
    });
  }

  has(command: string, sequence: number): boolean {
    return this.heard.some((pdu) => pdu.body.command === command && pdu.sequence === sequence);
  }
}

const soon = (assertion: () => void): Promise<void> =>
  vi.waitFor(assertion, { timeout: 10_000, interval: 1 });

/** Right lengths, any command but those that rightly end a session, any contents. */
const framed = fc
  .record({
    commandId: fc.oneof(
      fc.constantFrom(...Object.values(COMMAND_IDS).filter((id) => id !== COMMAND_IDS.unbind)),
      fc.integer({ min: 0, max: 0xffffffff }).filter((id) => id !== COMMAND_IDS.unbind),
    ),
    status: fc.integer({ min: 0, max: 0xff }),
    sequence: fc.integer({ min: 100, max: 0x5fffffff }),
    body: fc.uint8Array({ maxLength: 200 }),
  })
  .map(({ commandId, status, sequence, body }) => {
    const bytes = Buffer.concat([Buffer.alloc(HEADER_BYTES), body]);
    bytes.writeUInt32BE(bytes.length, 0);
    bytes.writeUInt32BE(commandId, 4);
    bytes.writeUInt32BE(status, 8);
    bytes.writeUInt32BE(sequence, 12);
    return bytes;
  });

/** A deliver_sm or submit_sm with contents that no one would write. */
const strange = fc
  .record({
    command: fc.constantFrom("deliver_sm" as const, "submit_sm" as const),
    esmClass: fc.integer({ min: 0, max: 255 }),
    dataCoding: fc.integer({ min: 0, max: 255 }),
    digits: fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
    shortMessage: fc.uint8Array({ maxLength: 254 }),
    tlvs: fc.array(
      fc.record({
        tag: fc.constantFrom(0x1e, 0x20c, 0x20e, 0x20f, 0x423, 0x424, 0x427, 0x1400),
        value: fc.uint8Array({ maxLength: 30 }),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ digits, ...fields }) => {
    const address = { ton: 0, npi: 0, digits };
    const rest = { protocolId: 0, priority: 0, replaceIfPresent: 0, defaultMessageId: 0 };
    return pduBytes(
      {
        ...fields,
        ...rest,
        serviceType: "",
        source: address,
        destination: address,
        scheduleDeliveryTime: "",
        validityPeriod: "",
        registeredDelivery: 1,
      },
      { status: 0, sequence: 99 },
    );
  });

const random = fc.uint8Array({ minLength: 1, maxLength: 400 }).map((bytes) => Buffer.from(bytes));

function oversized(length: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(length, 0);
  header.writeUInt32BE(COMMAND_IDS.deliver_sm, 4);
  return header;
}

const oversizedLength = fc.oneof(
  fc.integer({ min: MAX_PDU_BYTES + 1, max: 0xffffffff }),
  fc.integer({ min: 0, max: HEADER_BYTES - 1 }),
);

describe("the client session", () => {
  const peers: RawPeer[] = [];
  const arrivals = new Collected();
  let server: net.Server;
  let close: () => Promise<void>;
  let isFree: () => boolean;

  beforeAll(async () => {
    server = net.createServer((socket) => {
      const peer = new RawPeer(socket);
      peers.push(peer);
      socket.once("data", () => {
        const answer = { command: "bind_transceiver_resp", systemId: "", tlvs: [] } as const;
        socket.write(pduBytes(answer, { status: 0, sequence: 1 }));
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as net.AddressInfo;
    const quick = { reconnectMaxMs: 5, closeTimeoutMs: 10 };
    const route = openSmppRoute(routeConfig(port, quick), arrivals, quietLog);
    close = () => route.close();
    isFree = () => route.free > 0;
  });

  afterAll(async () => {
    await close();
    for (const { socket } of peers) socket.destroy();
    server.close();
  });

  async function boundPeer(): Promise<RawPeer> {
    await soon(() => {
      expect(isFree()).toBe(true);
      expect(peers.at(-1)?.closed).toBe(false);
    });
    const peer = peers.at(-1);
    assert(peer, "the route is bound to a peer");
    return peer;
  }

  test("survives framed nonsense, and answers on the same connection", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(framed, strange), { minLength: 1, maxLength: 8 }),
        async (frames) => {
          const peer = await boundPeer();
          peer.heard.length = 0;
          peer.socket.write(Buffer.concat([...frames, enquiry]));
          await soon(() => expect(peer.has("enquire_link_resp", LAST)).toBe(true));
          expect(peer.closed).toBe(false);
        },
      ),
      runs(60),
    ));

  test("after random octets or an impossible length it is bound again", () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(random, oversizedLength.map(oversized)),
        fc.boolean(),
        async (bytes, truncated) => {
          const peer = await boundPeer();
          peer.heard.length = 0;
          peer.socket.write(bytes);
          if (truncated) peer.socket.destroy();
          else peer.socket.end(oversized(0));
          await soon(() => expect(peers.at(-1)).not.toBe(peer));
          await boundPeer();
        },
      ),
      runs(40),
    ));

  test("an unknown command is refused by name, a malformed body too", async () => {
    const peer = await boundPeer();
    peer.heard.length = 0;
    const unknown = oversized(HEADER_BYTES);
    unknown.writeUInt32BE(0x00000007, 4);
    unknown.writeUInt32BE(501, 12);
    const malformed = oversized(HEADER_BYTES);
    malformed.writeUInt32BE(502, 12);
    peer.socket.write(Buffer.concat([unknown, malformed]));
    await soon(() => expect(peer.heard).toHaveLength(2));
    expect(peer.heard).toMatchObject([
      { body: { command: "generic_nack" }, status: 0x03, sequence: 501 },
      { body: { command: "generic_nack" }, status: 0x02, sequence: 502 },
    ]);
  });
});

describe("the simulated SMSC", () => {
  let smsc: Smsc;
  beforeAll(async () => {
    smsc = await startSmsc();
  });
  afterAll(() => smsc.close());

  async function connected(): Promise<RawPeer> {
    const socket = net.connect(smsc.port, "127.0.0.1");
    await once(socket, "connect");
    const peer = new RawPeer(socket);
    const bind = {
      command: "bind_transceiver",
      systemId: "fuzz",
      password: "",
      systemType: "",
      interfaceVersion: 0x34,
      addressTon: 0,
      addressNpi: 0,
      addressRange: "",
    } as const;
    socket.write(pduBytes(bind, { status: 0, sequence: 1 }));
    await soon(() => expect(peer.has("bind_transceiver_resp", 1)).toBe(true));
    return peer;
  }

  test("survives framed nonsense, and answers on the same connection", async () => {
    const peer = await connected();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(framed, strange), { minLength: 1, maxLength: 8 }),
        async (frames) => {
          peer.heard.length = 0;
          peer.socket.write(Buffer.concat([...frames, enquiry]));
          await soon(() => expect(peer.has("enquire_link_resp", LAST)).toBe(true));
          expect(peer.closed).toBe(false);
        },
      ),
      runs(60),
    );
    peer.socket.destroy();
  });

  test("closes after random octets, and serves the next", () =>
    fc.assert(
      fc.asyncProperty(fc.oneof(random, oversizedLength.map(oversized)), async (bytes) => {
        const peer = await connected();
        peer.socket.write(bytes);
        peer.socket.end(oversized(0));
        await soon(() => expect(peer.closed).toBe(true));
      }),
      runs(30),
    ));

  test("and a route still works with it", async () => {
    const route = openSmppRoute(routeConfig(smsc.port), new Collected(), quietLog);
    await soon(() => expect(route.free).toBeGreaterThan(0));
    expect((await route.handOver(outgoing())).providerIds).toHaveLength(1);
    await route.close();
  });
});
