import { describe, expect, test } from "vitest";
import { paymentsOf } from "./fixtures.ts";

const HEADER = "Payment reference,Date,Customer no,Invoice no,Amount,Type,Payer,Description\n";

describe("payments", () => {
  test("are read with what identifies them", async () => {
    const file = await paymentsOf(`${HEADER}P1,2026-05-31,C1,I1,"1,234.50",EFT,ACME,thanks\n`);
    expect(file.rejections).toEqual([]);
    expect(file.rows).toMatchObject([
      {
        line: 2,
        reference: "P1",
        derived: false,
        customerReference: "C1",
        invoiceReference: "I1",
        amountMinor: 123450n,
        currency: "ZAR",
        payer: "ACME",
        text: "thanks",
      },
    ]);
    expect(file.rows[0]?.paidOn.toString()).toBe("2026-05-31");
  });

  test("without a reference get one from their content, wherever they stand", async () => {
    const header = "Data wpłaty;Nr klienta;Kwota\n";
    const twice = "31.05.2026;K1;10,00\n31.05.2026;K1;10,00\n";
    const first = await paymentsOf(header + twice);
    const grown = await paymentsOf(`${header}30.05.2026;K9;1,00\n${twice}`);
    const references = first.rows.map((row) => row.reference);
    expect(new Set(references).size).toBe(2);
    expect(grown.rows.slice(1).map((row) => row.reference)).toEqual(references);
    expect(first.rows.every((row) => row.derived)).toBe(true);
  });

  test.each([
    ["P1,2026-05-31,C1,,-5.00,,,", "Amount", "a payment must be more than 0; record a reversal"],
    ["P1,2026-05-31,C1,,0,,,", "Amount", "more than 0"],
    ["P1,2026-05-31,C1,,5.00,Refund,,", "Type", "refunds and reversals are not read"],
    ["P1,2026-05-31,C1,,5.00,Zwrot,,", "Type", "refunds and reversals are not read"],
    ["P1,2026-02-31,C1,,5.00,,,", "Date", "no such date"],
    ["P1,,C1,I1,5.00,,,", "Date", "the date of the payment is empty"],
    ["=P1,2026-05-31,C1,,5.00,,,", "Payment reference", "formula"],
    ["P1,2026-05-31,C1,,five,,,", "Amount", "write it like"],
  ])("%s is rejected", async (line, column, reason) => {
    const file = await paymentsOf(`${HEADER}${line}\nP2,2026-05-31,C1,,5.00,,,\n`);
    expect(file.rows.map((row) => row.reference)).toEqual(["P2"]);
    expect(file.rejections).toMatchObject([
      { line: 2, column, severity: "row", reason: expect.stringContaining(reason) },
    ]);
  });

  test("the same reference twice: counted when equal, rejected when not", async () => {
    const file = await paymentsOf(
      `${HEADER}P1,2026-05-31,C1,,5.00,,,\nP1,2026-05-31,C1,,5.00,,,\nP1,2026-05-31,C1,,6.00,,,\nTotal,,,,16.00,,,\n`,
    );
    expect(file).toMatchObject({ duplicates: 1, rejectedRows: 1, totalsRows: 1, records: 4 });
    expect(file.rejections[0]?.reason).toContain("lines 2 and 4 both hold payment P1");
  });

  test("a file without dates is refused in one sentence", async () => {
    await expect(paymentsOf("Customer no,Amount\nC1,5\n")).rejects.toThrow(
      'no column was found for paid_on; the columns are "Customer no", "Amount"',
    );
  });
});
