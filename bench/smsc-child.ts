// The simulated SMSC as a process of its own, forked by benches: the port, if any, is its argument; ends with its parent.
import { startSmsc } from "#testing/simulators/smsc.ts";
import { RECEIPT_DELAY_MS } from "./smsc.ts";

const port = Number(process.argv[2] ?? 0);
const smsc = await startSmsc({ port, behaviour: { receiptDelayMs: RECEIPT_DELAY_MS } });
process.on("disconnect", () => void smsc.close().finally(() => process.exit(0)));
process.on("message", () => process.send?.(smsc.counts()));
process.send?.({ port: smsc.port });
