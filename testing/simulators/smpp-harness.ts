import type { Arrivals, Inbound, Outgoing, Receipt } from "#messages/route.ts";
import { SmppConfig, type SmppRouteConfig } from "#adapters/smpp/config.ts";
import type { SmppLog } from "#adapters/smpp/log.ts";

/** What tests of SMPP share. */

export const quietLog: SmppLog = { debug() {}, info() {}, warn() {}, error() {} };

/** A route to loopback that comes back quickly. */
export function routeConfig(port: number, change: Partial<SmppRouteConfig> = {}): SmppRouteConfig {
  const config = SmppConfig.parse({
    host: "127.0.0.1",
    port,
    systemId: "dunlin",
    password: "secret",
    reconnectMinMs: 5,
    reconnectMaxMs: 40,
    throttlePauseMs: 20,
    partHoldMs: 20,
    closeTimeoutMs: 200,
  });
  return { ...config, routeId: "route-1", ...change };
}

export function outgoing(change: Partial<Outgoing> = {}): Outgoing {
  return {
    clientId: "client-1",
    messageId: "message-1",
    attempt: 1,
    to: "+27821234567",
    sender: "Harbour",
    text: "Your account is due.",
    ...change,
  };
}

/** Keeps what arrives. `answer` decides when, and whether, it is stored. */
export class Collected implements Arrivals {
  readonly receipts: Receipt[] = [];
  readonly inbounds: Inbound[] = [];
  answer: () => Promise<void> = async () => {};

  async receipt(receipt: Receipt): Promise<void> {
    await this.answer();
    this.receipts.push(receipt);
  }

  async inbound(inbound: Inbound): Promise<void> {
    await this.answer();
    this.inbounds.push(inbound);
  }
}
