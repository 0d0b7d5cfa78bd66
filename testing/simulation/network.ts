/** The far side of a simulated year: takes texts or refuses them, and reports later what became of them. */
import {
  RouteError,
  type Channel,
  type HandedOver,
  type Outgoing,
  type Receipt,
  type Route,
} from "#messages/route.ts";
import { HOUR_MS, MINUTE_MS, type AtMs } from "./happenings.ts";
import type { Style } from "./people.ts";
import { Chance } from "./random.ts";

/** One text that the far side took. */
export type Taken = {
  readonly atMs: AtMs;
  readonly client: Style;
  readonly route: string;
  readonly channel: Channel;
  readonly messageId: string;
  readonly attempt: number;
  readonly to: string;
  readonly text: string;
  /** False: Dunlin was never told that it was taken. */
  readonly answered: boolean;
  readonly arrives: boolean;
};

export type RouteName = {
  readonly client: Style;
  readonly routeId: string;
  readonly name: string;
  readonly channel: Channel;
};
export type Arrival = { readonly atMs: AtMs; readonly client: Style; readonly receipt: Receipt };
type Trouble = { readonly kind: "outage" | "throttled"; readonly untilMs: AtMs };

const FATES = {
  sent: 900,
  rejected: 20,
  temporary: 25,
  "taken, no answer": 12,
  "lost, no answer": 8,
  partial: 4,
} as const;

export class Network {
  nowMs: AtMs = 0;
  readonly taken: Taken[] = [];
  /** Every hand-over that was tried, by message and attempt. */
  readonly tried = new Map<string, number>();
  readonly #seed: number;
  readonly #troubles = new Map<string, Trouble>();
  #arrivals: Arrival[] = [];
  #ids = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  trouble(client: Style, route: string, kind: Trouble["kind"], untilMs: AtMs): void {
    this.#troubles.set(`${client}/${route}`, { kind, untilMs });
  }

  /** When the next receipt comes; undefined: none is on its way. */
  nextMs(): AtMs | undefined {
    return this.#arrivals[0]?.atMs;
  }

  /** What has arrived by now, in its order. */
  arrived(): Arrival[] {
    const count = this.#arrivals.findIndex(({ atMs }) => atMs > this.nowMs);
    return this.#arrivals.splice(0, count < 0 ? this.#arrivals.length : count);
  }

  route(about: RouteName): Route {
    return {
      free: 100,
      whenFree: async () => undefined,
      handOver: async (message) => this.#take(about, message),
      close: async () => undefined,
    };
  }

  /** A receipt that has nothing to do with us. */
  stray({ client, routeId }: Pick<RouteName, "client" | "routeId">): void {
    this.#ids += 1;
    this.#expect(this.nowMs, client, receiptOf(routeId, `stray-${this.#ids}`, "delivered"));
  }

  #take(about: RouteName, message: Outgoing): HandedOver {
    const { messageId, attempt, to, text } = message;
    const key = `${messageId}/${attempt}`;
    this.tried.set(key, (this.tried.get(key) ?? 0) + 1);
    const chance = new Chance(this.#seed, "fate", about.client, about.channel, to, text, attempt);
    this.#suffer(about, chance);
    const fate = chance.weighted(FATES);
    if (fate === "rejected") throw new RouteError("rejected", { code: "ESME_RINVDSTADR" });
    if (fate === "temporary") throw new RouteError("temporary", { code: "ESME_RMSGQFUL" });
    if (fate === "lost, no answer") throw new RouteError("uncertain", { code: "timeout" });
    const { client, name: route, channel } = about;
    const answered = fate === "sent";
    const arrives = chance.happens(0.9);
    this.taken.push({
      atMs: this.nowMs,
      client,
      route,
      channel,
      messageId,
      attempt,
      to,
      text,
      answered,
      arrives,
    });
    const providerIds = partsOf(channel, text).map(() => `id-${(this.#ids += 1)}`);
    if (channel === "sms")
      this.#report(
        about,
        message,
        fate === "partial" ? providerIds.slice(0, 1) : providerIds,
        arrives,
        chance,
      );
    else if (answered) this.#bounce(about, message, chance);
    if (fate === "taken, no answer") throw new RouteError("uncertain", { code: "timeout" });
    if (fate === "partial")
      throw new RouteError("partial", { providerIds: providerIds.slice(0, 1) });
    return { providerIds };
  }

  #suffer({ client, name }: RouteName, chance: Chance): void {
    const trouble = this.#troubles.get(`${client}/${name}`);
    if (!trouble || trouble.untilMs <= this.nowMs) return;
    if (trouble.kind === "outage") throw new RouteError("unreachable", { code: "ECONNREFUSED" });
    if (chance.happens(0.7))
      throw new RouteError("throttled", { code: "ESME_RTHROTTLED", retryAfterMs: 2_000 });
  }

  /** What the network says of each part: mostly the truth, sometimes twice, late, in the wrong order, or never. */
  #report(
    about: RouteName,
    message: Outgoing,
    providerIds: readonly string[],
    arrives: boolean,
    chance: Chance,
  ): void {
    const state = arrives ? "delivered" : chance.one(["failed", "expired", "failed"] as const);
    const permanent = state === "failed" && chance.happens(0.3);
    const speaks = !chance.happens(0.08);
    for (const id of providerIds) {
      if (!speaks || chance.happens(0.02)) continue;
      const receipt = {
        ...receiptOf(about.routeId, id, state),
        permanent,
        from: message.sender,
        to: message.to,
      };
      const afterMs =
        chance.one([0, 1, 1, 30, 30, 600, 86_400]) * 1_000 + chance.whole(0, 59) * 1_000;
      this.#expect(this.nowMs + afterMs, about.client, receipt);
      if (chance.happens(0.08))
        this.#expect(
          this.nowMs + afterMs + chance.whole(0, 120) * MINUTE_MS,
          about.client,
          receipt,
        );
      if (chance.happens(0.1)) {
        const early = { ...receipt, state: "accepted" as const, permanent: false };
        this.#expect(this.nowMs + chance.whole(0, 2) * afterMs, about.client, early);
      }
      // The network contradicts itself.
      if (chance.happens(0.02))
        this.#expect(this.nowMs + afterMs + HOUR_MS, about.client, { ...receipt, state: "failed" });
    }
  }

  #bounce(about: RouteName, { messageId }: Outgoing, chance: Chance): void {
    const happens = chance.weighted({ nothing: 85, delivered: 8, later: 4, dead: 3 });
    if (happens === "nothing") return;
    const receipt = receiptOf(
      about.routeId,
      undefined,
      happens === "delivered" ? "delivered" : "failed",
    );
    const at = this.nowMs + chance.whole(1, 300) * MINUTE_MS;
    this.#expect(at, about.client, {
      ...receipt,
      messageId,
      permanent: happens === "dead",
      error: happens === "delivered" ? undefined : "5.1.1",
    });
  }

  #expect(atMs: AtMs, client: Style, receipt: Receipt): void {
    const place = this.#arrivals.findIndex((one) => one.atMs > atMs);
    this.#arrivals.splice(place < 0 ? this.#arrivals.length : place, 0, { atMs, client, receipt });
  }
}

function partsOf(channel: Channel, text: string): readonly number[] {
  const count = channel === "sms" && text.length > 160 ? Math.ceil(text.length / 153) : 1;
  return Array.from({ length: count }, (_, part) => part);
}

function receiptOf(
  routeId: string,
  providerId: string | undefined,
  state: Receipt["state"],
): Receipt {
  return {
    routeId,
    providerId,
    state,
    permanent: false,
    error: state === "delivered" ? undefined : state,
    from: undefined,
    to: undefined,
    doneAt: undefined,
  };
}
