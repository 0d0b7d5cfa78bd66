// A small book of our own: who owes what, the ladder, the way out, the debits of a week and the file that would take them.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toCsv } from "#platform/csv.ts";

export const CLIENT = "kloof-water";
export const PAYER = {
  reference: "KW-1",
  phone: "+27825550301",
  born: "1980-03-31",
  postcode: "8001",
} as const;
/** Owes as much since the same day, and never answers. */
export const SILENT = { reference: "KW-2", phone: "+27825550302" } as const;

export type Debtor = {
  readonly reference: string;
  readonly name: string;
  readonly phone: string;
  readonly account: string;
  readonly mandate: string;
  readonly endToEnd: string;
  readonly amount: string;
};

const debtor = (n: number, name: string, amount: string): Debtor => ({
  reference: `KW-${n}`,
  name,
  phone: `+2782555030${n}`,
  account: `6210000${n}`,
  mandate: `MD-KW-${n}`,
  endToEnd: `KW48-${n}`,
  amount,
});

/** Pay by debit order. The first is the one who answers 1. */
export const DEBTORS = [
  debtor(3, "Naledi Khumalo", "149.00"),
  debtor(4, "Johan Steyn", "249.50"),
  debtor(5, "Ayesha Adams", "99.95"),
] as const;

const HEAD = ["Customer no", "Name", "Mobile", "Invoice no", "Due date", "Amount"];
/** An odd number of cents: half of it is 600,00 now and 599,99 later. */
const AMOUNT = "1199.99";

const policy = `name: Kloof Water ladder
contact: { profiles: [za] }
# One book is imported, and no other follows it.
stale_after: 90 banking days
onboard_at: reminder
steps:
  - { id: reminder, when: 1 day after anchor, channels: sms, template: reminder }
  - { id: second_reminder, when: 3 days after anchor, channels: sms, template: second_reminder }
  - { id: warning, when: 7 days after anchor, channels: sms, template: warning }
`;

const routes = `routes:
  - name: sms
    channel: sms
    adapter: smpp
    sender: "27600000003"
    rate_per_s: 50
    config: { host: sandbox }
`;

/** Writes the files into the folder; their paths. */
export async function writeBook(folder: string) {
  const put = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return join(folder, name);
  };
  const rows = [
    [PAYER.reference, "Thandi Mokoena", PAYER.phone, "INV-1", "2026-11-22", AMOUNT],
    [SILENT.reference, "Pieter Botha", SILENT.phone, "INV-2", "2026-11-22", AMOUNT],
    ...DEBTORS.map(({ reference, name, phone, amount }) => {
      return [reference, name, phone, `INV-${reference}`, "2026-11-30", amount];
    }),
  ];
  return {
    book: await put("book.csv", toCsv(HEAD, rows)),
    policy: await put("policy.yaml", policy),
    routes: await put("routes.yaml", routes),
  };
}
