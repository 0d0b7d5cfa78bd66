// Answers that go on as long as somebody listens: few at once, and all of them end when the server does.
import { Readable } from "node:stream";
import { HttpProblem } from "./problems.ts";

const MOST = 200;
const MOST_OF_ONE = 5;

/** The open streams of one server. */
class Streams {
  readonly #open = new Map<AbortController, string>();

  /** A stream of what `source` yields. 429 when the principal has as many as it may, 503 when the server has. */
  open(principalId: string, source: (over: AbortSignal) => AsyncIterable<string>): Readable {
    if (this.#open.size >= MOST) {
      throw new HttpProblem(
        503,
        "as many streams as fit are open; ask for pages of events instead",
      );
    }
    const own = [...this.#open.values()].filter((one) => one === principalId).length;
    if (own >= MOST_OF_ONE) {
      throw new HttpProblem(429, `${MOST_OF_ONE} streams of this key are open; close one first`);
    }
    const over = new AbortController();
    const stream = Readable.from(source(over.signal), { objectMode: false });
    this.#open.set(over, principalId);
    stream.once("close", () => {
      this.#open.delete(over);
      over.abort();
    });
    return stream;
  }

  /** Ends all of them, each behind a whole event. */
  close(): void {
    for (const over of this.#open.keys()) over.abort();
  }
}

const known = new WeakMap<object, Streams>();

/** The streams of the server that works with these. */
export function streamsOf(deps: object): Streams {
  const streams = known.get(deps) ?? new Streams();
  known.set(deps, streams);
  return streams;
}
