import fc from "fast-check";
import { expect, test } from "vitest";
import { isSignedByTwilio, twilioSignature } from "./twilio-signature.ts";

// The example that Twilio's documentation works through.
const URL = "https://mycompany.com/myapp.php?foo=1&bar=2";
const form = (caller = "+14158675310") =>
  new URLSearchParams({
    CallSid: "CA1234567890ABCDE",
    Caller: caller,
    Digits: "1234",
    From: caller,
    To: "+18005551212",
  });

test("published examples have the published signatures", () => {
  expect(twilioSignature("12345", URL, form())).toBe("GvWf1cFY/Q7PnoempGyD5oXAezc=");
  expect(twilioSignature("12345", URL, form("+14158675309"))).toBe("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
});

test.each([
  ["https://dunlin.example/in/x/sms?a=1", "https://dunlin.example:443/in/x/sms?a=1"],
  ["http://dunlin.example/in/x/sms", "http://dunlin.example:80/in/x/sms"],
  ["https://dunlin.example:8443/in/x/sms", "https://dunlin.example/in/x/sms"],
])("the URL may be signed with its port or without: %s", (ours, theirs) => {
  for (const signed of [ours, theirs]) {
    const signature = twilioSignature("token", signed, form());
    expect(isSignedByTwilio("token", signature, ours, form())).toBe(true);
  }
  const other = twilioSignature("token", theirs.replace("dunlin", "dunling"), form());
  expect(isSignedByTwilio("token", other, ours, form())).toBe(false);
});

test("a parameter that comes twice is signed with both values, in their order", () => {
  const [one, two] = ["b=2&a=1&b=1", "a=1&b=1&b=2"].map((text) => new URLSearchParams(text));
  expect(twilioSignature("t", URL, one!)).toBe(twilioSignature("t", URL, two!));
});

test("any change of token, URL or a parameter breaks the signature", () => {
  const word = fc.string({ minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(fc.dictionary(word, word, { minKeys: 1 }), word, (fields, added) => {
      const signature = twilioSignature("token", URL, new URLSearchParams(fields));
      const name = Object.keys(fields)[0]!;
      const changed = new URLSearchParams({ ...fields, [name]: `${fields[name]}${added}` });
      const asked = (token: string, url: string, given: URLSearchParams) =>
        isSignedByTwilio(token, signature, url, given);
      expect(asked("token", URL, new URLSearchParams(fields))).toBe(true);
      expect(asked("tokem", URL, new URLSearchParams(fields))).toBe(false);
      expect(asked("token", `${URL}1`, new URLSearchParams(fields))).toBe(false);
      expect(asked("token", URL, changed)).toBe(
        twilioSignature("token", URL, changed) === signature,
      );
      expect(isSignedByTwilio("token", undefined, URL, new URLSearchParams(fields))).toBe(false);
    }),
    { numRuns: 50 },
  );
});
