// Ending in good order: what is under way is finished, what is new is sent elsewhere, and neither goes on for ever.
import type { FastifyInstance } from "fastify";
import { HttpProblem } from "./problems.ts";

/** Asked by those who decide where requests go; answered until the end. */
const STILL_ANSWERED = new Set(["/healthz", "/readyz"]);

/** The requests of one server. */
export class Drain {
  #begun = false;
  #underWay = 0;
  readonly #empty = Promise.withResolvers<void>();
  readonly #atBegin: (() => void)[] = [];

  /** True from the first moment of the end. */
  get isBegun(): boolean {
    return this.#begun;
  }

  get underWay(): number {
    return this.#underWay;
  }

  /** To be done when the end begins: what would go on by itself is told to stop. */
  whenBegun(work: () => void): void {
    this.#atBegin.push(work);
  }

  /** Counts what comes; refuses it from `finish` on. */
  watch(app: FastifyInstance): void {
    app.addHook("onRequest", (request, reply, done) => {
      if (this.#begun) {
        // Whoever keeps the connection would come back to a server that is gone.
        void reply.header("connection", "close");
        if (!STILL_ANSWERED.has(request.routeOptions.url ?? "")) {
          throw new HttpProblem(503, "this server is ending; ask again in a moment");
        }
      } else {
        this.#underWay += 1;
        // "close" also comes when whoever asked is gone before the answer.
        reply.raw.once("close", () => this.#left());
      }
      done();
    });
  }

  /** Takes nothing new, and resolves when nothing is under way, at the latest after `mostMs`: true when all was finished. */
  async finish(mostMs: number): Promise<boolean> {
    if (!this.#begun) for (const work of this.#atBegin) work();
    this.#begun = true;
    if (this.#underWay === 0) return true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, mostMs, false);
    });
    return await Promise.race([this.#empty.promise.then(() => true), late]).finally(() =>
      clearTimeout(timer),
    );
  }

  #left(): void {
    this.#underWay -= 1;
    if (this.#begun && this.#underWay === 0) this.#empty.resolve();
  }
}
