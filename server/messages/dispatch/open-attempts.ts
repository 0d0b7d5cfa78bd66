import type { Way } from "./open-routes.ts";

/**
 * The hand-overs of this process that are authorised and of which no outcome is committed yet. They are what nobody knows
 * the end of when the process dies now, so there must never be more of them than the route's window: an answer that has come
 * frees its place only when it is written.
 */
export class OpenAttempts {
  readonly #open = new Map<string, Set<string>>();
  readonly #claiming = new Map<string, number>();

  /** Hand-overs of the route that are open, or may become open by a claim under way. */
  count(routeId: string): number {
    return (this.#open.get(routeId)?.size ?? 0) + (this.#claiming.get(routeId) ?? 0);
  }

  /** Runs a claim of at most `most` hand-overs; what it authorised is open before its room is given back. */
  async claiming<T>(routeId: string, most: number, claim: () => Promise<T>): Promise<T> {
    this.#claiming.set(routeId, (this.#claiming.get(routeId) ?? 0) + most);
    try {
      return await claim();
    } finally {
      this.#claiming.set(routeId, (this.#claiming.get(routeId) ?? 0) - most);
    }
  }

  begin(routeId: string, messageId: string, attempt: number): void {
    const open = this.#open.get(routeId) ?? new Set();
    open.add(keyOf(messageId, attempt));
    this.#open.set(routeId, open);
  }

  /** Its outcome is committed. What can't be written stays open: nobody may take it for a hand-over that never was. */
  end(routeId: string, messageId: string, attempt: number): void {
    const open = this.#open.get(routeId);
    open?.delete(keyOf(messageId, attempt));
    if (open?.size === 0) this.#open.delete(routeId);
  }
}

/** How many hand-overs may be claimed now: the window of a route is the widest that it was ever free. */
export function roomOf(way: Way, open: OpenAttempts): number {
  const { free } = way.route;
  way.widestFree = Math.max(way.widestFree, free);
  return Math.max(0, Math.min(free, way.widestFree - open.count(way.row.routeId)));
}

function keyOf(messageId: string, attempt: number): string {
  return `${messageId} ${attempt}`;
}
