// Compares what the system did and reports with what was expected.
import { z } from "zod";
import { Comparison } from "./compare.ts";
import type { Dunlin } from "./dunlin.ts";
import { counted, type Expected } from "./expected.ts";
import { isoOf, type Day } from "./receivables.ts";

/** What was asked on the way and is compared at the end. */
export type Seen = {
  simulation: Readonly<Record<string, unknown>>;
  /** The call list by the day in whose morning it was asked for. */
  readonly calls: Map<Day, Readonly<Record<string, unknown>>>;
};

const number = z.union([z.number(), z.bigint()]).transform(Number);
const reasons = z.record(z.string(), z.number());

const count = z.number();

const reportShape = z.object({
  planned: count,
  sent: count,
  delivered: count,
  failed: reasons,
  suppressed: reasons,
  expired: count,
  held: count,
  uncertain: count,
  replied: count,
  opted_out: count,
  paid_48h: z.array(
    z.object({ currency: z.string(), count, minor: number, inferred_minor: number }),
  ),
  steps: z.array(
    z.object({
      step: z.string(),
      channel: z.string(),
      planned: count,
      sent: count,
      delivered: count,
    }),
  ),
});
const simulationShape = z.object({
  days: z.array(
    z.object({ date: z.custom<Temporal.PlainDate>(), sms: z.number(), email: z.number() }),
  ),
  reasons,
});
const callsShape = z.object({
  rows: z.array(z.object({ customer: z.string(), due_minor: number, days_late: z.number() })),
});
const inboxShape = z.object({ messages: z.array(z.object({ to: z.string() })) });

/** Customers whose history is shown when something differs. */
const MOST_HISTORIES = 3;

export async function check(dunlin: Dunlin, expected: Expected, seen: Seen): Promise<Comparison> {
  const comparison = new Comparison();
  simulated(comparison, expected, seen);
  await reported(comparison, dunlin, expected);
  const customers = await listed(comparison, dunlin, expected);
  called(comparison, expected, seen);
  await arrived(comparison, dunlin, expected);
  for (const customer of customers.slice(0, MOST_HISTORIES)) {
    comparison.notes.push(`history of ${customer}:`);
    for (const line of await dunlin.history(customer)) comparison.notes.push(`  ${line}`);
  }
  return comparison;
}

/** Reasons that put a step behind; the others count looks, and how often is looked is nobody's promise. */
const LASTING = ["condition_not_met", "merged", "no_contact_point", "onboarded", "window_passed"];

const dayText = (day: { sms: number; email: number }, date: string): string =>
  `${date} sms ${day.sms} email ${day.email}`;

function simulated(comparison: Comparison, { simulated: wanted }: Expected, seen: Seen): void {
  const { days, reasons: actual } = simulationShape.parse(seen.simulation);
  comparison.lists(
    "simulated days",
    wanted.days.map((day) => dayText(day, day.date)),
    days.map((day) => dayText(day, day.date.toString())),
  );
  for (const reason of LASTING) {
    comparison.figure(`simulated ${reason}`, wanted.reasons[reason] ?? 0, actual[reason] ?? 0);
  }
}

const key = (one: { step: string; channel: string }): string => `${one.step} ${one.channel}`;

async function reported(comparison: Comparison, dunlin: Dunlin, wanted: Expected): Promise<void> {
  const report = reportShape.parse(await dunlin.of("report"));
  const sent = wanted.messages.filter((message) => message.state === "sent");
  const texts = sent.filter((message) => message.channel === "sms");
  comparison.figure("planned", wanted.messages.length, report.planned);
  comparison.figure("sent", sent.length, report.sent);
  comparison.figure("delivered", texts.length, report.delivered);
  for (const figure of ["expired", "held", "uncertain", "replied", "opted_out"] as const) {
    comparison.figure(figure, 0, report[figure]);
  }
  comparison.counts("failed", {}, report.failed);
  comparison.counts("suppressed", wanted.suppressed, report.suppressed);
  const paid = report.paid_48h.find((line) => line.currency === "USD");
  comparison.figure("paid within 48 h", wanted.paid.count, paid?.count ?? 0);
  comparison.figure("paid within 48 h, minor", wanted.paid.minor, paid?.minor ?? 0);
  comparison.figure("paid within 48 h, inferred", 0, paid?.inferred_minor ?? 0);
  const actual = (figure: "planned" | "sent" | "delivered") =>
    Object.fromEntries(report.steps.map((step) => [key(step), step[figure]]));
  comparison.counts("planned", counted(wanted.messages.map(key)), actual("planned"));
  comparison.counts("sent", counted(sent.map(key)), actual("sent"));
  comparison.counts("delivered", counted(texts.map(key)), actual("delivered"));
}

/** Message by message; gives the customers of whom something differs. */
async function listed(
  comparison: Comparison,
  dunlin: Dunlin,
  wanted: Expected,
): Promise<readonly string[]> {
  const actual = await dunlin.messages();
  const differing = comparison.lists(
    "messages",
    wanted.messages.map((one) => {
      const end = one.state === "sent" ? `sent ${isoOf(one.goesOn)}` : `${one.state} ${one.reason}`;
      return `${one.customer} ${one.step} ${one.anchor} ${one.channel} planned ${isoOf(one.plannedOn)} ${end}`;
    }),
    actual.map((one) => {
      const isSent = one.state === "delivered" || one.state === "handed_over";
      const state = isSent ? "sent" : one.state;
      const end = `${state} ${state === "sent" ? one.sentOn : one.reason}`;
      return `${one.customer} ${one.step} ${one.anchor} ${one.channel} planned ${one.plannedOn} ${end}`;
    }),
  );
  const once = counted(
    actual
      .filter((one) => one.sentOn !== null)
      .map((one) => `${one.customer} ${one.step} ${one.anchor} ${one.channel}`),
  );
  const twice = Object.entries(once).filter(([, times]) => times > 1);
  comparison.figure("said twice", 0, twice.length);
  for (const [message] of twice.slice(0, 10)) comparison.notes.push(`said twice: ${message}`);
  const passed = comparison.lists(
    "passed over",
    wanted.passed,
    (await dunlin.passed()).map((one) => `${one.customer} ${one.step} ${one.on} ${one.reason}`),
  );
  return [...new Set([...differing, ...passed].map((line) => line.split(" ")[0] ?? ""))];
}

function callText(day: Day, customer: string, minor: number, daysLate: number): string {
  return `${isoOf(day)} ${customer} ${minor} ${daysLate} days late`;
}

function called(comparison: Comparison, wanted: Expected, seen: Seen): void {
  comparison.lists(
    "call list",
    [...wanted.calls].flatMap(([day, calls]) =>
      calls.map((call) => callText(day, call.customer, call.minor, call.daysLate)),
    ),
    [...seen.calls].flatMap(([day, answer]) =>
      callsShape
        .parse(answer)
        .rows.map((row) => callText(day, row.customer, row.due_minor, row.days_late)),
    ),
  );
}

const bare = (address: string): string => address.replace(/^\+/, "").toLowerCase();

/** What the customers' phones and mailboxes hold, address by address. */
async function arrived(comparison: Comparison, dunlin: Dunlin, wanted: Expected): Promise<void> {
  const { messages } = inboxShape.parse(
    await dunlin.run("sandbox", "inbox", "--limit", String(10_000)),
  );
  comparison.lists(
    "arrived",
    wanted.messages.flatMap((one) => (one.state === "sent" ? bare(one.address) : [])),
    messages.map((message) => bare(message.to)),
  );
}
