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

const pain008 = (debits: string, count: number) =>
  `<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.02"><CstmrDrctDbtInitn><GrpHdr>` +
  `<MsgId>M</MsgId><CreDtTm>2026-03-05T10:00:00</CreDtTm><NbOfTxs>${count}</NbOfTxs><InitgPty/></GrpHdr><PmtInf>` +
  `<PmtInfId>PI-9</PmtInfId><PmtMtd>DD</PmtMtd><PmtTpInf><LclInstrm><Cd>CORE</Cd></LclInstrm></PmtTpInf>` +
  `<ReqdColltnDt>2026-03-25</ReqdColltnDt><Cdtr/><CdtrAcct/><CdtrAgt/>${debits}</PmtInf></CstmrDrctDbtInitn></Document>`;
const ofPain008 = (e2e: string, mandate: string, amount: string) =>
  `<DrctDbtTxInf><PmtId><EndToEndId>${e2e}</EndToEndId></PmtId><InstdAmt Ccy="EUR">${amount}</InstdAmt><DrctDbtTx>` +
  `<MndtRltdInf><MndtId>${mandate}</MndtId></MndtRltdInf></DrctDbtTx><DbtrAgt/><Dbtr/><DbtrAcct/>` +
  `<RmtInf><Ustrd>Fibre 50</Ustrd></RmtInf></DrctDbtTxInf>\n`;

test("a pain.008 is taken as well, as a whole or not at all", async () => {
  const own = await client();
  const customer = await own.customer();
  await own.within(async (tx) => {
    const mandate = {
      reference: "MD-7",
      creditorSchemeId: null,
      scheme: "sepa_core",
      product: "",
    } as const;
    const given = { ...mandate, customerId: customer.customerId, noticeDays: null, signedOn: null };
    await addMandates(tx, own.clientId, [given], { now: await clockNow(tx), actor: "test" });
  });
  const file = join(folder, "march.xml");
  const take = async () => await importDebits(world.app, own.clientId, file, { actor: "cli" });
  const two = ofPain008("P-1", "MD-7", "59.90") + ofPain008("P-2", "MD-8", "10.00");
  await writeFile(file, pain008(two, 3));
  await expect(take()).rejects.toThrow(/NbOfTxs says 3, but there are 2 debits/u);
  await writeFile(file, `\uFEFF${pain008(two, 2)}`);
  expect(await take()).toMatchObject({
    added: 1,
    rejected: [{ line: 3, value: "P-2", reason: expect.stringMatching(/MD-8 is not known/u) }],
  });
  expect(await debit(own, "P-1")).toMatchObject({
    amountMinor: 5_990n,
    currency: "EUR",
    product: "Fibre 50",
  });
  expect(await take()).toMatchObject({ added: 0, unchanged: 1, rejectedCount: 1 });
  await writeFile(file, `<!DOCTYPE x [<!ENTITY a "b">]>${pain008(two, 2)}`);
  await expect(take()).rejects.toThrow(/document type/iu);
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
