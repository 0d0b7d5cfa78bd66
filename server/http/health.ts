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
    const answer = await within(health());
    return await reply.code(answer.status === "ok" ? 200 : 503).send(answer);
  });
}

const failed = (): Health => ({ status: "failing", reason: "the check itself failed" });

async function within(asked: Promise<Health>): Promise<Health> {
  const late = Promise.withResolvers<Health>();
  const timer = setTimeout(
    () => late.resolve({ status: "failing", reason: "the check took too long" }),
    LONGEST_MS,
  );
  return await Promise.race([asked.catch(failed), late.promise]).finally(() => clearTimeout(timer));
}
