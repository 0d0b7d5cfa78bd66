import { describe, expect, test } from "vitest";
import { after, MONDAY, notice, number, saying, unclear } from "./fixtures.ts";
import type { Event } from "./types.ts";

describe("debits", () => {
  const two = { notices: [notice("gym"), notice("insurance")] };
  const stop = {
    stopId: "s",
    debitId: notice("gym").debitId,
    meaning: "cancel_debit",
    afterCutoff: false as boolean,
    refundDays: 56,
    product: "gym",
    amountMinor: 9_900n,
    currency: "ZAR",
    strikeOn: MONDAY,
    repeated: false,
  } as const;
  const stopped = (...stops: readonly Partial<typeof stop>[]): Event => ({
    kind: "stopped",
    stopped: stops.map((one) => ({ ...stop, ...one })),
  });

  test("one open notice", () => {
    const one = { notices: [notice("gym")] };
    const did = (...stops: readonly Partial<typeof stop>[]) =>
      after([number(1), stopped(...stops)], one).did;
    expect(did({})).toEqual(["debit_stopped_cancel_debit"]);
    expect(did({ afterCutoff: true })).toEqual(["debit_too_late"]);
    expect(did()).toEqual(["agent_noted", "person: debit_option"]);
    const calls: Event = { kind: "stopped", stopped: [{ ...stop, meaning: "call_me" }] };
    expect(after([number(3), calls], one).did).toEqual([
      "debit_stopped_call_me",
      "person: call_me",
    ]);
  });

  test("a bare number with two open notices stops both, then asks which", () => {
    expect(after([number(1)], two).did).toEqual(["option 1 for 2"]);
    const asked = after([number(1), stopped({}, {})], two);
    expect(asked).toMatchObject({ at: "which", did: ["debit_which"] });
    const chosen = after([number(2)], two, asked.session);
    expect(chosen).toMatchObject({ at: "idle", did: ["release 1", "debit_stopped_cancel_debit"] });
    expect(chosen.actions[0]).toMatchObject({ debitIds: [notice("gym").debitId] });
    expect(after([unclear, unclear], two, asked.session).did).toEqual([
      "not_understood",
      "person: debit_which",
    ]);
  });

  test("without a notice a number is no option, and instalments are asked for by yes or no while there is one", () => {
    expect(after([number(1)]).did).toEqual(["person: not_understood"]);
    expect(after([number(7)], two).did).toEqual(["person: not_understood"]);
    expect(after([saying("plan")], two)).toMatchObject({ at: "confirming", did: ["plan_confirm"] });
  });
});
