import { createHash, randomUUID } from "node:crypto";
import { lookup } from "node:dns";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Provider } from "#payments/provider.ts";
import { openPayfast } from "./provider.ts";
import { phpEncode, signatureOf, type Fields } from "./signature.ts";

const KEYS = { merchantId: "10000100", merchantKey: "46f0cd694581a", passphrase: "jt7NOE43FZPn" };
/** What PayFast says when it is asked whether it sent a notice. */
let word = { status: 200, text: "VALID" };
let askedWith = "";
let server: Server;
let payfast: Provider;
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      askedWith = Buffer.concat(chunks).toString();
      response.writeHead(word.status).end(word.text);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const reach = { lookup: lookup as never, check: () => undefined };
  payfast = openPayfast({ ...KEYS, sandbox: true, sourceCheck: true, baseUrl, reach });
});
afterAll(() => server.close());
beforeEach(() => {
  word = { status: 200, text: "VALID" };
});

const checkoutId = randomUUID();
const NOTICE: Fields = [
  ["m_payment_id", checkoutId],
  ["pf_payment_id", "1089250"],
  ["payment_status", "COMPLETE"],
  ["item_name", "Harbour Fibre & Co."],
  ["item_description", ""],
  ["amount_gross", "149.90"],
  ["amount_fee", "-3.45"],
  ["amount_net", "146.45"],
  ["name_first", "Thandi"],
  ["merchant_id", KEYS.merchantId],
];
const noticed = (fields: Fields = NOTICE, passphrase = KEYS.passphrase) => {
  const all = [...fields, ["signature", signatureOf(fields, passphrase)] as const];
  const body = Buffer.from(all.map(([name, value]) => `${name}=${phpEncode(value)}`).join("&"));
  return { headers: {}, body, ip: "127.0.0.1" };
};

test("the form carries the amount and is signed in the documented order, with the passphrase", async () => {
  const { go, sessionRef } = await payfast.create({
    checkoutId,
    amountMinor: 14_990n,
    currency: "ZAR",
    description: "Harbour Fibre & Co.",
    language: "en",
    returnUrl: "https://pay.example/p/x/back",
    cancelUrl: "https://pay.example/p/x/back?stopped=1",
    notifyUrl: "https://pay.example/pay/payfast/acme",
    expiresAt: Temporal.Now.instant(),
  });
  expect(sessionRef).toBe(checkoutId);
  if (go.kind !== "form") throw new Error("a form is wanted");
  const { signature, ...fields } = go.fields;
  expect(fields).toMatchObject({
    amount: "149.90",
    m_payment_id: checkoutId,
    item_name: "Harbour Fibre & Co.",
  });
  // Worked out by hand from the documentation: PHP's urlencode, joined in order, the passphrase last.
  const text =
    "merchant_id=10000100&merchant_key=46f0cd694581a&return_url=https%3A%2F%2Fpay.example%2Fp%2Fx%2Fback" +
    "&cancel_url=https%3A%2F%2Fpay.example%2Fp%2Fx%2Fback%3Fstopped%3D1" +
    "&notify_url=https%3A%2F%2Fpay.example%2Fpay%2Fpayfast%2Facme" +
    `&m_payment_id=${checkoutId}&amount=149.90&item_name=Harbour+Fibre+%26+Co.&passphrase=jt7NOE43FZPn`;
  expect(signature).toBe(createHash("md5").update(text).digest("hex"));
});

test("a notice that PayFast stands by is news", async () => {
  expect(await payfast.read(noticed())).toEqual({
    news: [
      {
        eventRef: "1089250:COMPLETE",
        what: "paid",
        checkoutId,
        paymentRef: "1089250",
        amountMinor: 14_990n,
        currency: "ZAR",
      },
    ],
  });
  expect(askedWith).toContain(
    "item_name=Harbour+Fibre+%26+Co.&item_description=&amount_gross=149.90",
  );
  expect(askedWith).not.toContain("signature");
});

test("another signature, source, merchant or word is not believed; silence may come again", async () => {
  const refused = async (told: Parameters<Provider["read"]>[0]) => {
    const read = await payfast.read(told);
    return "refused" in read ? read.refused : "news";
  };
  expect(await refused(noticed(NOTICE, "another"))).toBe("forbidden");
  expect(await refused({ ...noticed(), ip: "203.0.113.9" })).toBe("forbidden");
  const tampered = Buffer.from(noticed().body.toString().replace("149.90", "1.00"));
  expect(await refused({ ...noticed(), body: tampered })).toBe("forbidden");
  const elsewhere = NOTICE.map(
    ([name, value]) => [name, name === "merchant_id" ? "10000999" : value] as const,
  );
  expect(await refused(noticed(elsewhere))).toBe("forbidden");
  word = { status: 200, text: "INVALID" };
  expect(await refused(noticed())).toBe("forbidden");
  word = { status: 503, text: "" };
  expect(await refused(noticed())).toBe("busy");
  expect(await refused({ ...noticed(), body: Buffer.from("") })).toBe("unreadable");
});
