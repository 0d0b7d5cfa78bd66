import { describe, expect, test } from "vitest";

import { disclosureAt, mayTell } from "./consent.ts";

describe("a contact point", () => {
  test("that is unverified is told neither name nor debt", () =>
    expect(mayTell("unverified")).toEqual({ name: false, debt: false }));
  test("that is known by name is told no debt", () =>
    expect(mayTell("name")).toEqual({ name: true, debt: false }));
  test("that is verified is told all", () =>
    expect(mayTell("full")).toEqual({ name: true, debt: true }));
  test("that two customers share is nobody's", () => {
    expect(disclosureAt("full", 2)).toBe("unverified");
    expect(disclosureAt("full", 1)).toBe("full");
  });
});
