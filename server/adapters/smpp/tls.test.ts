import { readFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import { Collected, outgoing, quietLog, routeConfig } from "#testing/simulators/smpp-harness.ts";
import { startSmsc } from "#testing/simulators/smsc.ts";
import { openSmppRoute } from "./smpp.ts";

const fixture = (name: string): Promise<string> =>
  readFile(new URL(`../../../testing/fixtures/${name}`, import.meta.url), "utf8");
const [key, cert] = await Promise.all([fixture("loopback-key.pem"), fixture("loopback-cert.pem")]);

test.each([
  ["the address", {}],
  ["a name", { serverName: "localhost" }],
])("a session over TLS, verified by %s", async (_by, name) => {
  const smsc = await startSmsc({ tls: { key, cert }, behaviour: { receiptDelayMs: 0 } });
  const arrivals = new Collected();
  const tls = { certificateAuthority: cert, ...name };
  const route = openSmppRoute(routeConfig(smsc.port, { tls }), arrivals, quietLog);
  await vi.waitFor(() => expect(route.free).toBe(100), { timeout: 10_000 });
  await route.handOver(outgoing());
  await vi.waitFor(() => expect(arrivals.receipts).toHaveLength(1), { timeout: 10_000 });
  await route.close();
  await smsc.close();
});

test.each([
  ["an unknown authority", { tls: true }],
  ["another name", { tls: { certificateAuthority: cert, serverName: "smsc.example" } }],
  ["no encryption", { tls: false, responseTimeoutMs: 200 }],
])("never binds with %s", async (_why, change) => {
  const smsc = await startSmsc({ tls: { key, cert } });
  const warnings: object[] = [];
  const log = { ...quietLog, warn: (fields: object) => void warnings.push(fields) };
  const route = openSmppRoute(routeConfig(smsc.port, change), new Collected(), log);
  await vi.waitFor(() => expect(warnings.length).toBeGreaterThan(1), { timeout: 10_000 });
  expect(route.free).toBe(0);
  expect(smsc.counts().binds).toBe(0);
  await route.close();
  await smsc.close();
});
