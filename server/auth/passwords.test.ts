import { describe, expect, test } from "vitest";
import { passwordFault } from "./passwords.ts";

describe("a password", () => {
  test.each(["short", "elevenchars", "a".repeat(129)])(
    "of the wrong length is refused: %s",
    (one) => expect(passwordFault(one)).toMatch(/characters/),
  );

  test.each([
    "password1234",
    "P@ssw0rd!2026",
    "Qwertyuiop123",
    "qwertyuiop!!",
    "SecretSecret",
    "welcome2024!!",
    "letmein-letmein",
    "Dunlin2026!!!!",
    "Administrator1",
    "hasło1234567890",
  ])("that everybody tries first is refused: %s", (one) =>
    expect(passwordFault(one)).toMatch(/everybody/),
  );

  test.each(["aaaaaaaaaaaa", "abababababab", "123456789012", "abcdefghijkl", "987654321098"])(
    "that is a pattern is refused: %s",
    (one) => expect(passwordFault(one)).toMatch(/guess|everybody/),
  );

  test("is not the owner's name or address", () => {
    const about = ["thandi.mokoena@example.org", "Thandi Mokoena"];
    expect(passwordFault("thandi.mokoena", about)).toMatch(/own name/);
    expect(passwordFault("Thandi Mokoena 1", about)).toMatch(/own name/);
    expect(passwordFault("thandi keeps four geese", about)).toBeUndefined();
  });

  test.each([
    "four geese on a wet roof",
    "xK7#pQ2$vN9@",
    "żółw i jeż 1976",
    "correct pony battery nail",
  ])("may be any other: %s", (one) => expect(passwordFault(one)).toBeUndefined());
});
