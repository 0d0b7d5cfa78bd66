import { sql } from "kysely";
import type { Tx } from "#platform/db.ts";
import { one } from "./job.ts";

export type Counts = {
  readonly customers: { created: number; updated: number; unchanged: number };
  readonly invoices: { created: number; updated: number; unchanged: number; settled: number };
  readonly credits: { created: number; updated: number; unchanged: number; settled: number };
  readonly reopened: number;
  readonly absent: number;
};

/** What came of the lines. `settled` counts our invoices that this book closed, by a fallen open amount or by absence. */
export async function countChanges(tx: Tx): Promise<Counts> {
  const c = await one<Record<string, number>>(
    tx,
    sql`select
      (select count(*)::int from book_customer) as customers,
      (select count(*)::int from book_customer where fresh) as created,
      (select count(*)::int from book_customer k where not k.fresh and (
        k.customer_id in (select customer_id from book_renamed)
        or k.customer_id in (select customer_id from book_point_change))) as updated,
      (select count(*)::int from book_invoice) as invoices,
      (select count(*)::int from book_invoice where fresh) as fresh,
      (select count(*)::int from book_moved) as moved,
      (select count(*)::int from book_moved where absent) as absent,
      (select count(*)::int from book_moved where open1 = 0 and open0 > 0) as settled,
      (select count(*)::int from book_moved where open1 > 0 and open0 = 0) as reopened,
      (select count(*)::int from book_credit) as credits,
      (select count(*)::int from book_credit where fresh) as credits_fresh,
      (select count(*)::int from book_credit_moved) as credits_moved,
      (select count(*)::int from book_credit_moved m where m.open1 = 0 and m.open0 > 0) as credits_settled,
      (select count(*)::int from book_credit_moved m
        where m.credit_id not in (select entry_id from book_credit)) as credits_absent`,
  );
  const n = (key: string) => c[key]!;
  return {
    customers: {
      created: n("created"),
      updated: n("updated"),
      unchanged: n("customers") - n("created") - n("updated"),
    },
    invoices: {
      created: n("fresh"),
      updated: n("moved") - n("settled"),
      unchanged: n("invoices") - n("fresh") - (n("moved") - n("absent")),
      settled: n("settled"),
    },
    credits: {
      created: n("creditsFresh"),
      updated: n("creditsMoved") - n("creditsSettled"),
      unchanged: n("credits") - n("creditsFresh") - (n("creditsMoved") - n("creditsAbsent")),
      settled: n("creditsSettled"),
    },
    reopened: n("reopened"),
    absent: n("absent"),
  };
}
