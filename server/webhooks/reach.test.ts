import type { LookupAddress } from "node:dns";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkLiteral, ForbiddenAddress, guardedLookup, isPublic, mayReach } from "./reach.ts";

const NOWHERE = { privateHosts: [], loopback: false } as const;

// An oracle of its own: IPv4 as a number, against ranges written as first and last address.
const number = (text: string) => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
const RANGES = [
  "0.0.0.0-0.255.255.255 10.0.0.0-10.255.255.255 100.64.0.0-100.127.255.255 127.0.0.0-127.255.255.255",
  "169.254.0.0-169.254.255.255 172.16.0.0-172.31.255.255 192.0.0.0-192.0.0.255 192.0.2.0-192.0.2.255",
  "192.88.99.0-192.88.99.255 192.168.0.0-192.168.255.255 198.18.0.0-198.19.255.255",
  "198.51.100.0-198.51.100.255 203.0.113.0-203.0.113.255 224.0.0.0-255.255.255.255",
]
  .join(" ")
  .split(" ")
  .map((range) => range.split("-").map(number) as [number, number]);
const text4 = (value: number) =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
const isSpecial4 = (value: number) =>
  RANGES.some(([first, last]) => value >= first && value <= last);
const groups = (value: number) =>
  `${Math.floor(value / 65_536).toString(16)}:${(value % 65_536).toString(16)}`;

const anyV4 = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  // Near the edges, where mistakes are.
  fc
    .tuple(fc.constantFrom(...RANGES.flat()), fc.integer({ min: -2, max: 2 }))
    .map(([edge, off]) => Math.min(2 ** 32 - 1, Math.max(0, edge + off))),
);

describe("which addresses are public", () => {
  test("IPv4, everywhere and at every edge", () => {
    fc.assert(
      fc.property(anyV4, (value) => {
        expect(isPublic(text4(value)), text4(value)).toBe(!isSpecial4(value));
      }),
      { numRuns: 500 },
    );
  });

  test("an IPv4 address never gets in inside of an IPv6 one", () => {
    fc.assert(
      fc.property(anyV4, (value) => {
        const dressed = [
          `::ffff:${text4(value)}`,
          `::ffff:${groups(value)}`,
          `0:0:0:0:0:ffff:${groups(value)}`,
          `::${text4(value)}`,
          `64:ff9b::${text4(value)}`,
          `64:ff9b:1::${groups(value)}`,
          `2002:${groups(value)}::1`,
          `2001:0:${groups(value)}::1`,
        ];
        expect(dressed.filter(isPublic)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("IPv6 outside of 2000::/3 is not, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 8, maxLength: 8 }),
        (parts) => {
          const text = parts.map((part) => part.toString(16)).join(":");
          const first = parts[0]!;
          // Special space lies at both ends; what is between is all public.
          const expected = first > 0x2002 && first < 0x3fff;
          fc.pre(expected || first < 0x2000 || first > 0x3fff);
          expect(isPublic(text), text).toBe(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  test.each([
    "::",
    "::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "3fff::1",
    "100::1",
    "5f00::1",
    "",
    "localhost",
    "1.2.3",
    "1.2.3.4.5",
    "0x7f.1",
  ])("not %s", (address) => expect(isPublic(address)).toBe(false));

  test.each(["1.1.1.1", "8.8.8.8", "2606:4700::1111", "2a00:1450:4001::200e"])(
    "but %s",
    (address) => expect(isPublic(address)).toBe(true),
  );
});

describe("what the operator allows", () => {
  test("all, some hosts, or the machine itself", () => {
    expect(mayReach(NOWHERE, "crm.local", "10.0.0.7")).toBe(false);
    expect(mayReach({ ...NOWHERE, privateHosts: "all" }, "x", "10.0.0.7")).toBe(true);
    const some = { ...NOWHERE, privateHosts: ["crm.local"] };
    expect(mayReach(some, "CRM.local", "10.0.0.7")).toBe(true);
    expect(mayReach(some, "other.local", "10.0.0.7")).toBe(false);
    const demo = { ...NOWHERE, loopback: true };
    expect(["127.0.0.1", "127.9.9.9", "::1"].map((ip) => mayReach(demo, "x", ip))).toEqual([
      true,
      true,
      true,
    ]);
    expect(["10.0.0.7", "169.254.169.254", "::"].map((ip) => mayReach(demo, "x", ip))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test.each([
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://017700000001/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://169.254.169.254/latest/meta-data/",
    "https://0/",
    "http://127.1/",
  ])("an address in a URL is seen through, however it is written: %s", (url) =>
    expect(() => checkLiteral(NOWHERE, new URL(url))).toThrow(ForbiddenAddress),
  );
});

describe("the look-up", () => {
  const look = async (found: LookupAddress[], all: boolean) =>
    await new Promise<unknown>((resolve) => {
      const lookup = guardedLookup(NOWHERE, (_, done) => done(null, found));
      lookup("crm.example", { all }, (error, address, family) =>
        resolve(error ?? [address, family]),
      );
    });
  const open = { address: "93.184.215.14", family: 4 };
  const closed = { address: "10.0.0.7", family: 4 };

  test("hands on the very addresses that it checked, in the form that is asked for", async () => {
    expect(await look([open], true)).toEqual([[open], undefined]);
    expect(await look([open], false)).toEqual([open.address, 4]);
  });

  test("one private address among several forbids the name; so does none", async () => {
    expect(await look([open, closed], true)).toBeInstanceOf(ForbiddenAddress);
    expect(await look([closed, open], false)).toBeInstanceOf(ForbiddenAddress);
    expect(await look([], true)).toBeInstanceOf(ForbiddenAddress);
  });

  test("a name that is not found says so", async () => {
    const error = Object.assign(new Error("gone"), { code: "ENOTFOUND" });
    const lookup = guardedLookup(NOWHERE, (_, done) => done(error, []));
    const said = await new Promise((resolve) => lookup("x", { all: true }, resolve));
    expect(said).toBe(error);
  });
});
