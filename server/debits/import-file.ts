// A file of debit orders, taken in sets; safe to repeat, since an end-to-end id names its debit once.
import { basename } from "node:path";
import { getClient } from "#clients/clients.ts";
import { recordEvents } from "#ledger/events.ts";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db } from "#platform/db.ts";
import { putOrders, type Put } from "./orders.ts";
import { isXmlFile, readPain008 } from "./reading-pain008.ts";
import { readOrders, type ReadLine, type Rejected } from "./reading.ts";

export type ImportedDebits = {
  /** The campaign under which the file's orders stand. */
  readonly campaign: string;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Orders that a stop stands against: they are kept as stopped. */
  readonly stopped: number;
  /** The notice period can't be kept. */
  readonly late: number;
  /** Of these the strike day is over: nobody is told of them any more. */
  readonly past: number;
  /** At most 1,000; `rejectedCount` says how many there were. */
  readonly rejected: readonly Rejected[];
  readonly rejectedCount: number;
};

type Counts = {
  -readonly [K in "added" | "changed" | "unchanged" | "stopped" | "late" | "past"]: number;
};

const SET = 500;
const MOST_REJECTED = 1_000;

/** Imports a CSV file or a pain.008; `campaign`: what its orders are called together, else the name of the file. */
export async function importDebits(
  db: Db,
  clientId: string,
  file: string,
  options: { readonly actor: string; readonly campaign?: string | undefined },
): Promise<ImportedDebits> {
  const campaign = (options.campaign ?? basename(file)).slice(0, 200);
  const { currency, country, today } = await asClient(db, clientId, async (tx) => {
    const client = await getClient(tx, clientId);
    const now = await clockNow(tx);
    return { ...client, today: now.toZonedDateTimeISO(client.zone).toPlainDate() };
  });
  const counts: Counts = { added: 0, changed: 0, unchanged: 0, stopped: 0, late: 0, past: 0 };
  const rejected: Rejected[] = [];
  let rejectedCount = 0;
  const take = async (lines: readonly ReadLine[]): Promise<void> => {
    const refused = await takeSet(db, clientId, lines, campaign, options.actor, counts);
    rejectedCount += refused.length;
    rejected.push(...refused.slice(0, MOST_REJECTED - rejected.length));
  };
  if (await isXmlFile(file)) await readPain008(file, { currency, today }, SET, take);
  else for await (const lines of readOrders(file, { currency, country }, SET)) await take(lines);
  await asClient(db, clientId, async (tx) => {
    const body = { campaign, ...counts, rejected: rejectedCount };
    const event = { kind: "debit.file_imported", actor: options.actor, body };
    await recordEvents(tx, clientId, await clockNow(tx), [event]);
  });
  return { campaign, ...counts, rejected, rejectedCount };
}

async function takeSet(
  db: Db,
  clientId: string,
  lines: readonly ReadLine[],
  campaign: string,
  actor: string,
  counts: Counts,
): Promise<Rejected[]> {
  const readable = lines.flatMap((one) => ("order" in one ? [one] : []));
  const orders = readable.map(({ order }) => ({ ...order, campaign: order.campaign ?? campaign }));
  const puts = await asClient(db, clientId, async (tx) => {
    const now = await clockNow(tx);
    const context = await loadContext(tx, clientId);
    const today = now.toZonedDateTimeISO(context.client.zone).toPlainDate();
    counts.past += orders.filter(
      ({ strikeOn }) => Temporal.PlainDate.compare(strikeOn, today) <= 0,
    ).length;
    return await putOrders(tx, context, orders, { now, actor, source: "file" });
  });
  const refused = puts.flatMap((put, index) =>
    put.outcome === "refused" ? [refusalOf(put, readable[index]!.line)] : [],
  );
  for (const put of puts) {
    if (put.outcome !== "refused") counts[put.outcome] += 1;
    if (put.isLate) counts.late += 1;
  }
  return [...lines.flatMap((one) => ("order" in one ? [] : [one])), ...refused];
}

const refusalOf = (put: Put, line: number): Rejected => ({
  line,
  column: "end_to_end_id",
  value: put.endToEndId,
  reason: put.reason ?? "",
});
