import { expect, test } from "vitest";
import { zonesOf, zonesOfCountry } from "#messages/planning/zones.ts";

test("the own zone is the only one", () => {
  expect(zonesOf("Europe/Warsaw", "ZA", ["+12125550123"])).toEqual(["Europe/Warsaw"]);
});

test("a country with one zone, its numbers included", () => {
  expect(zonesOf(null, "ZA", ["+27821234567", "+27215550100"])).toEqual(["Africa/Johannesburg"]);
});

test("a country with several zones has to be allowed in all of them", () => {
  const zones = zonesOf(null, "US", []);
  expect(zones).toContain("America/New_York");
  expect(zones).toContain("Pacific/Honolulu");
});

test("a number from abroad brings the zones of its country", () => {
  expect(zonesOf(null, "ZA", ["+48501234567"])).toEqual(["Africa/Johannesburg", "Europe/Warsaw"]);
});

test("a calling code that countries share says nothing by itself", () => {
  expect(zonesOf(null, "CA", ["+18085550123"])).toContain("Pacific/Honolulu");
  expect(zonesOf(null, "KZ", ["+79161234567"])).toContain("Europe/Moscow");
  expect(zonesOf(null, "CA", ["+14165550123"])).toEqual(zonesOfCountry("CA"));
});

test("nonsense is no reason to fail", () => {
  expect(zonesOf(null, "ZZ", ["+999", "x"])).toEqual(["UTC"]);
});
