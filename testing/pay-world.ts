/** What tests of paying stand on: the world of the API, listening, with the simulated payment provider. */
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { openHttpWorld, NOW, type HttpWorld } from "#http/test-world.ts";
import { checkProviderSettings, providersOver } from "#adapters/pay/open.ts";
import type { PayPorts } from "#payments/checkouts.ts";
import { setFactors } from "#payments/factors.ts";
import { addressOfLink, mintLink, type PayAction } from "#payments/links.ts";
import { setProvider } from "#payments/providers.ts";
import { asClient } from "#platform/db.ts";
import { silentLog } from "#platform/log.ts";
import { sealKeyFrom } from "#platform/seal.ts";
import { resolverFor } from "#webhooks/names.ts";
import { checkLiteral, guardedLookup } from "#webhooks/reach.ts";
import { startPayProvider } from "./simulators/pay-provider.ts";

type Provider = Awaited<ReturnType<typeof startPayProvider>>;

export type PayWorld = Omit<HttpWorld, "app"> & {
  readonly app: FastifyInstance;
  readonly url: string;
  readonly ports: PayPorts;
  readonly provider: Provider;
  readonly customerId: string;
  readonly accountId: string;
  /** A link for Thandi; its path. */
  readonly link: (action?: PayAction, cause?: string) => Promise<string>;
};

const BORN_ON = "1980-03-31";

/** Opens it: Thandi owes 349.90, was born on 31 March 1980 and lives at 8001. */
export async function openPayWorld(): Promise<PayWorld> {
  const world = await openHttpWorld();
  const provider = await startPayProvider();
  const { db, clientId, owner } = world;
  const sealKey = sealKeyFrom(Buffer.alloc(32, 7));
  const reach = { privateHosts: [], loopback: true };
  const lookup = guardedLookup(reach, resolverFor(reach));
  let url = "";
  const ports: PayPorts = {
    db,
    sealKey,
    openProvider: providersOver(
      { lookup, check: (one) => checkLiteral(reach, one) },
      async () => await Promise.resolve(provider.url),
    ),
    checkProvider: checkProviderSettings,
    get publicUrl() {
      return url;
    },
    log: silentLog,
  };
  const app = await world.appWith({ pay: ports });
  await app.listen({ host: "127.0.0.1", port: 0 });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  await owner.query("update dunlin.installation set public_url = $1", [url]);
  const { rows } = await owner.query<{ customer_id: string; account_id: string }>(
    "select customer_id, account_id from dunlin.account where client_id = $1",
    [clientId],
  );
  const { customer_id: customerId, account_id: accountId } = rows[0]!;
  const by = { now: NOW, actor: "test" };
  await asClient(db, clientId, async (tx) => {
    await setProvider(tx, clientId, ports, { kind: "sandbox", settings: {} }, by);
    const factors = { born_on: BORN_ON, postcode: "8001" };
    await setFactors(tx, clientId, sealKey, customerId, factors, by);
  });
  return {
    ...world,
    app,
    url,
    ports,
    provider,
    customerId,
    accountId,
    link: async (action = { kind: "page" }, cause = "test") =>
      await asClient(db, clientId, async (tx) => {
        const minted = await mintLink(tx, clientId, { customerId, accountId, action, cause }, NOW);
        const address = await addressOfLink(tx, clientId, minted!.linkId);
        return new URL(address!).pathname;
      }),
    close: async () => {
      await provider.close();
      await app.close();
      await world.close();
    },
  };
}
