import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Smsc } from "#testing/simulators/smsc.ts";

/** How long after the hand-over the network reports. */
export const RECEIPT_DELAY_MS = 100;

export type SmscCounts = ReturnType<Smsc["counts"]>;
export type SmscProcess = {
  readonly port: number;
  /** One call at a time. */
  counts(): Promise<SmscCounts>;
  close(): Promise<void>;
};

/** Starts the simulator in another process: its work is not on our account. Port 0: any free one. */
export async function forkSmsc(port = 0): Promise<SmscProcess> {
  const child = fork(join(import.meta.dirname, "smsc-child.ts"), [String(port)], { execArgv: [] });
  const ended = once(child, "exit");
  const answer = async <T>(): Promise<T> => {
    const [message] = (await Promise.race([
      once(child, "message"),
      ended.then(() => {
        throw new Error("the simulated SMSC has ended, or did not start");
      }),
    ])) as [T];
    return message;
  };
  const started = await answer<{ readonly port: number }>();
  return {
    port: started.port,
    counts: async () => {
      child.send("counts");
      return await answer<SmscCounts>();
    },
    close: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
