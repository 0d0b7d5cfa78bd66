import pg from "pg";
import { connectionFor, type DatabaseAt } from "#platform/db.ts";

const RECONNECT_MS = 1_000;

/** Calls `onWake` at each NOTIFY that says there is work. Comes back by itself when the database does; in between nothing is heard. */
export function listen(at: DatabaseAt, onWake: () => void): { stop(): Promise<void> } {
  let client: pg.Client | undefined;
  let stopped = false;
  const connect = async (): Promise<void> => {
    if (stopped) return;
    client = new pg.Client(connectionFor(at, "dunlin_worker"));
    client.on("notification", onWake);
    client.on("error", () => undefined);
    client.once("end", () => {
      if (!stopped) setTimeout(() => void connect(), RECONNECT_MS).unref();
    });
    await client
      .connect()
      .then(() => client?.query("listen dunlin_work"))
      .catch(() => undefined);
  };
  void connect();
  return {
    stop: async () => {
      stopped = true;
      await client?.end().catch(() => undefined);
    },
  };
}
