import { expect, test } from "vitest";
import { datesIn } from "./parsing/marks.ts";
import { twoDays } from "./two-days.ts";

// A Wednesday.
const today = Temporal.PlainDate.from("2026-11-18");

test.each<[string, string]>([
  ["i will pay R500 on the 1st and 15th", "2026-12-01 2026-12-15"],
  ["can i pay on the 1st and the 15th?", "2026-12-01 2026-12-15"],
  ["25th and then on the 10th", "2026-11-25 2026-12-10"],
  ["zapłacę 1 i 15 grudnia", "2026-12-01 2026-12-15"],
  ["ek sal op die 1ste en 15de betaal", "2026-12-01 2026-12-15"],
  ["on the 1st or 15th", ""],
  ["between the 1st and 15th", ""],
  ["i paid on the 1st and the 15th", ""],
  ["R5 and 10 more", ""],
  ["on the 1st and 45", ""],
  ["on the 1st", ""],
])("%s", (text, days) => {
  const found = datesIn(text, { currency: "ZAR", today });
  expect((twoDays(text, found, today) ?? []).join(" ")).toBe(days);
});
