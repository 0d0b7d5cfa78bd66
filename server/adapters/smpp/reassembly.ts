import { messageOf } from "#platform/errors.ts";
import type { Place } from "./concatenation.ts";
import type { SmppLog } from "./log.ts";
import { decodeText, type DefaultAlphabet } from "./text.ts";

/** One part as it came. `settle(true)` acknowledges it, `settle(false)` asks the far side to bring it again. */
export type Part = {
  readonly from: string;
  readonly to: string;
  readonly place: Place;
  readonly octets: Uint8Array;
  readonly dataCoding: number;
  readonly settle: (stored: boolean) => void;
};

export type Whole = {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly incomplete: boolean;
};

export type ReassemblyOptions = {
  readonly defaultAlphabet: DefaultAlphabet;
  /** How long a part stays unacknowledged while the rest may come. */
  readonly holdMs: number;
  readonly timeoutMs: number;
  /** Stores a message; when it rejects, it is tried again. */
  readonly store: (whole: Whole) => Promise<void>;
  readonly log: SmppLog;
};

type Held = { readonly octets: Uint8Array; readonly dataCoding: number };

type Entry = {
  readonly from: string;
  readonly to: string;
  readonly total: number;
  readonly parts: Map<number, Held>;
  waiting: ((stored: boolean) => void)[];
  /** A part was acknowledged, so the far side won't bring it again: it must not be dropped. */
  owed: boolean;
  state: "open" | "storing" | "stored";
  hold: NodeJS.Timeout | undefined;
  life: NodeJS.Timeout | undefined;
};

const MAX_ENTRIES = 1_000;
const MAX_BYTES = 8_388_608;
const RETRY_MS = 5_000;

/**
 * Puts long inbound messages together: parts in any order, twice, or never complete.
 *
 * A part is held unacknowledged for a short while, so that normally the whole message is stored before any of it is
 * acknowledged. It can't be held for long: an SMSC with a window of 1 brings the next part only after the answer. A stored
 * message is remembered for `timeoutMs`, so that a part that comes again is acknowledged and not taken for a new message.
 */
export class Reassembly {
  readonly #options: ReassemblyOptions;
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(options: ReassemblyOptions) {
    this.#options = options;
  }

  add(part: Part): void {
    const key = `${part.from}|${part.to}|${part.place.key}`;
    const { index } = part.place;
    let entry = this.#entries.get(key);
    const known = entry?.parts.get(index);
    if (entry?.state === "stored" && known && isSame(known, part)) return part.settle(true);
    if (entry && (entry.state === "stored" || (known && !isSame(known, part)))) {
      this.#supersede(key, entry);
      entry = undefined;
    }
    entry ??= this.#open(key, part);
    if (!entry || this.#bytes + part.octets.length > MAX_BYTES) return part.settle(false);
    if (!entry.parts.has(index)) {
      // A copy: the octets are a view of what the socket read.
      entry.parts.set(index, { octets: Uint8Array.from(part.octets), dataCoding: part.dataCoding });
      this.#bytes += part.octets.length;
    }
    entry.waiting.push(part.settle);
    if (entry.parts.size === entry.total) void this.#store(entry, key);
    else this.#holdAWhile(entry);
  }

  /** Passes on, as incomplete, what the far side won't bring again. */
  async close(): Promise<void> {
    const stores: Promise<void>[] = [];
    for (const [key, entry] of this.#entries) {
      if (entry.state !== "open") continue;
      if (entry.owed) stores.push(this.#store(entry, key));
      else settleAll(entry, false);
    }
    await Promise.all(stores);
    for (const [key, entry] of this.#entries) this.#forget(key, entry);
  }

  #open(key: string, { from, to, place }: Part): Entry | undefined {
    if (this.#entries.size >= MAX_ENTRIES && !this.#forgetOneStored()) return undefined;
    const entry: Entry = {
      from,
      to,
      total: place.total,
      parts: new Map(),
      waiting: [],
      owed: false,
      state: "open",
      hold: undefined,
      life: undefined,
    };
    this.#entries.set(key, entry);
    this.#lifeTimer(entry, this.#options.timeoutMs, () => void this.#store(entry, key));
    return entry;
  }

  /** The reference is used again for another message; the old one gets no more parts. */
  #supersede(key: string, entry: Entry): void {
    if (entry.state === "open") void this.#store(entry, key);
    if (entry.state === "stored") this.#forget(key, entry);
    else this.#entries.delete(key);
  }

  #holdAWhile(entry: Entry): void {
    if (entry.hold !== undefined) return;
    entry.hold = setTimeout(() => {
      entry.hold = undefined;
      if (entry.state === "open") settleAll(entry, true);
    }, this.#options.holdMs).unref();
  }

  async #store(entry: Entry, key: string): Promise<void> {
    if (entry.state !== "open") return;
    entry.state = "storing";
    clearTimeout(entry.life);
    clearTimeout(entry.hold);
    try {
      await this.#options.store(this.#whole(entry));
      entry.state = "stored";
      settleAll(entry, true);
      this.#lifeTimer(entry, this.#options.timeoutMs, () => this.#forget(key, entry));
    } catch (error) {
      this.#options.log.warn({ error: messageOf(error) }, "smpp: a long message was not stored");
      entry.state = "open";
      settleAll(entry, false);
      this.#lifeTimer(entry, RETRY_MS, () => void this.#store(entry, key));
    }
  }

  #whole(entry: Entry): Whole {
    const { from, to, total, parts } = entry;
    const text = textOf(parts, total, this.#options.defaultAlphabet);
    return { from, to, text, incomplete: parts.size < total };
  }

  #lifeTimer(entry: Entry, afterMs: number, work: () => void): void {
    clearTimeout(entry.life);
    entry.life = setTimeout(work, afterMs).unref();
  }

  #forgetOneStored(): boolean {
    for (const [key, entry] of this.#entries) {
      if (entry.state !== "stored") continue;
      this.#forget(key, entry);
      return true;
    }
    return false;
  }

  #forget(key: string, entry: Entry): void {
    clearTimeout(entry.life);
    clearTimeout(entry.hold);
    for (const { octets } of entry.parts.values()) this.#bytes -= octets.length;
    entry.parts.clear();
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }
}

function settleAll(entry: Entry, stored: boolean): void {
  const { waiting } = entry;
  entry.waiting = [];
  if (stored && waiting.length > 0) entry.owed = true;
  for (const settle of waiting) settle(stored);
}

function isSame(known: Held, part: Part): boolean {
  return known.dataCoding === part.dataCoding && Buffer.compare(known.octets, part.octets) === 0;
}

/**
 * Neighbours of one coding are decoded together: foreign senders cut escape and surrogate pairs in two. A gap shows as "…".
 */
function textOf(parts: Entry["parts"], total: number, alphabet: DefaultAlphabet): string {
  let text = "";
  let run: Held[] = [];
  const flush = (): void => {
    const [first] = run;
    if (first) text += decodeText(Buffer.concat(run.map(octetsOf)), first.dataCoding, alphabet);
    run = [];
  };
  for (let index = 1; index <= total; index += 1) {
    const part = parts.get(index);
    if (!part || (run[0] && run[0].dataCoding !== part.dataCoding)) flush();
    if (part) run.push(part);
    else if (!text.endsWith("…")) text += "…";
  }
  flush();
  return text;
}

function octetsOf(held: Held): Uint8Array {
  return held.octets;
}
