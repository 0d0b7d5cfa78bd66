/** What the accounting of a client does: books and payments, told in time, late, wrongly and again. */
import { writeFile } from "node:fs/promises";
import { importBook } from "#ledger/importing/import-book.ts";
import { undoImport } from "#ledger/importing/undo.ts";
import { loadContext } from "#messages/planning/context.ts";
import { postPaymentsFile } from "#payments/payments-file.ts";
import { postPayments } from "#payments/payments.ts";
import { rematch } from "#payments/unmatched.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient } from "#platform/db.ts";
import type { OwnPayment } from "./books.ts";
import { bookLines, bookText, paymentsText, spoil, type BookLine } from "./files.ts";
import { HOUR_MS, MINUTE_MS, type BookFault, type CustomerEvent } from "./happenings.ts";
import { Chance } from "./random.ts";
import type { Client } from "./town.ts";

const REMATCHED_AFTER_MS = 30_000;

export type BookOrder = {
  readonly fault?: BookFault | undefined;
  readonly importedAfterMinutes?: number;
  /** A person has looked at it: whatever it settles is meant. */
  readonly yes?: boolean;
};

/** Writes the book now, and imports it now or later. */
export async function book(client: Client, order: BookOrder): Promise<void> {
  const { at, books, told, style } = client;
  const now = await clockNow(at.app);
  const writtenMs = now.epochMilliseconds;
  const chance = new Chance(at.seed, "book", style, writtenMs);
  const lines = spoil(
    bookLines(books, (reference) => !told.knows(reference)),
    order.fault,
    chance,
  );
  const asOfMs =
    order.fault === "old" && client.lastBook ? client.lastBook.asOfMs - HOUR_MS : writtenMs;
  const file = client.file("book");
  await writeFile(file, bookText(books, lines));
  const load = async (): Promise<void> => {
    const what = `book${order.fault ? ` (${order.fault})` : ""}`;
    const apply = async (yes: boolean) =>
      await client.ask(what, async () => await importFile(client, { file, asOfMs, yes, lines }));
    const applied = await apply(order.yes ?? false);
    // Much was paid: somebody has looked at it, and says so.
    if (!applied && order.fault === undefined) await apply(true);
    client.known.noteCleared(books.people.keys());
  };
  if (!order.importedAfterMinutes) await load();
  else at.later(writtenMs + order.importedAfterMinutes * MINUTE_MS, load);
}

type Written = {
  readonly file: string;
  readonly asOfMs: number;
  readonly yes: boolean;
  readonly lines: readonly BookLine[];
};

async function importFile(client: Client, { file, asOfMs, yes, lines }: Written): Promise<void> {
  const { at, clientId, style } = client;
  const asOf = Temporal.Instant.fromEpochMilliseconds(asOfMs);
  const now = await clockNow(at.app);
  const settings = { file, asOf, full: style === "aged", yes, actor: "simulation", now };
  const { batch } = await importBook(at.appPool, clientId, settings);
  client.told.book(lines, asOfMs, now.epochMilliseconds);
  client.lastBook = batch === null ? undefined : { batch, asOfMs };
  at.later(now.epochMilliseconds + REMATCHED_AFTER_MS, async () => await rematchAll(client));
}

/** What the process does every half minute, and has something to do only after a book. */
async function rematchAll({ at, clientId }: Client): Promise<void> {
  await asClient(at.worker, clientId, async (tx) => {
    const options = { now: await clockNow(tx), actor: "system" };
    await rematch(tx, await loadContext(tx, clientId), options);
  });
}

export async function undo(client: Client): Promise<void> {
  const { at, lastBook } = client;
  if (!lastBook) return;
  await client.ask("undo", async () => {
    const now = await clockNow(at.app);
    await undoImport(at.app, client.clientId, lastBook.batch, { actor: "simulation", now });
    client.told.undoBook();
    client.lastBook = undefined;
  });
  client.known.noteCleared(client.books.people.keys());
}

export async function paymentsFile(client: Client, again: boolean): Promise<void> {
  const { at, unreported } = client;
  const rows = again ? [...client.reported, ...unreported] : unreported;
  const file = client.file("payments");
  await writeFile(file, paymentsText(client.books, rows));
  await postPaymentsFile(at.app, client.clientId, file, { actor: "simulation" });
  const nowMs = (await clockNow(at.app)).epochMilliseconds;
  for (const payment of rows) tell(client, payment, nowMs);
  client.reported = unreported;
  client.unreported = [];
  at.count("payments file");
}

function tell(
  client: Client,
  { reference, n, nameless, amountMinor }: OwnPayment,
  atMs: number,
): void {
  client.told.payment(reference, nameless ? 0 : n, amountMinor, atMs);
  client.known.noteCleared([n]);
}

/** Money comes in; the client may hear of it at once, by file, or only read it in its books. */
export async function receive(
  client: Client,
  { n, payment, told }: Extract<CustomerEvent, { do: "payment" }>,
): Promise<void> {
  const { at, books } = client;
  const now = await clockNow(at.app);
  const openMinor = books.invoices.get(payment.invoice ?? "")?.openMinor ?? 0;
  const own = books.receive(n, payment, now.epochMilliseconds);
  if (told === "by file") client.unreported.push(own);
  if (told !== "at once") return;
  // Who keeps a list of what is open tells at once only of money that has a place in it.
  const isListed = client.told.knows(payment.invoice ?? "") && payment.amountMinor <= openMinor;
  if (client.style === "aged" && !isListed) return;
  await client.within(async (tx) => {
    const person = books.people.get(n)!;
    const { reference, amountMinor, invoice, nameless } = payment;
    const row = {
      reference,
      customerReference: nameless ? "?" : person.reference,
      invoiceReference: nameless ? "?" : invoice,
      currency: person.currency,
      amountMinor: BigInt(amountMinor),
      paidOn: now.toZonedDateTimeISO("UTC").toPlainDate(),
    };
    await postPayments(tx, await loadContext(tx, client.clientId), [row], {
      now,
      actor: "simulation",
    });
  });
  tell(client, own, now.epochMilliseconds);
  at.count("payment at once");
}
