// The simulated SMSC as a process of its own, forked by the bench of dispatch; ends with its parent.
import { startSmsc } from "#testing/simulators/smsc.ts";
import { RECEIPT_DELAY_MS } from "./smsc.ts";

const smsc = await startSmsc({ behaviour: { receiptDelayMs: RECEIPT_DELAY_MS } });
process.on("disconnect", () => void smsc.close().finally(() => process.exit(0)));
process.send?.({ port: smsc.port });
