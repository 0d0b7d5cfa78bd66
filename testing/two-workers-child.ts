// A worker process of the two-workers test: hands over to a fake route and reports each message id that it was given.
import { openDb, openPool } from "#platform/db.ts";
import { silentLog } from "#platform/log.ts";
import { startDispatcher } from "#messages/dispatch/dispatch.ts";
import { FakeRoute } from "./fake-route.ts";

const [host = "", database = "", dieAfter = "0"] = process.argv.slice(2);
const at = { host, database };
const pool = openPool(at, "dunlin_worker", 6);
const db = openDb(pool);

let given: string[] = [];
let total = 0;
const route = new FakeRoute({
  window: 1_000,
  answer: (message) => {
    given.push(message.messageId);
    total += 1;
    return [`${process.pid}-${total}`];
  },
});
const flush = (): void => {
  if (given.length > 0) process.send?.({ given });
  given = [];
};
const timer = setInterval(() => {
  flush();
  // As a crash would: no good-bye, hand-overs under way, answers not written.
  if (Number(dieAfter) > 0 && total >= Number(dieAfter)) process.kill(process.pid, "SIGKILL");
}, 5);

const dispatcher = await startDispatcher({
  db,
  at,
  openRoute: () => route,
  redecide: () => Promise.resolve(),
  allowedAt: (_clientId, _message, nowMs) => ({ at: nowMs }),
  inbound: () => Promise.resolve(),
  log: silentLog,
  upkeepMs: 200,
});
process.send?.({ started: dispatcher.processId });
process.on("message", () => {
  void dispatcher.stop().then(async () => {
    clearInterval(timer);
    flush();
    await db.destroy();
    process.disconnect?.();
  });
});
