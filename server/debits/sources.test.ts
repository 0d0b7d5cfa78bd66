import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import { buildClient, openWorld, type BuiltClient } from "#testing/builders.ts";
import { generateDebits } from "./generating.ts";
import { importDebits } from "./import-file.ts";
import { findDebit } from "./lists.ts";
import { addMandates } from "./mandates.ts";

// The clock stands at Thursday 2026-03-05, 13:00 in Johannesburg.
const world = await openWorld();
const folder = await mkdtemp(join(tmpdir(), "debits-"));
afterAll(async () => await rm(folder, { recursive: true }));

const day = (text: string) => Temporal.PlainDate.from(text);
const client = async (): Promise<BuiltClient> => await buildClient(world);
const debit = async (to: BuiltClient, id: string) =>
  (await to.within(async (tx) => await findDebit(tx, to.clientId, id)))!;

test("a file is taken line by line and may be taken again; what is wrong is named", async () => {
  const own = await client();
  const customer = await own.customer();
  const file = join(folder, "march.csv");
  const head = "End-to-End ID;Mandate;Customer;Amount;Currency;Strike date;Product";
  const lines = [
    `A-1;MD-1;${customer.reference};599,00;ZAR;25.03.2026;Fibre 50`,
    `A-2;MD-1;${customer.reference};1 049,50;;26.03.2026;Fibre 100`,
    `A-3;MD-2;C-nobody;10,00;ZAR;25.03.2026;x`,
    `A-4;MD-1;${customer.reference};ten;ZAR;25.03.2026;x`,
    `A-5;MD-1;${customer.reference};0,00;ZAR;25.03.2026;x`,
  ];
  await writeFile(file, [head, ...lines, ""].join("\r\n"));
  const first = await importDebits(world.app, own.clientId, file, { actor: "cli" });
  expect(first).toMatchObject({ campaign: "march.csv", added: 2, rejectedCount: 3 });
  expect(first.rejected.map((one) => `${one.line} ${one.column}`).toSorted()).toEqual([
    "4 end_to_end_id",
    "5 amount",
    "6 end_to_end_id",
  ]);
  expect(await debit(own, "A-2")).toMatchObject({ amountMinor: 104_950n, currency: "ZAR" });
  const second = await importDebits(world.app, own.clientId, file, { actor: "cli" });
  expect(second).toMatchObject({ added: 0, changed: 0, unchanged: 2, rejectedCount: 3 });
  await writeFile(file, "name,sum\nx,1\n");
  await expect(importDebits(world.app, own.clientId, file, { actor: "cli" })).rejects.toThrow(
    /no column for end_to_end_id, mandate, amount, strike_on/u,
  );
});

test("debits are made of what is due and not held, once", async () => {
  const own = await client();
  const customer = await own.customer();
  const mandate = {
    reference: "M-gen",
    creditorSchemeId: null,
    scheme: "za_eft",
    product: "",
  } as const;
  await own.within(async (tx) => {
    const given = { ...mandate, customerId: customer.customerId, noticeDays: null, signedOn: null };
    await addMandates(tx, own.clientId, [given], { now: await clockNow(tx), actor: "test" });
  });
  await own.invoice(customer, 10_000n, "2026-03-10", { reference: "DUE" });
  await own.invoice(customer, 99_000n, "2026-06-10", { reference: "NOT-YET" });
  const make = async () =>
    await own.within(async (tx) => {
      const given = { strikeOn: day("2026-03-25"), now: await clockNow(tx), actor: "test" };
      return await generateDebits(tx, await loadContext(tx, own.clientId), given);
    });
  expect((await make()).puts).toMatchObject([{ outcome: "added" }]);
  expect((await make()).puts).toMatchObject([{ outcome: "unchanged" }]);
  const made = await debit(own, "M-gen-ZAR-20260325");
  expect(made).toMatchObject({ amountMinor: 10_000n, campaign: "invoices 2026-03-25" });
});
