// What the tests of the bank share: a world, files taken in, and how the ledger stands then.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, expect } from "vitest";
import { listEntries } from "./entries.ts";
import { importBankFile, type ImportOptions } from "./importing.ts";
import { putOrders } from "#debits/orders.ts";
import { setDebitSettings } from "#debits/settings.ts";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import { openWorld, type BuiltClient, type Customer } from "#testing/builders.ts";
import { verdictOn } from "#testing/judge.ts";

// The clock stands at Thursday 2026-03-05, 13:00 in Johannesburg.
export async function openBank() {
  const world = await openWorld();
  const folder = await mkdtemp(join(tmpdir(), "bank-"));
  afterAll(async () => await rm(folder, { recursive: true }));
  let files = 0;
  return {
    world,
    take: async (to: BuiltClient, file: string, options: Partial<ImportOptions> = {}) => {
      files += 1;
      const path = join(folder, `${files}.xml`);
      await writeFile(path, file);
      const done = await importBankFile(world.app, to.clientId, path, {
        name: "statement.xml",
        actor: "test",
        ...options,
      });
      const { matched, returned, unmatched, duplicates, other } = done;
      return { ...done, line: `${matched} ${returned} ${unmatched} ${duplicates} ${other}` };
    },
    /** The judge finds nothing wrong. */
    sound: async (of: BuiltClient): Promise<void> => {
      const { invariants } = await verdictOn(world.at, of.clientId);
      expect(invariants.flatMap((one) => one.violations)).toEqual([]);
    },
  };
}

export const openOf = async (of: BuiltClient): Promise<Record<string, bigint>> =>
  Object.fromEntries(
    (
      await of.rows(
        sql<{
          reference: string;
          openMinor: bigint;
        }>`select reference, open_minor from dunlin.invoice`,
      )
    ).map((row) => [row.reference, row.openMinor]),
  );

export const entriesOf = async (of: BuiltClient) =>
  (await of.within(async (tx) => await listEntries(tx, of.clientId, { limit: 100 })))
    .map(
      (one) =>
        `${one.what} ${one.amountMinor} ${one.state} ${one.customer ?? "-"} ${one.matchedHow ?? "-"}`,
    )
    .toSorted();

export const job = async (
  of: BuiltClient,
  tx: Parameters<Parameters<BuiltClient["within"]>[0]>[0],
) => ({
  context: await loadContext(tx, of.clientId),
  now: await clockNow(tx),
  actor: "person",
});

export const debit = async (
  to: BuiltClient,
  customer: Customer,
  endToEndId: string,
  minor: bigint,
  invoices: string[] = [],
) =>
  await to.within(async (tx) => {
    const how = { now: await clockNow(tx), actor: "test" };
    await setDebitSettings(tx, to.clientId, { scheme: "sepa_core", notify: false }, how);
    const order = {
      endToEndId,
      mandate: `M-${customer.reference}`,
      customerReference: customer.reference,
      amountMinor: minor,
      currency: "ZAR",
      strikeOn: Temporal.PlainDate.from("2026-03-05"),
      paymentInfoId: "PI-1",
      invoices,
    };
    await putOrders(tx, await loadContext(tx, to.clientId), [order], { ...how, source: "api" });
  });

export const debitStates = async (of: BuiltClient) =>
  await of.rows(
    sql<{
      text: string;
    }>`select concat_ws(' ', end_to_end_id, state, reason_code) as text from dunlin.debit_order order by 1`,
  );
