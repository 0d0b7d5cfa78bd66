// Tryton's dunnings on the PostgreSQL of the benches, in a Python of its own.
import { join } from "node:path";
import { z } from "zod";
import { assert } from "#platform/errors.ts";
import { asOwner } from "../stage.ts";
import { startProgram } from "./program.ts";

const PYTHON = "/usr/bin/python3";
const IS_THERE =
  "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ['psycopg2', 'trytond.modules.account_dunning'])))";

const Figures = z.object({
  version: z.string(),
  dunnings: z.int(),
  generate_s: z.number().positive(),
  process_s: z.number().positive(),
});

/** The Python that has Tryton, if there is one. `folder` is for what Tryton keeps in its home. */
export async function findTryton(folder: string, python = PYTHON): Promise<string | undefined> {
  return await startProgram(python, ["-c", IS_THERE], folder).output.then(
    () => python,
    () => undefined,
  );
}

export type TrytonRates = {
  readonly generatedPerS: number;
  /** Generated and processed, as a user does before anything leaves the house. */
  readonly processedPerS: number;
  readonly version: string;
};

/** Generates dunnings for `size` customers of whom each owes one overdue invoice, in a new database of the cluster. */
export async function dunWithTryton(
  python: string,
  socketDir: string,
  folder: string,
  size: number,
): Promise<TrytonRates> {
  const host = { host: socketDir };
  await asOwner(host, async (owner) => await owner.query("create database tryton"));
  try {
    const uri = `postgresql://postgres@${encodeURIComponent(socketDir)}/tryton`;
    const script = join(import.meta.dirname, "tryton.py");
    const output = await startProgram(python, [script, uri, String(size), folder], folder).output;
    const figures = Figures.parse(JSON.parse(output));
    assert(figures.dunnings === size, `Tryton made ${figures.dunnings} dunnings of ${size}`);
    return {
      generatedPerS: size / figures.generate_s,
      processedPerS: size / (figures.generate_s + figures.process_s),
      version: figures.version,
    };
  } finally {
    await asOwner(host, async (owner) => await owner.query("drop database tryton with (force)"));
  }
}
