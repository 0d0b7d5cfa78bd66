import { messageOf } from "#platform/errors.ts";
import type { Arrivals } from "#messages/route.ts";
import { readAddress } from "./addresses.ts";
import { STATUS } from "./codec/commands.ts";
import type { DataSmBody, Request, ShortMessageBody } from "./codec/pdu.ts";
import { contentOf } from "./concatenation.ts";
import type { SmppRouteConfig } from "./config.ts";
import type { SmppLog } from "./log.ts";
import { isReceipt, readReceipt } from "./receipts.ts";
import { Reassembly } from "./reassembly.ts";
import type { Session } from "./session.ts";
import { decodeText } from "./text.ts";

/**
 * Hands what the SMSC brings to `arrivals`, and acknowledges it only once it is stored. When it can't be stored now, or too
 * much waits, the SMSC is told to bring it again (ESME_RX_T_APPN).
 */
export class Receiver {
  readonly #config: SmppRouteConfig;
  readonly #arrivals: Arrivals;
  readonly #log: SmppLog;
  readonly #reassembly: Reassembly;
  readonly #settled: () => void;
  #waiting = 0;
  #closed = false;

  constructor(config: SmppRouteConfig, arrivals: Arrivals, log: SmppLog, settled: () => void) {
    this.#config = config;
    this.#arrivals = arrivals;
    this.#log = log;
    this.#settled = settled;
    this.#reassembly = new Reassembly({
      defaultAlphabet: config.defaultAlphabet,
      holdMs: config.partHoldMs,
      timeoutMs: config.reassemblyTimeoutMs,
      store: ({ incomplete, ...whole }) =>
        this.#arrivals.inbound({
          routeId: config.routeId,
          channel: "sms",
          automatic: false,
          ...whole,
          ...(incomplete ? { incomplete } : {}),
        }),
      log,
    });
  }

  /** Arrivals that are not acknowledged yet. */
  get waiting(): number {
    return this.#waiting;
  }

  handle(request: Request, session: Session): void {
    const { body } = request;
    if (body.command !== "deliver_sm" && body.command !== "data_sm")
      return session.nack(request, STATUS.ESME_RINVCMDID);
    if (this.#closed || this.#waiting >= this.#config.maxArrivals)
      return acknowledge(session, request, body, false);
    this.#waiting += 1;
    const settle = (stored: boolean): void => {
      this.#waiting -= 1;
      acknowledge(session, request, body, stored);
      this.#settled();
    };
    if (isReceipt(body))
      void this.#store(() => this.#arrivals.receipt(readReceipt(body, this.#config)), settle);
    else this.#inbound(body, settle);
  }

  /** Takes nothing more; passes on what it has of long messages. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#reassembly.close();
  }

  #inbound(body: ShortMessageBody | DataSmBody, settle: (stored: boolean) => void): void {
    const { octets, place } = contentOf(body);
    const { dataCoding } = body;
    const from = readAddress(body.source);
    const to = readAddress(body.destination);
    if (place) return this.#reassembly.add({ from, to, place, octets, dataCoding, settle });
    const text = decodeText(octets, dataCoding, this.#config.defaultAlphabet);
    const { routeId } = this.#config;
    void this.#store(
      () => this.#arrivals.inbound({ routeId, channel: "sms", from, to, text, automatic: false }),
      settle,
    );
  }

  async #store(store: () => Promise<void>, settle: (stored: boolean) => void): Promise<void> {
    let stored = false;
    try {
      await store();
      stored = true;
    } catch (error) {
      this.#log.warn({ error: messageOf(error) }, "smpp: an arrival was not stored");
    }
    settle(stored);
  }
}

function acknowledge(
  session: Session,
  request: Request,
  { command }: ShortMessageBody | DataSmBody,
  stored: boolean,
): void {
  const answer = command === "data_sm" ? "data_sm_resp" : "deliver_sm_resp";
  const status = stored ? STATUS.ESME_ROK : STATUS.ESME_RX_T_APPN;
  session.reply(request, { command: answer, messageId: "", tlvs: [] }, status);
}
