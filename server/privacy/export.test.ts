import { inflateSync } from "node:zlib";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { hear } from "#conversations/hear.ts";
import { placeHold } from "#ledger/holds.ts";
import { customerFile, fileAsJson } from "#privacy/export.ts";
import { fileAsPdf } from "#privacy/export-pdf.ts";
import { buildClient, openWorld, THURSDAY } from "#testing/builders.ts";

const world = await openWorld();
const NAME = "Zażółć Gęślą-Jaźń Ķirsons Ñandú Łoś";

async function owingAndTalking() {
  const client = await buildClient(world, {
    client: { currency: "PLN", country: "PL", name: "Światłowód" },
  });
  const customer = await client.customer({ name: NAME, points: [{ address: "+48501234567" }] });
  await client.invoice(customer, 14_990n, "2026-03-04", { reference: "FV/2026/3" });
  await client.look(customer);
  await client.deliver();
  const [route] = await client.rows(
    sql<{ routeId: string }>`select route_id from dunlin.route where channel = 'sms'`,
  );
  await hear(world.db, client.clientId, {
    channel: "sms",
    to: "+27600000000",
    from: "+48501234567",
    text: "Zapłacę w piątek, proszę o cierpliwość",
    automatic: false,
    routeId: route!.routeId,
    providerId: "in-1",
  });
  const dispute = {
    customerReference: customer.reference,
    kind: "dispute" as const,
    by: "ann",
    reason: "wrong price",
  };
  await client.within(async (tx) => await placeHold(tx, client.clientId, dispute, THURSDAY));
  return { client, customer };
}

test("the file holds what was said and heard, decided, owed and disputed, and nothing of anybody else", async () => {
  const { client, customer } = await owingAndTalking();
  const other = await client.customer({ name: "Somebody Else" });
  await client.invoice(other, 99_999n, "2026-03-04", { reference: "OTHER-1" });
  const file = await client.within(
    async (tx) => await customerFile(tx, client.clientId, customer.reference, THURSDAY),
  );
  const json = fileAsJson(file);
  expect(JSON.parse(json)).toMatchObject({
    customer: { reference: customer.reference, name: NAME },
    contact_points: [{ address: "+48501234567" }],
    invoices: [{ reference: "FV/2026/3", amount_minor: "14990", due_on: "2026-03-04" }],
    holds: [{ kind: "dispute", reason: "wrong price", placed_by: "ann" }],
    decisions: [{ outcome: "send", facts: expect.any(Object) as object }],
    cut: [],
  });
  const { conversation, events } = JSON.parse(json) as Record<
    string,
    { direction: string; text: string; kind: string }[]
  >;
  expect(conversation!.map(({ direction }) => direction)).toEqual(
    expect.arrayContaining(["out", "in"]),
  );
  expect(conversation!.find(({ direction }) => direction === "in")?.text).toContain(
    "Zapłacę w piątek",
  );
  expect(events!.map(({ kind }) => kind)).toContain("dispute.opened");
  expect(json).not.toMatch(/Somebody Else|OTHER-1/);
});

/** The characters that a PDF's fonts can name: its tables from glyphs to Unicode. */
function charactersOf(pdf: Buffer): string {
  const found: string[] = [];
  for (let from = 0; ;) {
    const begin = pdf.indexOf("stream\n", from);
    if (begin === -1) break;
    const end = pdf.indexOf("endstream", begin);
    from = end + 9;
    const body = pdf.subarray(begin + 7, end);
    let text: string;
    try {
      text = inflateSync(body).toString("latin1");
    } catch {
      continue;
    }
    if (!text.includes("beginbfrange")) continue;
    const [, codes = ""] = /beginbfrange([\s\S]*)endbfrange/.exec(text) ?? [];
    found.push(
      ...[...codes.matchAll(/<([0-9a-f]{4})>/gi)].map(([, hex]) =>
        String.fromCodePoint(parseInt(hex!, 16)),
      ),
    );
  }
  return found.join("");
}

test("the PDF writes Polish and other letters, and is as long as it must be", async () => {
  const { client, customer } = await owingAndTalking();
  await client.rows(sql`
    insert into dunlin.message (client_id, class, lane, channel, state, customer_id, address, template, language, body,
      not_before, not_after, created_at)
    select ${client.clientId}, 'service', 1, 'sms', 'delivered', ${customer.customerId}, '+48501234567', 't', 'pl',
      'Wiadomość numer ' || n || ': ' || repeat('Dzień dobry, prosimy o wpłatę. ', 6), ${THURSDAY}, ${THURSDAY}, ${THURSDAY}
    from generate_series(1, 60) n`);
  const file = await client.within(
    async (tx) => await customerFile(tx, client.clientId, customer.reference, THURSDAY),
  );
  const pdf = await fileAsPdf(file);
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(pdf.toString("latin1")).toContain("DejaVuSans");
  const pages = pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(4);
  expect(pages).toBeLessThan(14);
  const letters = charactersOf(pdf);
  for (const letter of "żółćęśąźńĶÑŁŚ") expect(letters, letter).toContain(letter);
});
