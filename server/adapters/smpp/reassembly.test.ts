import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { encodeGsm7, encodeUcs2 } from "#messages/text/gsm.ts";
import { quietLog } from "#testing/simulators/smpp-harness.ts";
import { Reassembly, type Whole } from "./reassembly.ts";

const HOLD_MS = 1_000;
const TIMEOUT_MS = 300_000;

let stored: Whole[] = [];
let failing = 0;

function reassembly(): Reassembly {
  return new Reassembly({
    defaultAlphabet: "gsm7",
    holdMs: HOLD_MS,
    timeoutMs: TIMEOUT_MS,
    log: quietLog,
    store: async (whole) => {
      if (failing > 0) {
        failing -= 1;
        throw new Error("the database is away");
      }
      stored.push(whole);
    },
  });
}

const gsm = (text: string) => ({ octets: encodeGsm7(text), dataCoding: 0 });

/** Adds a part; the array fills with what the far side is told. */
function add(
  to: Reassembly,
  index: number,
  total: number,
  content: { octets: Uint8Array; dataCoding: number },
  key = `8:1:${total}`,
): boolean[] {
  const answers: boolean[] = [];
  to.add({
    from: "+27821234567",
    to: "12345",
    place: { key, total, index },
    ...content,
    settle: (ok) => answers.push(ok),
  });
  return answers;
}

const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  stored = [];
  failing = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a long inbound message", () => {
  test("is whole in whatever order its parts come, however often", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1, maxLength: 9 }), { minLength: 2, maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        async (texts, choices) => {
          stored = [];
          const box = reassembly();
          const contents = texts.map((text) => ({ octets: encodeUcs2(text), dataCoding: 8 }));
          const order = contents.flatMap((_, at) => [at, at]);
          for (const at of order.keys()) {
            const swap = (choices.next().value ?? 0) % order.length;
            [order[at], order[swap]] = [order[swap] ?? 0, order[at] ?? 0];
          }
          const answers = order.map((at) =>
            add(box, at + 1, contents.length, contents[at] ?? gsm("")),
          );
          await settled();
          expect(stored.map(({ text, incomplete }) => [text, incomplete])).toEqual([
            [texts.join(""), false],
          ]);
          expect(answers.every((told) => told.length === 1 && told[0])).toBe(true);
        },
      ),
      runs(50),
    ));

  test("is acknowledged only once it is stored", async () => {
    const box = reassembly();
    const first = add(box, 1, 2, gsm("Hello "));
    await settled();
    expect(first).toEqual([]);
    const second = add(box, 2, 2, gsm("world"));
    await settled();
    expect([first, second]).toEqual([[true], [true]]);
    expect(stored).toEqual([
      { from: "+27821234567", to: "12345", text: "Hello world", incomplete: false },
    ]);
  });

  test("goes on when the far side brings one part at a time", async () => {
    const box = reassembly();
    const first = add(box, 1, 2, gsm("Hello "));
    await vi.advanceTimersByTimeAsync(HOLD_MS);
    expect(first).toEqual([true]);
    add(box, 2, 2, gsm("world"));
    await settled();
    expect(stored[0]?.text).toBe("Hello world");
  });

  test("that never completes is passed on as incomplete, with its gap shown", async () => {
    const box = reassembly();
    add(box, 1, 4, gsm("I will pay "));
    add(box, 4, 4, gsm("Friday"));
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    expect(stored).toMatchObject([{ text: "I will pay …Friday", incomplete: true }]);
  });

  test("pairs that the sender cut in two are joined", async () => {
    const box = reassembly();
    const [high, low] = [encodeUcs2("😀").subarray(0, 2), encodeUcs2("😀").subarray(2)];
    add(box, 1, 2, { octets: high, dataCoding: 8 });
    add(box, 2, 2, { octets: low, dataCoding: 8 });
    const euro = encodeGsm7("€");
    add(box, 1, 2, { octets: euro.subarray(0, 1), dataCoding: 0 }, "16:1:2");
    add(box, 2, 2, { octets: euro.subarray(1), dataCoding: 0 }, "16:1:2");
    await settled();
    expect(stored.map(({ text }) => text)).toEqual(["😀", "€"]);
  });

  test("may change its coding on the way", async () => {
    const box = reassembly();
    add(box, 1, 2, gsm("Pay "));
    add(box, 2, 2, { octets: encodeUcs2("zł"), dataCoding: 8 });
    await settled();
    expect(stored[0]?.text).toBe("Pay zł");
  });

  test("a part that comes again after it was stored is acknowledged and no new message", async () => {
    const box = reassembly();
    add(box, 1, 2, gsm("a"));
    add(box, 2, 2, gsm("b"));
    await settled();
    const again = add(box, 2, 2, gsm("b"));
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS * 2);
    expect(again).toEqual([true]);
    expect(stored).toHaveLength(1);
  });

  test("a reference that is used again begins a new message", async () => {
    const box = reassembly();
    add(box, 1, 2, gsm("a"));
    add(box, 2, 2, gsm("b"));
    await settled();
    add(box, 1, 2, gsm("c"));
    await vi.advanceTimersByTimeAsync(HOLD_MS);
    add(box, 1, 2, gsm("x"));
    add(box, 2, 2, gsm("y"));
    await settled();
    expect(stored.map(({ text, incomplete }) => [text, incomplete])).toEqual([
      ["ab", false],
      ["c…", true],
      ["xy", false],
    ]);
  });

  test("that can't be stored is asked for again, and stored when it comes", async () => {
    failing = 1;
    const box = reassembly();
    const first = add(box, 1, 2, gsm("a"));
    const second = add(box, 2, 2, gsm("b"));
    await settled();
    expect([first, second]).toEqual([[false], [false]]);
    const again = add(box, 1, 2, gsm("a"));
    await settled();
    expect(again).toEqual([true]);
    expect(stored.map(({ text }) => text)).toEqual(["ab"]);
  });

  test("closing passes on what was acknowledged, and leaves the rest to come again", async () => {
    const box = reassembly();
    const acknowledged = add(box, 1, 2, gsm("kept"), "8:1:2");
    await vi.advanceTimersByTimeAsync(HOLD_MS);
    const held = add(box, 1, 2, gsm("later"), "8:2:2");
    await box.close();
    expect([acknowledged, held]).toEqual([[true], [false]]);
    expect(stored).toMatchObject([{ text: "kept…", incomplete: true }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("of too many at once the newest are refused for now", async () => {
    const box = reassembly();
    for (let at = 0; at < 1_000; at += 1) add(box, 1, 2, gsm("a"), `8:${at}:2`);
    expect(add(box, 1, 2, gsm("a"), "sar:9:2")).toEqual([false]);
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS);
    const later = add(box, 1, 2, gsm("a"), "sar:9:2");
    await vi.advanceTimersByTimeAsync(HOLD_MS);
    expect(later).toEqual([true]);
  });
});
