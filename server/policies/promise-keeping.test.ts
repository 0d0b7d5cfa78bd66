import fc from "fast-check";
import { expect, test } from "vitest";
import { planStateOf, testPromises, type Money, type Promised } from "./promise-keeping.ts";

const promised = (id: string, amountMinor: bigint, more: Partial<Promised> = {}): Promised => ({
  id,
  madeAt: 100,
  dueOn: "2026-03-09",
  amountMinor,
  toleranceMinor: 0n,
  state: "open",
  receivedMinor: 0n,
  over: false,
  ...more,
});
const money = (minor: bigint, at = 200, id = `y-${at}`): Money => ({ minor, at, id });
const found = (promises: readonly Promised[], payments: readonly Money[], owes = true) =>
  testPromises(promises, payments, owes).map(
    (one) => `${one.id} ${one.state} ${one.receivedMinor}`,
  );

test("kept, open, part kept, broken or cancelled: by the money and the day", () => {
  const one = promised("p", 1_000n, { toleranceMinor: 10n });
  expect(found([one], [money(990n)])).toEqual(["p kept 990"]);
  expect(found([one], [money(989n)])).toEqual(["p open 989"]);
  const over = { ...one, over: true };
  expect(found([over], [money(989n)])).toEqual(["p part_kept 989"]);
  expect(found([over], [])).toEqual(["p broken 0"]);
  expect(found([over], [], false)).toEqual(["p cancelled 0"]);
  expect(found([over], [money(990n)], false)).toEqual(["p kept 990"]);
});

test("money from before the promise is not for it, also where the clock stands still", () => {
  const one = promised("p", 1_000n);
  expect(found([one], [money(1_000n, 99)])).toEqual(["p open 0"]);
  expect(found([one], [money(1_000n, 100, "o")])).toEqual(["p open 0"]);
  expect(found([one], [money(1_000n, 100, "q")])).toEqual(["p kept 1000"]);
});

test("the earliest due is filled first; what is paid early counts for the next", () => {
  const [march, april] = [promised("a", 500n), promised("b", 500n, { dueOn: "2026-04-09" })];
  expect(found([april, march], [money(700n)])).toEqual(["a kept 500", "b open 200"]);
  expect(found([march, april], [money(1_000n)])).toEqual(["a kept 500", "b kept 500"]);
});

test("small shortfalls within the tolerances of all are forgiven however the money is split", () => {
  const plan = ["a", "b", "c"].map((id, k) =>
    promised(id, 1_000n, { dueOn: `2026-0${k + 3}-09`, toleranceMinor: 10n }),
  );
  expect(found(plan, [money(990n), money(990n, 300)])).toEqual([
    "a kept 1000",
    "b kept 980",
    "c open 0",
  ]);
});

test("what was decided keeps its money, and what is taken back is made up for first", () => {
  const kept = promised("a", 500n, { state: "kept", receivedMinor: 500n });
  const next = promised("b", 500n, { dueOn: "2026-04-09" });
  expect(found([kept, next], [money(500n)])).toEqual(["b open 0"]);
  expect(found([kept, next], [money(500n), money(500n, 300)])).toEqual(["b kept 500"]);
  // The first 500 went back to the bank.
  expect(found([kept, next], [money(500n, 300)])).toEqual(["b open 0"]);
});

test("money counts once: never more than came in, and a promise never more than its amount", () => {
  const promises = fc.array(
    fc.record({
      amount: fc.bigInt({ min: 1n, max: 500n }),
      madeAt: fc.integer({ min: 0, max: 50 }),
      due: fc.integer({ min: 10, max: 28 }),
      over: fc.boolean(),
      decided: fc.boolean(),
    }),
    { maxLength: 6 },
  );
  const payments = fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 400n }), fc.nat(60)), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(promises, payments, (given, paid) => {
      const all = given.map(({ amount, madeAt, due, over, decided }, k) =>
        promised(`p${k}`, amount, {
          madeAt,
          over,
          dueOn: `2026-03-${due}`,
          ...(decided ? { state: "kept" as const, receivedMinor: amount } : {}),
        }),
      );
      const came = paid.map(([minor, at], k) => money(minor, at, `y${k}`));
      const findings = testPromises(all, came, true);
      const got = findings.reduce((sum, one) => sum + one.receivedMinor, 0n);
      expect(got <= came.reduce((sum, one) => sum + one.minor, 0n)).toBe(true);
      const wrong = findings.filter(({ id, receivedMinor, state }) => {
        const { amountMinor, over } = all.find((one) => one.id === id)!;
        return (
          receivedMinor > amountMinor ||
          receivedMinor < 0n ||
          (receivedMinor === amountMinor && state !== "kept") ||
          (over && state === "open")
        );
      });
      expect(wrong).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test("a plan is what its instalments make of it", () => {
  expect(planStateOf(["kept", "open"])).toBe("open");
  expect(planStateOf(["kept", "kept"])).toBe("completed");
  expect(planStateOf(["kept", "part_kept", "open"])).toBe("broken");
  expect(planStateOf(["broken", "open"])).toBe("broken");
  expect(planStateOf(["kept", "cancelled", "open"])).toBe("completed");
  expect(planStateOf(["cancelled", "open"])).toBe("cancelled");
});
