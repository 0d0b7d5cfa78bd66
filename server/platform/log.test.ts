import fc from "fast-check";
import { expect, test } from "vitest";
import { maskLine, openLog } from "#platform/log.ts";

test.each([
  ['{"error":"no route for +27821234567"}', '{"error":"no route for …67"}'],
  ['{"error":"27821234567 is unknown"}', '{"error":"…67 is unknown"}'],
  [
    '{"error":"550 <thandi@mail.example>: no such user"}',
    '{"error":"550 <…@mail.example>: no such user"}',
  ],
])("what errors bring along is masked: %s", (line, masked) => {
  expect(maskLine(line)).toBe(masked);
});

test.each([
  '{"level":30,"time":1782820800000,"clientId":"019d2b5e-8f20-7d11-a3c4-556070809102","msg":"judged"}',
  '{"routeId":"019d2b5e-8f20-7011-9304-123456789012","took":"12345 ms"}',
  '{"day":"2026-06-30","at":"2026-06-30T10:00:00.123456Z"}',
])("ids, times and counts stay as they are: %s", (line) => {
  expect(maskLine(line)).toBe(line);
});

test("no number of a person is readable in what is written", () => {
  const lines: string[] = [];
  const log = openLog("trace", { write: (line: string) => void lines.push(line) });
  fc.assert(
    fc.property(fc.integer({ min: 100_000_000, max: 999_999_999 }), (rest) => {
      lines.length = 0;
      log.warn({ error: `to +48${rest}: 48${rest} refused` }, `about +48${rest}`);
      expect(lines.join("")).not.toContain(String(rest).slice(0, 6));
      expect(JSON.parse(lines[0]!)).toMatchObject({ level: 40 });
    }),
    { numRuns: 100 },
  );
});
