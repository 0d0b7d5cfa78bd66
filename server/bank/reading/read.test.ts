import fc from "fast-check";
import { expect, test } from "vitest";
import { camt, statusReport } from "../fixtures.ts";
import { readBankFile, type Told } from "./read.ts";
import type { BankLine, StatusLine } from "./types.ts";
import { UserError } from "#platform/errors.ts";
import { damagedBytes } from "#testing/damage.ts";
import { runs } from "#testing/fuzz.ts";

async function* pieces(bytes: Uint8Array, size = 1_000) {
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.subarray(at, at + size));
  }
}

async function read(file: string | Uint8Array, first?: { lumps: ReadonlySet<number> }) {
  const bytes = typeof file === "string" ? Buffer.from(file) : file;
  const lines: BankLine[] = [];
  const statuses: StatusLine[] = [];
  const told: Told = { line: (line) => lines.push(line), status: (line) => statuses.push(line) };
  const found = await readBankFile("f.xml", pieces(bytes), told, first);
  return { found, lines, statuses };
}

const amounts = ({ lines }: { lines: readonly BankLine[] }) =>
  lines.map(
    (line) => `${line.isCredit ? "" : "-"}${line.amountMinor}${line.isDetail ? "" : " whole"}`,
  );

const summary = (sum: string, count = 1) =>
  `<TxsSummry><TtlCdtNtries><NbOfNtries>${count}</NbOfNtries><Sum>${sum}</Sum></TtlCdtNtries></TxsSummry>`;

test.each([
  [camt([{ amount: "10,00" }]), 'f.xml, line 3: "10,00" ZAR is no amount'],
  [camt([{ amount: "10.005" }]), "is no amount"],
  [camt([{ amount: "-1" }]), "is no amount"],
  [camt([{ amount: "10.00" }], { currency: "ZZZ" }), 'has the currency "ZZZ"'],
  [camt([{ amount: "1", on: "2026-02-30" }]), '"2026-02-30" is no date'],
  [camt([{ amount: "1", way: "BOTH" as "CRDT" }]), "neither CRDT nor DBIT"],
  [camt([{ amount: "1" }], { account: "" }), "an entry stands before its account"],
  [camt([{ amount: "1", status: "" }]), "f.xml, line 3: an entry without a status (Sts)"],
  [
    camt([]).replace("camt.053.001.02", "camt.054.001.02"),
    "f.xml says by its namespace that it is a camt.054, and holds <BkToCstmrStmt>",
  ],
  [
    camt([]).replace("camt.053.001.02", "camt.053.001.99"),
    "f.xml is camt.053.001.99; versions 01 to 13 are known",
  ],
  [
    camt([]).replace(/urn[^"]+/, "http://example.com/mine"),
    'f.xml has the namespace "http://example.com/mine"',
  ],
  [
    camt([]).replaceAll("BkToCstmrStmt", "CstmrDrctDbtInitn"),
    "f.xml is a pain.008, an order to the bank",
  ],
  [camt([{ amount: "1" }]).replace("</Ntry>", ""), "f.xml, line 4: it is not well-formed XML"],
  ["<html><body/></html>", "f.xml has no <Document>"],
  ["<a><b><c><d/></c></b></a>", "no <Document> stands where the message would begin"],
  [
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"/>',
    "f.xml holds an empty <Document>",
  ],
  [
    "<Document><BkToCstmrStmt><GrpHdr/></BkToCstmrStmt></Document>",
    "f.xml is a camt.053 without any <Stmt>",
  ],
  [
    `<!DOCTYPE x [<!ENTITY a "a">]>${camt([]).split("\n").slice(1).join("")}`,
    "document type (DOCTYPE)",
  ],
])("refuses %# with a sentence", async (file, sentence) => {
  const error: unknown = await read(file).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).toContain(sentence);
});

test("namespaces may be missing, prefixed, or of a country; the message may stand in an envelope", async () => {
  const plain = camt([{ amount: "1" }]);
  const urn = /xmlns="([^"]+)"/.exec(plain)![1]!;
  const prefixed = plain.replaceAll(/<(\/?)(?=[A-Z])/g, "<$1n:").replace("xmlns=", "xmlns:n=");
  for (const file of [
    plain.replace(/ xmlns="[^"]+"/, ""),
    prefixed,
    plain.replace(urn, "http://www.six-interbank-clearing.com/de/camt.053.001.02.ch.01.xsd"),
    plain
      .replace("<Document", "<Envelope><Body><Document")
      .replace("</Document>", "</Document></Body></Envelope>"),
    plain.replaceAll("BkToCstmrStmt", "BkToCstmrStmtV01").replace("001.02", "001.01"),
  ]) {
    expect(amounts(await read(file))).toEqual(["100 whole"]);
  }
});

test("amounts are those of the transactions, where they explain the entry", async () => {
  const charged = camt([{ amount: "98.00", transactions: [{ amount: "100.00" }] }]).replace(
    "<NtryDtls>",
    '<Chrgs><Rcrd><Amt Ccy="ZAR">2.00</Amt></Rcrd></Chrgs><NtryDtls>',
  );
  expect(amounts(await read(charged))).toEqual(["10000"]);
  const two = camt([{ amount: "10", transactions: [{ amount: "4" }, { amount: "6.000" }] }]);
  expect(amounts(await read(two))).toEqual(["400", "600"]);
  const silent = await read(camt([{ amount: "10", transactions: [{}, {}] }]));
  expect([amounts(silent), silent.found.warnings.length]).toEqual([["1000 whole"], 1]);
  expect(amounts(await read(camt([{ amount: "10", transactions: [{}] }])))).toEqual(["1000"]);
  const exchanged = camt([{ amount: "10", transactions: [{ amount: "55" }] }]).replace(
    '<TxAmt><Amt Ccy="ZAR">55',
    '<TxAmt><Amt Ccy="EUR">0.50',
  );
  expect(amounts(await read(exchanged))).toEqual(["1000"]);
  const yen = await read(
    camt([{ amount: "1234" }, { amount: "5.000", way: "DBIT" }], { currency: "JPY" }),
  );
  expect(amounts(yen)).toEqual(["1234 whole", "-5 whole"]);
});

test("totals that contradict are told, odd ones are warned of, those of a page are left alone", async () => {
  const of = async (head: string) => (await read(camt([{ amount: "10.00" }], { head }))).found;
  expect((await of(summary("11.00"))).contradictions).toEqual([
    'statement "S-1" says that its credits come to 11.00 (TxsSummry/TtlCdtNtries), they come to 10.00 ZAR',
  ]);
  expect(await of(summary("10.0", 2))).toMatchObject({
    contradictions: [],
    warnings: [expect.stringContaining("has 2 credits")],
  });
  expect(
    await of(`<StmtPgntn><PgNb>2</PgNb><LastPgInd>true</LastPgInd></StmtPgntn>${summary("11.00")}`),
  ).toMatchObject({ contradictions: [] });
  const balance = (code: string, amount: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="ZAR">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd></Bal>`;
  expect((await of(balance("OPBD", "30") + balance("CLBD", "20.00"))).warnings).toEqual([]);
  expect((await of(balance("OPBD", "30") + balance("CLBD", "25"))).warnings[0]).toContain(
    "would close at -20.00",
  );
});

test("an entry of many transactions is told as it comes, as one sum where they do not explain it", async () => {
  const of = (amount: string) =>
    camt([
      { amount, transactions: Array.from({ length: 600 }, () => ({ amount: "1.00" })) },
      { amount: "5" },
    ]);
  const sound = await read(of("600.00"));
  expect([sound.lines.length, sound.lines[599]!.index, sound.found.lumps.size]).toEqual([
    601, 599, 0,
  ]);
  const wrong = await read(of("700.00"));
  expect(wrong.found.contradictions).toHaveLength(1);
  expect(amounts(await read(of("700.00"), wrong.found))).toEqual(["70000 whole", "500 whole"]);
});

test("a status stands with the debit, its batch or the whole message, and 0000 is none of refusal", async () => {
  const { statuses } = await read(
    statusReport({
      group: "PART",
      payment: { id: "P-7", status: "RJCT", reason: "AM05" },
      debits: [
        { id: "A", status: "RJCT", reason: "AC01" },
        { id: "B", reason: "0000" },
        { id: "C" },
      ],
    }),
  );
  expect(
    statuses.map((one) => [
      one.level,
      one.endToEndId,
      one.status,
      one.reasonCode,
      one.paymentInfoId,
    ]),
  ).toEqual([
    ["message", undefined, "PART", undefined, undefined],
    ["transaction", "A", "RJCT", "AC01", "P-7"],
    ["transaction", "B", "ACCP", "0000", "P-7"],
    ["transaction", "C", "RJCT", undefined, "P-7"],
    ["payment", undefined, "RJCT", "AM05", "P-7"],
  ]);
});

test("damaged files are read or refused with a sentence", async () => {
  const files = [
    camt(
      [
        {
          amount: "10.00",
          servicer: "A",
          transactions: [{ amount: "10.00", text: "INV-1", payer: "A & B", returned: "AC04" }],
        },
      ],
      { head: summary("10.00") },
    ),
    statusReport({ group: "PART", debits: [{ id: "A", status: "RJCT", reason: "AC01" }] }),
  ].map((text) => new Uint8Array(Buffer.from(text)));
  await fc.assert(
    fc.asyncProperty(damagedBytes(fc.constantFrom(...files)), async (bytes) => {
      const done: unknown = await read(bytes).catch((error: unknown) => error);
      expect(!(done instanceof Error) || done instanceof UserError, String(done)).toBe(true);
    }),
    runs(150),
  );
});
