import { parseArgs } from "node:util";
import type { Arguments, Command } from "#cli/command.ts";
import { messageOf, UsageError } from "#platform/errors.ts";

/** Options may stand before the words of the command too: those that every command knows are moved behind them. */
export function wordsFirst(argv: readonly string[]): readonly string[] {
  const start = argv.findIndex((word, i) => !word.startsWith("-") && argv[i - 1] !== "--client");
  return start > 0 ? [...argv.slice(start), ...argv.slice(0, start)] : argv;
}

/** Finds the command by its words and parses the rest. Throws a `UsageError` that shows the right usage. */
export function parseCommand(
  commands: readonly Command[],
  argv: readonly string[],
): { command: Command; args: Arguments } {
  const command = commands
    .filter((candidate) => candidate.words.every((word, index) => argv[index] === word))
    .toSorted((a, b) => b.words.length - a.words.length)[0];
  if (!command) throw new UsageError(unknown(commands, argv));
  const name = command.words.join(" ");
  const parsed = parse(command, argv.slice(command.words.length));
  const { positionals } = parsed;
  const values: Readonly<Record<string, unknown>> = parsed.values;
  const [least, most] = command.positionals;
  if (positionals.length < least || positionals.length > most) {
    throw new UsageError(`usage: dunlin ${name} ${command.usage}`);
  }
  return {
    command,
    args: {
      positionals,
      text: (key) => {
        const value = values[key];
        return typeof value === "string" ? value : undefined;
      },
      list: (key) => {
        const value = values[key];
        return Array.isArray(value) ? value.map(String) : [];
      },
      flag: (key) => values[key] === true,
    },
  };
}

function unknown(commands: readonly Command[], argv: readonly string[]): string {
  const given = argv.filter((word) => !word.startsWith("-")).join(" ");
  if (given === "") return "no command; try: npm run -s dunlin -- help";
  const near = commands
    .filter(({ words }) => words[0] === argv[0])
    .map(({ words }) => words.join(" "));
  const hint =
    near.length > 0 ? `use one of: ${near.join(", ")}` : "try: npm run -s dunlin -- help";
  return `unknown command "${given}"; ${hint}`;
}

function parse(command: Command, argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      strict: true,
      options: { json: { type: "boolean" }, ...command.options },
    });
  } catch (error) {
    const name = command.words.join(" ");
    throw new UsageError(`${problemOf(error)}\nusage: dunlin ${name} ${command.usage}`);
  }
}

// Node's first sentence says what is wrong; the rest is about values and files that begin with a dash.
function problemOf(error: unknown): string {
  const sentence = messageOf(error).split(/\. |\n/)[0]!;
  const option = /^Option '(?:-\w, )?(--[\w-]+)[^']*' argument (?:missing|is ambiguous)/.exec(
    sentence,
  );
  return option ? `${option[1]} needs a value` : sentence;
}

/** A required option; a `UsageError` that names it when it is missing. */
export function required(args: Arguments, name: string, example: string): string {
  const value = args.text(name);
  if (value === undefined || value === "") {
    throw new UsageError(`--${name} is missing; add for example --${name} ${example}`);
  }
  return value;
}

export function instantOption(text: string, name: string): Temporal.Instant {
  // A plain date means its beginning in UTC, so that a day can be named without a time.
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00Z` : text;
  try {
    return Temporal.Instant.from(full);
  } catch {
    throw new UsageError(`${name} "${text}" is not an instant; write it as 2026-01-31T08:00:00Z`);
  }
}

export function dateOption(text: string, name: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" });
  } catch {
    throw new UsageError(`${name} "${text}" is not a date; write it as 2026-01-31`);
  }
}

export function wholeOption(text: string, name: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new UsageError(`${name} "${text}" must be a whole number from ${least} to ${most}`);
  }
  return value;
}
