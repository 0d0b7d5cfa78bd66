// Answers that go on as long as somebody listens: few at once, and all of them end when the server does.
import { Readable } from "node:stream";
import { HttpProblem } from "./problems.ts";

const MOST = 200;
const MOST_OF_ONE = 5;

type Source = (over: AbortSignal) => AsyncIterable<string>;

/** What a source yields, until it ends, nobody listens any more, or `end` is called. */
class Lines extends Readable {
  readonly #over = new AbortController();
  readonly #lines: AsyncIterator<string>;

  constructor(source: Source) {
    super({ encoding: "utf8" });
    this.#lines = source(this.#over.signal)[Symbol.asyncIterator]();
  }

  override _read(): void {
    this.#lines.next().then(
      ({ value, done }) => this.push(done === true ? null : value),
      (error: Error) => this.destroy(error),
    );
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.end();
    done(error);
  }

  /** The source hears of it where it waits, and comes to its end. */
  end(): void {
    this.#over.abort();
  }
}

/** The open streams of one server. */
class Streams {
  readonly #open = new Map<Lines, string>();

  /** A stream of what `source` yields. 429 when the principal has as many as it may, 503 when the server has. */
  open(principalId: string, source: Source): Readable {
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
    const stream = new Lines(source);
    this.#open.set(stream, principalId);
    stream.once("close", () => this.#open.delete(stream));
    return stream;
  }

  /** Ends all of them, each behind a whole event. */
  close(): void {
    for (const stream of this.#open.keys()) stream.end();
  }
}

const known = new WeakMap<object, Streams>();

/** The streams of the server that works with these. */
export function streamsOf(deps: object): Streams {
  const streams = known.get(deps) ?? new Streams();
  known.set(deps, streams);
  return streams;
}
