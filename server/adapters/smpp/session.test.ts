import { Duplex } from "node:stream";
import { afterEach, describe, expect, test, vi } from "vitest";
import { quietLog } from "#testing/simulators/smpp-harness.ts";
import { Backoff } from "./backoff.ts";
import { decodePdu } from "./codec/decode.ts";
import { pduBytes } from "./codec/encode.ts";
import { Framer } from "./codec/framer.ts";
import type { Pdu, Request } from "./codec/pdu.ts";
import { PendingRequests } from "./pending.ts";
import { Session, type SessionHandlers, type SessionOptions } from "./session.ts";

/** A connection whose far side is the test. It takes what is written only while `reading`. */
class FakeSocket extends Duplex {
  readonly written: Pdu[] = [];
  readonly #framer = new Framer();
  #reading = true;
  #waiting: (() => void) | undefined;

  setNoDelay(): this {
    return this;
  }

  set reading(reading: boolean) {
    this.#reading = reading;
    if (reading) this.#waiting?.();
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const take = (): void => {
      this.#framer.push(chunk, (frame) => {
        const decoded = decodePdu(frame);
        return "pdu" in decoded && this.written.push(decoded.pdu) > 0;
      });
      this.#waiting = undefined;
      done();
    };
    if (this.#reading) take();
    else this.#waiting = take;
  }
}

const enquiry = (sequence: number): Buffer =>
  pduBytes({ command: "enquire_link" }, { status: 0, sequence });
const unbind = { command: "unbind" } as const;

const sessions: Session[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.end("the test is over");
  vi.useRealTimers();
});

function open(options: Partial<SessionOptions> = {}, handlers: Partial<SessionHandlers> = {}) {
  const socket = new FakeSocket();
  const reasons: string[] = [];
  const session = new Session(
    socket,
    { window: 2, responseTimeoutMs: 60_000, enquireLinkMs: 30_000, ...options },
    { request: () => {}, closed: (reason) => void reasons.push(reason), ...handlers },
    quietLog,
  );
  sessions.push(session);
  return { socket, session, reasons };
}

const soon = (assertion: () => void): Promise<void> =>
  vi.waitFor(assertion, { timeout: 10_000, interval: 1 });

describe("a session", () => {
  test("stops hearing a far side that does not read, and loses nothing", async () => {
    const { socket } = open();
    socket.reading = false;
    const count = 120_000;
    const chunk = Buffer.concat(Array.from({ length: 4_000 }, (_, at) => enquiry(at + 1)));
    for (let sent = 0; sent < count; sent += 4_000) socket.push(chunk);
    await soon(() => expect(socket.isPaused()).toBe(true));
    expect(socket.writableLength).toBeLessThan(1_048_576 + 2 * 65_536);
    expect(socket.readableLength).toBeGreaterThan(500_000);
    socket.reading = true;
    await soon(() => expect(socket.written).toHaveLength(count));
  });

  test("has no room while the socket takes no more", async () => {
    const freed = vi.fn<() => void>();
    const { socket, session } = open({ window: 10_000 }, { free: freed });
    socket.reading = false;
    for (let sent = 0; sent < 5_000; sent += 1) void session.request(unbind).catch(() => undefined);
    await soon(() => expect(session.free).toBe(0));
    socket.reading = true;
    await soon(() => expect(session.free).toBe(5_000));
    expect(freed).toHaveBeenCalled();
  });

  test("gives answers to whom they belong, by sequence and command", async () => {
    const { socket, session } = open();
    const answer = session.control(unbind);
    await soon(() => expect(socket.written).toHaveLength(1));
    socket.push(pduBytes({ command: "enquire_link_resp" }, { status: 0, sequence: 1 }));
    socket.push(pduBytes({ command: "unbind_resp" }, { status: 0, sequence: 9 }));
    socket.push(pduBytes({ command: "unbind_resp" }, { status: 8, sequence: 1 }));
    expect(await answer).toEqual({ body: { command: "unbind_resp" }, status: 8, sequence: 1 });
  });

  test("a generic_nack answers any request", async () => {
    const { socket, session } = open();
    const answer = session.request(unbind);
    socket.push(pduBytes({ command: "generic_nack" }, { status: 3, sequence: 1 }));
    expect(await answer).toMatchObject({ status: 3 });
    expect(session.inFlight).toBe(0);
  });

  test("an answer that can't be read ends the wait, not the session", async () => {
    const { socket, session } = open();
    const answer = session.request(unbind);
    const broken = pduBytes(
      { command: "query_sm_resp", messageId: "1", finalDate: "", messageState: 0, errorCode: 0 },
      { status: 0, sequence: 1 },
    ).subarray(0, 18);
    broken.writeUInt32BE(18, 0);
    socket.push(broken);
    await expect(answer).rejects.toMatchObject({ kind: "malformed" });
    expect(session.isOpen).toBe(true);
  });

  test("a handler that throws costs a system error, not the session", async () => {
    const { socket, session } = open(
      {},
      {
        request: () => {
          throw new Error("a bug");
        },
      },
    );
    socket.push(pduBytes(unbind, { status: 0, sequence: 5 }));
    await soon(() => expect(socket.written).toHaveLength(1));
    expect(socket.written[0]).toMatchObject({ status: 8, sequence: 5 });
    expect(session.isOpen).toBe(true);
  });

  test("rejects what is pending when it ends, once, and sends nothing more", async () => {
    const heard: Request[] = [];
    const { socket, session, reasons } = open({}, { request: (request) => heard.push(request) });
    const pending = [session.request(unbind), session.control(unbind)];
    socket.destroy(new Error("reset"));
    for (const answer of pending) await expect(answer).rejects.toMatchObject({ kind: "closed" });
    await expect(session.request(unbind)).rejects.toMatchObject({ kind: "not_sent" });
    session.end("again");
    expect(reasons).toEqual(["reset"]);
    expect(heard).toEqual([]);
  });

  test("no answer in time frees the place in the window", async () => {
    const freed = vi.fn<() => void>();
    const { session } = open({ window: 1, responseTimeoutMs: 10 }, { free: freed });
    const answer = session.request(unbind);
    expect(session.free).toBe(0);
    await expect(answer).rejects.toMatchObject({ kind: "timeout" });
    expect(session.free).toBe(1);
    expect(freed).toHaveBeenCalled();
  });
});

describe("sequence numbers", () => {
  test("begin again at 1, past those still in use", () => {
    const pending = new PendingRequests(0x7ffffffd);
    expect(pending.nextSequence()).toBe(0x7ffffffe);
    expect(pending.nextSequence()).toBe(0x7fffffff);
    for (const sequence of [1, 2]) {
      pending.add(sequence, "unbind_resp", true, 1_000).catch(() => undefined);
    }
    expect(pending.nextSequence()).toBe(3);
    expect(pending.counted).toBe(2);
  });
});

describe("pauses between binds", () => {
  test("double up to the longest, never below the shortest, and begin anew", () => {
    const backoff = new Backoff(1_000, 60_000);
    const pauses = Array.from({ length: 40 }, () => backoff.nextMs());
    for (const [at, pauseMs] of pauses.entries()) {
      const fullMs = Math.min(60_000, 1_000 * 2 ** at);
      expect(pauseMs).toBeLessThanOrEqual(fullMs);
      expect(pauseMs).toBeGreaterThanOrEqual(Math.max(1_000, fullMs / 2));
    }
    expect(new Set(pauses.slice(10)).size).toBeGreaterThan(1);
    backoff.reset();
    expect(backoff.nextMs()).toBe(1_000);
  });
});
