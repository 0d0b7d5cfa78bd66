// PayFast, South Africa (https://developers.payfast.co.za/docs): a signed form takes the payer to its page, a notice (ITN)
// tells what became of it. It knows no sessions: what was sent off can't be called back, so a late second payment of the
// same debt is taken as what it is, a credit.
import { timingSafeEqual } from "node:crypto";
import { lookup as resolveName } from "node:dns/promises";
import { isIP } from "node:net";
import {
  ProviderError,
  type News,
  type Order,
  type Provider,
  type Read,
  type Told,
} from "#payments/provider.ts";
import { toDecimal } from "#platform/money.ts";
import { ask, type PayReach } from "../pay/ask.ts";
import { parameterText, signatureOf, type Fields } from "./signature.ts";

export type PayfastPay = {
  readonly merchantId: string;
  readonly merchantKey: string;
  readonly passphrase: string;
  /** PayFast's own test site. */
  readonly sandbox: boolean;
  /** False where a proxy hides who called. */
  readonly sourceCheck: boolean;
  /** Another address of PayFast, for tests. */
  readonly baseUrl?: string | undefined;
  readonly reach: PayReach;
};

const LIVE = "https://www.payfast.co.za";
const TEST = "https://sandbox.payfast.co.za";
/** From where notices come, by PayFast's documentation. */
const SOURCES = [
  "www.payfast.co.za",
  "sandbox.payfast.co.za",
  "w1w.payfast.co.za",
  "w2w.payfast.co.za",
];
const MOST_FIELDS = 60;

const siteOf = ({ baseUrl, sandbox }: PayfastPay): string => baseUrl ?? (sandbox ? TEST : LIVE);

/** Opens PayFast with the keys of one client. */
export function openPayfast(options: PayfastPay): Provider {
  return {
    create: async (order) => {
      const fields = formOf(options, order);
      const signature = signatureOf(fields, options.passphrase);
      return await Promise.resolve({
        sessionRef: order.checkoutId,
        go: {
          kind: "form",
          action: `${siteOf(options)}/eng/process`,
          fields: { ...Object.fromEntries(fields), signature },
        },
      });
    },
    standing: async () => await Promise.resolve({ state: "open" }),
    // The form can't be called back; ours is over.
    end: async () => await Promise.resolve({ state: "expired" }),
    refund: async () =>
      await Promise.reject(
        new ProviderError("refused", "give it back on PayFast's own pages, then record the refund"),
      ),
    read: async (told) => await read(options, told),
  };
}

/** In the order in which PayFast wants them signed; empty ones are left out. */
function formOf({ merchantId, merchantKey }: PayfastPay, order: Order): Fields {
  const fields: Fields = [
    ["merchant_id", merchantId],
    ["merchant_key", merchantKey],
    ["return_url", order.returnUrl],
    ["cancel_url", order.cancelUrl],
    ["notify_url", order.notifyUrl],
    ["m_payment_id", order.checkoutId],
    ["amount", toDecimal(order.amountMinor, order.currency)],
    ["item_name", order.description.slice(0, 100)],
  ];
  return fields
    .filter(([, value]) => value.trim() !== "")
    .map(([name, value]) => [name, value.trim()]);
}

/** PayFast's four checks: the signature, the source, the amount (the domain's), and PayFast's own word. */
async function read(options: PayfastPay, { body, ip }: Told): Promise<Read> {
  const fields = [...new URLSearchParams(body.toString("utf8"))];
  if (fields.length === 0 || fields.length > MOST_FIELDS) {
    return { refused: "unreadable", why: "no notice of PayFast" };
  }
  const given = fields.find(([name]) => name === "signature")?.[1] ?? "";
  const end = fields.findIndex(([name]) => name === "signature");
  const signed = end === -1 ? fields : fields.slice(0, end);
  const expected = signatureOf(signed, options.passphrase);
  const isSigned =
    given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
  if (!isSigned) return { refused: "forbidden", why: "the signature is not PayFast's" };
  const of = Object.fromEntries(signed);
  if (of["merchant_id"] !== options.merchantId) {
    return { refused: "forbidden", why: "a notice for another merchant" };
  }
  if (options.sourceCheck && !(await isFromPayfast(options, ip))) {
    return { refused: "forbidden", why: `${ip} is no address of PayFast` };
  }
  const word = await ask(options.reach, {
    method: "POST",
    url: `${siteOf(options)}/eng/query/validate`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: parameterText(signed),
  }).catch(() => undefined);
  if (!word || word.status >= 500) return { refused: "busy", why: "PayFast does not answer" };
  if (word.text.trim() !== "VALID") {
    return { refused: "forbidden", why: "PayFast says that it did not send this" };
  }
  return newsOf(of);
}

async function isFromPayfast(options: PayfastPay, ip: string): Promise<boolean> {
  const host = new URL(siteOf(options)).hostname;
  if (isIP(host) !== 0) return host === ip;
  const hosts = options.baseUrl === undefined ? SOURCES : [host];
  const found = await Promise.all(
    hosts.map(async (name) => await resolveName(name, { all: true }).catch(() => [])),
  );
  const plain = ip.replace(/^::ffff:/u, "");
  return found.flat().some(({ address }) => address === plain);
}

const STATUS: Readonly<Record<string, News["what"]>> = {
  COMPLETE: "paid",
  PENDING: "pending",
  FAILED: "failed",
  CANCELLED: "expired",
};

function newsOf(of: Readonly<Record<string, string>>): Read {
  const { payment_status: status = "", pf_payment_id: paymentRef = "", m_payment_id: id } = of;
  const what = STATUS[status];
  const amount = /^(\d{1,12})\.(\d{2})$/u.exec(of["amount_gross"] ?? "");
  if (what === undefined || paymentRef === "" || !amount) {
    return { refused: "unreadable", why: "a notice without status, number or amount" };
  }
  const news: News = {
    eventRef: `${paymentRef}:${status}`,
    what,
    checkoutId: id,
    paymentRef,
    amountMinor: BigInt(`${amount[1]}${amount[2]}`),
    // PayFast takes rand and nothing else.
    currency: "ZAR",
  };
  return { news: [news] };
}
