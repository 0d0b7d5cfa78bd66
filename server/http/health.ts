import type { FastifyInstance } from "fastify";

/** Whether the installation does its work. `reason` is for the operator and holds no secret. */
export type Health = {
  readonly status: "ok" | "starting" | "failing";
  readonly reason?: string | undefined;
};

const LONGEST_MS = 5_000;

/** GET /healthz: 200 once the installation works, 503 otherwise, also when the answer takes too long. Asks for no token. */
export function healthRoute(app: FastifyInstance, health: () => Promise<Health>): void {
  app.get("/healthz", async (_, reply) => {
    const answer = await within(health().catch(failed), tooLong);
    return await reply.code(answer.status === "ok" ? 200 : 503).send(answer);
  });
}

const failed = (): Health => ({ status: "failing", reason: "the check itself failed" });
const tooLong = (): Health => ({ status: "failing", reason: "the check took too long" });

/** What was asked for, or `late` when it takes too long. */
export async function within<T>(asked: Promise<T>, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late()), LONGEST_MS);
  });
  return await Promise.race([asked, over]).finally(() => clearTimeout(timer));
}
