// Debit files without what is stopped: every other byte as it was, totals counted again, nothing written that is not right.
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeEach, expect, test } from "vitest";
import { stopDebits, type StopRecord } from "#debits/stops.ts";
import { buildClient, openWorld, THURSDAY, type BuiltClient } from "#testing/builders.ts";
import { filterDebitFile, type FilterOptions } from "./filter.ts";
import { readLayout } from "./layout.ts";
import { StopIndex, type FileDebit } from "./stop-index.ts";
import { add, readDecimal, writeDecimal, ZERO } from "./decimal.ts";
import { isCreditorId, isIban } from "./check-digits.ts";

const world = await openWorld();
const folder = await mkdtemp(join(tmpdir(), "dunlin-filter-"));
afterAll(async () => await rm(folder, { recursive: true, force: true }));
let client: BuiltClient;
let number = 0;
beforeEach(async () => {
  client = await buildClient(world, {});
});

type Debit = { readonly e2e: string; readonly mandate: string; readonly amount: string };
const debitXml = ({ e2e, mandate, amount }: Debit, p = ""): string =>
  `<${p}DrctDbtTxInf><${p}PmtId><${p}EndToEndId>${e2e}</${p}EndToEndId></${p}PmtId><${p}InstdAmt Ccy="EUR">${amount}</${p}InstdAmt>` +
  `<${p}DrctDbtTx><${p}MndtRltdInf><${p}MndtId>${mandate}</${p}MndtId></${p}MndtRltdInf></${p}DrctDbtTx>` +
  `<${p}DbtrAgt><${p}FinInstnId/></${p}DbtrAgt><${p}Dbtr><${p}Nm>Żaneta &amp; Ko</${p}Nm></${p}Dbtr>` +
  `<${p}DbtrAcct><${p}Id><${p}IBAN>DE89370400440532013000</${p}IBAN></${p}Id></${p}DbtrAcct></${p}DrctDbtTxInf>`;

type File = {
  version?: string;
  prefix?: string;
  infos: readonly (readonly Debit[])[];
  end?: string;
  sum?: string;
};

function fileXml({ version = "001.02", prefix = "", infos, end = "\r\n", sum }: File): string {
  const p = prefix === "" ? "" : `${prefix}:`;
  const totalOf = (debits: readonly Debit[]) =>
    writeDecimal(
      debits.reduce((all, { amount }) => add(all, readDecimal(amount)!), ZERO),
      2,
    );
  const info = (debits: readonly Debit[], n: number) =>
    `  <${p}PmtInf><!-- ${n} --><${p}PmtInfId>PI-${n}</${p}PmtInfId><${p}PmtMtd>DD</${p}PmtMtd>` +
    `<${p}NbOfTxs>${debits.length}</${p}NbOfTxs><${p}CtrlSum>${totalOf(debits)}</${p}CtrlSum>` +
    `<${p}ReqdColltnDt>2030-01-31</${p}ReqdColltnDt><${p}Cdtr/><${p}CdtrAcct/><${p}CdtrAgt/>` +
    `<${p}CdtrSchmeId><${p}Id><${p}PrvtId><${p}Othr><${p}Id>DE98ZZZ09999999999</${p}Id></${p}Othr></${p}PrvtId></${p}Id></${p}CdtrSchmeId>${end}` +
    debits.map((debit) => `    ${debitXml(debit, p)}${end}`).join("") +
    `  </${p}PmtInf>${end}`;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>${end}<${p}Document xmlns${prefix && `:${prefix}`}="urn:iso:std:iso:20022:tech:xsd:pain.008.${version}"><${p}CstmrDrctDbtInitn>${end}` +
    `  <${p}GrpHdr><${p}MsgId>MSG-2030-01</${p}MsgId><${p}CreDtTm>2030-01-20T10:00:00</${p}CreDtTm>` +
    `<${p}NbOfTxs>${infos.flat().length}</${p}NbOfTxs><${p}CtrlSum>${sum ?? totalOf(infos.flat())}</${p}CtrlSum><${p}InitgPty/></${p}GrpHdr>${end}` +
    infos.map(info).join("") +
    `</${p}CstmrDrctDbtInitn></${p}Document>${end}`
  );
}

const debits = (...names: string[]): Debit[] =>
  names.map((name, at) => ({ e2e: `E-${name}`, mandate: `M-${name}`, amount: `${10 + at}.5` }));

async function put(content: string | Uint8Array, extension = "xml"): Promise<string> {
  const file = join(folder, `f${(number += 1)}.${extension}`);
  await writeFile(file, content);
  return file;
}

const filter = async (file: string, more: Partial<FilterOptions> = {}) =>
  await filterDebitFile(world.db, client.clientId, { file, actor: "test", ...more });

const stop = async (which: Parameters<typeof stopDebits>[2]) =>
  await client.within(
    async (tx) =>
      await stopDebits(
        tx,
        client.clientId,
        which,
        { meaning: "cancel_debit", by: "test" },
        THURSDAY,
      ),
  );

test.each([
  { version: "001.02" },
  { version: "001.08", prefix: "n" },
  { version: "001.11", end: "\n" },
] as const)("a stopped debit is gone, and all else is as it was: %o", async (kind) => {
  const given = fileXml({ ...kind, infos: [debits("1", "2", "3"), debits("4", "5")] });
  const file = await put(given);
  await stop({ endToEnd: "E-2" });
  await stop({ mandate: "M-4" });
  const done = await filter(file);
  expect(done).toMatchObject({ kept: 3, removed: 2, sumBefore: "56.50", sumAfter: "34.50" });
  const written = await readFile(done.output!, "utf8");
  const p = "prefix" in kind ? `${kind.prefix}:` : "";
  const figures = (n: number, sum: string) => `NbOfTxs>${n}</${p}NbOfTxs><${p}CtrlSum>${sum}<`;
  const wanted = given
    .replace(debitXml(debits("1", "2")[1]!, p), "")
    .replace(debitXml(debits("4")[0]!, p), "")
    .replace(figures(3, "34.50"), figures(2, "23.00"))
    .replace(figures(2, "22.00"), figures(1, "11.50"))
    .replace(figures(5, "56.50"), figures(3, "34.50"));
  const id = /MsgId>(MSG-2030-01-[0-9A-F]{8})</.exec(written)?.[1];
  expect(written).toBe(wanted.replace("MSG-2030-01", id ?? "no new id"));
  expect(await readFile(file, "utf8")).toBe(given);
  expect((await readFile(done.report, "utf8")).split("\r\n")[1]).toContain(
    "M-2,E-2,PI-0,DE98ZZZ09999999999,11.5,EUR",
  );
});

test.each(["utf-16le", "utf-16be"] as const)("in %s it stays so", async (encoding) => {
  const text = `\u{feff}${fileXml({ infos: [debits("1", "2")] }).replace("UTF-8", "UTF-16")}`;
  const bytes = Buffer.from(text, "utf16le");
  const file = await put(encoding === "utf-16le" ? bytes : bytes.swap16());
  await stop({ endToEnd: "E-1" });
  const written = await readFile((await filter(file)).output!);
  const back = (encoding === "utf-16le" ? written : written.swap16()).toString("utf16le");
  expect(back.startsWith("\u{feff}<?xml")).toBe(true);
  expect([back.includes("E-1"), back.includes("E-2"), back.includes("Żaneta")]).toEqual([
    false,
    true,
    true,
  ]);
});

test("what is left of nothing is no file; what nobody stopped is the same file", async () => {
  const file = await put(fileXml({ infos: [debits("1"), debits("2")] }));
  await stop({ endToEnd: "E-1" });
  const one = await filter(file);
  expect(await readFile(one.output!, "utf8")).not.toContain("PI-0");
  await stop({ endToEnd: "E-2" });
  const none = await filter(file, { force: true, out: join(folder, "none.xml") });
  expect(none).toMatchObject({ kept: 0, removed: 2, output: null });
  expect(await readdir(folder)).not.toContain("none.xml");
  const other = await put(fileXml({ infos: [debits("8", "9")] }));
  const same = await filter(other);
  expect(await readFile(same.output!)).toEqual(await readFile(other));
});

test("the mandate of another creditor, and an end-to-end id that says nothing, stop nobody", async () => {
  const open = debits("1").map((debit) => ({ ...debit, e2e: "NOTPROVIDED" }));
  const file = await put(fileXml({ infos: [open] }));
  await stop({ endToEnd: "NOTPROVIDED" });
  expect(await filter(file)).toMatchObject({ kept: 1, removed: 0, warnings: [] });
  const known = {
    stopId: "s",
    debitId: "d",
    endToEndId: "E",
    mandateId: "M",
    creditorSchemeId: "C",
  };
  const index = new StopIndex();
  index.add({ ...known, paymentInfoId: "P" } as StopRecord);
  const found = (debit: FileDebit) => index.find({ endToEndId: "E", ...debit })?.stopId;
  expect([
    found({ mandateId: "M", creditorSchemeId: "other", paymentInfoId: "other" }),
    found({ creditorSchemeId: "C", paymentInfoId: "P" }),
    found({}),
    found({ mandateId: "N", creditorSchemeId: "C" }),
    found({ creditorSchemeId: "other" }),
    found({ paymentInfoId: "other" }),
  ]).toEqual(["s", "s", "s", undefined, undefined, undefined]);
  expect(index.doubtful).toEqual(["E"]);
});

test("nothing that stands there is overwritten, least of all the file itself", async () => {
  const file = await put(fileXml({ infos: [debits("1")] }));
  await filter(file);
  await expect(filter(file)).rejects.toThrow(/is there already; give another name, or --force/);
  await filter(file, { force: true });
  await expect(filter(file, { out: file, force: true })).rejects.toThrow(/never changed/);
});

const good = { infos: [debits("1", "2")] };
test.each([
  [
    "a wrong sum",
    fileXml({ ...good, sum: "99.99" }),
    /GrpHdr: CtrlSum says 99.99, but the debits come to 22.00/,
  ],
  [
    "a wrong count",
    fileXml(good).replace("NbOfTxs>2<", "NbOfTxs>3<"),
    /NbOfTxs says 3, but there are 2/,
  ],
  [
    "another kind",
    fileXml({ ...good, version: "001.01" }),
    /no direct debits of pain.008.001.02 to .11/,
  ],
  ["no namespace", fileXml(good).replace(/ xmlns="[^"]*"/, ""), /without a namespace/],
  [
    "an order that is wrong",
    fileXml(good)
      .replace("<PmtMtd>DD</PmtMtd>", "")
      .replace("<Cdtr/>", "<Cdtr/><PmtMtd>DD</PmtMtd>"),
    /PmtMtd stands behind Cdtr in PmtInf/,
  ],
  [
    "something missing",
    fileXml(good)
      .replace(/<EndToEndId>E-1.*?<\/PmtId>/, "</PmtId>")
      .replace(/<PmtId><\/PmtId>/, ""),
    /DrctDbtTxInf has no PmtId/,
  ],
  [
    "an amount of nothing",
    fileXml({ infos: [[{ e2e: "E", mandate: "M", amount: "0.00" }]] }),
    /is no amount above nothing/,
  ],
  [
    "an entity",
    `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${fileXml(good)}`,
    /DOCTYPE/,
  ],
  ["half a file", fileXml(good).slice(0, 900), /is missing|ends inside/],
  ["no XML", "mandate,amount\n1,2\n", /XML/],
])("refused with a sentence: %s", async (_what, text, sentence) => {
  const file = await put(text);
  await expect(filter(file)).rejects.toThrow(sentence);
  expect(await readdir(folder)).not.toContain(
    `${file.split("/").at(-1)!.slice(0, -4)}.filtered.xml`,
  );
});

test("check digits and days that are over are warnings", async () => {
  const text = fileXml(good)
    .replace("DE89370400440532013000", "DE88370400440532013000")
    .replace("DE98ZZZ09999999999", "DE99ZZZ09999999999")
    .replace("2030-01-31", "2020-01-31");
  const { warnings } = await filter(await put(text));
  expect(warnings.join("; ")).toMatch(/IBAN.*2020-01-31, is over.*creditor's id/);
  expect([isIban("GB82WEST12345698765432"), isCreditorId("DE98ZZZ09999999999")]).toEqual([
    true,
    true,
  ]);
});

const XSD = (children: string) => `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  targetNamespace="urn:iso:std:iso:20022:tech:xsd:pain.008.001.02" elementFormDefault="qualified">
  <xs:element name="Document"><xs:complexType><xs:sequence>${children}</xs:sequence></xs:complexType></xs:element></xs:schema>`;

test("against a schema: what breaks it is refused", async () => {
  const file = await put(fileXml(good));
  const any = join(folder, "any.xsd");
  await writeFile(any, XSD('<xs:any processContents="skip"/>'));
  expect(await filter(file, { schema: any })).toMatchObject({ kept: 2 });
  const strict = join(folder, "strict.xsd");
  await writeFile(strict, XSD('<xs:element name="Other"/>'));
  await expect(filter(file, { schema: strict, force: true })).rejects.toThrow(
    /is not as strict.xsd says: line 2/,
  );
});

const layoutOf = async (name: string) =>
  readLayout(await readFile(join(import.meta.dirname, "layouts", `${name}.yaml`), "utf8"));

const eft = (
  batches: readonly (readonly (readonly [account: number, cents: number, id: string])[])[],
) => {
  const pad = (value: number, width: number) => String(value).padStart(width, "0");
  const line = (text: string) => `${text.padEnd(94)}\r\n`;
  const all: readonly (readonly [number, number, string])[] = batches.flat();
  const sum = (list: typeof all): number => list.reduce((total, [, cents]) => total + cents, 0);
  return [
    line("01DUNLIN"),
    ...batches.flatMap((batch) => [
      line("04BATCH"),
      ...batch.map(([account, cents, id]) =>
        line(
          `50${pad(account, 11)}${pad(cents, 11)}300131${`M-${id}`.padEnd(20)}${`E-${id}`.padEnd(30)}`,
        ),
      ),
      line(
        `92${pad(batch.length, 7)}${pad(sum(batch), 15)}${pad(batch.reduce((total, [account]) => total + account, 0) % 1e12, 12)}`,
      ),
    ]),
    line(`99${pad(all.length, 7)}${pad(sum(all), 15)}${pad(batches.length, 7)}`),
  ].join("");
};

test("a file of fixed width: control totals follow, and an empty batch goes", async () => {
  const layout = await layoutOf("fixed-width-eft");
  const one = [
    [101, 5_000, "a"],
    [202, 7_525, "b"],
    [303, 100, "c"],
  ] as const;
  const file = await put(eft([one, [[404, 999, "d"]]]), "txt");
  await stop({ endToEnd: "E-b" });
  await stop({ mandate: "M-d" });
  const done = await filter(file, { layout });
  expect(done).toMatchObject({ kept: 2, removed: 2, sumBefore: "136.24", sumAfter: "51.00" });
  expect(await readFile(done.output!, "latin1")).toBe(eft([[one[0], one[2]]]));
  const wrong = await put(eft([one]).replace("000000000012625", "000000000012626"), "txt");
  await expect(filter(wrong, { layout })).rejects.toThrow(
    /the sum is "000000000012626", but it comes to 12625/,
  );
});

test("a CSV file with a last line of totals", async () => {
  const layout = await layoutOf("csv-with-trailer");
  const head = "kind,mandate,end to end,account,amount,day\n";
  const text = `${head}D,M-1,"E-1",1,10.00,2030-01-31\nD,M-2,E-2,"2",5.50,2030-01-31\nT,2,,,15.50,\n`;
  await stop({ endToEnd: "E-1" });
  const done = await filter(await put(text, "csv"), { layout });
  expect(await readFile(done.output!, "utf8")).toBe(
    `${head}D,M-2,E-2,"2",5.50,2030-01-31\nT,1,,,5.50,\n`,
  );
  expect(() => readLayout("name: x\nform: csv\nkinds: { a: { debit: true } }")).toThrow(
    /has no field amount/,
  );
});

test("sums are exact", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.bigInt(0n, 10n ** 15n), fc.nat(5)), { maxLength: 20 }),
      (list) => {
        const sum = list.reduce((all, [units, places]) => add(all, { units, places }), ZERO);
        const scaled = list.reduce(
          (all, [units, places]) => all + units * 10n ** BigInt(5 - places),
          0n,
        );
        expect(writeDecimal(sum, 5).replace(".", "")).toBe(scaled.toString().padStart(6, "0"));
      },
    ),
    { numRuns: 50 },
  );
});
