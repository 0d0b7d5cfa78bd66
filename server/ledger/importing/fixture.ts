// For the tests of importing: a client of its own in a database of its own, and books without files.
import { sql } from "kysely";
import type pg from "pg";
import { createClient } from "#clients/clients.ts";
import type { BookRow, Field } from "#ledger/reading/types.ts";
import { asClient, openDb, openPool, type Db } from "#platform/db.ts";
import { cloneDatabase } from "#testing/database.ts";
import { applyBook, type ApplyOptions } from "./apply-book.ts";
import type { BookResult } from "./result.ts";
import type { BookSource, RejectedLine } from "./source.ts";

export const at = (text: string) => Temporal.Instant.from(text);
export const NOW = at("2026-03-02T08:00:00Z");

export type Line = {
  readonly customer: string;
  readonly name?: string;
  readonly phones?: readonly string[];
  readonly emails?: readonly string[];
  readonly person?: string;
  readonly segment?: string;
  readonly payday?: number;
  readonly invoice?: string;
  readonly credit?: string;
  readonly due?: string;
  readonly issued?: string;
  readonly amount?: number | bigint;
  readonly open?: number | bigint;
  readonly currency?: string;
};

export function rowOf(line: Line, number: number): BookRow {
  const open = BigInt(line.open ?? line.amount ?? 0);
  const money = {
    amountMinor: BigInt(line.amount ?? open),
    openMinor: open,
    currency: line.currency ?? "ZAR",
    ...(line.issued !== undefined && { issuedOn: Temporal.PlainDate.from(line.issued) }),
  };
  return {
    line: number,
    customer: {
      reference: line.customer,
      phones: line.phones ?? [],
      emails: line.emails ?? [],
      ...(line.name !== undefined && { name: line.name }),
      ...(line.person !== undefined && { personName: line.person }),
      ...(line.segment !== undefined && { segment: line.segment }),
      ...(line.payday !== undefined && { paydayDay: line.payday }),
    },
    ...(line.invoice !== undefined && {
      invoice: {
        reference: line.invoice,
        dueOn: Temporal.PlainDate.from(line.due ?? "2026-02-01"),
        ...money,
      },
    }),
    ...(line.credit !== undefined && { credit: { reference: line.credit, ...money } }),
  };
}

const everyField: readonly Field[] = [
  "customer_reference",
  "customer_name",
  "mobile",
  "email",
  "invoice_reference",
];

export function sourceOf(
  lines: readonly Line[],
  options: {
    readonly fields?: readonly Field[] | undefined;
    readonly rejections?: readonly RejectedLine[] | undefined;
  } = {},
): BookSource {
  const fields = options.fields ?? [...everyField, "amount", "open_amount", "due_on"];
  const rows = lines.map((line, i) => rowOf(line, i + 2));
  return {
    detected: {
      encoding: "utf-8",
      delimiter: ";",
      quote: '"',
      decimal: ",",
      thousands: undefined,
      dates: "yyyy-mm-dd",
      ambiguous: [],
    },
    columns: {
      used: fields.map((field, index) => ({
        field,
        index,
        header: field,
        currency: undefined,
      })),
    },
    totalBytes: 100 * lines.length,
    batches: (async function* () {
      yield {
        rows,
        rejections: options.rejections ?? [],
        totalsRows: 0,
        blankRows: 0,
        duplicates: 0,
        bytesRead: 100 * lines.length,
      };
    })(),
  };
}

export type ApplyMore = Partial<ApplyOptions> & {
  readonly fields?: readonly Field[];
  readonly rejections?: readonly RejectedLine[];
  readonly customers?: BookSource;
};

/** A database with clients, and verbs on it. */
export class Books {
  readonly pool: pg.Pool;
  readonly db: Db;
  readonly #drop: () => Promise<void>;

  private constructor(pool: pg.Pool, drop: () => Promise<void>) {
    this.pool = pool;
    this.db = openDb(pool);
    this.#drop = drop;
  }

  static async open(): Promise<Books> {
    const { at: where, drop } = await cloneDatabase();
    return new Books(openPool(where, "dunlin_app", 4), drop);
  }

  async close(): Promise<void> {
    await this.db.destroy();
    await this.#drop();
  }

  #clients = 0;
  #payments = 0;

  async client(): Promise<string> {
    this.#clients += 1;
    return await createClient(
      this.db,
      {
        slug: `client-${this.#clients}`,
        name: "Harbour Fibre",
        currency: "ZAR",
        country: "ZA",
        zone: "Africa/Johannesburg",
      },
      NOW,
    );
  }

  async apply(clientId: string, lines: readonly Line[], more: ApplyMore = {}): Promise<BookResult> {
    const { fields, rejections, customers, ...options } = more;
    return await applyBook(
      this.pool,
      clientId,
      {
        book: sourceOf(lines, { fields, rejections }),
        customers,
        names: { book: "book.csv", customers: customers && "customers.csv" },
        digest: "0".repeat(64),
      },
      { actor: "test", now: NOW, ...options },
    );
  }

  async rows<T = Record<string, unknown>>(clientId: string, query: string): Promise<T[]> {
    return await asClient(this.db, clientId, async (tx) => {
      const { rows } = await sql.raw<T>(query).execute(tx);
      return rows;
    });
  }

  async run(clientId: string, query: string): Promise<void> {
    await this.rows(clientId, query);
  }

  /** A reported payment for an invoice, as the payments part records it; what is too much stays unallocated. */
  async pay(clientId: string, invoice: string, minor: number, receivedAt: Temporal.Instant) {
    this.#payments += 1;
    const reference = `P${this.#payments}`;
    await this.run(
      clientId,
      `with target as (
        select *, least(open_minor, ${minor}) as part from invoice where reference = '${invoice}'
      ), paid as (
        insert into payment (client_id, payment_id, account_id, kind, reference, currency, amount_minor,
          unallocated_minor, paid_on, received_at)
        select client_id, md5('${clientId}${reference}')::uuid, account_id, 'reported', '${reference}', 'ZAR',
          ${minor}, ${minor} - part, '2026-03-01', '${receivedAt.toString()}' from target
      ), settled as (
        update invoice i set open_minor = t.open_minor - part,
          settled_at = case when t.open_minor = part then coalesce(i.settled_at, now()) end,
          settled_by = case when t.open_minor = part then coalesce(i.settled_by, 'payment') end
        from target t where i.client_id = t.client_id and i.invoice_id = t.invoice_id
      )
      insert into allocation (client_id, payment_id, invoice_id, amount_minor, at)
      select client_id, md5('${clientId}${reference}')::uuid, invoice_id, part, '${receivedAt.toString()}'
      from target where part > 0`,
    );
    return reference;
  }

  /** Each invoice by reference as "amount/open settled_by", credits likewise. */
  async ledger(clientId: string): Promise<Record<string, string>> {
    const rows = await this.rows<{ reference: string; text: string }>(
      clientId,
      `select reference, amount_minor || '/' || open_minor || coalesce(' ' || settled_by, '') as text from invoice
       union all select 'credit ' || reference, amount_minor || '/' || open_minor from credit order by 1`,
    );
    return Object.fromEntries(rows.map((row) => [row.reference, row.text]));
  }

  /** Everything of the ledger but bookkeeping, to compare before and after. */
  async snapshot(clientId: string): Promise<unknown> {
    const tables: Readonly<Record<string, string>> = {
      customer: "to_jsonb(t) - 'facts_version' - 'look_at'",
      person: "to_jsonb(t)",
      contact_point: "to_jsonb(t)",
      account: "to_jsonb(t)",
      invoice: "to_jsonb(t)",
      credit: "to_jsonb(t)",
      payment: "to_jsonb(t)",
      allocation: "to_jsonb(t)",
      rung: "to_jsonb(t)",
      client: "to_jsonb(t) - 'mapping'",
    };
    const all: Record<string, unknown> = {};
    for (const [table, columns] of Object.entries(tables)) {
      all[table] = await this.rows(clientId, `select ${columns} as row from ${table} t order by 1`);
    }
    return all;
  }

  /** What must hold of every ledger, whatever was imported; each row is a breach. */
  async breaches(clientId: string): Promise<unknown[]> {
    return await this.rows(
      clientId,
      `select 'invoice ' || i.reference as what, i.amount_minor, i.open_minor, sum(l.amount_minor) as allocated
       from invoice i left join allocation l on l.client_id = i.client_id and l.invoice_id = i.invoice_id
       group by i.client_id, i.invoice_id
       having i.open_minor <> i.amount_minor - coalesce(sum(l.amount_minor), 0)
       union all
       select 'payment ' || p.reference, p.amount_minor, p.unallocated_minor, sum(l.amount_minor)
       from payment p left join allocation l on l.client_id = p.client_id and l.payment_id = p.payment_id
       group by p.client_id, p.payment_id
       having p.amount_minor <> p.reversed_minor + p.unallocated_minor + coalesce(sum(l.amount_minor), 0)
         or coalesce(sum(l.amount_minor), 0) < 0
       union all
       select 'pair', null, null, sum(amount_minor) from allocation
       group by payment_id, invoice_id having sum(amount_minor) < 0`,
    );
  }
}
