// What people type when they look for a customer, made into what is asked of the words that customers are found by: forgiving
// of case, marks, signs, of how a number is written, and of one slip in a word.
import { getCountryCallingCode, isSupportedCountry } from "libphonenumber-js/max";
import { sql, type RawBuilder } from "kysely";
import type { Tx } from "#platform/db.ts";
import { phoneReader } from "#ledger/reading/contacts.ts";

export type Sought = {
  /** `cus_…` or the bare id. */
  readonly customerId: string | undefined;
  /** Each must begin a word of the customer. */
  readonly words: readonly string[];
  /** One of these may begin a word instead: ways to write a number, a mailbox, a reference without its signs. */
  readonly instead: readonly string[];
  /** References of invoices, as they were typed. */
  readonly invoices: readonly string[];
};

const MOST_WORDS = 8;
const FEWEST_DIGITS = 4;
/** Shorter words have too many neighbours. */
const FEWEST_FOR_SLIPS = 4;
const ID = /^(?:cus_)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;
const SPECIAL: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  þ: "th",
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  ħ: "h",
  ı: "i",
  ŧ: "t",
};

/** A text without case and marks, as `dunlin.folded()` makes it. */
export const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[ßæœþłøđðħıŧ]/g, (letter) => SPECIAL[letter] ?? letter);

/** Reads what was typed; `country` is the client's, for numbers without theirs. */
export function readSearch(typed: string, country: string): Sought {
  const text = typed.trim();
  const plain = folded(text);
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const joined = words.join("");
  const isOne = !/\s/.test(text);
  const instead = [
    ...numbersLike(text, country),
    ...(plain.includes("@") || (isOne && plain.includes(".")) ? [plain.replace(/^@/, "")] : []),
    ...(joined !== "" && (isOne || /^\d+$/.test(joined)) ? [joined] : []),
  ];
  const isReference = /\d/.test(text) && text.length >= 3 && !text.includes("@");
  return {
    customerId: ID.exec(text)?.[1]?.toLowerCase(),
    words: words.slice(0, MOST_WORDS),
    instead: [...new Set(instead)],
    invoices: isReference ? [...new Set([text, text.toUpperCase(), text.toLowerCase()])] : [],
  };
}

// With the country's prefix, without it, and from the end.
function numbersLike(text: string, country: string): string[] {
  if (!/^[+\d\s()./-]+$/.test(text)) return [];
  const digits = text.replace(/\D/g, "");
  const own = digits.replace(/^0+/, "");
  if (own.length < FEWEST_DIGITS) return [];
  const read = phoneReader(country)(text);
  const calling = isSupportedCountry(country) ? getCountryCallingCode(country) : "";
  const isForeign = text.startsWith("+") || digits.startsWith("00");
  return [
    ...("value" in read ? [read.value] : []),
    `+${own}`,
    ...(isForeign ? [] : [`+${calling}${own}`]),
    `~${Array.from(own).toReversed().join("")}`,
  ];
}

const LATIN = "abcdefghijklmnopqrstuvwxyz0123456789";
const ALPHABETS: readonly (readonly [RegExp, string])[] = [
  [/[а-яёіїєґ]/, "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ"],
  [/[α-ω]/, "αβγδεζηθικλμνξοπρστυφχψως"],
];

/** The word and what is one slip away from it: a letter too many, too few, another one, or two the wrong way round. */
export function slipsOf(word: string): readonly string[] {
  const letters = Array.from(word);
  if (letters.length < FEWEST_FOR_SLIPS) return [word];
  const alphabet = ALPHABETS.find(([script]) => script.test(word))?.[1] ?? LATIN;
  const found = new Set([word]);
  for (let k = 0; k <= letters.length; k += 1) {
    const [before, after] = [letters.slice(0, k), letters.slice(k)];
    for (const letter of alphabet) {
      found.add([...before, letter, ...after].join(""));
      if (after.length > 0) found.add([...before, letter, ...after.slice(1)].join(""));
    }
    if (after.length > 0) found.add([...before, ...after.slice(1)].join(""));
    if (after.length > 1) found.add([...before, after[1], after[0], ...after.slice(2)].join(""));
  }
  return [...found];
}

// The last code point: behind everything that begins so.
const END = "\u{10FFFF}";

/**
 * Customers with a word that begins with one of these. Only comparisons that an index is used for under row-level security:
 * even the end of a range is given, since putting it together there would count as looking. `offset 0`: range by range, since
 * nothing tells the planner how few words are in one.
 */
const beginning = (clientId: string, starts: readonly string[]): RawBuilder<unknown> => sql`
  (select w.customer_id from unnest(${starts}::text[], ${starts.map((start) => start + END)}::text[]) s (first, behind)
    cross join lateral (
      select o.customer_id from dunlin.customer_word o
      where o.client_id = ${clientId} and o.word >= s.first and o.word < s.behind offset 0
    ) w)`;

/** The ids of whom it finds. `slips`: each longer word may have one. */
function idsOf(clientId: string, sought: Sought, slips: boolean): RawBuilder<unknown> {
  const { customerId, words, instead, invoices } = sought;
  const starts = (word: string) =>
    slips ? slipsOf(word).filter((one) => one === word || one.length >= FEWEST_FOR_SLIPS) : [word];
  const all = words.map((word) => beginning(clientId, starts(word)));
  const ways = [
    ...(customerId === undefined ? [] : [sql`(select ${customerId}::uuid as customer_id)`]),
    ...(all.length === 0 ? [] : [sql`(${sql.join(all, sql` intersect `)})`]),
    ...(instead.length === 0 ? [] : [beginning(clientId, instead)]),
    ...invoices.map(
      (reference) => sql`(
        select a.customer_id from dunlin.invoice i join dunlin.account a using (client_id, account_id)
        where i.client_id = ${clientId} and i.reference >= ${reference} and i.reference < ${reference + END})`,
    ),
  ];
  return ways.length === 0
    ? sql`select null::uuid as customer_id where false`
    : sql.join(ways, sql` union all `);
}

/** The condition on customers `c` that finds them: as it was typed, or, where that finds nobody, with a slip in each word. */
export async function searchCondition(
  tx: Tx,
  clientId: string,
  sought: Sought,
): Promise<RawBuilder<unknown>> {
  const exactly = idsOf(clientId, sought, false);
  const isLong = sought.words.some((word) => word.length >= FEWEST_FOR_SLIPS);
  const finds = !isLong || (await findsAnybody(tx, exactly));
  return sql`c.customer_id in (${finds ? exactly : idsOf(clientId, sought, true)})`;
}

async function findsAnybody(tx: Tx, ids: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql`select 1 from (${ids}) found limit 1`.execute(tx);
  return rows.length > 0;
}
