import { describe, expect, test } from "vitest";
import {
  phoneReader,
  readCountry,
  readEmail,
  readKind,
  readLanguage,
  readPayday,
  readZone,
} from "./contacts.ts";

const inSouthAfrica = phoneReader("ZA");

describe("phone numbers become E.164", () => {
  test.each([
    ["082 555 0101", "+27825550101"],
    ["(021) 555-0104", "+27215550104"],
    ["825550101", "+27825550101"],
    ["27825550101", "+27825550101"],
    ["0048 512 555 103", "+48512555103"],
    ["+48 512 555 103", "+48512555103"],
    ["tel: 082 555 0101", "+27825550101"],
    ["'0825550101", "+27825550101"],
  ])("%s", (text, expected) => {
    expect(inSouthAfrica(text)).toEqual({ value: expected });
  });

  test.each(["8.2555E+10", "12345", "none", "082 555 01011111", "=1+1", "0".repeat(5_000)])(
    "%s is none",
    (text) => {
      expect(inSouthAfrica(text)).toEqual({ reason: expect.stringContaining("no phone number") });
    },
  );
});

test.each([
  [readEmail, "Mailto:A.B@Example.co.za", "a.b@example.co.za"],
  [readEmail, "biuro@świt.example", "biuro@świt.example"],
  [readLanguage, "en-ZA", "en"],
  [readLanguage, "Polski", "pl"],
  [readLanguage, "AFRIKAANS", "af"],
  [readZone, "Africa/Johannesburg", "Africa/Johannesburg"],
  [readCountry, "za", "ZA"],
  [readCountry, "Suid-Afrika", "ZA"],
  [readCountry, "Niemcy", "DE"],
  [readCountry, "UK", "GB"],
  [readKind, "Maatskappy", "firm"],
  [readPayday, "25th", 25],
  [readPayday, "Month end", 31],
] as const)("%o reads %s", (read, text, value) => {
  expect(read(text)).toEqual({ value });
});

test.each([
  [readEmail, "a@b"],
  [readEmail, "a..b@example.com"],
  [readEmail, "a b@example.com"],
  [readEmail, `${"a".repeat(300)}@example.com`],
  [readLanguage, "xx"],
  [readLanguage, "elvish"],
  [readZone, "+02:00"],
  [readZone, "Mars/Base"],
  [readCountry, "EU"],
  [readCountry, "818"],
  [readKind, "ghost"],
  [readPayday, "32"],
] as const)("%o refuses %s", (read, text) => {
  expect(read(text)).toEqual({ reason: expect.stringContaining("; ") });
});
