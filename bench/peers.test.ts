import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { NO_KANNEL, NO_TRYTON, planningRate } from "./peers.ts";
import { kannelConfig } from "./peers/kannel-config.ts";
import { findKannel } from "./peers/kannel.ts";
import { freePorts, startProgram, untilListening } from "./peers/program.ts";
import { findTryton } from "./peers/tryton.ts";
import { testStage } from "./test-stage.ts";

const stage = await testStage();
const folder = await mkdtemp(join(tmpdir(), "dunlin-peers-test-"));
afterAll(async () => await rm(folder, { recursive: true, force: true }));

test("a peer that is not installed is skipped with a sentence that names the packages", async () => {
  expect(await findKannel([folder])).toBeUndefined();
  expect(await findTryton(folder, join(folder, "python3"))).toBeUndefined();
  expect(NO_KANNEL.skipped).toMatch(/apt-get install kannel\.$/);
  expect(NO_TRYTON.skipped).toContain("tryton-server tryton-modules-account-dunning");
});

test("Kannel is there when both of its programs are", async () => {
  await writeFile(join(folder, "bearerbox"), "", { mode: 0o755 });
  expect(await findKannel([folder])).toBeUndefined();
  await writeFile(join(folder, "smsbox"), "", { mode: 0o755 });
  expect(await findKannel(["/nowhere", folder])).toEqual({
    bearerbox: join(folder, "bearerbox"),
    smsbox: join(folder, "smsbox"),
  });
});

test("Kannel is told its spool, its ports and the window, group by group", () => {
  const ports = { adminPort: 1_001, boxPort: 1_002, sendPort: 1_003, smscPort: 1_004 };
  const config = kannelConfig({ ...ports, folder: "/spool", window: 100 });
  const groups = config.split("\n\n").map((group) => group.trim().split("\n"));
  expect(groups.map(([first]) => first)).toEqual(
    ["core", "smsc", "smsbox", "sendsms-user", "sms-service"].map((name) => `group = ${name}`),
  );
  const [core, smsc, smsbox] = groups;
  expect(core).toEqual(expect.arrayContaining(["store-type = spool", 'store-location = "/spool"']));
  expect(core).toEqual(expect.arrayContaining(["admin-port = 1001", "smsbox-port = 1002"]));
  expect(smsc).toEqual(expect.arrayContaining(["port = 1004", "max-pending-submits = 100"]));
  expect(smsbox).toContain("sendsms-port = 1003");
});

test("a program that ends too early says its last words", async () => {
  const [port = 0] = await freePorts(1);
  const program = startProgram("/bin/sh", ["-c", "echo no licence >&2; exit 3"], folder);
  await expect(untilListening(program, port)).rejects.toThrow("ended with 3: no licence");
  await expect(startProgram("/nowhere/x", [], folder).output).rejects.toThrow("can't be started");
});

test("a program is stopped, and waited for until it listens", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const program = startProgram("/bin/sh", ["-c", "exec sleep 60"], folder);
  await untilListening(program, port);
  await program.stop();
  await expect(program.output).rejects.toThrow("SIGTERM");
  server.close();
});

test("Dunlin's side plans a message for each account", async () => {
  expect(await planningRate(stage, 50, 10)).toBeGreaterThan(0);
});
