/** A TCP proxy between Dunlin and the network, which can be cut and can stop answering. */
import { once } from "node:events";
import net from "node:net";

type Pair = { readonly near: net.Socket; readonly far: net.Socket };

export class Proxy {
  readonly #server = net.createServer((near) => this.#join(near));
  readonly #pairs = new Set<Pair>();
  #farPort = 0;
  #stalled = false;
  port = 0;

  async listen(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.port = (this.#server.address() as net.AddressInfo).port;
  }

  /** Where connections lead from now on. */
  leadTo(port: number): void {
    this.#farPort = port;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#pairs.size;
  }

  /** Resets every connection, in the middle of whatever it carries; how many there were. */
  cut(): number {
    const { size } = this.#pairs;
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
    return size;
  }

  /** What Dunlin sends still arrives; nothing comes back, on old connections and new ones. How many there were. */
  stall(): number {
    this.#stalled = true;
    for (const { far } of this.#pairs) far.pause();
    return this.#pairs.size;
  }

  /** What was held back comes late, where the connection still stands. */
  resume(): void {
    this.#stalled = false;
    for (const { far } of this.#pairs) far.resume();
  }

  close(): void {
    this.#server.close();
    this.cut();
  }

  #join(near: net.Socket): void {
    const far = net.connect(this.#farPort, "127.0.0.1");
    const pair = { near, far };
    this.#pairs.add(pair);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.setNoDelay(true);
      from.on("data", (chunk: Buffer) => void to.write(chunk));
      from.on("error", () => undefined);
      from.on("close", () => {
        this.#pairs.delete(pair);
        to.destroy();
      });
    }
    if (this.#stalled) far.pause();
  }
}
