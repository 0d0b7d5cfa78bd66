// A CSV of what the other system sent, as rows that the API takes; the first line that can't be read is named.
import type { words } from "./words.ts";

const CHANNELS = ["sms", "email", "voice", "whatsapp", "letter", "other"] as const;

export type Contact = {
  readonly customer: string;
  readonly day: string;
  readonly channel: (typeof CHANNELS)[number];
  readonly kind?: string;
};

const NAMES: Readonly<Record<string, readonly string[]>> = {
  customer: ["customer", "customer_reference", "customer number", "reference", "account", "klient"],
  day: ["day", "date", "sent_on", "sent", "data"],
  channel: ["channel", "medium", "kanał"],
  kind: ["kind", "type", "template", "message", "rodzaj"],
};

type Words = (typeof words)["en"];

/** Cells of a line; quotes may hold the separator. */
function cellsOf(line: string, separator: string): string[] {
  const cells = [""];
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at]!;
    if (sign === '"' && quoted && line[at + 1] === '"') {
      cells[cells.length - 1] += '"';
      at += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (sign === separator && !quoted) cells.push("");
    else cells[cells.length - 1] += sign;
  }
  return cells.map((cell) => cell.trim());
}

/** The rows, or the sentence that says what is wrong. */
export function readContacts(
  text: string,
  t: Words,
): { readonly contacts: readonly Contact[] } | { readonly problem: string } {
  const [head = "", ...lines] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const separator =
    [";", "\t", "|", ","].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ",";
  const heads = cellsOf(head, separator).map((cell) => cell.toLowerCase());
  const place = (name: string) => heads.findIndex((one) => NAMES[name]!.includes(one));
  const contacts: Contact[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const cells = cellsOf(line, separator);
    const cell = (name: string) => cells[place(name)] ?? "";
    const bad = (why: string) => ({ problem: t.badLine(at + 2, why) });
    const channel = CHANNELS.find((one) => one === cell("channel").toLowerCase());
    const day = cell("day").slice(0, 10);
    if (cell("customer") === "") return bad(t.badCustomer);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) return bad(t.badDay);
    if (!channel) return bad(t.badChannel(cell("channel")));
    const kind = cell("kind").slice(0, 100);
    contacts.push({ customer: cell("customer"), day, channel, ...(kind !== "" && { kind }) });
  }
  return contacts.length === 0 ? { problem: t.noRows } : { contacts };
}
