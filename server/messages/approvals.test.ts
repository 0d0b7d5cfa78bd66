import { expect, test } from "vitest";
import { newAsking, readReply } from "./approvals.ts";

test.each([
  ["APPROVE K7QD2M4H", "approved"],
  ["\n\n  approved: k7qd2m4h, thanks", "approved"],
  ['"Reject K7QD2M4H"', "rejected"],
  ["REJECTED K7QD2M4H\n> APPROVE K7QD2M4H", "rejected"],
])("%j is an answer", (text, answer) => {
  expect(readReply(text)).toEqual({ answer, code: "K7QD2M4H" });
});

test.each([
  "",
  "APPROVE",
  "APPROVE K7QD2M",
  "I do not APPROVE K7QD2M4H",
  "> APPROVE K7QD2M4H",
  "Why?\nAPPROVE K7QD2M4H",
  "APPROVE K7QD2M4H9",
  "APPROVE O0I1O0I1",
])("%j is none", (text) => expect(readReply(text)).toBeUndefined());

test("links and codes can't be guessed, and the digest does not tell the link", () => {
  const all = Array.from({ length: 200 }, () => newAsking("https://dunlin.example"));
  expect(new Set(all.map(({ url }) => url)).size).toBe(200);
  expect(new Set(all.map(({ code }) => code)).size).toBe(200);
  for (const { url, code, digest } of all) {
    expect(url).toMatch(/^https:\/\/dunlin\.example\/a\/[\w-]{22}$/);
    expect(readReply(`APPROVE ${code}`)).toEqual({ answer: "approved", code });
    expect(digest).toHaveLength(32);
    expect(url).not.toContain(digest.toString("base64url"));
  }
});
