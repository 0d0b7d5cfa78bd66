// Reads a file of a bank, whichever message it is.
import { UserError } from "#platform/errors.ts";
import { readXml, type XmlElement } from "#platform/xml.ts";
import { CamtReading } from "./camt.ts";
import { messageOf, type Message } from "./kinds.ts";
import { StatusReading } from "./status-report.ts";
import type { BankFile, BankLine, StatusLine } from "./types.ts";

export type Told = {
  readonly line?: (line: BankLine) => void;
  readonly status?: (line: StatusLine) => void;
  /** Waited for between pieces of the file. */
  readonly rest?: () => Promise<void>;
};

/** Document may stand in an envelope. */
const DEEPEST_DOCUMENT = 4;

/**
 * Reads the whole file and tells its lines in order, without them only looks whether it is one. `first` is what an earlier
 * reading of the same file found: large entries are told by it. Throws a `UserError` that names the file and what is wrong.
 */
export async function readBankFile(
  what: string,
  source: AsyncIterable<Uint8Array>,
  told: Told = {},
  first?: Pick<BankFile, "lumps">,
): Promise<BankFile> {
  let document: XmlElement | undefined;
  let message: (Message & { readonly root: string }) | undefined;
  let reading: CamtReading | StatusReading | undefined;
  const begin = (element: XmlElement): void => {
    message = { ...messageOf(element.name, element.namespace), root: element.path };
    reading =
      message.kind === "pain.002"
        ? new StatusReading(element.path, told.status)
        : new CamtReading(element.path, { line: told.line, lumps: first?.lumps ?? new Set() });
  };
  try {
    await readXml(
      source,
      {
        open: (element) => {
          if (!document) {
            if (element.name === "Document") document = element;
            else if (element.depth >= DEEPEST_DOCUMENT) throw noDocument(element);
          } else if (!reading) {
            if (element.path === `${document.path}/${element.name}`) begin(element);
          } else reading.open(element);
        },
        close: (element, text) => {
          if (message && element.path.startsWith(message.root)) reading?.close(element, text);
        },
        ...(told.rest && { rest: told.rest }),
      },
      { what },
    );
  } catch (error) {
    if (!(error instanceof UserError) || error.message.startsWith(what)) throw error;
    throw new UserError(`${what}${/^line \d/.test(error.message) ? ", " : " "}${error.message}`);
  }
  if (!document) throw new UserError(`${what} has no <Document>: it is no ISO 20022 message`);
  return fileOf(what, message, reading);
}

function noDocument(element: XmlElement): UserError {
  return new UserError(
    `line ${element.line}: no <Document> stands where the message would begin: it is no ISO 20022 message`,
  );
}

function fileOf(
  what: string,
  message: Message | undefined,
  reading: CamtReading | StatusReading | undefined,
): BankFile {
  if (!message || !reading)
    throw new UserError(`${what} holds an empty <Document>: no message of a bank`);
  if (reading.statements === 0) {
    const wanted = {
      "camt.052": "<Rpt>",
      "camt.053": "<Stmt>",
      "camt.054": "<Ntfctn>",
      "pain.002": "<OrgnlGrpInfAndSts>",
    };
    throw new UserError(
      `${what} is a ${message.kind} without any ${wanted[message.kind]}: there is nothing in it`,
    );
  }
  const { messageId, createdAt, statements, entries, notes, lumps } = reading;
  const { warnings, contradictions } = notes;
  const { kind, version } = message;
  return {
    kind,
    version,
    messageId,
    createdAt,
    statements,
    entries,
    warnings,
    contradictions,
    lumps,
  };
}
