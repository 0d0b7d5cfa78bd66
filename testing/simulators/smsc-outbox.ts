import type { ShortMessageBody } from "#adapters/smpp/codec/pdu.ts";
import type { Session } from "#adapters/smpp/session.ts";

export type Receiver = { readonly session: Session; readonly systemId: string };

export type Delivery = {
  readonly body: ShortMessageBody;
  /** The account it is for: any of its sessions will do. undefined: any session at all. */
  readonly systemId: string | undefined;
  readonly dueAtMs: number;
  /** Called once it was acknowledged. */
  readonly acknowledged?: () => void;
  /** True when nobody waits for it any more. */
  readonly abandoned?: () => boolean;
};

const PUMP_MS = 5;
const RETRY_MS = 200;
/** Beyond this the SMSC answers submits with ESME_RMSGQFUL. */
export const MAX_QUEUED = 500_000;

/** What waits to be delivered to the ESME, until it is acknowledged: at least once, within the window of its sessions. */
export class Outbox {
  readonly #receivers: () => readonly Receiver[];
  /** Texts before receipts, and what was refused last: each in the order in which it falls due. */
  readonly #texts = new Fifo();
  readonly #receipts = new Fifo();
  readonly #again = new Fifo();
  readonly #timer: NodeJS.Timeout;
  #turn = 0;
  delivered = 0;

  constructor(receivers: () => readonly Receiver[]) {
    this.#receivers = receivers;
    this.#timer = setInterval(() => this.pump(), PUMP_MS);
    this.#timer.unref();
  }

  get queued(): number {
    return this.#texts.length + this.#receipts.length + this.#again.length;
  }

  addText(delivery: Delivery): void {
    this.#texts.push(delivery);
  }

  addReceipt(delivery: Delivery): void {
    this.#receipts.push(delivery);
  }

  /** Turns the order of the receipts that wait. */
  reverseReceipts(): void {
    this.#receipts.reverse();
  }

  pump(): void {
    const nowMs = performance.now();
    for (const queue of [this.#texts, this.#receipts, this.#again]) {
      while (queue.isDue(nowMs)) {
        const session = this.#nextReceiver(queue.first?.systemId);
        if (session === "busy") return;
        const delivery = queue.shift();
        if (!delivery || delivery.abandoned?.()) continue;
        if (session) void this.#deliver(session, delivery);
        // Its account is away: it must not hold up what is for others.
        else this.#again.push({ ...delivery, dueAtMs: nowMs + RETRY_MS });
      }
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #nextReceiver(systemId: string | undefined): Session | "busy" | undefined {
    const all = this.#receivers();
    const receivers =
      systemId === undefined ? all : all.filter((receiver) => receiver.systemId === systemId);
    for (let tries = 0; tries < receivers.length; tries += 1) {
      this.#turn = (this.#turn + 1) % receivers.length;
      const session = receivers[this.#turn]?.session;
      if (session && session.free > 0) return session;
    }
    return receivers.length > 0 ? "busy" : undefined;
  }

  async #deliver(session: Session, delivery: Delivery): Promise<void> {
    if (await isAcknowledged(session, delivery.body)) {
      this.delivered += 1;
      delivery.acknowledged?.();
    } else {
      this.#again.push({ ...delivery, dueAtMs: performance.now() + RETRY_MS });
    }
  }
}

async function isAcknowledged(session: Session, body: ShortMessageBody): Promise<boolean> {
  try {
    const { status } = await session.request(body);
    return status === 0;
  } catch {
    return false;
  }
}

/** An array with a moving head: `shift` of a long array costs its length. */
class Fifo {
  #items: Delivery[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(delivery: Delivery): void {
    this.#items.push(delivery);
  }

  get first(): Delivery | undefined {
    return this.#items[this.#head];
  }

  isDue(nowMs: number): boolean {
    return this.first !== undefined && this.first.dueAtMs <= nowMs;
  }

  shift(): Delivery | undefined {
    const first = this.#items[this.#head];
    this.#head += 1;
    if (this.#head > 10_000 && this.#head * 2 > this.#items.length) this.#compact();
    return first;
  }

  reverse(): void {
    this.#compact();
    const dueAtMs = this.#items.map((item) => item.dueAtMs);
    this.#items = this.#items
      .toReversed()
      .map((item, at) => ({ ...item, dueAtMs: dueAtMs[at] ?? item.dueAtMs }));
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}
