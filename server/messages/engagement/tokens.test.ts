import fc from "fast-check";
import { expect, test } from "vitest";
import { clientTailOf, readToken, tokenKeyOf, tokenOf } from "./tokens.ts";

const key = tokenKeyOf(Buffer.alloc(32, 7));
const clientId = "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55";
const messageId = "019d2b5e-8e01-7a52-b4d3-6c7f8091a2b3";
const token = tokenOf(key, "l", { clientId, messageId, link: 3 });

test("a token names its message and link, and the end of its client", () => {
  expect(token).toMatch(/^[\w-]{42}$/);
  expect(clientTailOf(token)).toBe("8e2a6c55");
  expect(readToken(key, "l", clientId, token)).toEqual({ messageId, link: 3 });
});

test("it is good for its purpose, its client and its installation only", () => {
  const other = clientId.replace(/^./, "1");
  expect(readToken(key, "u", clientId, token)).toBeUndefined();
  expect(readToken(key, "o", clientId, token)).toBeUndefined();
  expect(readToken(key, "l", other, token)).toBeUndefined();
  expect(readToken(tokenKeyOf(Buffer.alloc(32, 8)), "l", clientId, token)).toBeUndefined();
});

test("no byte of it can be changed", () => {
  const bytes = Buffer.from(token, "base64url");
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    expect(
      readToken(key, "l", clientId, changed.toString("base64url")),
      `byte ${at}`,
    ).toBeUndefined();
  }
});

test("whatever else is no token", () =>
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      expect(readToken(key, "l", clientId, text)).toBeUndefined();
    }),
    { numRuns: 200 },
  ));

test("any message and link come back", () =>
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.integer({ min: 0, max: 255 }), (client, message, link) => {
      const made = tokenOf(key, "l", { clientId: client, messageId: message, link });
      expect(readToken(key, "l", client, made)).toEqual({ messageId: message, link });
      expect(client.endsWith(clientTailOf(made)!)).toBe(true);
    }),
    { numRuns: 100 },
  ));
