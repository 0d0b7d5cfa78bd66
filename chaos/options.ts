import { parseArgs } from "node:util";
import { messageOf, UserError } from "#platform/errors.ts";

export type Options = {
  readonly messages: number;
  readonly kills: number;
  readonly seed: number;
  readonly json: boolean;
};

const USAGE = "give [--messages N] [--kills N] [--seed N] [--json]";

export function readOptions(argv: readonly string[]): Options {
  const values = parsed(argv);
  const whole = (name: "messages" | "kills" | "seed", fallback: number, most: number): number => {
    const text = values[name];
    if (text === undefined) return fallback;
    const value = Number(text);
    if (/^\d{1,9}$/.test(text) && value >= 1 && value <= most) return value;
    throw new UserError(`--${name} is "${text}"; give a whole number from 1 to ${most}`);
  };
  return {
    messages: whole("messages", 20_000, 200_000),
    kills: whole("kills", 20, 500),
    seed: whole("seed", 1, 999_999_999),
    json: values.json,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        messages: { type: "string" },
        kills: { type: "string" },
        seed: { type: "string" },
        json: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new UserError(`${messageOf(error)}; ${USAGE}`);
  }
}
