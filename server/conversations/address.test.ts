import { expect, test } from "vitest";
import { addressOf, canBeAnswered } from "./address.ts";

test.each([
  ["27821234567", "ZA", "+27821234567"],
  ["+27 82 123 4567", "ZA", "+27821234567"],
  ["0027821234567", "ZA", "+27821234567"],
  ["0821234567", "ZA", "+27821234567"],
  ["48601234567", "ZA", "+48601234567"],
  ["601234567", "PL", "+48601234567"],
  ["48601234567", "PL", "+48601234567"],
  ["2125550123", "US", "+12125550123"],
  ["+999", "ZA", "+999"],
  ["38421", "ZA", "38421"],
  ["BankAlerts", "ZA", "BankAlerts"],
  ["", "ZA", ""],
  ["27821234567", "XX", "+27821234567"],
])("the number %j in %s is %j", (written, country, address) =>
  expect(addressOf("sms", written, country)).toBe(address),
);

test.each([
  ["Noluthando@Example.COM ", "noluthando@example.com"],
  ['"Dlamini, N" <N.Dlamini@Example.com>', "n.dlamini@example.com"],
  ["mailto:a@b.example", "a@b.example"],
])("the mailbox %j is %j", (written, address) =>
  expect(addressOf("email", written, "ZA")).toBe(address),
);

test("an address fits an index, whatever arrives", () =>
  expect(addressOf("email", "x".repeat(10_000), "ZA")).toHaveLength(320));

test.each([
  ["sms", "+27821234567", true],
  ["sms", "38421", false],
  ["sms", "BankAlerts", false],
  ["email", "a@b.example", true],
  ["email", "nobody", false],
  ["voice", "+27821234567", false],
] as const)("%s %s can be answered: %s", (channel, address, can) =>
  expect(canBeAnswered(channel, address)).toBe(can),
);
