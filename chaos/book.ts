/** The client of the run: a book with one overdue invoice for each of N customers, each with a number of its own. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toCsv } from "#platform/csv.ts";

export const CLIENT = "chaos";
/** A Monday; contact is allowed all day long where the customers live. */
export const MORNING = "2026-11-23T08:00:00Z";
/** The time of grace after an import is over: the workers look at everybody. */
export const LOOKED_AT = "2026-11-23T08:11:00Z";

/** Submits of one session that may wait for their answer, and sessions of each worker. */
export const WINDOW = 25;
export const BINDS = 2;
/** An answer that takes longer will not come. */
export const ANSWER_MS = 4_000;
/** Every tenth text needs several segments. */
const LONG_EVERY = 10;
const LONG_NAME =
  "Society for the Preservation of Very Long Names in Ledgers, Letters and on Envelopes";

export function numberOf(index: number): string {
  return `+2782${String(2_000_000 + index * 3)}`;
}

const policy = `name: Chaos
calendar: ZA
contact: { profiles: [za], party: first }
stale_after: 60 banking days
onboard_at: reminder
steps:
  - { id: reminder, when: 1 day after anchor, channels: sms, template: reminder }
  - { id: later, when: 300 days after anchor, channels: sms, template: second_reminder }
`;

const template = `name: reminder
class: collection
language: en
channel: sms
text:
  full: >-
    {{ client.name }}: {{ customer.name }}, {{ account.due | money }} is overdue on {{ customer.reference }}.
    Please pay this week. Reply BALANCE for details, STOP to opt out.
`;

const routesTo = (port: number): string => `routes:
  - name: sms
    channel: sms
    adapter: smpp
    sender: "27600000001"
    rate_per_s: 50000
    config:
      host: 127.0.0.1
      port: ${port}
      systemId: chaos
      password: chaos
      window: ${WINDOW}
      binds: ${BINDS}
      responseTimeoutMs: ${ANSWER_MS}
      enquireLinkMs: 2000
      reconnectMinMs: 100
      reconnectMaxMs: 1000
`;

export type Files = {
  readonly book: string;
  readonly policy: string;
  readonly template: string;
  readonly routes: string;
};

/** Writes what a user would have at hand; the route leads to `port` on loopback. */
export async function writeFiles(folder: string, messages: number, port: number): Promise<Files> {
  const rows = Array.from({ length: messages }, (_, index) => [
    `C-${index}`,
    index % LONG_EVERY === 0 ? `${LONG_NAME} ${index}` : `Customer ${index}`,
    numberOf(index),
    `I-${index}`,
    "2026-11-22",
    "100.00",
  ]);
  const head = ["Customer no", "Name", "Mobile", "Invoice no", "Due date", "Amount"];
  const contents = {
    book: toCsv(head, rows),
    policy,
    template,
    routes: routesTo(port),
  };
  const files = {
    book: join(folder, "book.csv"),
    policy: join(folder, "policy.yaml"),
    template: join(folder, "template.yaml"),
    routes: join(folder, "routes.yaml"),
  };
  for (const key of ["book", "policy", "template", "routes"] as const)
    await writeFile(files[key], contents[key]);
  return files;
}
