import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "./day.ts";
import { disclosureFor, identityOf, mayTell, type Identity } from "./identity.ts";

const NOW = 1_700_000_000_000;
const ago = (ms: number): number => NOW - ms;
const own: Identity = {
  disclosure: "full",
  customersAtAddress: 1,
  channel: "sms",
  factorProvenAt: undefined,
  wrongPersonAt: undefined,
  lastHeardAt: ago(10 * DAY_MS),
  silenceDays: 180,
};

describe("what may be told", () => {
  test.each<[string, Partial<Identity>, string, string]>([
    ["a number that is the customer's own", {}, "number", "confirmed"],
    ["a number of two customers", { customersAtAddress: 2 }, "nothing", "shared"],
    ["an address of nobody", { customersAtAddress: 0 }, "nothing", "shared"],
    ["an unverified number", { disclosure: "unverified" }, "nothing", "unverified"],
    ["a number that may hear the name only", { disclosure: "name" }, "nothing", "unverified"],
    ["a chat, before a factor", { channel: "chat" }, "nothing", "anonymous"],
    ["181 days of silence", { lastHeardAt: ago(181 * DAY_MS) }, "nothing", "silent"],
    ["180 days of silence", { lastHeardAt: ago(180 * DAY_MS) }, "number", "confirmed"],
    ["a number never heard, nor ever known", { lastHeardAt: undefined }, "nothing", "silent"],
    [
      "silence where it does not count",
      { lastHeardAt: undefined, silenceDays: 0 },
      "number",
      "confirmed",
    ],
    ["a factor a moment ago", { factorProvenAt: ago(HOUR_MS) }, "all", "factor"],
    [
      "a factor a moment ago, on a shared and silent number",
      { factorProvenAt: ago(1), customersAtAddress: 3, lastHeardAt: undefined },
      "all",
      "factor",
    ],
    [
      "a factor yesterday",
      { factorProvenAt: ago(DAY_MS), lastHeardAt: undefined },
      "number",
      "confirmed",
    ],
    [
      "a factor in a chat yesterday",
      { factorProvenAt: ago(DAY_MS), channel: "chat" },
      "nothing",
      "anonymous",
    ],
    ["the wrong person", { wrongPersonAt: ago(DAY_MS) }, "nothing", "wrong_person"],
    [
      "the wrong person after a factor",
      { factorProvenAt: ago(2), wrongPersonAt: ago(1) },
      "nothing",
      "wrong_person",
    ],
    [
      "a factor after the wrong person",
      { factorProvenAt: ago(1), wrongPersonAt: ago(2) },
      "all",
      "factor",
    ],
  ])("%s", (_, change, tells, why) => {
    expect(identityOf({ ...own, ...change }, NOW)).toEqual({ tells, why });
    expect(mayTell({ ...own, ...change }, NOW)).toBe(tells);
  });

  test("words are rendered as far as may be told", () => {
    const rendered = (change: Partial<Identity>) => disclosureFor({ ...own, ...change }, NOW);
    expect(rendered({})).toBe("full");
    expect(rendered({ disclosure: "name" })).toBe("name");
    expect(rendered({ disclosure: "name", customersAtAddress: 2 })).toBe("unverified");
    expect(rendered({ wrongPersonAt: NOW })).toBe("unverified");
    expect(rendered({ lastHeardAt: undefined })).toBe("unverified");
  });
});
