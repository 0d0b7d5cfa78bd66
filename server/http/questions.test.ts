// Questions to the client's own people, and their answers by link and by reply.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FINANCE, MAIL, openKindsWorld, type KindsWorld } from "./test-kinds.ts";
import { NOW } from "./test-world.ts";
import { hear } from "#conversations/hear.ts";
import { setClock } from "#platform/clock.ts";

let world: KindsWorld;
beforeAll(async () => {
  world = await openKindsWorld();
});
afterAll(async () => await world.close());

describe("questions", () => {
  const ask = async (more: object = {}) => {
    const { id } = await world.sent({
      ...FINANCE,
      template: "credit_memos_pending",
      data: { count: 3, amount: { minor: "410000", currency: "ZAR" } },
      approval: { expires: "2h" },
      reference: "CM-1",
      ...more,
    });
    const { text } = await world.thread(id);
    const [, path] = /https:\/\/dunlin\.example(\/a\/[\w-]{22})/.exec(text) ?? [];
    const [, code] = /APPROVE (\w{8})/.exec(text) ?? [];
    return { id, path: path!, code: code! };
  };
  const answerAt = async (path: string, answer: string, headers: Record<string, string> = {}) =>
    await world.app.inject({
      method: "POST",
      url: path,
      payload: `answer=${answer}`,
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    });

  test("looking answers nothing; the first answer counts, and the thread has it", async () => {
    const { id, path } = await ask();
    for (const method of ["GET", "HEAD", "GET"] as const) {
      const page = await world.app.inject({ method, url: path });
      expect(page.statusCode).toBe(200);
    }
    const page = await world.app.inject({ url: path });
    expect(page.body).toContain("Credit memos waiting: 3");
    expect((await world.thread(id)).approval).toMatchObject({ answer: null });
    // It is sent for as long as it can be answered.
    const until = NOW.add({ hours: 2 }).toString();
    expect(await world.thread(id)).toMatchObject({
      not_after: until,
      approval: { expires_at: until },
    });
    expect((await answerAt(path, "maybe")).statusCode).toBe(409);
    expect((await answerAt(path, "rejected")).statusCode).toBe(200);
    expect((await answerAt(path, "approved")).statusCode).toBe(409);
    const { approval, events } = await world.thread(id);
    expect(approval).toMatchObject({
      answer: "rejected",
      answered_how: "link",
      answered_by: FINANCE.to,
      answered_at: NOW.toString(),
    });
    expect(events.at(-1)).toMatchObject({
      kind: "approval.answered",
      actor: "staff",
      body: { answer: "rejected", how: "link" },
    });
  });

  test("of twenty answers at the same moment one is taken", async () => {
    const { id, path } = await ask();
    const all = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? "approved" : "rejected"));
    await Promise.all(all.map(async (answer) => await answerAt(path, answer)));
    const { events } = await world.thread(id);
    const kinds = events.map(({ kind }: { kind: string }) => kind);
    expect(kinds.filter((kind: string) => kind === "approval.answered")).toHaveLength(1);
  });

  test("another site's form, a wrong link and a late answer are refused", async () => {
    const { id, path } = await ask();
    const elsewhere = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect((await answerAt(path, "approved", elsewhere)).statusCode).toBe(403);
    expect((await answerAt(`/a/${"A".repeat(22)}`, "approved")).statusCode).toBe(404);
    await setClock(world.db, NOW.add({ hours: 3 }), "test");
    expect((await answerAt(path, "approved")).statusCode).toBe(409);
    await setClock(world.db, NOW, "test");
    expect((await world.thread(id)).approval.answer).toBeNull();
  });

  test("only the digest of the link is kept", async () => {
    const { path } = await ask();
    const { rows } = await world.owner.query("select a.*, '' as body from dunlin.approval a");
    expect(JSON.stringify(rows)).not.toContain(path.slice(3));
  });

  test("a reply with the code answers, from the address that was asked and no other", async () => {
    const { id, code } = await ask();
    const reply = async (from: string, text: string) =>
      await hear(world.db, world.clientId, {
        routeId: world.mailRouteId,
        channel: "email",
        from,
        to: "acme@example.org",
        text,
        automatic: false,
      });
    expect((await reply("else@acme.example", `APPROVE ${code}`)).unread).toBe(true);
    expect((await reply(FINANCE.to, `What is it?\n\n> APPROVE ${code}`)).unread).toBe(true);
    expect((await world.thread(id)).approval.answer).toBeNull();
    expect((await reply(FINANCE.to, `\n approve ${code.toLowerCase()}. Thanks`)).unread).toBe(
      false,
    );
    expect((await world.thread(id)).approval).toMatchObject({
      answer: "approved",
      answered_how: "email",
    });
  });

  test("a text message answers as well, however the number is written, and the other number does not", async () => {
    const { id, code } = await ask({ to: "+27821110077", channel: "sms" });
    const { rows } = await world.owner.query<{ id: string }>(
      "select route_id as id from dunlin.route where channel = 'sms' limit 1",
    );
    const reply = async (from: string, text: string) =>
      await hear(world.db, world.clientId, {
        routeId: rows[0]!.id,
        channel: "sms",
        from,
        to: "+27600000000",
        text,
        automatic: false,
      });
    expect((await reply("+27821110078", `APPROVE ${code}`)).unread).toBe(true);
    expect((await reply("0821110077", `APPROVE ${code.slice(1)}`)).unread).toBe(true);
    expect((await world.thread(id)).approval.answer).toBeNull();
    expect(await reply("0821110077", `reject ${code.toLowerCase()} pls`)).toMatchObject({
      unread: false,
      answer: undefined,
    });
    // The first answer counts.
    expect((await reply("+27821110077", `APPROVE ${code}`)).unread).toBe(true);
    expect((await world.thread(id)).approval).toMatchObject({
      answer: "rejected",
      answered_how: "sms",
      answered_by: "+27821110077",
    });
  });

  test("only staff are asked, and only in words that say where to answer", async () => {
    const own = await world.sent({ ...FINANCE, class: "staff", text: "Agree?", approval: {} });
    expect((await world.thread(own.id)).text).toMatch(/Agree\?\n\nDecide: https:.* REJECT \w{8}/);
    const customer = await world.post("/messages", { ...MAIL, text: "Agree?", approval: {} });
    expect([customer.statusCode, customer.json().detail]).toEqual([
      422,
      expect.stringContaining("class staff only"),
    ]);
  });
});

describe("the client's own people", () => {
  test("are reached by what they do", async () => {
    const staff = [
      { role: "finance", channel: "email", address: "Finance@acme.example", language: "pl" },
    ];
    expect((await world.post("/staff-contacts", { staff })).statusCode).toBe(200);
    const update = { template: "status_update", data: { record: "Z-1", status: "nowe" } };
    const { id } = await world.sent({ to: "role:finance", channel: "email", ...update });
    expect(await world.thread(id)).toMatchObject({
      to: FINANCE.to,
      language: "pl",
      customer: null,
    });
    const nobody = await world.post("/messages", { to: "role:boss", channel: "email", ...update });
    expect([nobody.statusCode, nobody.json().detail]).toEqual([
      422,
      expect.stringContaining("nobody stands under that role"),
    ]);
  });

  test("what they are told is not on the record of a customer with the same number", async () => {
    const update = { template: "status_update", data: { record: "Z-1", status: "new" } };
    const { id } = await world.sent({ to: "+27821234567", channel: "sms", ...update });
    expect(await world.thread(id)).toMatchObject({ customer: null });
  });
});
