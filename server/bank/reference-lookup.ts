// Invoices and customers that a payment names, however it writes them.
import { sql } from "kysely";
import type { Moved } from "./moved.ts";
import { likenessOf } from "./names.ts";
import { isTelling, meantBy, tokensOf } from "./references.ts";
import type { Tx } from "#platform/db.ts";

export type InvoiceHit = {
  readonly key: string;
  readonly reference: string;
  readonly openMinor: bigint;
} & Owner;

/** An account and whose it is. */
export type Owner = {
  readonly accountId: string;
  readonly customerId: string;
  readonly customerReference: string;
  readonly name: string;
  readonly currency: string;
};

type CustomerHit = { readonly key: string } & Owner;

/** What a line may name: structured references, each with its meanings; words of its text. */
export type Named = {
  readonly structured: readonly (readonly string[])[];
  readonly words: readonly string[];
};

export function namedIn(line: Moved): Named {
  const endToEnd = line.endToEndId === undefined ? [] : tokensOf(line.endToEndId);
  return {
    structured: line.references.map(meantBy).filter((meanings) => meanings.length > 0),
    words: [...new Set([...tokensOf(line.text), ...endToEnd])],
  };
}

export type Hits = {
  readonly invoices: ReadonlyMap<string, readonly InvoiceHit[]>;
  readonly customers: ReadonlyMap<string, readonly CustomerHit[]>;
};

/** Everything that the lines may name, looked up in two statements. */
export async function lookUp(tx: Tx, clientId: string, named: readonly Named[]): Promise<Hits> {
  const keys = [
    ...new Set(named.flatMap(({ structured, words }) => [...structured.flat(), ...words])),
  ];
  if (keys.length === 0) return { invoices: new Map(), customers: new Map() };
  const { rows: invoices } = await sql<InvoiceHit>`
    select dunlin.squeezed(i.reference) as key, i.reference, i.open_minor, i.account_id, a.customer_id,
      c.reference as customer_reference, c.name, a.currency
    from dunlin.invoice i
    join dunlin.account a using (client_id, account_id)
    join dunlin.customer c using (client_id, customer_id)
    where i.client_id = ${clientId} and dunlin.squeezed(i.reference) = any(${keys}::text[])`.execute(
    tx,
  );
  const { rows: customers } = await sql<CustomerHit>`
    select dunlin.squeezed(c.reference) as key, a.account_id, c.customer_id, c.reference as customer_reference, c.name,
      a.currency
    from dunlin.customer c join dunlin.account a using (client_id, customer_id)
    where c.client_id = ${clientId} and dunlin.squeezed(c.reference) = any(${keys}::text[])`.execute(
    tx,
  );
  return {
    invoices: Map.groupBy(invoices, (row) => row.key),
    customers: Map.groupBy(customers, (row) => row.key),
  };
}

export type Choice =
  | {
      readonly owner: Owner;
      readonly invoice: string | undefined;
      readonly how: "reference" | "text";
    }
  /** It names several, or in a way that a person should look at. */
  | { readonly perhaps: readonly Owner[] };

/** Whose money a line is by what it names: structured references before words, invoices before customers. Pure. */
export function choose(line: Moved, named: Named, hits: Hits): Choice | undefined {
  for (const meanings of named.structured) {
    const key = meanings.find((one) => hits.invoices.has(one) || hits.customers.has(one));
    if (key === undefined) continue;
    const choice = oneOf(line, [key], hits, "reference");
    if (choice) return choice;
  }
  const telling = named.words.filter(isTelling);
  const clear = oneOf(line, telling, hits, "text");
  if (clear) return clear;
  const short = named.words.filter((word) => !isTelling(word));
  const weak = hitsOf(line, short, hits).filter(({ owner, openMinor }) =>
    isBorneOut(line, owner, openMinor),
  );
  return toChoice(weak, "text") ?? toPerhaps(hitsOf(line, short, hits).slice(0, 3));
}

type Hit = {
  readonly owner: Owner;
  readonly invoice: string | undefined;
  readonly openMinor: bigint | undefined;
};

function oneOf(
  line: Moved,
  keys: readonly string[],
  hits: Hits,
  how: "reference" | "text",
): Choice | undefined {
  const found = hitsOf(line, keys, hits);
  return toChoice(found, how) ?? toPerhaps(found);
}

/** What the keys name in the currency of the line; what is paid already stands behind what is open. */
function hitsOf({ currency }: Moved, keys: readonly string[], hits: Hits): readonly Hit[] {
  const longest = keys.filter((key) => hits.invoices.has(key) || hits.customers.has(key));
  // "INV-1001" is no reference of its own in "INV-1001-2".
  const whole = longest.filter(
    (key) => !longest.some((other) => other !== key && other.includes(key)),
  );
  const invoices = whole.flatMap((key) =>
    (hits.invoices.get(key) ?? []).map(({ reference, openMinor, ...owner }) => ({
      owner,
      invoice: reference,
      openMinor,
    })),
  );
  const customers = whole.flatMap((key) =>
    (hits.customers.get(key) ?? []).map((owner) => ({
      owner,
      invoice: undefined,
      openMinor: undefined,
    })),
  );
  const open = (hit: Hit) => (hit.openMinor ?? 0n) > 0n;
  const ordered = [...invoices.filter(open), ...invoices.filter((hit) => !open(hit)), ...customers];
  return ordered.filter(({ owner }) => owner.currency === currency);
}

function toChoice(found: readonly Hit[], how: "reference" | "text"): Choice | undefined {
  const [first] = found;
  if (!first) return undefined;
  const isOne = found.every(({ owner }) => owner.accountId === first.owner.accountId);
  return isOne ? { owner: first.owner, invoice: first.invoice, how } : undefined;
}

function toPerhaps(found: readonly Hit[]): Choice | undefined {
  if (found.length === 0) return undefined;
  const owners = new Map(found.map(({ owner }) => [owner.accountId, owner]));
  return { perhaps: [...owners.values()].slice(0, 5) };
}

/** A few digits may be anything: they count when the amount is what that invoice asks for, or the name is the customer's. */
function isBorneOut(line: Moved, owner: Owner, openMinor: bigint | undefined): boolean {
  if (openMinor !== undefined && openMinor > 0n && openMinor === line.amountMinor) return true;
  return line.payers.some((payer) => likenessOf(payer, owner.name) >= 0.8);
}
