import fc from "fast-check";
import { expect, test } from "vitest";
import { camt } from "./fixtures.ts";
import { keysOf } from "./keys.ts";
import { readBankFile } from "./reading/read.ts";
import type { BankLine } from "./reading/types.ts";
import { Sifter, type File, type Keyed, type Known } from "./sifting.ts";
import { runs } from "#testing/fuzz.ts";

type Booking = { readonly amount: number; readonly payer: number; readonly number: number };

/** A bank that tells bookings in files, and what is known of them after each. */
class Told {
  readonly known: Known[] = [];
  readonly counts = { new: 0, duplicate: 0, doubtful: 0 };
  #files = 0;

  async tell(
    kind: "053" | "054",
    bookings: readonly Booking[],
    isNumbered: boolean,
    setSize: number,
  ) {
    this.#files += 1;
    const file: File = { fileId: `F${this.#files}`, kind: `camt.${kind}` };
    const text = camt(
      bookings.map(({ amount, payer, number }) => ({
        amount: `${amount}.00`,
        ...(isNumbered && { servicer: `N${number}` }),
        transactions: [{ payer: `P ${payer}`, account: `ZA${payer}`, text: "thanks" }],
      })),
      { kind, id: file.fileId },
    );
    const lines: BankLine[] = [];
    const bytes = (async function* () {
      yield await Promise.resolve(Buffer.from(text));
    })();
    await readBankFile("f", bytes, { line: (line) => lines.push(line) });
    const sifter = new Sifter(file);
    const keyed = lines.map((line): Keyed => ({ line, keys: keysOf(line) }));
    for (let at = 0; at < keyed.length; at += setSize)
      this.#post(file, sifter, keyed.slice(at, at + setSize));
  }

  #post(file: File, sifter: Sifter, set: readonly Keyed[]) {
    for (const [at, verdict] of sifter.sift(set, this.known).entries()) {
      this.counts[verdict.is] += 1;
      if (verdict.is === "duplicate") {
        const index = this.known.findIndex((one) => one.entryId === verdict.of);
        const one = this.known[index]!;
        this.known[index] = { ...one, toldBy: [...new Set([...one.toldBy, file.kind])] };
      } else this.known.push(this.#row(file, set[at]!));
    }
  }

  #row(file: File, { line, keys }: Keyed): Known {
    return {
      entryId: `E${this.known.length}`,
      fileId: file.fileId,
      ordinal: line.entry.ordinal,
      part: line.index,
      statement: 0,
      statementId: line.entry.statement.id,
      bookedOn: line.entry.bookedOn,
      isDetail: line.isDetail,
      entryKey: keys.entryKey ?? null,
      transactionKey: keys.transactionKey ?? null,
      likeness: keys.likeness,
      toldBy: [file.kind],
      isReplaceable: false,
    };
  }
}

const day = fc
  .array(
    fc.record({ amount: fc.integer({ min: 1, max: 2 }), payer: fc.nat(1), cut: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((all) => all.map((one, number) => ({ ...one, number })));

/** The day's bookings in the notifications that told them. */
function notificationsOf(bookings: readonly (Booking & { readonly cut: boolean })[]): Booking[][] {
  const files: Booking[][] = [[]];
  for (const one of bookings) {
    files.at(-1)!.push(one);
    if (one.cut) files.push([]);
  }
  return files.filter((file) => file.length > 0);
}

test("what a bank numbers counts once, however often and in whatever order it is told", async () => {
  await fc.assert(
    fc.asyncProperty(
      day,
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      async (bookings, setSize, isFirst) => {
        const told = new Told();
        if (isFirst) await told.tell("053", bookings, true, setSize);
        for (const file of notificationsOf(bookings)) await told.tell("054", file, true, setSize);
        await told.tell("053", bookings.toReversed(), true, setSize);
        expect([told.counts.new, told.counts.doubtful]).toEqual([bookings.length, 0]);
      },
    ),
    runs(40),
  );
});

test("what only the statement tells is not taken for what looks the same", async () => {
  await fc.assert(
    fc.asyncProperty(day, async (bookings) => {
      const told = new Told();
      const before = bookings.filter((one) => one.cut);
      if (before.length > 0) await told.tell("054", before, true, 500);
      await told.tell("053", bookings, true, 500);
      expect([told.counts.new, told.counts.duplicate]).toEqual([bookings.length, before.length]);
    }),
    runs(40),
  );
  // A bank that numbers them apart: enough of them alike, and they are the same; a single one is for a person.
  const apart = (count: number, from: number) =>
    Array.from({ length: count }, (_, at) => ({ amount: 1, payer: at, number: from + at }));
  const many = new Told();
  await many.tell("054", apart(5, 0), true, 500);
  await many.tell("053", apart(5, 100), true, 500);
  expect(many.counts).toEqual({ new: 5, duplicate: 5, doubtful: 0 });
  const one = new Told();
  await one.tell("054", apart(1, 0), true, 500);
  await one.tell("053", apart(1, 100), true, 500);
  expect(one.counts).toEqual({ new: 1, duplicate: 0, doubtful: 1 });
});

test("what it does not number is never posted twice, and nothing of it is lost", async () => {
  await fc.assert(
    fc.asyncProperty(day, fc.integer({ min: 1, max: 4 }), async (bookings, setSize) => {
      const told = new Told();
      await told.tell("054", bookings, false, setSize);
      await told.tell("053", bookings.toReversed(), false, setSize);
      expect(told.counts).toEqual({
        new: bookings.length,
        duplicate: bookings.length,
        doubtful: 0,
      });
      await told.tell("053", bookings, false, setSize);
      // Another statement with the same: for a person, one for one.
      expect(told.counts).toEqual({
        new: bookings.length,
        duplicate: bookings.length,
        doubtful: bookings.length,
      });
    }),
    runs(40),
  );
});
