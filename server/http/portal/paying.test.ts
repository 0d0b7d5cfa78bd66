// Payments through a provider: once, whatever order its events come in, and whatever goes wrong on the way.
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openPayWorld, type PayWorld } from "#testing/pay-world.ts";
import { liveCheckout } from "#payments/checkout-rows.ts";
import { openCheckout, type OpenedCheckout } from "#payments/checkouts.ts";
import { lookAfter } from "#payments/upkeep.ts";
import { asClient } from "#platform/db.ts";
import { PAY_BEHAVIOUR } from "#testing/simulators/pay-provider.ts";

let world: PayWorld;
let invoices = 0;
beforeAll(async () => {
  world = await openPayWorld();
});
afterAll(async () => await world.close());

const clearDebts = async () =>
  await world.owner.query(
    "update dunlin.invoice set open_minor = 0, settled_at = now(), settled_by = 'payment' where open_minor > 0",
  );

/** A fresh debt of 500.00, and nothing else. */
beforeEach(async () => {
  world.provider.behave(PAY_BEHAVIOUR);
  await world.owner.query(
    "update dunlin.checkout set state = 'expired', ended_at = now() where state in ('creating', 'open', 'pending')",
  );
  await world.owner.query(
    "update dunlin.payment set reversed_minor = reversed_minor + unallocated_minor, unallocated_minor = 0 where unallocated_minor > 0",
  );
  await clearDebts();
  invoices += 1;
  await world.owner.query(
    `insert into dunlin.invoice (client_id, account_id, reference, due_on, amount_minor, open_minor, created_at)
     values ($1, $2, $3, '2026-06-29', 50000, 50000, now())`,
    [world.clientId, world.accountId, `PAY-${invoices}`],
  );
});

const start = async (amountMinor: bigint): Promise<OpenedCheckout> => {
  const { clientId, accountId, url } = world;
  const back = { returnUrl: `${url}/back`, cancelUrl: `${url}/stopped` };
  return await openCheckout(world.ports, {
    clientId,
    accountId,
    amountMinor,
    language: "en",
    ...back,
  });
};
const opened = async (amountMinor: bigint): Promise<string> => {
  const one = await start(amountMinor);
  if (!("go" in one)) throw new Error(one.refused);
  return one.checkoutId;
};
/** What the payer does on the provider's page. */
const payer = async (checkoutId: string, how = "pay"): Promise<void> => {
  const session = world.provider.sessions().find(({ key }) => key === checkoutId)!;
  await fetch(`${world.provider.url}/pay/page/${session.id}`, {
    method: "POST",
    body: new URLSearchParams({ how }),
    redirect: "manual",
  });
  await world.provider.settled();
};
const openMinor = async (): Promise<bigint> => {
  const { rows } = await world.owner.query<{ minor: bigint }>(
    "select sum(open_minor)::bigint as minor from dunlin.invoice",
  );
  return rows[0]!.minor;
};
const stateOf = async (checkoutId: string) => {
  const { rows } = await world.owner.query<{ state: string; excess_minor: bigint }>(
    "select state, excess_minor from dunlin.checkout where checkout_id = $1",
    [checkoutId],
  );
  return rows[0]!;
};
const events = async (kind: string): Promise<number> => {
  const { rowCount } = await world.owner.query("select 1 from dunlin.event where kind = $1", [
    kind,
  ]);
  return rowCount ?? 0;
};

test("what is paid is in the books once, however often it is told, and gets one receipt", async () => {
  world.provider.behave({ doubleEvents: true, eventBeforeRedirect: true });
  const id = await opened(20_000n);
  await payer(id);
  expect(await stateOf(id)).toMatchObject({ state: "paid", excess_minor: 0n });
  expect(await openMinor()).toBe(30_000n);
  const { rows } = await world.owner.query<{ body: string }>(
    "select class, channel, address, state, body from dunlin.message where template = 'payment_receipt'",
  );
  expect(rows).toMatchObject([
    { class: "reply", channel: "sms", address: "+27821234567", state: "planned" },
  ]);
  expect(rows[0]!.body).toMatch(
    /received R\s?200,00\. Still open: R\s?300,00\. Receipt [\w-]{10}\./,
  );
});

test("declined, nothing is taken; the payer may try again in the same session", async () => {
  const id = await opened(20_000n);
  await payer(id, "decline");
  expect(await stateOf(id)).toMatchObject({ state: "open" });
  await payer(id);
  expect(await stateOf(id)).toMatchObject({ state: "paid" });
});

test("a second checkout ends the first, so that nobody can pay in both", async () => {
  const first = await opened(20_000n);
  const second = await opened(30_000n);
  expect(await stateOf(first)).toMatchObject({ state: "expired" });
  await payer(first);
  expect(await openMinor()).toBe(50_000n);
  await payer(second);
  expect(await openMinor()).toBe(20_000n);
});

test("paid meanwhile, and nobody was told: the payment is posted instead of a second one", async () => {
  world.provider.behave({ silent: true });
  const first = await opened(20_000n);
  await payer(first);
  expect(await stateOf(first)).toMatchObject({ state: "open" });
  expect(await start(30_000n)).toEqual({ refused: "paid" });
  expect(await stateOf(first)).toMatchObject({ state: "paid" });
  expect(await openMinor()).toBe(30_000n);
});

test("a process that died between its note and the answer blocks nobody, and loses nothing", async () => {
  const id = await opened(20_000n);
  await world.owner.query(
    "update dunlin.checkout set state = 'creating', session_ref = null, opened_at = null where checkout_id = $1",
    [id],
  );
  // Its call might still be under way: for a moment nobody is let past it.
  expect(await start(20_000n)).toEqual({ refused: "under_way" });
  await world.owner.query(
    "update dunlin.checkout set expires_at = expires_at - interval '1 minute' where checkout_id = $1",
    [id],
  );
  const next = await opened(20_000n);
  expect(await stateOf(id)).toMatchObject({ state: "expired" });
  expect(world.provider.sessions().find(({ key }) => key === id)?.state).toBe("expired");
  await payer(next);
  expect(await stateOf(next)).toMatchObject({ state: "paid" });
});

test("a provider that never answers leaves the account shut only until its time is over", async () => {
  const { ports, clientId } = world;
  world.provider.behave({ stall: true });
  await world.owner.query(`update dunlin.payment_provider set settings = '{"timeoutMs": 100}'`);
  expect(await start(20_000n)).toEqual({ refused: "unavailable" });
  const live = await asClient(
    world.db,
    clientId,
    async (tx) => await liveCheckout(tx, clientId, world.accountId),
  );
  expect(live?.state).toBe("creating");
  world.provider.behave({ stall: false });
  await world.owner.query(
    "update dunlin.checkout set expires_at = now() - interval '1 minute' where checkout_id = $1",
    [live!.checkoutId],
  );
  expect(await lookAfter(ports, clientId)).toBe(1);
  expect(await stateOf(live!.checkoutId)).toMatchObject({ state: "expired" });
  await world.owner.query(`update dunlin.payment_provider set settings = '{}'`);
});

test("a way to pay that takes days: nobody pays a second time meanwhile, and both ends are told", async () => {
  const id = await opened(50_000n);
  await payer(id, "pending");
  expect(await stateOf(id)).toMatchObject({ state: "pending" });
  expect(await openMinor()).toBe(50_000n);
  expect(await start(50_000n)).toEqual({ refused: "under_way" });
  world.provider.resolve(id, "failed");
  await world.provider.settled();
  expect(await stateOf(id)).toMatchObject({ state: "failed" });
  const next = await opened(50_000n);
  await payer(next, "pending");
  world.provider.resolve(next, "paid");
  await world.provider.settled();
  expect(await openMinor()).toBe(0n);
});

test("paid twice all the same: a credit, and somebody is told until they have seen to it", async () => {
  const id = await opened(50_000n);
  const before = await events("payment.duplicate");
  await clearDebts();
  await payer(id);
  expect(await stateOf(id)).toMatchObject({ state: "paid", excess_minor: 50_000n });
  expect(await events("payment.duplicate")).toBe(before + 1);
  const listed = async (): Promise<readonly string[]> => {
    const answer = await world.ask("GET", "/v1/checkouts?excess=true");
    const { checkouts } = answer.json<{ checkouts: { checkout_id: string }[] }>();
    return checkouts.map((one) => one.checkout_id);
  };
  expect(await listed()).toContain(id);
  await world.ask("POST", `/v1/checkouts/${id}/excess-settled`, {});
  expect(await listed()).not.toContain(id);
});

test("a refund opens the debt again, once; so does a chargeback, until it is won back", async () => {
  const id = await opened(50_000n);
  await payer(id);
  const { db: _db, app, token } = world;
  const refunded = await app.inject({
    method: "POST",
    url: `/v1/checkouts/${id}/refunds`,
    headers: { authorization: `Bearer ${token}`, "dunlin-client": "acme" },
    payload: { amount: "100.00" },
  });
  expect(refunded.json()).toMatchObject({ state: "done", amount_minor: "10000" });
  await world.provider.settled();
  expect(await openMinor()).toBe(10_000n);
  world.provider.dispute(id, "charged_back");
  await world.provider.settled();
  expect(await openMinor()).toBe(50_000n);
  world.provider.dispute(id, "won_back");
  await world.provider.settled();
  expect(await openMinor()).toBe(0n);
});

test("money that goes back before anybody said that it came: both are written down", async () => {
  world.provider.behave({ silent: true });
  const id = await opened(50_000n);
  await payer(id);
  world.provider.behave({ silent: false });
  world.provider.dispute(id, "charged_back");
  await world.provider.settled();
  expect(await stateOf(id)).toMatchObject({ state: "paid" });
  expect(await openMinor()).toBe(50_000n);
});

test("nobody but the provider is believed, and not for ever", async () => {
  const id = await opened(20_000n);
  const session = world.provider.sessions().find(({ key }) => key === id)!;
  const body = JSON.stringify({
    id: "e1",
    type: "paid",
    key: id,
    session: session.id,
    payment: "p1",
    amount_minor: "20000",
    currency: "ZAR",
  });
  const tell = async (secret: string, timeS: number, text = body): Promise<number> => {
    const mac = createHmac("sha256", secret).update(`${timeS}.${body}`).digest("hex");
    const headers = {
      "content-type": "application/json",
      "sandbox-signature": `t=${timeS},v1=${mac}`,
    };
    return (
      await world.app.inject({ method: "POST", url: "/pay/sandbox/acme", headers, payload: text })
    ).statusCode;
  };
  const nowS = Math.floor(Date.now() / 1_000);
  expect(await tell("not the secret", nowS)).toBe(403);
  expect(await tell(session.secret, nowS - 400)).toBe(403);
  expect(await tell(session.secret, nowS, body.replace("20000", "1"))).toBe(403);
  const wrongAmount = body.replace("20000", "100");
  const mac = createHmac("sha256", session.secret).update(`${nowS}.${wrongAmount}`).digest("hex");
  await world.app.inject({
    method: "POST",
    url: "/pay/sandbox/acme",
    headers: { "content-type": "application/json", "sandbox-signature": `t=${nowS},v1=${mac}` },
    payload: wrongAmount,
  });
  expect(await openMinor()).toBe(50_000n);
  expect(await events("checkout.mismatch")).toBe(1);
  expect(
    (await world.app.inject({ method: "POST", url: "/pay/stripe/acme", payload: {} })).statusCode,
  ).toBe(404);
});
