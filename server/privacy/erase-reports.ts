// What reports of imports and logs of callbacks quote of a customer who is erased.
import { sql } from "kysely";
import type { ErasedAddress } from "./erase-addresses.ts";
import type { Tx } from "#platform/db.ts";

/** Shorter words would be found everywhere. */
const LEAST_CHARACTERS = 3;
/** So many last digits tell a number, however somebody wrote it. */
const TELLING_DIGITS = 8;

/** Who is looked for: before anything of it is renamed. */
export async function wordsOf(
  tx: Tx,
  clientId: string,
  customerId: string,
): Promise<readonly string[]> {
  const { rows } = await sql<{ word: string }>`
    select reference as word from dunlin.customer where client_id = ${clientId} and customer_id = ${customerId}
    union select name from dunlin.customer where client_id = ${clientId} and customer_id = ${customerId}
    union select name from dunlin.person where client_id = ${clientId} and customer_id = ${customerId}
    limit 1000`.execute(tx);
  return rows.map(({ word }) => word);
}

/** Blanks the cells of rejected rows that hold one of the words or addresses, in every report that is kept. */
export async function blankReports(
  tx: Tx,
  clientId: string,
  words: readonly string[],
  addresses: readonly ErasedAddress[],
): Promise<void> {
  const told = [...words, ...addresses.map(({ address }) => address)].filter(
    (word) => word.length >= LEAST_CHARACTERS,
  );
  const digits = addresses
    .map(({ address }) => address.replace(/\D/g, ""))
    .filter((number) => number.length >= TELLING_DIGITS)
    .map((number) => number.slice(-TELLING_DIGITS));
  // Text of the element in small letters, and its digits alone.
  const names = sql`(exists (select from unnest(${told.map((word) => word.toLowerCase())}::text[]) as w
      where position(w in lower(r::text)) > 0)
    or exists (select from unnest(${digits}::text[]) as w
      where position(w in regexp_replace(concat(r ->> 'value', r ->> 'reason'), '\\D', '', 'g')) > 0))`;
  for (const table of ["batch", "upload", "source_run"]) {
    for (const key of ["rejected", "rejections", "payments_refused"]) {
      await sql`
        update dunlin.${sql.id(table)} t set result = jsonb_set(t.result, array[${key}::text], (
          select coalesce(jsonb_agg(case when not ${names} then r when jsonb_typeof(r) = 'object'
            then r || '{"value": "erased", "reason": "erased"}' else '"erased"' end order by nth), '[]')
          from jsonb_array_elements(t.result -> ${key}::text) with ordinality as e (r, nth)))
        where t.client_id = ${clientId} and jsonb_typeof(t.result -> ${key}::text) = 'array'
          and exists (select from jsonb_array_elements(t.result -> ${key}::text) r where ${names})`.execute(
        tx,
      );
    }
  }
}

/** Files that wait to be applied, what could not be taken of them, who would have left, and debit files as they left. */
export async function forgetFiles(tx: Tx, clientId: string): Promise<void> {
  await sql`delete from dunlin.import_file where client_id = ${clientId}`.execute(tx);
  await sql`delete from dunlin.upload_problem where client_id = ${clientId}`.execute(tx);
  await sql`update dunlin.upload set changes = changes - 'leaving'
    where client_id = ${clientId} and changes is not null`.execute(tx);
  await sql`update dunlin.filtered_file set output = null
    where client_id = ${clientId} and output is not null`.execute(tx);
}

/** What the client's own system answered to callbacks about the customer may quote them. */
export async function blankCallbacks(tx: Tx, clientId: string, customerId: string): Promise<void> {
  await sql`
    update dunlin.webhook_attempt a set response_text = null, response_headers = null
    from dunlin.webhook_delivery d
    where a.client_id = ${clientId} and d.client_id = a.client_id and d.endpoint_id = a.endpoint_id
      and d.event_id = a.event_id and d.customer_id = ${customerId}
      and (a.response_text is not null or a.response_headers is not null)`.execute(tx);
}
