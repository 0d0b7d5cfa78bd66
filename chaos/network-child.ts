// The network as a process of its own: an SMSC that writes down each submit_sm before it answers, and sends its receipts
// until they are acknowledged, also those that an earlier life of it still owed. Ends with its parent.
import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { ShortMessageBody } from "#adapters/smpp/codec/pdu.ts";
import { readAddress } from "#adapters/smpp/addresses.ts";
import { contentOf } from "#adapters/smpp/concatenation.ts";
import { blankMessage } from "#adapters/smpp/outgoing.ts";
import { decodeText } from "#adapters/smpp/text.ts";
import type { SmscBehaviour } from "#testing/simulators/smsc-behaviour.ts";
import { receiptFor } from "#testing/simulators/smsc-receipt.ts";
import { startSmsc } from "#testing/simulators/smsc.ts";
import { readAcknowledged, readTaken, type Taken } from "./network-log.ts";

const [folder = ""] = process.argv.slice(2);
const REPORT_MS = 20;
/** One try; the next follows until it is acknowledged. */
const RECEIPT_MS = 30_000;
const DELIVERED = { state: "DELIVRD", error: "000" } as const;

type Owed = Pick<Taken, "id" | "from" | "to">;

const files = { taken: join(folder, "taken.jsonl"), receipts: join(folder, "receipts.jsonl") };
const acknowledged = await readAcknowledged(files.receipts);
const before = await readTaken(files.taken);
const [taken, receipts] = [openSync(files.taken, "a"), openSync(files.receipts, "a")];
const counts = { taken: before.length, owed: 0 };

const smsc = await startSmsc({
  // One answers for all receipts: this process, so that none is forgotten when it is killed.
  behaviour: { receipts: false },
  onSubmit: (body, id) => {
    const entry = entryOf(body, id);
    writeSync(taken, `${JSON.stringify(entry)}\n`);
    counts.taken += 1;
    owe(entry, receiptDelayMs());
  },
});

function entryOf(body: ShortMessageBody, id: string): Taken {
  const { octets, place } = contentOf(body);
  return {
    id,
    from: readAddress(body.source),
    to: readAddress(body.destination),
    text: decodeText(octets, body.dataCoding, "gsm7"),
    part: place?.index ?? 1,
    parts: place?.total ?? 1,
  };
}

/** Mostly soon, sometimes late. */
function receiptDelayMs(): number {
  const chance = Math.random();
  return chance < 0.9 ? 20 + chance * 300 : chance * 2_000;
}

function owe(entry: Owed, delayMs: number): void {
  counts.owed += 1;
  setTimeout(() => void report(entry), delayMs);
}

async function report(entry: Owed): Promise<void> {
  const address = (text: string) => ({ ton: 1, npi: 1, digits: text.replace(/^\+/, "") });
  const submitted = blankMessage("submit_sm", address(entry.from), address(entry.to));
  const body = receiptFor(submitted, entry.id, DELIVERED, "both");
  for (;;) {
    try {
      await smsc.deliverRaw(body, RECEIPT_MS);
      break;
    } catch {
      // Nobody was there to take it.
    }
  }
  writeSync(receipts, `${JSON.stringify({ id: entry.id })}\n`);
  counts.owed -= 1;
}

for (const entry of before) if (!acknowledged.has(entry.id)) owe(entry, 500);
setInterval(() => process.send?.({ counts }), REPORT_MS);
process.on("message", (change: Partial<SmscBehaviour>) => smsc.behave(change));
process.on("disconnect", () => process.exit(0));
process.send?.({ port: smsc.port, counts });
