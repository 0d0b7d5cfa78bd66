// What providers tell us over HTTP: receipts and messages of customers, stored before they are thanked for.
import { getClient } from "#clients/clients.ts";
import { writeProviderReceipts } from "#messages/dispatch/provider-receipts.ts";
import { Writer } from "#messages/dispatch/writer.ts";
import { loadContext } from "#messages/planning/context.ts";
import type {
  Channel,
  ProviderNews,
  ProviderReader,
  ProviderRequest,
  Receipt,
} from "#messages/route.ts";
import type { ProviderRoute, ProviderRoutes } from "#messages/routes/provider-routes.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db } from "#platform/db.ts";
import type { Logger } from "#platform/log.ts";
import { addressOf } from "./address.ts";
import { askNobody, type Asking } from "./asking.ts";
import { hear } from "./hear.ts";
import { optOut } from "./opting.ts";

export type ProviderCall = {
  /** The secret part of the called address. */
  readonly token: string;
  readonly about: "status" | "sms" | "events";
  readonly request: ProviderRequest;
};

/** `unknown`: no route has that token. `busy`: so much waits to be stored that the provider must come back. */
export type Received =
  | { readonly thanks: ProviderReader["thanks"] }
  | {
      readonly refused: "unknown" | "forbidden" | "unreadable" | "busy";
      readonly why: string;
    };

const MOST_WAITING = 5_000;
const END_MS = 2_000;

/** Takes what providers send, in any process: it needs nothing but the database. */
export class Providers {
  readonly #db: Db;
  readonly #routes: ProviderRoutes;
  readonly #log: Logger;
  readonly #asking: Asking;
  readonly #receipts: Writer<Receipt>;

  constructor(db: Db, routes: ProviderRoutes, log: Logger, asking: Asking = askNobody) {
    this.#asking = asking;
    this.#db = db;
    this.#routes = routes;
    this.#log = log;
    this.#receipts = new Writer({
      capacity: MOST_WAITING,
      log,
      write: async (clientId, receipts) => await writeProviderReceipts(db, clientId, receipts),
    });
  }

  /** Resolves with thanks only when all that the request says is committed. Throws what the database throws. */
  async receive({ token, about, request }: ProviderCall): Promise<Received> {
    const route = await this.#routes.find(token);
    if (!route) return { refused: "unknown", why: "there is no such route" };
    const { reader } = route;
    if (reader[about] === undefined) return { refused: "unknown", why: "there is no such address" };
    const news = reader[about](request);
    if ("refused" in news) {
      this.#log.warn(
        { route: route.name, routeId: route.routeId, about, why: news.why },
        "refused",
      );
      return news;
    }
    if (!this.#receipts.hasRoom) return { refused: "busy", why: "too much waits to be stored" };
    await this.#store(route, news);
    return { thanks: route.reader.thanks };
  }

  /** Answers whoever asks whether an address is ours; undefined: it is not, or whoever asks does not prove who it is. */
  async greet(token: string, query: URLSearchParams): Promise<string | undefined> {
    const route = await this.#routes.find(token);
    const answer = route?.reader.greet?.(query);
    if (typeof answer === "string") return answer;
    if (route && answer) this.#log.warn({ route: route.name, why: answer.why }, "refused");
    return undefined;
  }

  /** Waits for what is being stored, for two seconds at most. */
  async close(): Promise<void> {
    await this.#receipts.end(END_MS);
  }

  async #store({ clientId, routeId, channel }: ProviderRoute, news: ProviderNews): Promise<void> {
    const db = this.#db;
    await Promise.all(news.receipts.map(async (one) => await this.#receipts.add(clientId, one)));
    for (const inbound of news.inbounds) await hear(db, clientId, await this.#asking(inbound));
    for (const address of news.optedOut)
      await optOutByProvider(db, clientId, { address, routeId, channel, code: "status" });
  }
}

/**
 * Notes that an address wants no more messages of the channel, because the provider refuses to send there. Whoever it belongs to is
 * decided again, as after a STOP; there is no confirmation, which the provider would refuse as well.
 */
export async function optOutByProvider(
  db: Db,
  clientId: string,
  told: {
    readonly address: string;
    readonly routeId: string;
    /** "sms" unless told otherwise. */
    readonly channel?: Channel;
    readonly code: string;
  },
): Promise<void> {
  await asClient(db, clientId, async (tx) => {
    const { country } = await getClient(tx, clientId);
    const { channel = "sms" } = told;
    const addresses = [addressOf(channel, told.address, country)];
    const cause = `route ${told.routeId}: ${told.code}`;
    const opting = { channel, addresses, by: "provider", cause } as const;
    await optOut(tx, await loadContext(tx, clientId), opting, await clockNow(tx));
  });
}
