import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** How long after the hand-over the network reports. */
export const RECEIPT_DELAY_MS = 100;

export type SmscProcess = { readonly port: number; close(): Promise<void> };

/** Starts the simulator in another process: its work is not on our account. */
export async function forkSmsc(): Promise<SmscProcess> {
  const child = fork(join(import.meta.dirname, "smsc-child.ts"), { execArgv: [] });
  const ended = once(child, "exit");
  const [message] = (await Promise.race([
    once(child, "message"),
    ended.then(() => {
      throw new Error("the simulated SMSC did not start");
    }),
  ])) as [{ readonly port: number }];
  return {
    port: message.port,
    close: async () => {
      child.disconnect();
      await ended;
    },
  };
}
