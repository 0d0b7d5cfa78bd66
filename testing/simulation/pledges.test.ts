// The oracle's small model of promises and the server's own agree, whatever is promised and paid: two tellings of one rule.
import fc from "fast-check";
import { expect, test } from "vitest";
import { planStateOf, testPromises, type Money, type Promised } from "#policies/promise-keeping.ts";
import { DAY_MS, HOUR_MS } from "./happenings.ts";
import { pledgesAt, type Came, type Pledge } from "./pledges.ts";

const DAYS = 40;
const isoOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

const pledges = fc.array(
  fc.record({
    sinceDay: fc.nat(10),
    dueInDays: fc.integer({ min: 0, max: 20 }),
    amountMinor: fc.integer({ min: 100, max: 900 }),
    graceDays: fc.nat(2),
    plan: fc.constantFrom(undefined, 1),
  }),
  { minLength: 1, maxLength: 5 },
);
const payments = fc.array(
  fc.record({ minor: fc.integer({ min: 50, max: 1_200 }), day: fc.nat(DAYS - 10) }),
  { maxLength: 6 },
);

/** What the server makes of it when it looks on every morning and whenever money comes. */
function lived(made: readonly Pledge[], came: readonly Came[]): readonly string[] {
  type Row = Omit<Promised, "state"> & { state: Promised["state"] | "cancelled"; pledge: Pledge };
  const rows = made.map((pledge, k): Row => ({
    id: `p${k}`,
    pledge,
    madeAt: pledge.sinceMs,
    dueOn: pledge.dueOn,
    amountMinor: BigInt(pledge.amountMinor),
    toleranceMinor: BigInt(pledge.toleranceMinor),
    state: "open",
    receivedMinor: 0n,
    over: false,
  }));
  const money = came.map(({ minor, atMs }, k): Money => ({
    id: `y${k}`,
    at: atMs,
    minor: BigInt(minor),
  }));
  const mornings = Array.from({ length: DAYS }, (_, day) => day * DAY_MS + 8 * HOUR_MS);
  for (const now of [...mornings, ...money.map(({ at }) => at)].toSorted((a, b) => a - b)) {
    const known = rows.flatMap((row): Promised[] => {
      const { state } = row;
      if (row.madeAt > now || state === "cancelled") return [];
      return [{ ...row, state, over: row.pledge.endsMs <= now }];
    });
    const some = money.filter(({ at }) => at <= now);
    for (const finding of testPromises(known, some, true)) {
      Object.assign(
        rows.find(({ id }) => id === finding.id)!,
        finding,
      );
    }
    const plan = rows.filter((row) => row.pledge.plan !== undefined && row.madeAt <= now);
    if (planStateOf(plan.map(({ state }) => state)) !== "broken") continue;
    for (const row of plan) if (row.state === "open") row.state = "cancelled";
  }
  return rows.map(({ state }) => state);
}

const SERVERS = {
  open: "open",
  kept: "kept",
  "part kept": "part_kept",
  broken: "broken",
  dropped: "cancelled",
} as const;

test("both tell the same states wherever the oracle says that it knows", () => {
  let known = 0;
  const agree = fc.property(pledges, payments, (given, paid) => {
    // The instalments of the plan are made at one time.
    const planDay = given.find(({ plan }) => plan !== undefined)?.sinceDay ?? 0;
    const made = given.map((one, k): Pledge => {
      const { sinceDay, dueInDays, amountMinor, plan } = one;
      const since = plan === undefined ? sinceDay : planDay;
      // Instalments fall due on days of their own, and are all given the same grace.
      const due = since + (plan === undefined ? dueInDays : 3 + 4 * k);
      const graceDays = plan === undefined ? one.graceDays : 1;
      return {
        n: 1,
        plan,
        // No two at one time: which of them is first is the database's to say.
        sinceMs: since * DAY_MS + 9 * HOUR_MS + (plan === undefined ? k + 1 : 0),
        dueOn: isoOf(due),
        amountMinor,
        toleranceMinor: Math.floor(amountMinor / 100),
        endsMs: (due + graceDays + 1) * DAY_MS,
      };
    });
    const came = paid.map(({ minor, day }, k) => ({
      minor,
      atMs: day * DAY_MS + 15 * HOUR_MS + k,
    }));
    const { stands, clear } = pledgesAt(made, came, DAYS * DAY_MS);
    if (!clear) return true;
    known += 1;
    const server = lived(made, came);
    const ours = made.map((pledge) => SERVERS[stands.find((one) => one.pledge === pledge)!.fate]);
    return JSON.stringify(server) === JSON.stringify(ours);
  });
  expect(() => fc.assert(agree, { numRuns: 300 })).not.toThrow();
  expect(known).toBeGreaterThan(50);
});
