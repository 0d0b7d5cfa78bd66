// The pages behind a link to pay: what they tell to whom, and what they do.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { LightMyRequestResponse } from "fastify";
import { NOW } from "../test-world.ts";
import { openPayWorld, type PayWorld } from "#testing/pay-world.ts";
import { MOST_CUSTOMER_FAILURES } from "#payments/factors.ts";
import { setClock } from "#platform/clock.ts";

let world: PayWorld;
beforeAll(async () => {
  world = await openPayWorld();
});
afterAll(async () => await world.close());
beforeEach(async () => {
  await setClock(world.db, NOW, "test");
  await world.owner.query("delete from dunlin.factor_lock");
});

const get = async (url: string, cookie = ""): Promise<LightMyRequestResponse> =>
  await world.app.inject({ method: "GET", url, headers: { cookie } });
const post = async (
  url: string,
  fields: Record<string, string>,
  cookie = "",
): Promise<LightMyRequestResponse> =>
  await world.app.inject({
    method: "POST",
    url,
    headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams(fields).toString(),
  });
const answer = async (path: string, answer_: string, kind = "born_on") =>
  await post(path, { kind, answer: answer_ });

/** A link, and the cookie of who proved themselves. */
async function inside(): Promise<{ readonly path: string; readonly cookie: string }> {
  const path = await world.link();
  const proven = await answer(path, "31 03 1980");
  expect(proven.statusCode).toBe(303);
  return { path, cookie: String(proven.headers["set-cookie"]).split(";")[0]! };
}

const NOWHERE = "/p/AAAAAAAAAAAAAAAAAAAAAA";

describe("before somebody proved who they are", () => {
  test("looking shows neither name nor amount, is kept nowhere, and uses nothing up", async () => {
    const path = await world.link({ kind: "pay", amountMinor: 14_990n });
    for (let look = 0; look < 8; look += 1) {
      const page = await get(path);
      expect(page.statusCode).toBe(200);
      expect(page.body).not.toMatch(/Thandi|149|349|C\/1/);
    }
    const { headers } = await get(path);
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    });
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(headers["content-security-policy"]).not.toMatch(/script-src|http/);
    expect((await get(`${path}/pay`)).statusCode).toBe(303);
    expect((await answer(path, "1980-03-31")).statusCode).toBe(303);
  });

  test("the token is nowhere in the database, only its digest", async () => {
    const token = (await world.link()).slice(3);
    const { rows } = await world.owner.query<{ found: boolean }>(
      `select bool_or(l::text like '%' || $1 || '%') as found from dunlin.pay_link l`,
      [token],
    );
    expect(rows[0]?.found).toBe(false);
  });

  test("a wrong answer and a link that nobody made are told the same", async () => {
    const path = await world.link();
    const [wrong, unknown] = [
      await answer(path, "01 01 1970"),
      await answer(NOWHERE, "01 01 1970"),
    ];
    expect([wrong.statusCode, unknown.statusCode]).toEqual([422, 422]);
    const said = (page: LightMyRequestResponse) =>
      /<p class="fault"[^>]*>([^<]*)</.exec(page.body)?.[1];
    expect(said(wrong)).toMatch(/does not open this page/);
    expect(said(unknown)).toBe(said(wrong));
    expect(wrong.headers["set-cookie"]).toBeUndefined();
  });

  test("five wrong answers end a link; ten over several lock the customer for an hour", async () => {
    const first = await world.link();
    for (let tries = 0; tries < 5; tries += 1) await answer(first, "01 01 1970");
    expect((await answer(first, "31 03 1980")).statusCode).toBe(422);
    const second = await world.link();
    for (let tries = 5; tries < MOST_CUSTOMER_FAILURES; tries += 1)
      await answer(second, "8002", "postcode");
    const third = await world.link();
    expect((await answer(third, "31 03 1980")).statusCode).toBe(422);
    await setClock(world.db, NOW.add({ minutes: 61 }), "test");
    expect((await answer(third, "8001", "postcode")).statusCode).toBe(303);
  });

  test("a link is good for 72 hours", async () => {
    const path = await world.link();
    await setClock(world.db, NOW.add({ hours: 72 }), "test");
    expect((await answer(path, "31 03 1980")).statusCode).toBe(422);
  });

  test("the cookie opens its own link and no other, is short-lived and hidden from scripts", async () => {
    const path = await world.link();
    const set = String((await answer(path, "31.3.1980")).headers["set-cookie"]);
    expect(set).toMatch(new RegExp(`; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=1800$`));
    const cookie = set.split(";")[0]!;
    expect((await get(path, cookie)).body).toContain("349,90");
    const other = await world.link();
    expect((await get(other, cookie)).body).not.toContain("349,90");
    const forged = cookie.replace(/\.f\./, ".l.");
    expect((await get(path, forged)).body).not.toContain("349,90");
  });

  test("a form of another site is refused", async () => {
    const answered = await world.app.inject({
      method: "POST",
      url: await world.link(),
      headers: {
        "sec-fetch-site": "cross-site",
        "content-type": "application/x-www-form-urlencoded",
      },
      payload: "kind=born_on&answer=1980-03-31",
    });
    expect(answered.statusCode).toBe(403);
  });

  test("without anything on file the amount is shown only where the message could say it, and no more", async () => {
    const kept = await world.owner.query("delete from dunlin.customer_factor returning *");
    const spoken = await world.owner.query<{ id: string }>(
      `insert into dunlin.message (client_id, class, lane, channel, state, customer_id, address, sender, template, language,
         body, segments, not_before, planned_for, not_after, created_at)
       values ($1, 'reply', 0, 'sms', 'planned', $2, '+27821234567', '', 'x', 'en', '', 1, now(), now(), now(), now())
       returning message_id as id`,
      [world.clientId, world.customerId],
    );
    const told = await world.link({ kind: "page" }, spoken.rows[0]!.id);
    const untold = await world.link({ kind: "page" }, "cli");
    for (const [path, shows] of [
      [told, true],
      [untold, false],
    ] as const) {
      expect((await get(path)).body).not.toContain("349");
      const cookie = String((await post(path, {})).headers["set-cookie"]).split(";")[0]!;
      const page = (await get(path, cookie)).body;
      expect(page.includes("349,90"), path).toBe(shows);
      expect(page).not.toContain(`${path}/invoices`);
      expect((await get(`${path}/invoices`, cookie)).statusCode).toBe(303);
      expect((await get(`${path}/pay`, cookie)).statusCode).toBe(shows ? 200 : 303);
    }
    await world.owner.query("delete from dunlin.message where message_id = $1", [
      spoken.rows[0]!.id,
    ]);
    for (const row of kept.rows as Record<string, unknown>[]) {
      await world.owner.query(
        "insert into dunlin.customer_factor values ($1, $2, $3, $4, $5, $6)",
        Object.values(row),
      );
    }
  });
});

describe("every page", () => {
  test("is small, in four languages, without scripts, and says what its fields are", async () => {
    const { path, cookie } = await inside();
    for (const language of ["en", "pl", "af", "zu"]) {
      const lang = `${cookie}; dunlin_lang=${language}`;
      for (const page of ["", "/pay", "/promise", "/plan", "/dispute", "/paid", "/invoices"]) {
        const { statusCode, body } = await get(`${path}${page}`, lang);
        expect(statusCode, page).toBe(200);
        expect(body, page).toContain(`<html lang="${language}">`);
        expect(Buffer.byteLength(body), page).toBeLessThan(30_000);
        expect(body, page).not.toMatch(/<script|javascript:|src=|\{\w+\}|undefined/);
        const inputs = [...body.matchAll(/<(?:input|textarea)[^>]*\bid="(\w+)"/g)].map(
          ([, id]) => id!,
        );
        for (const id of inputs) expect(body, `${page} ${id}`).toContain(`<label for="${id}"`);
      }
    }
  });
});

describe("what a customer can do", () => {
  test("who has proved who they are writes as themselves, and nobody else", async () => {
    const { path, cookie } = await inside();
    expect((await get(path, cookie)).body).not.toContain(`${path}/chat`);
    expect((await get(`${path}/chat`, cookie)).statusCode).toBe(404);
    const { rows } = await world.owner.query(
      `insert into dunlin.route (client_id, name, channel, adapter, config, sender, rate_per_s, burst)
       values ($1, 'chat', 'chat', 'chat', '{"origins": []}', 'Acme', 10, 10) returning route_id as id`,
      [world.clientId],
    );
    const site = `/chat/${rows[0].id}`;
    expect((await get(path, cookie)).body).toContain(`${path}/chat`);
    expect((await get(`${path}/chat`)).headers.location).toBe(path);
    const led = await get(`${path}/chat`, cookie);
    expect([led.statusCode, led.headers.location]).toEqual([303, site]);
    const session = String(led.headers["set-cookie"]).split(";")[0]!;
    expect((await post(site, { text: "BALANCE" }, session)).statusCode).toBe(303);
    expect((await get(site, session)).body).toContain("BALANCE");
    const heard = await world.owner.query(
      "select customer_id, channel from dunlin.inbound order by inbound_id desc limit 1",
    );
    expect(heard.rows).toEqual([{ customer_id: world.customerId, channel: "chat" }]);
  });

  test("an amount that can't be paid is refused beside its field", async () => {
    const { path, cookie } = await inside();
    const pay = async (choice: string, other = "") =>
      await post(`${path}/pay`, { choice, other }, cookie);
    for (const [other, why] of [
      ["x", /in figures/],
      ["9999", /most you can pay/],
      ["1", /least you can pay/],
    ] as const) {
      const refused = await pay("other", other);
      expect(refused.statusCode).toBe(422);
      expect(refused.body).toMatch(/<p class="fault" id="other-fault">/);
      expect(refused.body).toMatch(why);
      expect(refused.body).toMatch(/aria-describedby="other-hint other-fault" aria-invalid="true"/);
    }
    // What would be left must be worth a payment too.
    expect((await pay("other", "349,50")).body).toMatch(/leave at least R\s1,00/);
    expect((await pay("other", "R 100,50")).body).toMatch(/R\s100,50/);
  });

  test("a promise is read back, and holds; more than the limits allow is refused", async () => {
    const { path, cookie } = await inside();
    const late = await post(`${path}/promise`, { amount: "349.90", day: "2027-01-01" }, cookie);
    expect(late.statusCode).toBe(422);
    const review = await post(`${path}/promise`, { amount: "100", day: "2026-07-10" }, cookie);
    expect(review.body).toMatch(/R\s100,00[\s\S]*10 July 2026/);
    const before = await world.owner.query("select 1 from dunlin.promise");
    expect(before.rowCount).toBe(0);
    const made = await post(
      `${path}/promise/confirm`,
      { amount: "10000", day: "2026-07-10" },
      cookie,
    );
    expect(made.body).toMatch(/10 July 2026/);
    expect((await get(path, cookie)).body).toMatch(/will pay R\s100,00 by 10 July 2026/);
    const { rows } = await world.owner.query("select amount_minor, made_by from dunlin.promise");
    expect(rows).toEqual([{ amount_minor: 10_000n, made_by: "customer" }]);
    await world.ask("POST", "/v1/customers/C%2F1%20%C3%A9/promises/end", {});
  });

  test("a dispute holds the invoices that it names; a card number in it is not kept", async () => {
    const { path, cookie } = await inside();
    const fields = { invoice: "INV-2", why: "Paid by card 4111 1111 1111 1111 in May" };
    const review = await post(`${path}/dispute`, fields, cookie);
    expect(review.body).toContain("INV-2");
    expect(review.body).not.toContain("4111 1111");
    const done = await post(`${path}/dispute/confirm`, fields, cookie);
    expect(done.statusCode).toBe(200);
    const { rows } = await world.owner.query<{ reason: string }>(
      "select reason from dunlin.hold where kind = 'dispute'",
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.reason).not.toContain("4111 1111");
    expect((await get(path, cookie)).body).toMatch(/R\s200,00 in dispute/);
    await world.ask("POST", "/v1/customers/C%2F1%20%C3%A9/disputes/end", {});
  });

  test("who has paid shows a file that is what it says, and is left alone for a week, once", async () => {
    const { path, cookie } = await inside();
    const send = async (bytes: string) => {
      const parts = [
        `--b\r\ncontent-disposition: form-data; name="amount"\r\n\r\n149.90\r\n`,
        `--b\r\ncontent-disposition: form-data; name="day"\r\n\r\n2026-06-29\r\n`,
        `--b\r\ncontent-disposition: form-data; name="file"; filename="p.pdf"\r\ncontent-type: application/pdf\r\n\r\n${bytes}\r\n--b--\r\n`,
      ];
      const headers = { cookie, "content-type": "multipart/form-data; boundary=b" };
      return await world.app.inject({
        method: "POST",
        url: `${path}/paid`,
        headers,
        payload: parts.join(""),
      });
    };
    const wrong = await send("<html>");
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain(`id="file-fault"`);
    expect((await send("%PDF-1.7 receipt")).body).toContain("7 July 2026");
    // A second file holds nobody longer.
    expect((await send("%PDF-1.7 again")).body).toContain("7 July 2026");
    const { claims } = (await world.ask("GET", "/v1/payment-claims?open=true")).json() as {
      claims: Record<string, string>[];
    };
    expect(claims.map((one) => [one["amount_minor"], one["type"], one["held_until"]])).toEqual([
      ["14990", "application/pdf", null],
      ["14990", "application/pdf", "2026-07-07"],
    ]);
    const held = claims.find((one) => one["held_until"] !== null)!;
    await world.ask("POST", `/v1/payment-claims/${held["proof_id"]}/judge`, { verdict: "refused" });
    const { rows } = await world.owner.query(
      "select 1 from dunlin.hold where kind = 'manual' and ended_at is null",
    );
    expect(rows).toHaveLength(0);
  });

  test("a copy of an invoice is there where its PDF went to the customer, and nobody else's", async () => {
    const { rows } = await world.owner.query<{ file: string; other: string }>(
      `with f as (insert into dunlin.attachment (client_id, name, type, sha256, bytes, created_at, created_by)
           values ($1, 'INV-1.pdf', 'application/pdf', sha256('a'), '%PDF-1.7', now(), 'test') returning attachment_id),
         o as (insert into dunlin.attachment (client_id, name, type, sha256, bytes, created_at, created_by)
           values ($1, 'INV-9.pdf', 'application/pdf', sha256('b'), '%PDF-1.7', now(), 'test') returning attachment_id),
         m as (insert into dunlin.message (client_id, class, lane, channel, state, customer_id, address, sender, template,
             language, body, segments, not_before, planned_for, not_after, created_at)
           values ($1, 'service', 1, 'email', 'planned', $2, 'a@b.example', '', 'invoice', 'en', '', 1, now(), now(), now(), now())
           returning message_id),
         x as (insert into dunlin.message_attachment (client_id, message_id, place, attachment_id)
           select $1, message_id, 1, attachment_id from m, f)
       select f.attachment_id as file, o.attachment_id as other from f, o`,
      [world.clientId, world.customerId],
    );
    const { file, other } = rows[0]!;
    const { path, cookie } = await inside();
    const list = (await get(`${path}/invoices`, cookie)).body;
    expect(list).toContain(`${path}/files/${file}`);
    const download = await get(`${path}/files/${file}`, cookie);
    expect(download.headers["content-disposition"]).toBe('attachment; filename="INV-1.pdf"');
    expect(download.body).toBe("%PDF-1.7");
    expect((await get(`${path}/files/${other}`, cookie)).statusCode).toBe(404);
    expect((await get(`${path}/files/${file}`)).statusCode).toBe(303);
  });
});
