import { describe, expect, test } from "vitest";
import { bookOf, encode } from "./fixtures.ts";
import { DELIMITERS, ENCODINGS } from "./types.ts";

const HEADER =
  "Customer no;Name;Mobile;E-mail;Invoice no;Type;Invoice date;Due date;Amount;Open amount;Currency";
const LINE = "C1;Acme;082 555 0101;a@example.com;I1;;2026-01-01;2026-01-31;100.00;40.00;ZAR";

/** A book of one line, with some of its cells replaced by the names of the header. */
function lineWith(cells: Record<string, string>): string {
  const names = HEADER.split(";");
  return LINE.split(";")
    .map((cell, i) => cells[names[i] ?? ""] ?? cell)
    .join(";");
}

const read = (...lines: string[]) => bookOf(`${[HEADER, ...lines].join("\n")}\n`);

describe("files of any make read the same", () => {
  const locales = [
    { date: "31.05.2026", amount: "1 234,56", decimal: ",", dates: "dd.mm.yyyy" },
    { date: "5/31/2026", amount: "1,234.56", decimal: ".", dates: "mm/dd/yyyy" },
    { date: "31/05/2026", amount: "1.234,56", decimal: ",", dates: "dd/mm/yyyy" },
    { date: "2026-05-31", amount: "1'234.56", decimal: ".", dates: "yyyy-mm-dd" },
  ] as const;
  const cases = ENCODINGS.flatMap((encoding) => {
    return DELIMITERS.flatMap((delimiter) =>
      locales.map((locale) => ({ encoding, delimiter, ...locale })),
    );
  });

  test.each(cases)("$encoding $delimiter $dates", async ({ encoding, delimiter, ...locale }) => {
    const name = encoding === "windows-1252" ? "François à Paris" : "Paweł Żak";
    const rows = [
      ["Customer no", "Name", "Invoice no", "Due date", "Amount"],
      ["C1", name, "I1", locale.date, locale.amount],
    ];
    const text = rows.map((row) => row.map((cell) => `"${cell}"`).join(delimiter)).join("\r\n");
    for (const mark of encoding.startsWith("utf") ? [false, true] : [false]) {
      const book = await bookOf(encode(text, encoding, mark));
      expect(book.detected).toMatchObject({
        encoding,
        delimiter,
        decimal: locale.decimal,
        dates: locale.dates,
        ambiguous: [],
      });
      expect(book.rejections).toEqual([]);
      expect(book.rows).toMatchObject([
        { line: 2, customer: { reference: "C1", name }, invoice: { amountMinor: 123456n } },
      ]);
      expect(book.rows[0]?.invoice?.dueOn.toString()).toBe("2026-05-31");
      expect(book.bytesRead).toBe(book.totalBytes);
    }
  });

  test("the first Polish letter may come after the sample", async () => {
    const lines = Array.from(
      { length: 8_000 },
      (_, i) => `C${i};Jan Nowak number ${i};+48512555103`,
    );
    const text = `Nr klienta;Nazwa;Telefon\n${lines.join("\n")}\nX;Paweł Żółć;\n`;
    const book = await bookOf(encode(text, "windows-1250"), { kind: "customers" });
    expect(book.totalBytes).toBeGreaterThan(256 * 1_024);
    expect(book.detected.encoding).toBe("windows-1250");
    expect(book.rows.at(-1)?.customer.name).toBe("Paweł Żółć");
    expect(book.rows).toHaveLength(8_001);
  });
});

describe("what is not a row of the book", () => {
  test("preamble, totals, repeated headers and blank lines are counted, not rejected", async () => {
    const book = await bookOf(
      [
        "Harbour Fibre;;;;",
        "As of;2026-06-30;;;",
        "Customer no;Name;Invoice no;Due date;Amount",
        "C1;Total Energies;I1;2026-05-31;100,00",
        "Total for C1;;;;100,00",
        ";;;;",
        "Customer no;Name;Invoice no;Due date;Amount",
        "C2;Suma Sp. z o.o.;I2;2026-05-31;50,00",
        ";;Razem:;;50,00",
        ";;;;150,00",
        "",
        "Totaal;;;;150,00",
      ].join("\n"),
    );
    expect(book.columns.headerLine).toBe(3);
    expect(book.rows.map((row) => [row.line, row.invoice?.reference])).toEqual([
      [4, "I1"],
      [8, "I2"],
    ]);
    expect(book).toMatchObject({ totalsRows: 5, blankRows: 2, rejectedRows: 0, records: 9 });
  });

  test("identical repetitions are counted, different ones rejected with both lines", async () => {
    const book = await read(
      LINE,
      LINE,
      lineWith({ "Open amount": "41.00" }),
      lineWith({ "Open amount": "40" }),
    );
    expect(book).toMatchObject({ duplicates: 2, rejectedRows: 1, records: 4 });
    expect(book.rows).toHaveLength(1);
    expect(book.rejections).toMatchObject([
      {
        line: 4,
        column: "Invoice no",
        value: "I1",
        severity: "row",
        reason: expect.stringMatching(/^lines 2 and 4 both hold invoice I1/u),
      },
    ]);
  });

  test("a rejected line does not make a later good one a repetition", async () => {
    const book = await read(lineWith({ Amount: "?" }), LINE);
    expect(book.rows.map((row) => row.line)).toEqual([3]);
    expect(book).toMatchObject({ rejectedRows: 1, duplicates: 0 });
  });
});

describe("credits", () => {
  test.each([
    [{ Amount: "-100.00", "Open amount": "-40.00" }, 10000n, 4000n],
    [{ Amount: "(100.00)", "Open amount": "0" }, 10000n, 0n],
    [{ Type: "Credit note" }, 10000n, 4000n],
    [{ Type: "Wpłata", "Due date": "" }, 10000n, 4000n],
  ])("%j", async (cells, amountMinor, openMinor) => {
    const { rows, rejections } = await read(lineWith(cells));
    expect(rejections).toEqual([]);
    expect(rows[0]).not.toHaveProperty("invoice");
    expect(rows[0]?.credit).toMatchObject({
      reference: "I1",
      amountMinor,
      openMinor,
      currency: "ZAR",
    });
  });
});

test("an invoice paid beyond its amount is paid, and a credit of what is too much", async () => {
  const { rows, rejections } = await read(lineWith({ Amount: "100.00", "Open amount": "-5.00" }));
  expect(rejections).toEqual([]);
  expect(rows[0]?.invoice).toMatchObject({ reference: "I1", amountMinor: 10000n, openMinor: 0n });
  expect(rows[0]?.credit).toMatchObject({ reference: "I1", amountMinor: 500n, openMinor: 500n });
});

describe("a bad value rejects its row and nothing else", () => {
  test.each([
    [{ "Customer no": "" }, "Customer no", "the customer reference is empty"],
    [{ "Customer no": "=cmd|' /C calc'!A0" }, "Customer no", "is a formula"],
    [{ "Invoice no": "=1+1" }, "Invoice no", "is a formula"],
    [{ "Invoice no": "x".repeat(101) }, "Invoice no", "longer than 100 characters"],
    [{ "Due date": "2026-02-30" }, "Due date", "there is no such date"],
    [{ "Due date": "" }, "Due date", "the due date is empty"],
    [{ "Invoice date": "yesterday" }, "Invoice date", "write it as yyyy-mm-dd"],
    [{ Amount: "lots" }, "Amount", "write it like 1234.56"],
    [{ Amount: "99999999999999999999" }, "Amount", "too large; the most is 10000000000000.00"],
    [{ "Open amount": "1.234" }, "Open amount", "ZAR has 2 decimals"],
    [{ "Open amount": "100.01" }, "Open amount", "more than the amount, 100.00"],
    [{ "Open amount": "" }, "Open amount", "write 0 if it is paid"],
    [{ Amount: "-100.00" }, "Open amount", "different signs"],
    [{ Currency: "RND" }, "Currency", "write an ISO 4217 code"],
    [{ Amount: "€100.00" }, "Amount", "marked € but the line is in ZAR"],
    [{ Name: "a\0b" }, "", "NUL characters"],
    [{ Currency: "ZAR;surplus" }, "", "the line has 12 columns, the header 11"],
  ])("%j", async (cells, column, reason) => {
    const good = lineWith({ "Customer no": "C2", "Invoice no": "I2" });
    const book = await read(lineWith(cells), good);
    expect(book.rows.map((row) => row.customer.reference)).toEqual(["C2"]);
    expect(book.rejectedRows).toBe(1);
    expect(book.rejections).toMatchObject([
      { line: 2, column, severity: "row", reason: expect.stringContaining(reason) },
    ]);
  });

  test("all faults of a line are told at once, values cut to 200 characters", async () => {
    const book = await read(
      lineWith({ Amount: "x", "Due date": "y".repeat(300), "Open amount": "z" }),
    );
    expect(book.rejections.map((each) => each.column)).toEqual(["Open amount", "Due date"]);
    expect(book.rejections[1]?.value).toHaveLength(200);
  });
});

describe("a bad contact or description costs only itself", () => {
  test.each([
    [{ Mobile: "12345" }, "Mobile", "no phone number", { phones: [] }],
    [{ "E-mail": "a@b" }, "E-mail", "no e-mail address", { emails: [] }],
    [
      { "E-mail": "A@Example.com, b@example.com, nobody" },
      "E-mail",
      "no e-mail",
      { emails: ["a@example.com", "b@example.com"] },
    ],
    [{ Mobile: "082 555 0101 / 12" }, "Mobile", "no phone number", { phones: ["+27825550101"] }],
    [{ "Invoice date": "2026-03-01" }, "Invoice date", "issued after it is due", {}],
    [{ Name: "N".repeat(201) }, "Name", "longer than 200 characters", {}],
  ])("%j", async (cells, column, reason, customer) => {
    const { rows, rejections, rejectedRows } = await read(lineWith(cells));
    expect(rejectedRows).toBe(0);
    expect(rejections).toMatchObject([
      { line: 2, column, severity: "field", reason: expect.stringContaining(reason) },
    ]);
    expect(rows).toMatchObject([{ customer, invoice: { reference: "I1", openMinor: 4000n } }]);
  });

  test("text that looks like a formula is text", async () => {
    const { rows } = await read(lineWith({ Name: "=SUM(A1)" }));
    expect(rows[0]?.customer.name).toBe("=SUM(A1)");
  });

  test("customers are described in any of three languages", async () => {
    const book = await bookOf(
      "Nr klienta;Imię;Nazwisko;Typ klienta;Telefon;Język;Kraj;Strefa czasowa\n" +
        "K1;Łukasz;Wiśniewski;osoba;512 555 106;polski;Polska;Europe/Warsaw\n" +
        "K2;;;spółka;0048 22 555 01 01;elvish;Atlantis;Mars/Base\n",
      { defaultCountry: "PL" },
    );
    expect(book.kind).toBe("customers");
    expect(book.rows).toMatchObject([
      {
        customer: {
          personName: "Łukasz Wiśniewski",
          kind: "person",
          phones: ["+48512555106"],
          language: "pl",
          country: "PL",
          zone: "Europe/Warsaw",
        },
      },
      { customer: { reference: "K2", phones: ["+48225550101"] } },
    ]);
    expect(book.rejections.map((each) => each.column)).toEqual(["Język", "Strefa czasowa", "Kraj"]);
  });
});

describe("currencies and ambiguity", () => {
  test("the line, the header, the sign and the client's own, in that order", async () => {
    const header = "Customer no;Invoice no;Due date;Amount (EUR);Currency\n";
    const book = await bookOf(
      `${header}C;I1;2026-01-31;1,00;pln\nC;I2;2026-01-31;1,00;\nC;I3;2026-01-31;1,00 zł;zł\n`,
    );
    expect(book.rows.map((row) => row.invoice?.currency)).toEqual(["PLN", "EUR", "PLN"]);
    const plain = await bookOf(
      "Customer no,Invoice no,Due date,Amount\nC,I1,2026-01-31,R10.00\nC,I2,2026-01-31,$10.00\n",
    );
    expect(plain.rows.map((row) => row.invoice?.currency)).toEqual(["ZAR"]);
    expect(plain.rejections).toMatchObject([{ line: 3, column: "Amount" }]);
  });

  test("what the file does not prove is said", async () => {
    const book = await bookOf("Customer no;Invoice no;Due date;Amount\nC;I;01/02/2026;1.234\n");
    expect(book.detected).toMatchObject({ dates: "dd/mm/yyyy", decimal: ",", thousands: "." });
    expect(book.detected.ambiguous).toEqual([
      'the amounts do not prove the decimal sign; it is taken to be ","',
      "no day is above 12; dates are read as dd/mm/yyyy",
    ]);
    expect(book.rows[0]?.invoice?.amountMinor).toBe(123400n);
  });

  test("a column of foreign country numbers is left alone", async () => {
    const book = await bookOf("countryCode,customerID\n391,A\n818,B\n");
    expect(book.columns.ignored).toEqual([
      { header: "countryCode", reason: "none of its values is an ISO 3166 country" },
    ]);
    expect(book.rejections).toEqual([]);
  });
});

describe("files that are no book", () => {
  test.each([
    ["", "is empty"],
    [Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), "is an Excel workbook or zip archive, not a text file"],
    [
      "hello\nworld\n",
      'no line of column headers was found in the first 20 lines; the first line holds "hello"',
    ],
    ["Customer no;Amount;Amount\n", 'columns 2 ("Amount") and 3 ("Amount") have the same header'],
  ])("%#", async (content, message) => {
    await expect(bookOf(content)).rejects.toThrow(message);
  });

  test("a file that is not there", async () => {
    const { readBook } = await import("./book.ts");
    await expect(readBook("/nowhere/book.csv", { defaultCountry: "ZA" })).rejects.toThrow(
      "there is no file",
    );
  });
});

test.each([
  ["Customer no,Name,Type\nC1,Acme,x\n", "customers"],
  ["No,Name\nC1,Acme\n", "customers"],
  ["Customer no,Invoice no,Due date,Amount\nC1,I1,2026-01-31,5\n", "flat"],
])("%j is taken for a file of %s", async (text, kind) => {
  expect(await bookOf(text)).toMatchObject({ kind, rejections: [], rows: [{ line: 2 }] });
});

test("a ledger with an unknown column is not taken for a list of customers", async () => {
  await expect(bookOf("Customer no,Rechnung,Amount\nC1,I1,5\n")).rejects.toThrow(
    "no column was found for invoice_reference, due_on",
  );
});
