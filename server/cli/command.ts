import type { ParseArgsConfig } from "node:util";
import type { Session } from "#cli/session.ts";

/** What a command answers: the object of the contract, and the same for people. */
export type Answer = {
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** 1: refused. */
  readonly exit?: 0 | 1;
};

export type Arguments = {
  readonly positionals: readonly string[];
  /** A string option; undefined when not given. */
  text(name: string): string | undefined;
  /** An option that may be repeated; empty when not given. */
  list(name: string): readonly string[];
  flag(name: string): boolean;
};

export type Command = {
  /** For example ["client", "create"]. */
  readonly words: readonly string[];
  /** What follows the words, for the help. */
  readonly usage: string;
  readonly about: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /** Least and most positionals. */
  readonly positionals: readonly [number, number];
  run(session: Session, args: Arguments): Promise<Answer>;
};

export const CLIENT_OPTION = { client: { type: "string" } } as const;
