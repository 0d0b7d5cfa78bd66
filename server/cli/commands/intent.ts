// What texts mean, without a database: intent TEXT, intent --file CSV. Misreadings set right: intent correct, corrections, review.
import { readFile, stat, writeFile } from "node:fs/promises";
import { CLIENT_OPTION, type Answer, type Arguments, type Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { dateOption, required } from "#cli/parse.ts";
import { table } from "#cli/table.ts";
import type { Session } from "#cli/session.ts";
import { redactCardNumbers } from "#conversations/card-numbers.ts";
import { RecordScanner } from "#ledger/reading/records.ts";
import { clockNow } from "#platform/clock.ts";
import { toCsv } from "#platform/csv.ts";
import { messageOf, UsageError, UserError } from "#platform/errors.ts";
import { formatMoney, isCurrency } from "#platform/money.ts";
import { INTENTS, type Amount, type Intent, type Understood } from "#understanding/types.ts";
import { understand } from "#understanding/understand.ts";

const CLIENT = "harbour-fibre";
const LANGUAGES = ["en", "pl", "af", "zu"];
/** What an amount is in that names no currency. */
const USUAL_CURRENCY: Readonly<Record<string, string>> = { pl: "PLN" };
const MOST_BYTES = 64 * 1_048_576;

type Asked = {
  readonly language: string | undefined;
  readonly currency: string | undefined;
  readonly today: Temporal.PlainDate;
};

function askedOf(args: Arguments): Asked {
  const language = args.text("language");
  if (language !== undefined && !/^[a-z]{2}$/.test(language))
    throw new UsageError(`--language "${language}" is none; use two letters such as en`);
  const currency = args.text("currency");
  if (currency !== undefined && !isCurrency(currency))
    throw new UsageError(`--currency "${currency}" is none; use an ISO 4217 code such as ZAR`);
  const on = args.text("on");
  const today = on === undefined ? Temporal.Now.plainDateISO() : dateOption(on, "--on");
  return { language, currency, today };
}

function read(text: string, { language, currency, today }: Asked): Understood {
  const around = {
    languages: LANGUAGES,
    currency: currency ?? USUAL_CURRENCY[language ?? ""] ?? "ZAR",
    today,
  };
  return understand(text, language === undefined ? around : { ...around, language });
}

const round = (confidence: number): number => Number(confidence.toFixed(3));

const amountOf = (amount: Amount | undefined) => ({
  amount: amount && "minor" in amount ? amount.minor : null,
  currency: amount && "minor" in amount ? (amount.currency ?? null) : null,
  share: amount && "share" in amount ? amount.share : null,
});

/** What a language model that the operator has set makes of what nothing here is sure of; never more than a proposal. */
async function proposed(
  { config }: Session,
  text: string,
  understood: Understood,
): Promise<Intent | undefined> {
  if (config.llm === undefined || understood.source !== "none") return undefined;
  const { proposerOf } = await import("../../compose-llm.ts");
  return await proposerOf(config)?.(redactCardNumbers(text));
}

function answerOf(understood: Understood, proposal: Intent | undefined): Answer {
  const { intent, best, confidence, source, others, amount, date, parts } = understood;
  const json = {
    intent,
    confidence: round(confidence),
    ...amountOf(amount),
    date: date?.toString() ?? null,
    source,
    best,
    others,
    parts: parts.map((part) => ({ ...amountOf(part.amount), date: part.on?.toString() ?? null })),
    ...(proposal === undefined ? {} : { proposed: proposal }),
  };
  const money =
    amount === undefined
      ? ""
      : "share" in amount
        ? `, ${Math.round(amount.share * 100)} % of it`
        : `, ${formatMoney(amount.minor, amount.currency ?? "ZAR", "en")}`;
  const guess = intent === best ? "" : ` (perhaps ${best})`;
  return {
    json,
    text: `${intent}${guess}, ${round(confidence)}${money}${date ? `, ${date.toString()}` : ""}`,
  };
}

type Row = {
  readonly text: string;
  readonly language: string | undefined;
  readonly intent: string | undefined;
};

async function rowsOf(file: string): Promise<Row[]> {
  const { size } = await stat(file).catch((error: unknown) => {
    throw new UserError(`${file} can't be read: ${messageOf(error)}`);
  });
  if (size > MOST_BYTES)
    throw new UserError(`${file} is larger than ${MOST_BYTES} bytes; split it`);
  const content = (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  const head = content.slice(0, Math.max(0, content.search(/\r?\n/)));
  const delimiter =
    head.includes(";") && !head.includes(",") ? ";" : head.includes("\t") ? "\t" : ",";
  const columns = head
    .split(delimiter)
    .map((name) => name.trim().replaceAll('"', "").toLowerCase());
  const [textAt, languageAt, intentAt] = ["text", "language", "intent"].map((name) =>
    columns.indexOf(name),
  );
  if (textAt === undefined || textAt < 0)
    throw new UserError(`${file} has no column "text"; its first line must name text and language`);
  const scanner = new RecordScanner({
    delimiter,
    quote: '"',
    eol: "\n",
    columnCount: columns.length,
  });
  scanner.push(content);
  scanner.next(true);
  const rows: Row[] = [];
  for (let record = scanner.next(true); record; record = scanner.next(true)) {
    if (record.fields.every((field) => field.trim() === "")) continue;
    const at = (index: number | undefined) => record.fields[index ?? -1]?.trim() || undefined;
    rows.push({
      text: record.fields[textAt] ?? "",
      language: at(languageAt),
      intent: at(intentAt),
    });
  }
  return rows;
}

type Scored = { readonly row: Row; readonly understood: Understood };

/** Of each intent that was right or guessed: how many there are, how many were found, how many guesses were right. */
function perIntent(scored: readonly Scored[]) {
  const named = scored.filter(({ row }) => row.intent !== undefined);
  return Object.fromEntries(
    INTENTS.flatMap((intent) => {
      const truly = named.filter(({ row }) => row.intent === intent);
      const guessed = named.filter(({ understood }) => understood.best === intent);
      const right = truly.filter(({ understood }) => understood.best === intent).length;
      if (truly.length + guessed.length === 0) return [];
      const precision = guessed.length === 0 ? null : round(right / guessed.length);
      const recall = truly.length === 0 ? null : round(right / truly.length);
      return [[intent, { count: truly.length, guessed: guessed.length, right, precision, recall }]];
    }),
  );
}

async function readFileOfTexts(file: string, asked: Asked): Promise<Answer> {
  const scored = (await rowsOf(file)).map((row) => ({
    row,
    understood: read(row.text, { ...asked, language: row.language?.slice(0, 2) ?? asked.language }),
  }));
  const named = scored.filter(({ row }) => row.intent !== undefined);
  const right = named.filter(({ row, understood }) => row.intent === understood.best).length;
  const accuracy = named.length === 0 ? null : round(right / named.length);
  const rows = scored.map(({ understood: { best, confidence, intent } }) => ({
    intent: best,
    confidence: round(confidence),
    sure: intent === best,
  }));
  const lines = scored.map(({ row, understood }) => [
    understood.best,
    round(understood.confidence),
    row.text.slice(0, 60),
  ]);
  const summary = accuracy === null ? "" : `\n${right} of ${named.length} are right`;
  return {
    json: { rows, accuracy, per_intent: perIntent(scored) },
    text: table(["intent", "confidence", "text"], lines) + summary,
  };
}

const intent: Command = {
  words: ["intent"],
  usage: "TEXT [--language xx] [--currency C] [--on DATE] | --file CSV",
  about:
    "What a reply means, with its amount and day; of a file with the columns text and language, each.",
  options: {
    file: { type: "string" },
    language: { type: "string" },
    currency: { type: "string" },
    on: { type: "string" },
  },
  positionals: [0, 1],
  async run(session, args) {
    const file = args.text("file");
    const [text] = args.positionals;
    if ((file === undefined) === (text === undefined))
      throw new UsageError('give either a text, such as intent "I will pay friday", or --file CSV');
    const asked = askedOf(args);
    if (file !== undefined) return await readFileOfTexts(file, asked);
    const understood = read(text ?? "", asked);
    return answerOf(understood, await proposed(session, text ?? "", understood));
  },
};

function intentOption(word: string): Intent {
  const found = INTENTS.find((one) => one === word);
  if (!found) throw new UsageError(`there is no intent "${word}"; use ${INTENTS.join(", ")}`);
  return found;
}

const correct: Command = {
  words: ["intent", "correct"],
  usage: "TEXT|MESSAGE INTENT --client SLUG [--language xx]",
  about: "Says what a reply means that was misread; once reviewed, it is an example for training.",
  options: { ...CLIENT_OPTION, language: { type: "string" } },
  positionals: [2, 2],
  async run(session, args) {
    const { correctReading } = await import("#conversations/corrections.ts");
    const [what = "", word = ""] = args.positionals;
    const id = what.replace(/^inb_/, "");
    const of = /^[\da-f]{8}-[\da-f-]{27}$/.test(id) ? { inboundId: id } : { text: what };
    const correction = {
      of,
      intent: intentOption(word),
      language: args.text("language"),
      by: "cli",
    };
    const done = await session.asClient(
      required(args, "client", CLIENT),
      async (tx, clientId) => await correctReading(tx, clientId, correction, await clockNow(tx)),
    );
    return {
      json: forScripts(done),
      text: `${done.guessed} is ${done.intent}; it waits for intent review ${done.correctionId}`,
    };
  },
};

const corrections: Command = {
  words: ["intent", "corrections"],
  usage: "--client SLUG [--state open|approved|refused] [--export FILE]",
  about: "Lists what was set right; --export writes what was approved as lines for training.",
  options: { ...CLIENT_OPTION, state: { type: "string" }, export: { type: "string" } },
  positionals: [0, 0],
  async run(session, args) {
    const { CORRECTION_STATES, listCorrections } = await import("#conversations/corrections.ts");
    const to = args.text("export");
    const word = args.text("state") ?? (to === undefined ? undefined : "approved");
    const state = CORRECTION_STATES.find((one) => one === word);
    if (word !== undefined && !state)
      throw new UsageError(`--state "${word}" is unknown; use ${CORRECTION_STATES.join(", ")}`);
    const rows = await session.asClient(
      required(args, "client", CLIENT),
      async (tx, clientId) => await listCorrections(tx, clientId, state),
    );
    if (to !== undefined) {
      const lines = rows.map((row) => [row.text, row.intent, "train"]);
      await writeFile(to, toCsv(["text", "intent", "split"], lines));
      return { json: { exported: rows.length, file: to }, text: `${rows.length} written to ${to}` };
    }
    const head = ["correction", "state", "guessed", "intent", "language", "text"];
    const lines = rows.map((row) => [
      row.correctionId,
      row.state,
      row.guessed,
      row.intent,
      row.language,
      row.text.slice(0, 60),
    ]);
    return {
      json: { rows: rows.map(forScripts) },
      text: rows.length === 0 ? "nothing was set right" : table(head, lines),
    };
  },
};

const review: Command = {
  words: ["intent", "review"],
  usage: "CORRECTION approved|refused --client SLUG [--intent INTENT]",
  about: "A second look at a correction: whether it is an example for training.",
  options: { ...CLIENT_OPTION, intent: { type: "string" } },
  positionals: [2, 2],
  async run(session, args) {
    const { reviewCorrection } = await import("#conversations/corrections.ts");
    const [correctionId = "", state] = args.positionals;
    if (state !== "approved" && state !== "refused")
      throw new UsageError(`"${state}" is no verdict; use approved or refused`);
    if (!/^[\da-f]{8}-[\da-f-]{27}$/.test(correctionId))
      throw new UsageError(`"${correctionId}" is no correction; see intent corrections`);
    const word = args.text("intent");
    const verdict = {
      correctionId,
      state,
      intent: word === undefined ? undefined : intentOption(word),
      by: "cli",
    } as const;
    const done = await session.asClient(
      required(args, "client", CLIENT),
      async (tx, clientId) => await reviewCorrection(tx, clientId, verdict, await clockNow(tx)),
    );
    if (!done)
      throw new UserError(`there is no correction "${correctionId}"; see intent corrections`);
    return { json: forScripts(done), text: `${done.state}: "${done.text}" is ${done.intent}` };
  },
};

export const intentCommands: readonly Command[] = [intent, correct, corrections, review];
