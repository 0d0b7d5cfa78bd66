/** The network as Dunlin meets it: a proxy, and behind it an SMSC in another process, which can be killed and started anew. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { SmscBehaviour } from "#testing/simulators/smsc-behaviour.ts";
import { readAcknowledged, readTaken, type Taken } from "./network-log.ts";
import { Proxy } from "./proxy.ts";

const START_MS = 30_000;

type Counts = { readonly taken: number; readonly owed: number };
type News = { readonly port?: number; readonly counts: Counts };

export class Network {
  readonly proxy = new Proxy();
  readonly #folder: string;
  #child: ChildProcess | undefined;
  #behaviour: Partial<SmscBehaviour> = {};
  /** Submits taken since the beginning, and receipts that Dunlin has not acknowledged. */
  counts: Counts = { taken: 0, owed: 0 };

  constructor(folder: string) {
    this.#folder = folder;
  }

  async start(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await this.proxy.listen();
    await this.#begin();
  }

  behave(change: Partial<SmscBehaviour>): void {
    this.#behaviour = { ...this.#behaviour, ...change };
    if (this.#child?.connected) this.#child.send(change);
  }

  /** kill -9, and a new life that owes what the old one owed. */
  async restart(): Promise<void> {
    await this.#kill();
    await this.#begin();
  }

  async taken(): Promise<readonly Taken[]> {
    return await readTaken(join(this.#folder, "taken.jsonl"));
  }

  async acknowledged(): Promise<ReadonlySet<string>> {
    return await readAcknowledged(join(this.#folder, "receipts.jsonl"));
  }

  async close(): Promise<void> {
    this.proxy.close();
    await this.#kill();
  }

  async #kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  async #begin(): Promise<void> {
    const file = join(import.meta.dirname, "network-child.ts");
    const child = fork(file, [this.#folder], { execArgv: [] });
    this.#child = child;
    const started = Promise.withResolvers<number>();
    child.on("message", (news: News) => {
      this.counts = news.counts;
      if (news.port !== undefined) started.resolve(news.port);
    });
    child.once("exit", () => started.reject(new Error("the network ended before it listened")));
    const timer = setTimeout(
      () => started.reject(new Error(`the network did not listen within ${START_MS} ms`)),
      START_MS,
    );
    this.proxy.leadTo(await started.promise.finally(() => clearTimeout(timer)));
    child.send(this.#behaviour);
  }
}
