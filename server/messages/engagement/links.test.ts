import { expect, test } from "vitest";
import type { Outgoing } from "#messages/route.ts";
import { segmentsOf } from "#messages/text/gsm.ts";
import { sizeOf } from "./drafting.ts";
import { wayOutOf, withTracks, type Links } from "./links.ts";
import { targetsInMail } from "./targets.ts";
import { tokenKeyOf, tokenOf } from "./tokens.ts";

const ids = {
  clientId: "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55",
  messageId: "019d2b5e-8e01-7a52-b4d3-6c7f8091a2b3",
};
const links: Links = { publicUrl: "https://d.example", key: tokenKeyOf(Buffer.alloc(32, 7)) };
const all = { opens: true, clicks: true, smsClicks: true };
const out = (own: Partial<Outgoing>): Outgoing => ({
  ...ids,
  attempt: 1,
  to: "+27821110000",
  sender: "Harbour",
  text: "",
  ...own,
});
const linkTo = (link: number) => `https://d.example/l/${tokenOf(links.key, "l", { ...ids, link })}`;
const data = { client: { name: "Harbour" }, today: "2026-03-05" };
const size = (text: string, cls: "collection" | "otp" = "collection", tracking = all) =>
  sizeOf(
    { links, tracking },
    ids,
    { channel: "sms", class: cls, data },
    { ok: true, disclosure: "full", text, segments: segmentsOf(text).parts.length },
  );

test("a text is counted and paid for as it goes out, with its links replaced", () => {
  const text = `Pay at https://a.example/p. ${"x".repeat(110)}`;
  const { segments, encoding, tracked } = size(text);
  const sent = withTracks(links, out({ text, tracked })).text;
  expect(sent).toBe(text.replace("https://a.example/p", linkTo(0)));
  expect([segments, encoding]).toEqual([segmentsOf(sent).parts.length, "gsm7"]);
  expect([segmentsOf(text).parts.length, segments]).toEqual([1, 2]);
});

test.each([
  ["no link in it", size("Your balance is R10")],
  ["a one-time pin", size("1234 at https://a.example", "otp")],
  ["too long with other links", size(`${"x".repeat(1_500)} https://a.example`)],
  ["switched off", size("https://a.example", "collection", { ...all, smsClicks: false })],
])("%s: the text stays as it is", (_name, { tracked, encoding }) => {
  expect([tracked, encoding]).toEqual([{ opens: false, clicks: false }, undefined]);
});

test("a mail is watched as was decided when it was written, whatever else is in it", () => {
  const wayOut = wayOutOf(links, ids);
  const html = `<body><a href="https://a.example/">a</a><a href="${wayOut}">stop</a></body>`;
  const sent = (opens: boolean, clicks: boolean) =>
    withTracks(links, out({ html, text: "https://a.example/", tracked: { opens, clicks } }));
  expect(sent(false, false)).toMatchObject({ html, text: "https://a.example/" });
  expect(sent(false, true).html).toBe(html.replace("https://a.example/", linkTo(0)));
  // The numbers of the plain part go on behind those of the other: old tokens mean what they meant.
  expect(sent(false, true).text).toBe(linkTo(1));
  expect(targetsInMail(html, "https://a.example/")[1]).toBe("https://a.example/");
  const picture = `https://d.example/o/${tokenOf(links.key, "o", ids)}.gif`;
  expect(sent(true, false).html).toBe(
    html.replace("</body>", `<img src="${picture}" alt="" width="1" height="1"></body>`),
  );
  expect(sent(true, false).text).toBe("https://a.example/");
});
