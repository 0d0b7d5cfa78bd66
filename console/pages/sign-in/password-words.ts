// What the server says of a password that can't be used, in the language of the user.
import type { SignInWords } from "./words.ts";

const FAULTS: readonly (readonly [RegExp, (t: SignInWords["faults"], found: string) => string])[] =
  [
    [/at least (\d+) characters/, (t, n) => t.short(n)],
    [/at most (\d+) characters/, (t, n) => t.long(n)],
    [/too easy to guess()/, (t) => t.easy],
    [/everybody tries first()/, (t) => t.common],
    [/own name or address()/, (t) => t.own],
  ];

/** The sentence in that language; what is not known stays as it was said. */
export function passwordWords(t: SignInWords, detail: string): string {
  for (const [pattern, say] of FAULTS) {
    const found = pattern.exec(detail);
    if (found) return say(t.faults, found[1] ?? "");
  }
  return detail;
}
