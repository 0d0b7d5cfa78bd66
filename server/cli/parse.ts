import { parseArgs } from "node:util";
import type { Arguments, Command } from "#cli/command.ts";
import { messageOf, UsageError } from "#platform/errors.ts";

/** Finds the command by its words and parses the rest. Throws a `UsageError` that shows the right usage. */
export function parseCommand(
  commands: readonly Command[],
  argv: readonly string[],
): { command: Command; args: Arguments } {
  const command = commands
    .filter((candidate) => candidate.words.every((word, index) => argv[index] === word))
    .toSorted((a, b) => b.words.length - a.words.length)[0];
  if (!command) {
    const given = argv.filter((word) => !word.startsWith("-")).join(" ");
    throw new UsageError(`unknown command "${given}"; try: dunlin help`);
  }
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
      flag: (key) => values[key] === true,
    },
  };
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
    throw new UsageError(`${messageOf(error)}\nusage: dunlin ${name} ${command.usage}`);
  }
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
