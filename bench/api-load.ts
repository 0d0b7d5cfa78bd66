// A process of its own that asks an HTTP server so many times, so many at once, and tells how long it took.
import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";

export type Load = {
  readonly url: string;
  /** In headers and body `%n` becomes the number of the request, from 1. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly count: number;
  readonly atOnce: number;
  readonly expects: number;
};

export type Loaded = { readonly seconds: number; readonly p99Ms: number };

process.on("message", (load: Load) => {
  run(load).then(
    (loaded) => process.send!(loaded),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});

async function run(load: Load): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.atOnce });
  const tookMs: number[] = [];
  let last = 0;
  const lane = async (): Promise<void> => {
    while (last < load.count) {
      last += 1;
      const beganMs = performance.now();
      await ask(agent, load, last);
      tookMs.push(performance.now() - beganMs);
    }
  };
  const beganMs = performance.now();
  await Promise.all(Array.from({ length: load.atOnce }, lane));
  const seconds = (performance.now() - beganMs) / 1_000;
  agent.destroy();
  const sorted = tookMs.toSorted((a, b) => a - b);
  return { seconds, p99Ms: sorted[Math.ceil(0.99 * sorted.length) - 1] ?? 0 };
}

async function ask(agent: Agent, load: Load, n: number): Promise<void> {
  const body = load.body.replaceAll("%n", String(n));
  await new Promise<void>((resolve, reject) => {
    const sent = request(
      load.url,
      {
        agent,
        method: "POST",
        headers: {
          ...Object.fromEntries(
            Object.entries(load.headers).map(([name, value]) => [
              name,
              value.replaceAll("%n", String(n)),
            ]),
          ),
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
        },
      },
      (response) => {
        text(response).then((answer) => {
          if (response.statusCode === load.expects) resolve();
          else
            reject(new Error(`request ${n} got ${response.statusCode}: ${answer.slice(0, 300)}`));
        }, reject);
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}
