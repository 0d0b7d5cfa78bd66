// Paying inside the conversation: providers, links, what proves who a customer is.
import { z } from "zod";
import { amountOf, Decimal, Minor } from "../money.ts";
import { CustomerPath, requireCustomer } from "../deps.ts";
import { change, query } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import { Currency, InstantOnWire, MinorOnWire, snakeKeys, Words } from "../wire.ts";
import { FACTOR_KINDS, factorsOf, setFactors } from "#payments/factors.ts";
import { addressOfLink, mintLink } from "#payments/links.ts";
import { PROVIDER_KINDS } from "#payments/provider.ts";
import { listProviders, setProvider } from "#payments/providers.ts";

const Kind = z.enum(PROVIDER_KINDS);

const Provider = z.object({
  provider: Kind,
  enabled: z.boolean(),
  /** The lowest is asked first. */
  priority: z.int(),
  /** Empty: any that the provider takes. */
  currencies: z.array(z.string()),
  least_minor: MinorOnWire,
  /** Secrets are masked. */
  settings: z.looseObject({}),
  /** Where the provider must be told to call. */
  notify_url: z.string(),
  changed_at: InstantOnWire,
  changed_by: z.string(),
});

const Providers = z.object({ providers: z.array(Provider) });

/** Who takes money for the client. */
export const paymentProviders = query({
  needs: "routes:read",
  tag: "Paying",
  summary: "Payment providers, in the order in which they are asked",
  response: Providers,
  example: {},
  work: async ({ tx, clientId, deps }) => await shown(tx, clientId, deps.pay.publicUrl),
});

async function shown(tx: Parameters<typeof listProviders>[0], clientId: string, publicUrl: string) {
  const rows = await listProviders(tx, clientId);
  const { slug } = await tx
    .selectFrom("client")
    .select("slug")
    .where("clientId", "=", clientId)
    .executeTakeFirstOrThrow();
  return {
    providers: rows.map(({ kind, currencies, ...row }) => ({
      ...snakeKeys(row),
      provider: kind,
      currencies: [...currencies],
      notify_url: `${publicUrl}/pay/${kind}/${slug}`,
    })),
  };
}

/** Sets one up, or changes it; a secret that is left out stays. */
export const putPaymentProvider = change({
  needs: "routes:write",
  tag: "Paying",
  summary: "Set up a payment provider, or change it",
  description:
    "stripe: secretKey, webhookSecret. payfast: merchantId, merchantKey, passphrase, sandbox, sourceCheck. sandbox: nothing. A secret that is left out stays as it is.",
  body: z.strictObject({
    provider: Kind,
    settings: z.looseObject({}).default({}),
    enabled: z.boolean().exactOptional(),
    priority: z.int().min(1).max(1_000).exactOptional(),
    currencies: z.array(Currency).max(200).exactOptional(),
    least_minor: Minor.exactOptional(),
  }),
  response: Providers,
  example: { body: { provider: "sandbox", priority: 1 } },
  work: async ({ tx, clientId, deps, now, actor }, { body }) => {
    const { provider: kind, least_minor: least, ...rest } = body;
    const leastMinor = least === undefined ? undefined : BigInt(least);
    await refusedAs(
      422,
      setProvider(tx, clientId, deps.pay, { ...rest, kind, leastMinor }, { now, actor }),
    );
    return await shown(tx, clientId, deps.pay.publicUrl);
  },
});

/** A link for the client's own letters; it is shown once and can't be read again. */
export const addPaymentLink = change({
  needs: "messages:write",
  tag: "Paying",
  summary: "Make a link with which the customer pays, good for 72 hours",
  description:
    "The page behind it asks for what only the customer knows before it shows a name or an amount. The address is shown in this answer and never again.",
  params: CustomerPath,
  body: z.strictObject({
    currency: Currency.exactOptional(),
    amount: Decimal.exactOptional(),
    amount_minor: Minor.exactOptional(),
    for: z.enum(["pay", "page", "proof"]).default("pay"),
  }),
  bodyOptional: true,
  response: z.object({ link_id: z.uuid(), link_url: z.url(), expires_at: InstantOnWire }),
  status: 201,
  example: { params: { ref: "C/1 é" }, body: { amount: "100.00" } },
  work: async (working, { params, body }) => {
    const { tx, clientId, now, actor } = working;
    const customerId = await requireCustomer(working, params.ref);
    const accounts = await tx
      .selectFrom("account")
      .select(["accountId", "currency"])
      .where("clientId", "=", clientId)
      .where("customerId", "=", customerId)
      .limit(100)
      .execute();
    const wanted = accounts.filter((one) => [undefined, one.currency].includes(body.currency));
    const [account, ...others] = wanted;
    if (!account || others.length > 0) {
      throw new HttpProblem(422, "name the currency of one of the customer's accounts");
    }
    const { accountId, currency } = account;
    const states = body.amount !== undefined || body.amount_minor !== undefined;
    const amountMinor = states ? amountOf(body, currency) : undefined;
    const action = body.for === "pay" ? { kind: body.for, amountMinor } : { kind: body.for };
    const link = { customerId, accountId, action, cause: actor };
    const minted = await mintLink(tx, clientId, link, now);
    const url = minted && (await addressOfLink(tx, clientId, minted.linkId));
    if (!minted || url === undefined) {
      throw new HttpProblem(409, "links lead nowhere yet: set PUBLIC_URL to an https address");
    }
    return { link_id: minted.linkId, link_url: url, expires_at: minted.expiresAt };
  },
});

const Factors = z.object({ factors: z.array(z.enum(FACTOR_KINDS)) });

/** What is on file by which the customer can prove who they are; never its value. */
export const factors = query({
  needs: "customers:read",
  tag: "Paying",
  summary: "By what the customer can prove who they are",
  params: CustomerPath,
  response: Factors,
  example: { params: { ref: "C/1 é" } },
  work: async (working, { params }) => {
    const customerId = await requireCustomer(working, params.ref);
    return { factors: [...(await factorsOf(working.tx, working.clientId, customerId))] };
  },
});

/** Sets it; only keyed digests are kept. */
export const putFactors = change({
  needs: "customers:write",
  tag: "Paying",
  summary: "Set by what the customer can prove who they are; null forgets",
  description: "Only keyed digests are kept: what was given can't be read again.",
  params: CustomerPath,
  body: z.strictObject({
    born_on: z.iso.date().nullable().exactOptional(),
    id_last4: Words(20).nullable().exactOptional(),
    postcode: Words(20).nullable().exactOptional(),
  }),
  response: Factors,
  example: { params: { ref: "C/1 é" }, body: { born_on: "1980-03-31", postcode: "8001" } },
  work: async (working, { params, body }) => {
    const { tx, clientId, deps, now, actor } = working;
    const customerId = await requireCustomer(working, params.ref);
    await refusedAs(
      422,
      setFactors(tx, clientId, deps.pay.sealKey, customerId, body, { now, actor }),
    );
    return { factors: [...(await factorsOf(tx, clientId, customerId))] };
  },
});
