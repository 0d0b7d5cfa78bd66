import fc from "fast-check";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { UserError } from "#platform/errors.ts";
import { readXml, type XmlOptions } from "#platform/xml.ts";

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size)
    yield await Promise.resolve(bytes.subarray(at, at + size));
}

/** Path and text of each element, as it closes; and whether "start" and "end" cut it out of the decoded text. */
async function read(file: string | Uint8Array, size = 7, options: XmlOptions = {}) {
  const bytes = typeof file === "string" ? Buffer.from(file) : file;
  const leaves: string[] = [];
  const cut: string[] = [];
  let whole = "";
  const said = await readXml(
    inPieces(bytes, size),
    {
      chunk: (text, at) => {
        expect(at).toBe(whole.length);
        whole += text;
      },
      close: ({ path, start, namespace }, text, end) => {
        leaves.push(`${path}${namespace && ` {${namespace}}`}=${text}`);
        cut.push(whole.slice(start, end));
      },
    },
    options,
  );
  return { leaves, cut, said };
}

const why = async (file: string | Uint8Array, options?: XmlOptions) =>
  await read(file, 7, options).then(
    () => "read",
    (error: unknown) => (error instanceof UserError ? error.message : `threw ${String(error)}`),
  );

test("tells elements with their way, text and place, whatever the pieces", async () => {
  const file = `\uFEFF<?xml version="1.0"?>\r\n<a:A xmlns:a="urn:x"><!-- no --><a:B c='1'>x &amp; <![CDATA[<y>]]>\r\nŁ😀</a:B>\n  <B/></a:A>`;
  for (const size of [1, 2, 3, 64, 4_096]) {
    const { leaves, cut, said } = await read(file, size);
    expect(leaves).toEqual(["/A/B {urn:x}=x & <y>\nŁ😀", "/A/B=", "/A {urn:x}="]);
    expect(cut[1]).toBe("<B/>");
    expect(cut[2]).toBe(file.slice(file.indexOf("<a:A"), file.length));
    expect(said).toEqual({ encoding: "utf-8", bytes: Buffer.byteLength(file), elements: 3 });
  }
});

test("reads the encodings of banks, and refuses bytes that are none", async () => {
  const decl = (name: string) => `<?xml version='1.0' encoding='${name}'?>`;
  const utf16 = Buffer.from(`\uFEFF${decl("UTF-16")}<A>Żółć</A>`, "utf16le");
  expect((await read(utf16, 3)).leaves).toEqual(["/A=Żółć"]);
  expect((await read(Buffer.from(utf16).swap16(), 3)).leaves).toEqual(["/A=Żółć"]);
  expect((await read(utf16.subarray(2), 3)).leaves).toEqual(["/A=Żółć"]);
  const latin = (name: string, byte: number) =>
    Buffer.concat([Buffer.from(`${decl(name)}<A>`), Buffer.from([byte]), Buffer.from("</A>")]);
  expect((await read(latin("ISO-8859-1", 0xe9))).leaves).toEqual(["/A=é"]);
  expect((await read(latin("iso-8859-2", 0xb3))).leaves).toEqual(["/A=ł"]);
  expect((await read(latin("Windows-1250", 0x9c))).leaves).toEqual(["/A=ś"]);
  expect(
    (await read(`${decl("UTF-16")}<A>said by a program that stores UTF-8</A>`)).leaves,
  ).toHaveLength(1);
  expect(await why(latin("UTF-8", 0xe9))).toMatch(/^the file is not written in UTF-8 as it says/);
  expect(await why(latin("EBCDIC-CP-US", 0xe9))).toContain(
    'says that it is written in "EBCDIC-CP-US"',
  );
  expect(await why(Buffer.from([0x1f, 0x8b, 8, 0]))).toBe(
    "the file is a gzip archive; unpack it first",
  );
});

test.each([
  ["", "the file is empty"],
  ["  \n", "the file, line 2: there is nothing in it"],
  ["hello", "the file, line 1: text stands outside of its elements: it is no XML"],
  ["<A>\n<B></A>", "the file, line 2: it is not well-formed XML: unexpected close tag"],
  ["<A><B>1</B>", "the file, line 1: it ends inside <A>: a part is missing"],
  [
    '<!DOCTYPE A SYSTEM "file:///etc/passwd"><A/>',
    "it has a document type (DOCTYPE), which is not read",
  ],
  ['<!DOCTYPE A [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><A>&b;</A>', "document type (DOCTYPE)"],
  ["<A>&xxe;</A>", "it uses an entity of its own; only the five of XML itself are read"],
  ["<A b='&xxe;'/>", "it uses an entity of its own"],
  ["<A>&#0;</A>", "it is not well-formed XML: malformed character entity"],
  ["<b:A/>", 'unbound namespace prefix: "b"'],
  ["<A b='1' b='2'/>", "duplicate attribute"],
])("refuses %j with a sentence", async (file, sentence) => {
  expect(await why(file)).toContain(sentence);
});

test("what is endless is refused before it is held", async () => {
  const long = "x".repeat(400_000);
  for (const file of [
    `<A>${long}`,
    `<A b="${long}`,
    `<A><!--${long}`,
    `<A><![CDATA[${long}`,
    `<${long}`,
  ]) {
    const bytes = Buffer.from(file);
    let given = 0;
    const source = (async function* () {
      for await (const piece of inPieces(bytes, 10_000)) {
        given += piece.length;
        yield piece;
      }
    })();
    await expect(readXml(source, {})).rejects.toThrow("too long");
    expect(given).toBeLessThan(300_000);
  }
  expect(await why("<A>".repeat(100))).toContain("nested too deeply");
  expect(await why(`<A>${"<B/>".repeat(20)}</A>`, { mostElements: 10 })).toContain(
    "too many elements",
  );
  expect(await why("<A/>".padEnd(99), { mostBytes: 50 })).toBe("the file is larger than 50 bytes");
  const attributes = Array.from({ length: 99 }, (_, at) => `a${at}=''`).join(" ");
  expect(await why(`<A ${attributes}/>`)).toContain("too many attributes");
  const kinds = Array.from({ length: 20_001 }, (_, at) => `<b${at}/>`).join("");
  expect(await read(`<A>${kinds}</A>`, 65_536).catch((error: unknown) => String(error))).toContain(
    "too many kinds of elements",
  );
});

/** What another parser says of it: names with their namespaces and texts, or undefined for no XML. */
function bySaxes(file: string): string[] | undefined {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const told: string[] = [];
  let text = "";
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("text", (one) => (text += one));
  parser.on("cdata", (one) => (text += one));
  parser.on("opentag", (tag) => {
    told.push(
      `<${tag.local} {${tag.uri}} ${Object.values(tag.attributes)
        .map(({ name, value }) => `${name}=${value}`)
        .join(",")}`,
    );
    text = "";
  });
  parser.on("closetag", ({ local }) => {
    told.push(`${local}:${text}`);
    text = "";
  });
  try {
    parser.write(file).close();
    return told;
  } catch {
    return undefined;
  }
}

test("documents are what another parser finds in them", async () => {
  const name = fc.constantFrom("A", "Bc", "p:D", "Ł");
  const text = fc.constantFrom(
    "",
    " ",
    "x",
    "&amp;&#65;",
    "\r\n",
    "<![CDATA[<&]]>",
    "<!-- c -->",
    "é😀",
    "]]",
    "<?p i?>",
  );
  const { document } = fc.letrec<{ document: string; inner: string }>((tie) => ({
    document: fc
      .tuple(name, fc.array(fc.oneof(text, tie("inner")), { maxLength: 4 }))
      .map(
        ([tag, parts]) =>
          `<${tag} xmlns="urn:a" xmlns:p='urn:p' p:q = "1 > 0">${parts.join("")}</${tag} >`,
      ),
    inner: fc.oneof(
      { maxDepth: 3 },
      name.map((tag) => `<${tag}/>`),
      fc
        .tuple(name, fc.array(fc.oneof(text, tie("inner")), { maxLength: 3 }))
        .map(([tag, parts]) => `<${tag} xmlns:p="urn:other">${parts.join("")}</${tag}>`),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(
      document,
      fc.nat(200),
      fc.integer({ min: 1, max: 9 }),
      async (whole, cut, size) => {
        const file = cut < 40 ? whole.slice(0, -cut) : whole;
        const wanted = bySaxes(file);
        const told: string[] = [];
        const found = await readXml(inPieces(Buffer.from(file), size), {
          open: (element) => {
            const { name: local, namespace } = element;
            const own = ["xmlns", "xmlns:p", "p:q"].flatMap((one) => {
              const value = element.attribute(one);
              return value === undefined ? [] : [`${one}=${value}`];
            });
            told.push(`<${local} {${namespace}} ${own.join(",")}`);
          },
          close: (element, content) => void told.push(`${element.name}:${content}`),
        }).then(
          () => told,
          () => undefined,
        );
        expect(found === undefined).toBe(wanted === undefined);
        if (!found || !wanted) return;
        // Text beside elements is not told.
        const leaves = wanted.map((line, at) =>
          wanted[at - 1]?.startsWith("<") || line.startsWith("<")
            ? line
            : line.replace(/:[^]*$/u, ":"),
        );
        expect(found).toEqual(leaves);
      },
    ),
    runs(150),
  );
});

test("whatever comes, it is read or refused with a sentence", async () => {
  const bits = [
    "<",
    ">",
    "</",
    "/>",
    "&",
    ";",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "='",
    "'",
    "A",
    "x:",
    "xmlns",
  ];
  const hostile = fc.oneof(
    fc
      .array(fc.oneof(fc.constantFrom(...bits), fc.string({ unit: "grapheme", maxLength: 3 })), {
        maxLength: 60,
      })
      .map((parts) => Buffer.from(parts.join(""))),
    fc.uint8Array({ maxLength: 200 }),
  );
  await fc.assert(
    fc.asyncProperty(hostile, fc.integer({ min: 1, max: 9 }), async (bytes, size) => {
      const said = await readXml(inPieces(bytes, size), {}).catch((error: unknown) => error);
      expect(said instanceof UserError || (said as { elements: number }).elements > 0).toBe(true);
    }),
    runs(150),
  );
});
