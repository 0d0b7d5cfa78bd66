import { describe, expect, test } from "vitest";
import { bookOf } from "./fixtures.ts";
import { mappingFrom, parseMapping } from "./mapping.ts";

describe("a mapping", () => {
  test("decides what would be guessed otherwise", async () => {
    const mapping = parseMapping(
      `
encoding: windows-1250
delimiter: "|"
decimal: ","
thousands: .
dates: dd/mm/yyyy
header: 0
currency: PLN
columns: { customer_reference: 1, invoice_reference: 2, due_on: 3, amount: 4, customer_name: 5 }
constants: { language: pl }
`,
      "mapping.yaml",
    );
    const text = Buffer.from("C1|F1|01/02/2026|1.234|Pawe\xb3\n", "latin1");
    const { rows, rejections } = await bookOf(text, { mapping });
    expect(rejections).toEqual([]);
    expect(rows).toMatchObject([
      {
        line: 1,
        customer: { reference: "C1", name: "Paweł", language: "pl" },
        invoice: { reference: "F1", amountMinor: 123400n, openMinor: 123400n, currency: "PLN" },
      },
    ]);
    expect(rows[0]?.invoice?.dueOn.toString()).toBe("2026-02-01");
  });

  test("kept from one file reads the next without guessing", async () => {
    const header = "Customer no;Invoice no;Due date;Amount;Type\n";
    const first = await bookOf(`${header}C1;I1;13/02/2026;1 234,50;x\n`);
    const mapping = mappingFrom(first);
    expect(mapping).toEqual({
      encoding: "utf-8",
      delimiter: ";",
      quote: '"',
      decimal: ",",
      thousands: "space",
      dates: "dd/mm/yyyy",
      columns: {
        customer_reference: "Customer no",
        invoice_reference: "Invoice no",
        due_on: "Due date",
        amount: "Amount",
        type: "Type",
      },
    });
    const next = await bookOf(`${header}C1;I2;01/02/2026;1;x\n`, {
      mapping: JSON.parse(JSON.stringify(mapping)),
      defaultCountry: "US",
    });
    expect(next.detected.ambiguous).toEqual([]);
    expect(next.rows[0]?.invoice?.dueOn.toString()).toBe("2026-02-01");
  });

  test("null leaves out a column that looks like a field", async () => {
    const text = "Customer no,Group\nC1,Gold\n";
    const mapping = parseMapping("columns: { segment: null }", "m");
    expect((await bookOf(text, { kind: "customers" })).rows[0]?.customer.segment).toBe("Gold");
    expect(
      (await bookOf(text, { kind: "customers", mapping })).rows[0]?.customer,
    ).not.toHaveProperty("segment");
  });

  test.each([
    ["columns: { due: 3 }", '"due" is no field; the fields are customer_reference'],
    ["dates: d.m.y", "mapping.yaml: dates: "],
    ["currency: RAND", "mapping.yaml: currency: write an ISO 4217 code"],
    ["decimel: ','", '"decimel" is no setting; the settings are encoding'],
    ['decimal: ","\nthousands: ","', 'decimal and thousands are both ","'],
    ["columns: [", "not readable as YAML"],
    ["columns: { due_on: 0 }", "columns.due_on"],
  ])("%s is refused in one sentence", (yaml, message) => {
    expect(() => parseMapping(yaml, "mapping.yaml")).toThrow(message);
  });
});
