import type { Response } from "./codec/pdu.ts";

/**
 * Why there is no answer. Only `not_sent` is sure that the far side did not act on the request.
 */
export type SessionFaultKind = "not_sent" | "timeout" | "closed" | "malformed";

export class SessionFault extends Error {
  override readonly name = "SessionFault";
  readonly kind: SessionFaultKind;

  constructor(kind: SessionFaultKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

type Entry = {
  readonly expected: string;
  readonly counted: boolean;
  readonly expiresAtMs: number;
  readonly resolve: (response: Response) => void;
  readonly reject: (fault: SessionFault) => void;
};

const MAX_SEQUENCE = 0x7fffffff;

/** Requests of ours that wait for their answers, by sequence number. Holds no more than the window and a few controls. */
export class PendingRequests {
  readonly #entries = new Map<number, Entry>();
  #sequence: number;
  #counted = 0;

  constructor(lastSequence = 0) {
    this.#sequence = lastSequence;
  }

  /** How many of them take a place in the window. */
  get counted(): number {
    return this.#counted;
  }

  /** 1 to 0x7FFFFFFF (SMPP 3.4, section 3.2), then again from 1, past those still in use. */
  nextSequence(): number {
    do {
      this.#sequence = this.#sequence === MAX_SEQUENCE ? 1 : this.#sequence + 1;
    } while (this.#entries.has(this.#sequence));
    return this.#sequence;
  }

  add(sequence: number, expected: string, counted: boolean, timeoutMs: number): Promise<Response> {
    return new Promise((resolve, reject) => {
      const expiresAtMs = performance.now() + timeoutMs;
      this.#entries.set(sequence, { expected, counted, expiresAtMs, resolve, reject });
      if (counted) this.#counted += 1;
    });
  }

  /** False when nobody waits for this answer (late, invented, or for another command). */
  settle(response: Response): boolean {
    const entry = this.#entries.get(response.sequence);
    if (!entry) return false;
    const { command } = response.body;
    if (command !== entry.expected && command !== "generic_nack") return false;
    this.#remove(response.sequence, entry);
    entry.resolve(response);
    return true;
  }

  reject(sequence: number, fault: SessionFault): void {
    const entry = this.#entries.get(sequence);
    if (!entry) return;
    this.#remove(sequence, entry);
    entry.reject(fault);
  }

  /** Rejects what has waited too long; true when there was any. */
  expire(nowMs: number): boolean {
    let expired = false;
    for (const [sequence, entry] of this.#entries) {
      if (entry.expiresAtMs > nowMs) continue;
      expired = true;
      this.#remove(sequence, entry);
      entry.reject(new SessionFault("timeout", "no answer in time"));
    }
    return expired;
  }

  rejectAll(fault: SessionFault): void {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    this.#counted = 0;
    for (const entry of entries) entry.reject(fault);
  }

  #remove(sequence: number, entry: Entry): void {
    this.#entries.delete(sequence);
    if (entry.counted) this.#counted -= 1;
  }
}
