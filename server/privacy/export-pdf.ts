// The file of a customer as one PDF, to be read by people who do not know the system: a court, an ombudsman, the customer.
import { createHash } from "node:crypto";
import { join } from "node:path";
import Pdfkit from "pdfkit";
import { fileAsJson, type CustomerFile, type Row } from "./export.ts";
import { toDecimal } from "#platform/money.ts";

/** Covers Latin with all its diacritics, Greek, Cyrillic, Arabic and more; PDF's own fonts know western Europe only. */
const FONT = join(import.meta.dirname, "fonts/DejaVuSans.ttf");
const [SMALL, NORMAL, LARGE] = [7.5, 9, 16];
const [INK, FAINT, LINE] = ["#1a1a1a", "#666666", "#cccccc"];
const MARGIN = 50;
const FOOT = 30;

type Pdf = InstanceType<typeof Pdfkit>;

/** Draws the file; the foot of each page names the JSON that says the same by its SHA-256. */
export async function fileAsPdf(file: CustomerFile): Promise<Buffer> {
  const digest = createHash("sha256").update(fileAsJson(file)).digest("hex");
  const pdf = new Pdfkit({
    size: "A4",
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOT },
    bufferPages: true,
    lang: "en",
    info: { Title: `Customer ${text(file.customer["reference"])}`, Producer: "Dunlin" },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
    pdf.on("end", resolve);
    pdf.on("error", reject);
  });
  pdf.registerFont("text", FONT).font("text").fontSize(NORMAL).fillColor(INK);
  head(pdf, file);
  chapters(pdf, file);
  feet(pdf, file, digest);
  pdf.end();
  await done;
  return Buffer.concat(chunks);
}

function head(pdf: Pdf, { client, customer, madeAt, auditSeal, cut }: CustomerFile): void {
  pdf.fontSize(LARGE).text(text(customer["name"]));
  pdf
    .fontSize(NORMAL)
    .fillColor(FAINT)
    .text(`Customer ${text(customer["reference"])} of ${text(client["name"])}`);
  pdf.text(`Made on ${at(madeAt)}. Times are UTC.`);
  if (auditSeal) {
    pdf
      .fontSize(SMALL)
      .text(`Audit sealed up to number ${text(auditSeal["number"])}: ${text(auditSeal["hash"])}`);
  }
  if (cut.length > 0) pdf.text(`Only the first 20,000 rows are shown of: ${cut.join(", ")}.`);
  pdf.fillColor(INK).fontSize(NORMAL).moveDown();
  line(pdf, [
    ["Language", customer["language"]],
    ["Country", customer["country"]],
    ["Zone", customer["zone"]],
    ["Known since", customer["createdAt"]],
  ]);
}

const money = (minor: unknown, currency: unknown): string =>
  typeof minor === "bigint" ? `${toDecimal(minor, text(currency))} ${text(currency)}` : "";

type Lister = (title: string, rows: readonly Row[], of: (row: Row) => string) => void;

function chapters(pdf: Pdf, file: CustomerFile): void {
  const list: Lister = (title, rows, of) => {
    if (rows.length === 0) return;
    chapter(pdf, title);
    for (const row of rows) entry(pdf, of(row));
  };
  list("People", file.people, (row) => `${text(row["name"])} (${text(row["role"])})`);
  list(
    "Contact points",
    file.contactPoints,
    (row) =>
      `${text(row["address"])}, known since ${at(row["createdAt"])} from ${text(row["source"])}${row["retiredAt"] ? `, no longer used since ${at(row["retiredAt"])}` : ""}`,
  );
  list(
    "Consent",
    file.consent,
    (row) =>
      `${at(row["at"])}  ${text(row["channel"])} ${text(row["address"])}: ${row["optedOut"] ? "opted out" : "opted in"} by ${text(row["by"])}${row["source"] ? ` (${text(row["source"])})` : ""}`,
  );
  list(
    "Invoices",
    file.invoices,
    (row) =>
      `${text(row["reference"])}, due ${text(row["dueOn"])}: ${money(row["amountMinor"], row["currency"])}, open ${money(row["openMinor"], row["currency"])}`,
  );
  list(
    "Credits",
    file.credits,
    (row) => `${text(row["reference"])}: ${money(row["amountMinor"], row["currency"])}`,
  );
  list(
    "Payments",
    file.payments,
    (row) =>
      `${text(row["paidOn"])}  ${money(row["amountMinor"], row["currency"])}, ${text(row["kind"])}, ${text(row["reference"])}${row["payer"] ? `, from ${text(row["payer"])}` : ""}`,
  );
  paying(list, file);
  list(
    "Holds and disputes",
    file.holds,
    (row) =>
      `${at(row["placedAt"])}  ${text(row["kind"])} by ${text(row["placedBy"])}${row["reason"] ? `: ${text(row["reason"])}` : ""}${row["untilOn"] ? `, until ${text(row["untilOn"])}` : ""}${row["endedAt"] ? `; ended ${at(row["endedAt"])} by ${text(row["endedBy"])}` : ""}`,
  );
  list(
    "Promises",
    file.promises,
    (row) =>
      `${at(row["madeAt"])}  ${money(row["amountMinor"], row["currency"])} by ${text(row["dueOn"])}: ${text(row["state"])}`,
  );
  debits(list, file);
  said(pdf, file);
  list(
    "Decisions",
    file.decisions,
    (row) =>
      `${at(row["at"])}  ${text(row["outcome"])}, because: ${text(row["reason"])} (policy version ${text(row["policyVersion"])}, ${text(row["currency"])})`,
  );
}

function paying(list: Lister, file: CustomerFile): void {
  list(
    "What the bank told",
    file.bankEntries,
    (row) =>
      `${text(row["bookedOn"])}  ${text(row["what"])} of ${money(row["amountMinor"], row["currency"])}${row["payer"] ? `, ${text(row["payer"])}` : ""}${row["remittance"] ? `: ${text(row["remittance"])}` : ""}`,
  );
  list(
    "Payments by link",
    file.checkouts,
    (row) =>
      `${at(row["createdAt"])}  ${money(row["amountMinor"], row["currency"])} by ${text(row["provider"])}: ${text(row["state"])}`,
  );
  list(
    "Said to be paid",
    file.claims,
    (row) =>
      `${at(row["givenAt"])}  ${row["amountMinor"] ? money(row["amountMinor"], row["currency"]) : "no amount said"}${row["paidOn"] ? `, on ${text(row["paidOn"])}` : ""}: ${row["verdict"] ? `${text(row["verdict"])} by ${text(row["judgedBy"])}` : "nobody has looked yet"}`,
  );
}

function debits(list: Lister, file: CustomerFile): void {
  list(
    "Debits",
    file.debits,
    (row) =>
      `${text(row["strikeOn"])}  ${money(row["amountMinor"], row["currency"])}, ${text(row["endToEndId"])} under mandate ${text(row["mandate"])}: ${text(row["state"])}`,
  );
  list(
    "Stopped debits",
    file.debitStops,
    (row) =>
      `${at(row["at"])}  ${text(row["endToEndId"] ?? row["mandate"])}: ${text(row["meaning"])} by ${text(row["by"])}${row["afterCutoff"] ? ", after the cut-off" : ""}${row["liftedAt"] ? `; lifted ${at(row["liftedAt"])} by ${text(row["liftedBy"])}` : ""}`,
  );
}

function said(pdf: Pdf, { conversation }: CustomerFile): void {
  if (conversation.length === 0) return;
  chapter(pdf, "What was said, to and by the customer");
  for (const row of conversation) {
    const out = row["direction"] === "out";
    const times = [
      ["handed over", row["handedOverAt"]],
      ["delivered", row["deliveredAt"]],
      ["opened", row["openedAt"]],
    ].flatMap(([word, when]) => (when ? [`${text(word)} ${at(when)}`] : []));
    const state = out ? [text(row["state"]), ...(row["reason"] ? [text(row["reason"])] : [])] : [];
    const ids = row["providerIds"];
    const title = `${at(row["at"])}  ${out ? "to" : "from"} ${text(row["address"])} by ${text(row["channel"])}`;
    room(pdf, 40);
    pdf
      .fontSize(NORMAL)
      .fillColor(out ? INK : "#0b5394")
      .text(title);
    pdf.fontSize(SMALL).fillColor(FAINT);
    const proof =
      Array.isArray(ids) && ids.some(Boolean)
        ? [`network's id ${ids.filter(Boolean).join(" ")}`]
        : [];
    pdf.text([...state, ...times, ...proof, `id ${text(row["id"])}`].join(", "));
    pdf.fontSize(NORMAL).fillColor(INK);
    if (row["subject"]) pdf.text(text(row["subject"]), { indent: 12 });
    pdf.text(text(row["text"]) || "(no text)", MARGIN + 12, undefined, { width: width(pdf) - 12 });
    pdf.x = MARGIN;
    pdf.moveDown(0.6);
  }
}

function chapter(pdf: Pdf, title: string): void {
  room(pdf, 60);
  pdf.moveDown(0.8).fontSize(12).fillColor(INK).text(title);
  const y = pdf.y + 1;
  pdf
    .moveTo(MARGIN, y)
    .lineTo(MARGIN + width(pdf), y)
    .lineWidth(0.5)
    .stroke(LINE);
  pdf.fontSize(NORMAL).moveDown(0.4);
}

function entry(pdf: Pdf, words: string): void {
  room(pdf, 14);
  pdf.fontSize(NORMAL).text(words, { lineGap: 1.5 });
}

function line(pdf: Pdf, pairs: readonly (readonly [string, unknown])[]): void {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined);
  pdf.text(known.map(([name, value]) => `${name}: ${at(value)}`).join("   "));
}

const width = (pdf: Pdf): number => pdf.page.width - 2 * MARGIN;

function room(pdf: Pdf, height: number): void {
  if (pdf.y + height > pdf.page.height - MARGIN - FOOT) pdf.addPage();
}

function feet(pdf: Pdf, { customer }: CustomerFile, digest: string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    // Below the margin: otherwise pdfkit would begin a new page for it.
    pdf.page.margins.bottom = 0;
    pdf.fontSize(6.5).fillColor(FAINT);
    const y = pdf.page.height - MARGIN;
    const where = `Customer ${text(customer["reference"])}, page ${page + 1} of ${count}`;
    pdf.text(where, MARGIN, y, { lineBreak: false });
    pdf.text(`SHA-256 of the same as JSON: ${digest}`, MARGIN, y + 10, { lineBreak: false });
  }
}

const text = (value: unknown): string => [value].join("");

/** An instant to the second, as people write it; anything else as it is. */
const at = (value: unknown): string =>
  value instanceof Temporal.Instant
    ? value.round("second").toString().replace("T", " ").replace("Z", "")
    : text(value);
