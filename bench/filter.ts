// A pain.008 without its stopped debits, against parsing the same file with the stream parser alone.
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SaxesParser } from "saxes";
import { filterDebitFile } from "#debits/filter/filter.ts";
import { stopDebits } from "#debits/stops.ts";
import { asClient, openDb, openPool } from "#platform/db.ts";
import { assert } from "#platform/errors.ts";
import { measured, peakRssMb } from "./measure.ts";
import { round, share, type BenchResult } from "./result.ts";
import { seedClient, THURSDAY } from "./seed.ts";
import { settle, type Stage } from "./stage.ts";

/** One of so many is stopped. */
const STOPPED_OF = 100;
const IN_ONE_INFO = 5_000;

/** `size` debits, one of a hundred stopped; read, checked, written and read again. */
export async function benchFilter(stage: Stage, size: number): Promise<BenchResult> {
  const at = await stage.database();
  const { clientId } = await seedClient(at, THURSDAY);
  const db = openDb(openPool(at, "dunlin_app", 2));
  try {
    const file = join(stage.folder, "debits.xml");
    await pipeline(Readable.from(debitFile(size)), createWriteStream(file));
    await asClient(db, clientId, async (tx) => {
      for (let n = STOPPED_OF; n <= size; n += STOPPED_OF) {
        const how = { meaning: "cancel_debit", by: "bench" } as const;
        await stopDebits(tx, clientId, { endToEnd: `E-${n}` }, how, THURSDAY);
      }
    });
    await settle(at);
    await parseAlone(file);
    const parsed = await measured(stage.socketDir, async () => await parseAlone(file));
    const { cost, value } = await measured(
      stage.socketDir,
      async () => await filterDebitFile(db, clientId, { file, actor: "bench" }),
    );
    const stopped = Math.floor(size / STOPPED_OF);
    assert(value.removed === stopped, `${value.removed} of ${stopped} stopped debits were removed`);
    const cpuUs = cost.ownCpuUs + cost.databaseCpuUs;
    return {
      name: "filter",
      size,
      per_s: round(size / cost.seconds),
      ceiling_per_s: round(size / parsed.cost.seconds),
      ratio: round(parsed.cost.seconds / cost.seconds, 3),
      rss_mb: round(peakRssMb()),
      cpu_us_per_item: round(cpuUs / size, 1),
      limits: `parsing, which is done twice: before and after writing; the parser alone takes ${share(parsed.cost.seconds, cost.seconds)} of the time once`,
    };
  } finally {
    await db.destroy();
  }
}

async function parseAlone(file: string): Promise<void> {
  const parser = new SaxesParser({ xmlns: true, position: false });
  let elements = 0;
  parser.on("opentag", () => (elements += 1));
  for await (const chunk of createReadStream(file, { encoding: "utf8", highWaterMark: 262_144 })) {
    parser.write(chunk as string);
  }
  parser.close();
  assert(elements > 0, "nothing was parsed");
}

function* debitFile(size: number): Generator<string> {
  const infos = Math.ceil(size / IN_ONE_INFO);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.008.001.02"><CstmrDrctDbtInitn>
<GrpHdr><MsgId>BENCH</MsgId><CreDtTm>2026-03-05T10:00:00</CreDtTm><NbOfTxs>${size}</NbOfTxs><CtrlSum>${(size * 12.5).toFixed(2)}</CtrlSum><InitgPty><Nm>Harbour Fibre</Nm></InitgPty></GrpHdr>\n`;
  for (let info = 0; info < infos; info += 1) {
    const first = info * IN_ONE_INFO + 1;
    const last = Math.min(size, first + IN_ONE_INFO - 1);
    const count = last - first + 1;
    yield `<PmtInf><PmtInfId>P-${info}</PmtInfId><PmtMtd>DD</PmtMtd><NbOfTxs>${count}</NbOfTxs><CtrlSum>${(count * 12.5).toFixed(2)}</CtrlSum><ReqdColltnDt>2030-03-25</ReqdColltnDt><Cdtr><Nm>Harbour Fibre</Nm></Cdtr><CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct><CdtrAgt><FinInstnId/></CdtrAgt><CdtrSchmeId><Id><PrvtId><Othr><Id>DE98ZZZ09999999999</Id></Othr></PrvtId></Id></CdtrSchmeId>\n`;
    for (let n = first; n <= last; n += 1) {
      yield `<DrctDbtTxInf><PmtId><EndToEndId>E-${n}</EndToEndId></PmtId><InstdAmt Ccy="EUR">12.50</InstdAmt><DrctDbtTx><MndtRltdInf><MndtId>M-${n}</MndtId><DtOfSgntr>2024-01-31</DtOfSgntr></MndtRltdInf></DrctDbtTx><DbtrAgt><FinInstnId><BIC>COBADEFFXXX</BIC></FinInstnId></DbtrAgt><Dbtr><Nm>Customer ${n}</Nm></Dbtr><DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct><RmtInf><Ustrd>Invoice ${n}</Ustrd></RmtInf></DrctDbtTxInf>\n`;
    }
    yield "</PmtInf>\n";
  }
  yield "</CstmrDrctDbtInitn></Document>\n";
}
