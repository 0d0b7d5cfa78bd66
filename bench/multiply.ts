// Many customers out of a few that lived by the real code: their rows copied with other ids, in the same order of time.
import type pg from "pg";
import type { DatabaseAt } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { asOwner } from "./stage.ts";

/** Everything that belongs to customers, in no particular order: keys are not checked while it is copied. */
const TABLES = [
  "customer",
  "person",
  "contact_point",
  "address",
  "account",
  "invoice",
  "credit",
  "payment",
  "allocation",
  "hold",
  "hold_invoice",
  "plan",
  "promise",
  "mandate",
  "debit_order",
  "debit_notice",
  "debit_stop",
  "debit_release",
  "debit_result",
  "episode",
  "decision",
  "rung",
  "message",
  "attempt",
  "part",
  "receipt",
  "conversation",
  "inbound",
  "opting",
  "event",
];

/** Ids of what all copies share. */
const SHARED = new Set(["client_id", "route_id", "batch_id"]);
/** Unique within a client. */
const REFERENCES = new Set([
  "reference",
  "customer_reference",
  "invoice_reference",
  "mandate_reference",
  "end_to_end_id",
]);
const ADDRESSES = new Set(["address", "from_address"]);

/** A uuid keeps its time, and so its place in the order; its last twelve digits become the number of the copy. */
const TAIL_OF_UUID = "(?<=[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-)[0-9a-f]{12}";

type Column = { readonly name: string; readonly type: string };

/** Texts with uuids are cut at them once, and joined anew for each copy: replacing took minutes. */
const isCut = ({ name, type }: Column): boolean =>
  !SHARED.has(name) &&
  (["uuid", "uuid[]", "jsonb"].includes(type) || name === "anchor" || name === "cause");

function copyOf({ name, type }: Column): string {
  const column = `t."${name}"`;
  if (SHARED.has(name)) return column;
  // Events and optings are numbered by one sequence, with gaps for all copies between two of them.
  if (name === "seq") return `${column} * $1 + k`;
  if (isCut({ name, type })) return `array_to_string(t."${name} cut", tail)::${type}`;
  if (REFERENCES.has(name)) return `${column} || '-' || k`;
  if (!ADDRESSES.has(name)) return column;
  return `case when ${column} like '%@%' then 'c' || k || '.' || ${column}
    else '+27' || (600000000 + k * 10 + right(${column}, 1)::int) end`;
}

async function columnsOf(owner: pg.Client, table: string): Promise<readonly Column[]> {
  const { rows } = await owner.query<Column>(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = ('dunlin.' || $1)::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  );
  assert(rows.length > 0, `there is a table ${table}`);
  return rows;
}

/** Adds so many copies of all customers of the database, at most ten million. */
export async function multiply(at: DatabaseAt, copies: number): Promise<void> {
  assert(copies < 10_000_000, "numbers have seven digits for the copy");
  await asOwner(at, async (owner) => {
    await owner.query("set session_replication_role = replica"); // no checks of foreign keys
    for (const table of TABLES) {
      const columns = await columnsOf(owner, table);
      const names = columns.map(({ name }) => `"${name}"`).join(", ");
      const values = columns.map(copyOf).join(", ");
      // What happened to the client as a whole happened once.
      const which = table === "event" ? "where customer_id is not null" : "";
      const cut = columns
        .filter(isCut)
        .map(
          ({ name }) =>
            `, regexp_split_to_array("${name}"::text, '${TAIL_OF_UUID}') as "${name} cut"`,
        );
      await owner.query(
        `insert into dunlin.${table} (${names}) overriding system value
         select ${values} from (select * ${cut.join("")} from dunlin.${table} ${which} offset 0) t,
           (select k, lpad(to_hex(k), 12, '0') as tail from generate_series(1, $1::int) k) copies`,
        [copies],
      );
    }
    await owner.query("select setval('dunlin.event_seq_seq', (select max(seq) from dunlin.event))");
  });
}
