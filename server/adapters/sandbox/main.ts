// The sandbox as a process of its own: `node main.ts --folder F [--smpp P --smtp P --control P --mail-host H --mail-port P]`.
// Prints one line of JSON with its ports when it is ready, and ends with its parent: when stdin ends.
import { parseArgs } from "node:util";
import { assert, messageOf } from "#platform/errors.ts";
import { startControl } from "./control.ts";
import { startNetworks } from "./networks.ts";
import { openStore } from "./store.ts";

const STOP_TIMEOUT_MS = 3_000;

const { values } = parseArgs({
  options: {
    folder: { type: "string" },
    smpp: { type: "string", default: "0" },
    smtp: { type: "string", default: "0" },
    control: { type: "string", default: "0" },
    "mail-host": { type: "string", default: "127.0.0.1" },
    "mail-port": { type: "string" },
  },
});

async function start(): Promise<void> {
  assert(values.folder, "--folder is missing");
  const mailPort = values["mail-port"];
  const store = await openStore(values.folder);
  const networks = await startNetworks(
    {
      smpp: Number(values.smpp),
      smtp: Number(values.smtp),
      ...(mailPort ? { mailTo: { host: values["mail-host"], port: Number(mailPort) } } : {}),
    },
    store,
  );
  const control = await startControl({ port: Number(values.control) }, networks, store);

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    Promise.all([control.close(), networks.close()])
      .then(() => store.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on("SIGTERM", stop);
  // Ctrl-C reaches the whole group; the parent decides when its sandbox may go, unless a person runs it by hand.
  process.on("SIGINT", () => process.stdin.isTTY && stop());
  process.stdin.on("end", stop).on("error", stop).resume();
  process.stdout.on("error", stop);
  process.stdout.write(`${JSON.stringify({ ...networks.ports, control: control.port })}\n`);
}

start().catch((error: unknown) => {
  process.stderr.write(`sandbox: ${messageOf(error)}\n`);
  process.exit(1);
});
