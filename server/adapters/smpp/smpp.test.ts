import { once } from "node:events";
import net from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Route, RouteError } from "#messages/route.ts";
import type { SmscMessage } from "#testing/simulators/smsc-inbox.ts";
import { Collected, outgoing, quietLog, routeConfig } from "#testing/simulators/smpp-harness.ts";
import { startSmsc, type Smsc, type SmscOptions } from "#testing/simulators/smsc.ts";
import { pduBytes } from "./codec/encode.ts";
import type { SmppRouteConfig } from "./config.ts";
import { openSmppRoute } from "./smpp.ts";

const LONG = "All that is owed must be paid, [please]. ".repeat(8);

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function smscWith(options: SmscOptions = {}): Promise<Smsc & { messages: SmscMessage[] }> {
  const messages: SmscMessage[] = [];
  const smsc = await startSmsc({
    ...options,
    behaviour: { receiptDelayMs: 0, ...options.behaviour },
    onMessage: (message) => messages.push(message),
  });
  closers.push(() => smsc.close());
  return Object.assign(smsc, { messages });
}

function open(port: number, change: Partial<SmppRouteConfig> = {}) {
  const arrivals = new Collected();
  const route = openSmppRoute(routeConfig(port, change), arrivals, quietLog);
  closers.push(() => route.close());
  return { route, arrivals };
}

async function bound(smscOptions: SmscOptions = {}, change: Partial<SmppRouteConfig> = {}) {
  const smsc = await smscWith(smscOptions);
  const opened = open(smsc.port, change);
  await free(opened.route);
  return { smsc, ...opened };
}

async function free(route: Route): Promise<void> {
  await vi.waitFor(() => expect(route.free).toBeGreaterThan(0), { timeout: 10_000, interval: 2 });
}

const soon = (assertion: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(assertion, { timeout: 10_000, interval: 2 });

/** The failure of a hand-over that must fail. */
async function failure(handOver: Promise<unknown>): Promise<RouteError> {
  const error: unknown = await handOver.then(
    () => expect.unreachable("it was handed over"),
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: "RouteError" });
  return error as RouteError;
}

describe("handing over", () => {
  test("a message arrives, its id comes back, and its receipt names it", async () => {
    const { smsc, route, arrivals } = await bound();
    const { providerIds } = await route.handOver(outgoing({ text: "Pay €5 @ {shop}" }));
    expect(smsc.messages).toMatchObject([
      { from: "Harbour", to: "+27821234567", text: "Pay €5 @ {shop}", parts: 1, encoding: "gsm7" },
    ]);
    expect(providerIds).toEqual(smsc.messages[0]?.ids);
    await soon(() => expect(arrivals.receipts).toHaveLength(1));
    expect(arrivals.receipts[0]).toMatchObject({
      routeId: "route-1",
      providerId: providerIds[0],
      state: "delivered",
      from: "Harbour",
      to: "+27821234567",
    });
  });

  test.each(["udh8", "udh16", "sar", "payload"] as const)("a long one by %s", async (mode) => {
    const { smsc, route } = await bound({}, { longMessages: mode });
    const [long, wide] = await Promise.all([
      route.handOver(outgoing({ text: LONG })),
      route.handOver(outgoing({ text: "Zapłać 😀 ".repeat(20), to: "+48601234567" })),
    ]);
    expect(smsc.messages.map(({ text }) => text).toSorted()).toEqual(
      [LONG, "Zapłać 😀 ".repeat(20)].toSorted(),
    );
    expect(long.providerIds).toHaveLength(mode === "payload" ? 1 : 3);
    expect(wide.providerIds).toEqual(smsc.messages.find(({ to }) => to === "+48601234567")?.ids);
  });

  test("a window of 1 still carries many and long messages, one at a time", async () => {
    const { smsc, route } = await bound({}, { window: 1 });
    expect(route.free).toBe(1);
    const sent = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        route.handOver(outgoing({ to: `+2782000000${at}`, text: LONG })),
      ),
    );
    expect(sent.flatMap(({ providerIds }) => providerIds)).toHaveLength(30);
    expect(smsc.messages).toHaveLength(10);
  });

  test("never more than the window waits for its answer", async () => {
    const { smsc, route } = await bound({ behaviour: { stall: true } }, { window: 3 });
    const handed = [1, 2, 3, 4, 5].map(() => failure(route.handOver(outgoing())));
    await soon(() => expect(smsc.counts().submits).toBe(3));
    expect(route.free).toBe(0);
    await route.close();
    const failures = (await Promise.all(handed)).map((error) => error.failure);
    expect(failures.filter((kind) => kind === "uncertain")).toHaveLength(3);
    expect(failures.filter((kind) => kind === "unreachable")).toHaveLength(2);
    expect(smsc.counts().submits).toBe(3);
  });

  test("several binds share the traffic", async () => {
    const { smsc, route } = await bound(
      { behaviour: { answerAfterMs: 5 } },
      { binds: 3, window: 2 },
    );
    await soon(() => expect(route.free).toBe(6));
    await Promise.all(Array.from({ length: 12 }, () => route.handOver(outgoing())));
    expect(smsc.counts()).toMatchObject({ bound: 3, submits: 12 });
  });

  test("a transmitter and a receiver do what a transceiver does", async () => {
    const { smsc, route, arrivals } = await bound({}, { mode: "transmitter_receiver" });
    await soon(() => expect(smsc.counts().bound).toBe(2));
    await route.handOver(outgoing());
    await smsc.deliver("+27821234567", "12345", "BALANCE");
    await soon(() => expect(arrivals.receipts).toHaveLength(1));
    expect(arrivals.inbounds).toMatchObject([{ text: "BALANCE" }]);
  });

  test.each([
    [{ to: "nobody" }, "invalid_destination"],
    [{ sender: "Zażółć" }, "invalid_sender"],
  ])("what can't be written is rejected: %o", async (change, code) => {
    const { smsc, route } = await bound();
    const error = await failure(route.handOver(outgoing(change)));
    expect(error).toMatchObject({ failure: "rejected", code });
    expect(smsc.counts().submits).toBe(0);
  });
});

describe("refusals", () => {
  test.each([
    [0x0b, "rejected", "ESME_RINVDSTADR"],
    [0x0a, "rejected", "ESME_RINVSRCADR"],
    [0x01, "rejected", "ESME_RINVMSGLEN"],
    [0x08, "temporary", "ESME_RSYSERR"],
    [0x45, "temporary", "ESME_RSUBMITFAIL"],
    [0x400, "temporary", "0x00000400"],
    [0x04, "unreachable", "ESME_RINVBNDSTS"],
  ])("status %i is %s", async (rejectStatus, kind, code) => {
    const { route } = await bound({ behaviour: { rejectNext: 1, rejectStatus } });
    const error = await failure(route.handOver(outgoing()));
    expect(error).toMatchObject({ failure: kind, code, providerIds: [] });
    await free(route);
    expect((await route.handOver(outgoing())).providerIds).toHaveLength(1);
  });

  test.each([0x58, 0x14])("status %i pauses the bind, then it goes on", async (throttleStatus) => {
    const { smsc, route } = await bound(
      { behaviour: { throttleNext: 1, throttleStatus } },
      { throttlePauseMs: 300 },
    );
    const error = await failure(route.handOver(outgoing()));
    expect(error).toMatchObject({ failure: "throttled", retryAfterMs: 300 });
    expect(route.free).toBe(0);
    const meanwhile = await failure(route.handOver(outgoing()));
    expect(meanwhile).toMatchObject({ failure: "throttled", code: "paused" });
    expect(smsc.counts().submits).toBe(0);
    await route.whenFree(5_000);
    expect(route.free).toBe(100);
    await route.handOver(outgoing());
    expect(smsc.messages).toHaveLength(1);
  });

  test("only the throttled bind pauses", async () => {
    const { route } = await bound(
      { behaviour: { throttleNext: 1 } },
      { binds: 2, throttlePauseMs: 5_000 },
    );
    await soon(() => expect(route.free).toBe(200));
    await failure(route.handOver(outgoing()));
    expect(route.free).toBe(100);
    await route.handOver(outgoing());
  });

  test("a long message whose first part is refused was not taken at all", async () => {
    const { smsc, route } = await bound({ behaviour: { rejectNext: 1, rejectStatus: 0x08 } });
    const error = await failure(route.handOver(outgoing({ text: LONG })));
    expect(error).toMatchObject({ failure: "temporary", providerIds: [] });
    expect(smsc.counts().submits).toBe(0);
  });

  test("a long message of which a later part is refused is partial, with the ids taken", async () => {
    const { smsc, route } = await bound({ behaviour: { rejectAfter: 1, rejectNext: 1 } });
    const error = await failure(route.handOver(outgoing({ text: LONG })));
    expect(error).toMatchObject({ failure: "partial", code: "ESME_RINVDSTADR" });
    expect(error.providerIds).toHaveLength(2);
    expect(smsc.counts().submits).toBe(2);
    expect(smsc.messages).toEqual([]);
  });

  test("a later part that is throttled is tried again after the pause", async () => {
    const { smsc, route } = await bound({
      behaviour: { rejectAfter: 1, rejectNext: 2, rejectStatus: 0x58 },
    });
    const { providerIds } = await route.handOver(outgoing({ text: LONG }));
    expect(providerIds).toHaveLength(3);
    expect(smsc.messages).toMatchObject([{ text: LONG }]);
  });
});

describe("no answer", () => {
  test("the connection ends: uncertain, never resent, and the route binds again", async () => {
    const { smsc, route } = await bound({
      behaviour: { dropConnectionAfter: 2, answerAfterMs: 50 },
    });
    const handed = [failure(route.handOver(outgoing())), failure(route.handOver(outgoing()))];
    expect((await Promise.all(handed)).map((error) => error.failure)).toEqual([
      "uncertain",
      "uncertain",
    ]);
    await free(route);
    expect(smsc.counts()).toMatchObject({ binds: 2, submits: 2 });
  });

  test("no answer in time: uncertain, then one message at a time until one is answered", async () => {
    const { smsc, route } = await bound(
      { behaviour: { stall: true } },
      { window: 2, responseTimeoutMs: 40 },
    );
    const handed = [failure(route.handOver(outgoing())), failure(route.handOver(outgoing()))];
    expect((await Promise.all(handed)).map(({ failure: kind, code }) => [kind, code])).toEqual([
      ["uncertain", "timeout"],
      ["uncertain", "timeout"],
    ]);
    expect(route.free).toBe(0);
    await soon(() => expect(smsc.counts().binds).toBe(2));
    await free(route);
    expect(route.free).toBe(1);
    smsc.behave({ stall: false });
    await soon(async () => {
      await route.handOver(outgoing());
    });
    expect(route.free).toBe(2);
  });

  test("a late answer to one message does not spoil the next", async () => {
    const { smsc, route } = await bound(
      { behaviour: { answerAfterMs: 60 } },
      { responseTimeoutMs: 30 },
    );
    await failure(route.handOver(outgoing()));
    smsc.behave({ answerAfterMs: 0 });
    await soon(async () => {
      const { providerIds } = await route.handOver(outgoing({ to: "+27820000009" }));
      const received = smsc.messages.findLast(({ to }) => to === "+27820000009");
      expect(providerIds).toEqual(received?.ids);
    });
  });

  test("a long message whose later parts get no answer is uncertain, with the ids taken", async () => {
    const { smsc, route } = await bound({ behaviour: { dropConnectionAfter: 2 } });
    const error = await failure(route.handOver(outgoing({ text: LONG })));
    expect(error).toMatchObject({ failure: "uncertain", code: "closed" });
    expect(error.providerIds).toEqual([expect.any(String)]);
    expect(smsc.messages).toEqual([]);
  });
});

describe("the connection", () => {
  test("nobody there: unreachable at once; bound as soon as somebody is", async () => {
    const gone = await startSmsc();
    const { port } = gone;
    await gone.close();
    const { route } = open(port);
    expect(await failure(route.handOver(outgoing()))).toMatchObject({
      failure: "unreachable",
      code: "not_bound",
    });
    expect(route.free).toBe(0);
    await smscWith({ port });
    await free(route);
    await route.handOver(outgoing());
  });

  test("a refused bind is tried again", async () => {
    const { smsc } = await bound({ behaviour: { refuseBinds: 3 } });
    expect(smsc.behaviour.refuseBinds).toBe(0);
    expect(smsc.counts().binds).toBe(1);
  });

  test("a wrong password never binds, and does no harm", async () => {
    const smsc = await smscWith({ systemId: "dunlin", password: "right" });
    const { route } = open(smsc.port);
    await route.whenFree(60);
    expect(route.free).toBe(0);
    expect(smsc.counts().binds).toBe(0);
  });

  test("an idle session is kept by enquire_link, from either side", async () => {
    const quick = { enquireLinkMs: 10, responseTimeoutMs: 5_000 };
    const { smsc, route } = await bound(quick, quick);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(smsc.counts()).toMatchObject({ binds: 1, bound: 1 });
    await route.handOver(outgoing());
  });

  test("a far side that falls silent is left, and bound again", async () => {
    const connections: net.Socket[] = [];
    const silent = net.createServer((socket) => {
      connections.push(socket);
      socket.once("data", () => {
        const answer = { command: "bind_transceiver_resp", systemId: "s", tlvs: [] } as const;
        socket.write(pduBytes(answer, { status: 0, sequence: 1 }));
      });
    });
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    closers.push(async () => {
      for (const socket of connections) socket.destroy();
      silent.close();
    });
    const { port } = silent.address() as net.AddressInfo;
    const { route } = open(port, { enquireLinkMs: 10, responseTimeoutMs: 20, closeTimeoutMs: 10 });
    await soon(() => expect(connections.length).toBeGreaterThan(2));
    await soon(() => expect(connections[0]?.destroyed).toBe(true));
    await route.close();
  });

  test("close says goodbye and leaves nothing behind", async () => {
    const { smsc, route } = await bound({}, { binds: 2 });
    await route.handOver(outgoing());
    await route.close();
    expect(route.free).toBe(0);
    await soon(() => expect(smsc.counts().bound).toBe(0));
    expect(await failure(route.handOver(outgoing()))).toMatchObject({ failure: "unreachable" });
  });

  test("close waits for answers under way", async () => {
    const { route } = await bound({ behaviour: { answerAfterMs: 30 } }, { closeTimeoutMs: 5_000 });
    const handed = route.handOver(outgoing());
    await route.close();
    expect((await handed).providerIds).toHaveLength(1);
  });
});
