// How often one key or user may ask: so many at once, so many a second, told in the headers of every answer.
import type { FastifyReply, FastifyRequest } from "fastify";
import { HttpProblem } from "./problems.ts";
import type { Principal } from "#auth/permissions.ts";

export type RateLimit = { readonly perSecond: number; readonly burst: number };

/** For each key, in each process: far above what a person or a billing system needs, far below what hurts others. */
const LIMIT: RateLimit = { perSecond: 2_000, burst: 4_000 };
const MOST_KNOWN = 10_000;

/** Tokens that fill up with time: a request takes one. The clock is in milliseconds and only goes forward. */
export class Bucket {
  readonly #limit: RateLimit;
  #tokens: number;
  #atMs: number;

  constructor(limit: RateLimit, nowMs: number) {
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#atMs = nowMs;
  }

  /** Takes a token if there is one. `waitS`: whole seconds until the next one. */
  take(nowMs: number): {
    readonly granted: boolean;
    readonly left: number;
    readonly waitS: number;
  } {
    const { perSecond, burst } = this.#limit;
    const gained = (Math.max(0, nowMs - this.#atMs) / 1000) * perSecond;
    this.#tokens = Math.min(burst, this.#tokens + gained);
    this.#atMs = nowMs;
    const granted = this.#tokens >= 1;
    if (granted) this.#tokens -= 1;
    const missing = Math.max(0, 1 - this.#tokens);
    return {
      granted,
      left: Math.floor(this.#tokens),
      waitS: granted ? 0 : Math.max(1, Math.ceil(missing / perSecond)),
    };
  }
}

/** A bucket for each of those who ask. */
export class Limiter {
  readonly limit: RateLimit;
  readonly #buckets = new Map<string, Bucket>();

  constructor(limit: RateLimit) {
    this.limit = limit;
  }

  take(who: string): ReturnType<Bucket["take"]> {
    const nowMs = performance.now();
    let bucket = this.#buckets.get(who);
    if (!bucket) {
      // Whoever is forgotten starts with a full bucket: harmless, and the map stays small.
      if (this.#buckets.size >= MOST_KNOWN) this.#buckets.clear();
      bucket = new Bucket(this.limit, nowMs);
      this.#buckets.set(who, bucket);
    }
    return bucket.take(nowMs);
  }
}

const keys = new Limiter(LIMIT);

/** Counts a request of the principal and says in the headers what is left (draft-ietf-httpapi-ratelimit-headers); 429 when nothing is. */
export function takeTurn(principal: Principal, reply: FastifyReply, limiter = keys): void {
  const { granted, left, waitS } = limiter.take(principal.id);
  const { burst, perSecond } = limiter.limit;
  const full = Math.ceil((burst - left) / perSecond);
  void reply.header("ratelimit-policy", `"key";q=${burst};w=${burst / perSecond}`);
  void reply.header("ratelimit", `"key";r=${left};t=${full}`);
  if (granted) return;
  void reply.header("retry-after", String(waitS));
  throw new HttpProblem(429, "too many requests with this key; go on more slowly");
}

/** Passwords cost processor time: from one address so many at once, then two in a second. */
const unknown = new Limiter({ perSecond: 2, burst: 200 });

/** Counts what somebody asks who has not said who they are; 429 beyond. */
export function slowDown({ ip }: FastifyRequest): void {
  if (!unknown.take(ip).granted) {
    throw new HttpProblem(429, "too many sign-ins from your address; wait a minute");
  }
}
