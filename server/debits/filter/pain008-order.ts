// In what order the elements of a pain.008 stand (ISO 20022, pain.008.001.02 to .001.11).
import { UserError } from "#platform/errors.ts";
import type { XmlElement } from "#platform/xml.ts";

const ORDERS: Readonly<Record<string, string>> = {
  "/Document": "CstmrDrctDbtInitn",
  "/Document/CstmrDrctDbtInitn": "GrpHdr PmtInf SplmtryData",
  "/Document/CstmrDrctDbtInitn/GrpHdr": "MsgId CreDtTm Authstn NbOfTxs CtrlSum InitgPty FwdgAgt",
  "/Document/CstmrDrctDbtInitn/PmtInf":
    "PmtInfId PmtMtd ReqdAdvcTp BtchBookg NbOfTxs CtrlSum PmtTpInf ReqdColltnDt Cdtr CdtrAcct CdtrAgt CdtrAgtAcct UltmtCdtr ChrgBr ChrgsAcct ChrgsAcctAgt CdtrSchmeId DrctDbtTxInf",
  "/Document/CstmrDrctDbtInitn/PmtInf/DrctDbtTxInf":
    "PmtId PmtTpInf InstdAmt ChrgBr DrctDbtTx UltmtCdtr DbtrAgt DbtrAgtAcct Dbtr DbtrAcct UltmtDbtr InstrForCdtrAgt Purp RgltryRptg Tax RltdRmtInf RmtInf SplmtryData",
};
const MANY = new Set(["PmtInf", "DrctDbtTxInf", "SplmtryData", "Authstn", "RgltryRptg"]);
/** What every one of them has. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  "/Document/CstmrDrctDbtInitn": ["GrpHdr", "PmtInf"],
  "/Document/CstmrDrctDbtInitn/GrpHdr": ["MsgId", "CreDtTm", "NbOfTxs", "InitgPty"],
  "/Document/CstmrDrctDbtInitn/PmtInf": ["PmtInfId", "PmtMtd", "ReqdColltnDt", "DrctDbtTxInf"],
  "/Document/CstmrDrctDbtInitn/PmtInf/DrctDbtTxInf": ["PmtId", "InstdAmt", "DbtrAcct"],
};

const places = new Map(
  Object.entries(ORDERS).map(([path, names]) => [
    path,
    new Map(names.split(" ").map((name, place) => [name, place])),
  ]),
);

type Level = {
  readonly path: string;
  readonly places: ReadonlyMap<string, number>;
  last: number;
  lastName: string;
  readonly seen: Set<string>;
};

/** Watches the order of the elements that matter; a `UserError` names the first that is out of place, unknown or missing. */
export class OrderCheck {
  readonly #levels: Level[] = [];
  readonly #what: string;

  constructor(what: string) {
    this.#what = what;
  }

  open({ name, path, depth, line }: XmlElement): void {
    const above = this.#levels.at(-1);
    if (above && depth === this.#levels.length + 1) this.#place(above, name, line);
    const known = places.get(path);
    if (known) this.#levels.push({ path, places: known, last: -1, lastName: "", seen: new Set() });
  }

  close({ path, name, line }: XmlElement): void {
    const level = this.#levels.at(-1);
    if (level?.path !== path) return;
    this.#levels.pop();
    const missing = NEEDED[path]?.find((one) => !level.seen.has(one));
    if (missing !== undefined) this.#refuse(line, `${name} has no ${missing}`);
  }

  #place(level: Level, name: string, line: number): void {
    const at = level.places.get(name);
    const parent = level.path.split("/").at(-1)!;
    if (at === undefined) this.#refuse(line, `${name} is no part of ${parent}`);
    if (at < level.last) this.#refuse(line, `${name} stands behind ${level.lastName} in ${parent}`);
    if (at === level.last && !MANY.has(name))
      this.#refuse(line, `${name} stands twice in ${parent}`);
    level.last = at;
    level.lastName = name;
    level.seen.add(name);
  }

  #refuse(line: number, why: string): never {
    throw new UserError(`${this.#what}, line ${line}: ${why}`);
  }
}
