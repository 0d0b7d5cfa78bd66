// The way out of web chat lies inside: a message waits in its table until a session has received it.
import { sql } from "kysely";
import { RouteError, type HandedOver, type Outgoing, type Route } from "#messages/route.ts";
import type { Db } from "#platform/db.ts";

/** On which windows that are open hear that something waits. */
export const CHAT_BELL = "dunlin_chat";

/** What the hand-over is known by: sessions report it. */
export const handOverNameOf = ({
  messageId,
  attempt,
}: Pick<Outgoing, "messageId" | "attempt">): string => `${messageId}.${attempt}`;

/** Rung for whoever reads under the address, in any process. */
export const bellFor = (clientId: string, address: string): string => `${clientId} ${address}`;

/** Hands over by ringing: where nobody is connected the message is shown on return. */
export function openChatRoute(db: Db): Route {
  let closed = false;
  return {
    get free() {
      return closed ? 0 : 1_000;
    },
    whenFree: async () => await Promise.resolve(),
    handOver: async (message): Promise<HandedOver> => {
      if (closed) throw new RouteError("unreachable", { code: "closed" });
      const { clientId, to } = message;
      // Nobody hears it who looks by themselves every few seconds: no reason to fail.
      await sql`select pg_notify(${CHAT_BELL}, ${bellFor(clientId, to)})`
        .execute(db)
        .catch(() => undefined);
      return { providerIds: [handOverNameOf(message)] };
    },
    close: async () => {
      closed = true;
      await Promise.resolve();
    },
  };
}
