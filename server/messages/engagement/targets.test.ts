import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { replaceInHtml, replaceInText, targetsInHtml, targetsInText } from "./targets.ts";

const WAY_OUT = `https://dunlin.example/u/${"x".repeat(42)}`;

describe("in HTML", () => {
  test.each([
    [
      "two links, in order",
      `<a href="https://a.example/1">1</a> <A class=b HREF='http://b.example/2'>2</A>`,
      ["https://a.example/1", "http://b.example/2"],
    ],
    [
      "as the reader's program reads it",
      `<a href="https://a.example/?a=1&amp;b=2&#38;c=&#x33;">1</a>`,
      ["https://a.example/?a=1&b=2&c=3"],
    ],
    [
      "its own way out is no link",
      `<a href="${WAY_OUT}">stop</a><a href="https://a.example/">a</a>`,
      ["https://a.example/"],
    ],
    [
      "mailboxes, numbers, scripts and places are none",
      `<a href="mailto:a@b.example">m</a><a href="tel:1">t</a><a href="javascript:alert(1)">j</a><a href="#x">x</a><a href="/y">y</a>`,
      [],
    ],
    [
      "what only looks like one is none",
      `<p>https://a.example/</p><img src="https://a.example/i.gif"><area href="https://a.example/">`,
      [],
    ],
    [
      "the same address twice is two links",
      `<a href="https://a.example/">1</a><a href="https://a.example/">2</a>`,
      ["https://a.example/", "https://a.example/"],
    ],
  ])("%s", (_name, html, targets) => {
    expect(targetsInHtml(html)).toEqual(targets);
  });

  test("only addresses change, and are written as attributes must be", () => {
    const html = `<p title='a"b'>Q&amp;A <a class="b" href='https://a.example/?x=1&amp;y=2'>here</a></p>`;
    expect(replaceInHtml(html, () => undefined)).toBe(html);
    expect(replaceInHtml(html, (link) => `https://d.example/l/${link}?a&"b`)).toBe(
      `<p title='a"b'>Q&amp;A <a class="b" href="https://d.example/l/0?a&amp;&quot;b">here</a></p>`,
    );
  });

  test("hostile HTML takes no time, and what is not counted is not changed", () => {
    const begun = performance.now();
    for (const piece of [
      "<a ",
      "<a href",
      "<a href=",
      `<a href="`,
      "<a href= ",
      "&#x",
      "<a\thref=' ",
    ])
      expect(targetsInHtml(piece.repeat(20_000))).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(5_000);
    const many = `<a href="https://a.example/">a</a>`.repeat(300);
    expect(targetsInHtml(many)).toHaveLength(256);
    expect(replaceInHtml(many, () => "b").match(/https:/g)).toHaveLength(44);
  });
});

describe("in a text", () => {
  test.each([
    ["Pay at https://a.example/p?x=1. Thanks", ["https://a.example/p?x=1"]],
    [
      "(see http://a.example/b), or https://c.example!",
      ["http://a.example/b", "https://c.example"],
    ],
    ["a.example/b and ftp://c.example", []],
    [`Stop: ${WAY_OUT}`, []],
  ])("%s", (text, targets) => {
    expect(targetsInText(text)).toEqual(targets);
  });

  test("what ends the sentence stays", () => {
    const text = "Pay at https://a.example/p, please.";
    expect(replaceInText(text, (link) => `https://d.example/l/${link}`)).toBe(
      "Pay at https://d.example/l/0, please.",
    );
  });
});

test("what is counted when it is replaced is what is found when it is followed", () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc
            .webUrl({ withQueryParameters: true, withFragments: true })
            .map(
              (url) => `<a href="${url.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">x</a>`,
            ),
          fc.string({ maxLength: 20 }),
        ),
        { maxLength: 12 },
      ),
      (pieces) => {
        const html = pieces.join(" ");
        const seen: string[] = [];
        replaceInHtml(html, (link, target) => {
          expect(link).toBe(seen.length);
          seen.push(target);
          return "x:";
        });
        expect(targetsInHtml(html)).toEqual(seen);
      },
    ),
    { numRuns: 100 },
  ));
