// Books from an API that configuration describes, with what goes wrong on the way.
import { sql } from "kysely";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startBooksApi, type ApiInvoice, type BooksApi } from "#testing/simulators/books-api.ts";
import { openSourceWorld, type SourceWorld } from "#testing/source-world.ts";
import { markStale } from "./worker.ts";

let world: SourceWorld;
let api: BooksApi;
beforeAll(async () => {
  world = await openSourceWorld();
});
beforeEach(async () => {
  api = await startBooksApi();
  await world.world.setNow("2026-03-05T11:00:00Z");
});
afterEach(async () => await api.close());

const invoice = (n: number, more: Partial<ApiInvoice> = {}): ApiInvoice => ({
  id: `i${n}`,
  no: `INV-${n}`,
  client: { ref: `K-${n}`, title: `Customer ${n}`, mail: `k${n}@example.com` },
  kind: "invoice",
  state: "open",
  due: "2026-02-01",
  total: 100.1,
  left: 100.1,
  changedAt: "2026-03-01T00:00:00Z",
  ...more,
});

const definition = (more: object = {}) => ({
  name: "billing",
  kind: "json",
  every: "15 minutes",
  settings: {
    auth: {
      kind: "client_credentials",
      token_url: `${api.url}/token`,
      client_id: "app",
      client_secret: "s3cret",
    },
    lists: [
      {
        of: "documents",
        url: `${api.url}/invoices`,
        each: "data.invoices",
        fields: {
          id: "id",
          number: "no",
          type: "kind",
          customer: "client.ref",
          customer_name: "client.title",
          email: "client.mail",
          due_on: "due",
          amount: "total",
          open: "left",
        },
        credit: ["credit_note"],
        gone: { field: "state", values: ["void"] },
        paging: { kind: "cursor", next: "paging.next", parameter: "after" },
        changed_since: { parameter: "updated_since" },
      },
    ],
    ...more,
  },
});

const open = (...list: readonly (readonly [number, bigint])[]) =>
  list.map(([n, minor]) => ({ reference: `INV-${n}`, open: minor }));

test("all pages come as one book; then only what changed, and nothing new keeps the books fresh", async () => {
  const client = await world.client();
  api.put(invoice(1), invoice(2), invoice(3));
  const of = await client.set(definition());
  expect(await world.run(of)).toMatchObject({ state: "applied", pages: 2, full: true });
  expect(await client.invoices()).toEqual(open([1, 10_010n], [2, 10_010n], [3, 10_010n]));
  const [point] = await client.rows(sql<{ address: string }>`
    select address from dunlin.contact_point where client_id = ${client.clientId} order by address limit 1`);
  expect(point!.address).toBe("k1@example.com");

  await world.world.setNow("2026-03-05T12:00:00Z");
  expect(await world.run(of)).toMatchObject({ state: "nothing_new", full: false });
  expect(api.asked.at(-1)).toMatch(/updated_since=2026-03-0\dT/);
  const [row] = await client.rows(sql<{ asOf: Temporal.Instant }>`
    select book_as_of as "asOf" from dunlin.client where client_id = ${client.clientId}`);
  expect(row!.asOf.toString()).toBe("2026-03-05T12:00:00Z");
  const batches = await client.rows(
    sql`select from dunlin.batch where client_id = ${client.clientId}`,
  );
  expect(batches).toHaveLength(1);
});

const LATER = "2027-01-01T00:00:00Z";

test("part payment, void and credit note: what is open changes, and a void is no payment", async () => {
  const client = await world.client();
  api.put(invoice(1), invoice(2));
  const of = await client.set(definition());
  await world.run(of);
  api.put(
    invoice(1, { left: 60.1, changedAt: LATER }),
    invoice(2, { state: "void", changedAt: LATER }),
    invoice(3, {
      kind: "credit_note",
      client: { ref: "K-1", title: "Customer 1" },
      total: 25,
      left: 25,
      changedAt: LATER,
    }),
  );
  expect(await world.run(of)).toMatchObject({ state: "applied", records: 4, rejected: 0 });
  expect(await client.invoices()).toEqual(open([1, 6_010n], [2, 0n]));
  const paid = await client.rows(sql<{ reference: string; minor: bigint }>`
    select invoice_reference as reference, amount_minor as minor from dunlin.payment where client_id = ${client.clientId}`);
  expect(paid).toEqual([{ reference: "INV-1", minor: 4_000n }]);
  const credits = await client.rows(
    sql`select open_minor as open from dunlin.credit where client_id = ${client.clientId}`,
  );
  expect(credits).toEqual([{ open: 2_500n }]);
  // The credit note names no mailbox, which takes none away.
  const points = await client.rows(sql`
    select from dunlin.contact_point where client_id = ${client.clientId} and retired_at is null`);
  expect(points).toHaveLength(2);
});

test("429 waits as it is told, 500 and a lost connection are tried again, a token that ran out is fetched anew", async () => {
  const client = await world.client();
  api.put(invoice(1), invoice(2), invoice(3));
  api.mishaps.push({ status: 429, retryAfter: "7" }, { status: 500 }, "drop the connection");
  api.mishaps.push("expire the token");
  world.web.waited.length = 0;
  const of = await client.set(definition());
  expect(await world.run(of)).toMatchObject({ state: "applied", pages: 2 });
  expect(world.web.waited).toEqual([7_000, 2_000, 4_000]);
  expect(api.tokens()).toBe(2);
});

test("who asks for a long pause gets it: the run ends, and the next goes on behind the last page", async () => {
  const client = await world.client();
  api.put(invoice(1), invoice(2), invoice(3), invoice(4), invoice(5));
  const of = await client.set(definition({ retries: 0 }));
  api.silentAfter(2);
  expect(await world.run(of)).toMatchObject({ state: "failed", trouble: "unreachable" });
  expect(await client.invoices()).toEqual([]);
  // What came before is kept, with the place behind it; a page that comes twice counts once.
  api.silentAfter(10);
  api.put(invoice(4, { left: 50 }), invoice(5));
  api.mishaps.push({ status: 429, retryAfter: "900" });
  expect(await world.run(of)).toMatchObject({ state: "failed", trouble: "throttled" });
  const [row] = await client.rows(sql<{ waits: boolean }>`
    select retry_at > clock_timestamp() + interval '890 s' as waits from dunlin.source where client_id = ${client.clientId}`);
  expect(row!.waits).toBe(true);
  expect(await world.run(of)).toMatchObject({ state: "applied", pages: 1, records: 10 });
  expect(api.asked.map((path) => /after=(\w+)/.exec(path)?.[1])).toEqual([undefined, "i2", "i4"]);
  expect(await client.events("source.failed")).toHaveLength(1);
  expect(await client.events("source.recovered")).toHaveLength(1);
});

test("a record that can't be read costs only itself, and its invoice does not count as settled", async () => {
  const client = await world.client();
  api.put(invoice(1), invoice(2));
  const of = await client.set(definition());
  await world.run(of);
  await client.rows(
    sql`update dunlin.source set full_at = '2020-01-01' where client_id = ${client.clientId}`,
  );
  api.put(invoice(1, { total: 1.234, left: 1.234 }));
  expect(await world.run(of)).toMatchObject({ state: "applied", full: true, rejected: 1 });
  expect(await client.invoices()).toEqual(open([1, 10_010n], [2, 10_010n]));
});

test("a full pull settles what is deleted there; one that lacks too much is refused until somebody says yes", async () => {
  const client = await world.client();
  const numbers = [1, 2, 3, 4, 5, 6];
  api.put(...numbers.map((n) => invoice(n)));
  const of = await client.set(definition());
  await world.run(of);
  const fullAgain = async () =>
    await client.rows(
      sql`update dunlin.source set full_at = '2020-01-01' where client_id = ${client.clientId}`,
    );
  await fullAgain();
  api.remove("i6");
  expect(await world.run(of)).toMatchObject({ state: "applied", result: { absent: 1 } });
  await fullAgain();
  for (const id of ["i3", "i4", "i5"]) api.remove(id);
  const refused = await world.run(of);
  expect(refused).toMatchObject({ state: "failed", trouble: "refused" });
  expect(refused?.error).toMatch(/lacks 3 of 5 open invoices/);
  expect((await client.invoices()).filter((one) => one.open > 0n)).toHaveLength(5);
  expect(await world.run(of, { yes: true })).toMatchObject({ state: "applied" });
  expect((await client.invoices()).filter((one) => one.open > 0n)).toHaveLength(2);
});

test("a full pull of one source says nothing of what another one told", async () => {
  const client = await world.client();
  api.put(invoice(1), invoice(2));
  await world.run(await client.set(definition()));
  api.remove("i1");
  api.remove("i2");
  api.put(...[3, 4, 5, 6, 7, 8].map((n) => invoice(n)));
  const second = await client.set({ ...definition(), name: "second" });
  await world.run(second);
  await client.rows(
    sql`update dunlin.source set full_at = '2020-01-01' where source_id = ${second.sourceId}`,
  );
  api.remove("i8");
  expect(await world.run(second)).toMatchObject({ state: "applied", result: { absent: 1 } });
  const left = (await client.invoices()).filter((one) => one.open > 0n);
  expect(left).toEqual(open(...[1, 2, 3, 4, 5, 6, 7].map((n) => [n, 10_010n] as const)));
});

test("keys that open nothing, an answer that is no JSON: named, and nothing of the secrets is shown", async () => {
  const client = await world.client();
  const wrong = definition();
  Object.assign(wrong.settings.auth, { client_secret: "WRONG-SECRET" });
  const of = await client.set(wrong);
  const outcome = await world.run(of);
  expect(outcome).toMatchObject({ state: "failed", trouble: "sign_in" });
  const [all] = await client.rows(sql<{ text: string }>`
    select (select string_agg(s::text, '') from dunlin.source s) || (select string_agg(r::text, '') from dunlin.source_run r)
      || (select string_agg(e.body::text, '') from dunlin.event e) as text`);
  expect(all!.text).not.toContain("WRONG-SECRET");
  await client.set(definition());
  api.mishaps.push("no json");
  expect(await world.run(of)).toMatchObject({ state: "failed", trouble: "answer" });
});

test("a source that stops advancing is missed once, and no longer when it advances", async () => {
  const client = await world.client();
  const of = await client.set(definition({ retries: 0 }));
  await world.run(of);
  await world.world.setNow("2026-03-07T12:00:00Z");
  await markStale(world.ports.db);
  await markStale(world.ports.db);
  expect(await client.events("source.stale")).toHaveLength(1);
  expect((await client.source("billing")).staleAt).not.toBeNull();
  await world.run(of);
  expect((await client.source("billing")).staleAt).toBeNull();
});

test("one process at a time; what another has taken over counts no more", async () => {
  const client = await world.client();
  api.put(invoice(1));
  const of = await client.set(definition());
  const both = await Promise.all([world.run(of), world.run(of)]);
  expect(both.filter((one) => one !== undefined)).toHaveLength(1);
  // Set anew while a run is under way: the run loses its say, and changes nothing.
  api.mishaps.push({ status: 500 });
  world.web.onWait = async () => void (await client.set(definition({ retries: 3 })));
  api.put(invoice(2, { changedAt: LATER }));
  expect(await world.run(of)).toBeUndefined();
  world.web.onWait = async () => await Promise.resolve();
  expect(await client.invoices()).toEqual(open([1, 10_010n]));
});
