import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runs } from "#testing/fuzz.ts";
import { Books, NOW, type Line } from "./fixture.ts";
import type { BookResult } from "./result.ts";
import { undoImport } from "./undo.ts";

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(async () => await books.close());

type Reported = { readonly day: number; minor: number };
type Known = { amount: number; open: number; reported: Reported[] };
type Step =
  | {
      readonly book: readonly {
        readonly n: number;
        readonly amount: number;
        readonly open: number;
      }[];
      readonly full: boolean;
      readonly lagDays: number;
    }
  | { readonly pay: number; readonly minor: number };

const invoice = fc
  .record({ n: fc.integer({ min: 0, max: 4 }), amount: fc.integer({ min: 0, max: 9 }) })
  .chain(({ n, amount }) =>
    fc.record({
      n: fc.constant(n),
      amount: fc.constant(amount),
      open: fc.integer({ min: 0, max: amount }),
    }),
  );
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      book: fc.uniqueArray(invoice, { maxLength: 5, selector: (line) => line.n }),
      full: fc.boolean(),
      lagDays: fc.integer({ min: 0, max: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      pay: fc.integer({ min: 0, max: 4 }),
      minor: fc.integer({ min: 1, max: 12 }),
    }),
  },
);

/** The rules, one invoice at a time and without sets. */
function applyToModel(
  model: Map<number, Known>,
  book: Extract<Step, { book: unknown }>,
  asOf: number,
) {
  for (const line of book.book) {
    const known = model.get(line.n);
    if (known === undefined) {
      model.set(line.n, { amount: line.amount, open: line.open, reported: [] });
      continue;
    }
    const late = known.reported.filter((payment) => payment.day > asOf);
    const unknown = late.reduce((sum, payment) => sum + payment.minor, 0);
    known.amount = line.amount;
    known.open = Math.max(0, line.open - unknown);
    // What no longer fits into the invoice leaves it, the latest payment first.
    let excess = Math.max(0, unknown - (known.amount - known.open));
    for (const payment of late.toReversed()) {
      const part = Math.min(excess, payment.minor);
      payment.minor -= part;
      excess -= part;
    }
  }
  if (!book.full) return;
  const named = new Set(book.book.map((line) => line.n));
  for (const [n, known] of model) if (!named.has(n)) known.open = 0;
}

async function undoneWithoutTrace(
  client: string,
  now: Temporal.Instant,
  apply: () => Promise<BookResult>,
): Promise<void> {
  const before = await books.snapshot(client);
  const { batch } = await apply();
  await undoImport(books.db, client, batch!, { actor: "test", now });
  expect(await books.snapshot(client)).toEqual(before);
}

test("whatever books and payments come, the ledger agrees with the rules and its sums hold; undo restores it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 5 }), async (steps) => {
      const client = await books.client();
      const model = new Map<number, Known>();
      let asOf = 0;
      for (const [i, taken] of steps.entries()) {
        const day = (i + 1) * 2;
        const now = NOW.add({ hours: 24 * day });
        if ("pay" in taken) {
          const known = model.get(taken.pay);
          if (known === undefined) continue;
          await books.pay(client, `I${taken.pay}`, taken.minor, now);
          const part = Math.min(known.open, taken.minor);
          known.open -= part;
          known.reported.push({ day, minor: part });
        } else {
          asOf = Math.max(asOf, day - taken.lagDays);
          const lines: Line[] = taken.book.map(({ n, amount, open }) => ({
            customer: `C${n % 2}`,
            invoice: `I${n}`,
            amount,
            open,
          }));
          const apply = async () =>
            await books.apply(client, lines, {
              full: taken.full,
              yes: true,
              now,
              asOf: NOW.add({ hours: 24 * asOf }),
            });
          if (i === steps.length - 1) await undoneWithoutTrace(client, now, apply);
          await apply();
          applyToModel(model, taken, asOf);
        }
        const open = await books.rows<{ reference: string; open: number; amount: number }>(
          client,
          "select reference, open_minor::int as open, amount_minor::int as amount from invoice order by 1",
        );
        const expected = [...model].toSorted(([a], [b]) => a - b);
        expect(open).toEqual(
          expected.map(([n, known]) => ({
            reference: `I${n}`,
            open: known.open,
            amount: known.amount,
          })),
        );
        expect(await books.breaches(client)).toEqual([]);
      }
    }),
    runs(8),
  );
});
