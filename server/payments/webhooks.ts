// What payment providers tell: read by their adapter, made part of the books in one transaction for each event.
import { sql } from "kysely";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import { lookAt, type PayPorts } from "./checkouts.ts";
import { isProviderKind, type News, type ProviderKind, type Told } from "./provider.ts";
import { openedProvider, readProvider } from "./providers.ts";
import { takeNews, type Taken } from "./settling.ts";

export type HookTaken =
  | { readonly taken: number }
  | { readonly refused: "unknown" | "forbidden" | "unreadable" | "busy"; readonly why: string };

const NOT_HERE = {
  refused: "unknown",
  why: "nobody here is told anything at this address",
} as const;

/** Takes a request of a provider for the client with that short name. What can't be taken now may come again. */
export async function takeWebhook(
  ports: PayPorts,
  { kind, slug, told }: { readonly kind: string; readonly slug: string; readonly told: Told },
): Promise<HookTaken> {
  if (!isProviderKind(kind)) return NOT_HERE;
  const { rows } = await sql<{ clientId: string | null }>`
    select dunlin.client_by_slug(${slug.slice(0, 64)}) as client_id`.execute(ports.db);
  const clientId = rows[0]?.clientId ?? undefined;
  if (clientId === undefined) return NOT_HERE;
  const row = await asClient(
    ports.db,
    clientId,
    async (tx) => await readProvider(tx, clientId, kind),
  );
  if (!row) return NOT_HERE;
  const read = await openedProvider(ports, clientId, row).read(told);
  if ("refused" in read) return read;
  try {
    for (const news of read.news) await take(ports, clientId, kind, news);
    return { taken: read.news.length };
  } catch (error) {
    ports.log.warn(
      { provider: kind, error: messageOf(error) },
      "an event of a payment provider waits",
    );
    return { refused: "busy", why: "not now; tell it again" };
  }
}

async function take(
  ports: PayPorts,
  clientId: string,
  provider: ProviderKind,
  news: News,
): Promise<void> {
  const once = async (): Promise<Taken> =>
    await asClient(ports.db, clientId, async (tx) => {
      const context = await loadContext(tx, clientId);
      return await takeNews(tx, context, news, { provider, now: await clockNow(tx) });
    });
  const taken = await once();
  if (taken.done !== "early") return;
  // Money went back before we heard that it came: the provider is asked, and then both are written down.
  await lookAt(ports, clientId, taken.checkout);
  const again = await once();
  if (again.done === "early") throw new Error(`${news.what} of a payment that nobody has heard of`);
}
