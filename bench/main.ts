// `npm run -s bench -- NAME [--size N] [--json]`: one bench on a cluster of its own, against a ceiling of the same run.
// `npm run -s bench -- peers [--of NAME] [--size N] [--json]`: beside another program.
// `npm run -s bench -- growth [--of NAME] [--small N] [--large N] [--json]`: an item's cost at two sizes.
import { parseArgs } from "node:util";
import { messageOf, UserError } from "#platform/errors.ts";
import { benchApi } from "./api.ts";
import { benchDecide } from "./decide.ts";
import { benchDispatch } from "./dispatch.ts";
import { benchFilter } from "./filter.ts";
import { benchGrowth, growingFrom } from "./growth.ts";
import { benchImport } from "./import.ts";
import { benchIntent } from "./intent.ts";
import { benchJudge } from "./judge.ts";
import { benchAnswers, benchPins } from "./overtaking.ts";
import { benchPeers, peersOf } from "./peers.ts";
import { benchReply } from "./reply.ts";
import { onStage, type Stage } from "./stage.ts";
import { benchWorkers } from "./workers.ts";

type Bench = {
  readonly run: (stage: Stage, wanted: Wanted) => Promise<object>;
  readonly size: number;
  /** A bench of two sizes: the small one. */
  readonly small?: number;
  /** True when it is made of parts that --of names. */
  readonly parts?: boolean;
};
type Wanted = { readonly size: number; readonly small: number; readonly of: readonly string[] };

const ofOneSize = (run: (stage: Stage, size: number) => Promise<object>, size: number): Bench => ({
  run: async (stage, wanted) => await run(stage, wanted.size),
  size,
});

const BENCHES: Readonly<Record<string, Bench>> = {
  api: ofOneSize(benchApi, 20_000),
  import: ofOneSize(benchImport, 100_000),
  decide: ofOneSize(benchDecide, 100_000),
  dispatch: ofOneSize(benchDispatch, 100_000),
  reply: ofOneSize(benchReply, 20_000),
  pins: ofOneSize(benchPins, 100_000),
  answers: ofOneSize(benchAnswers, 100_000),
  intent: ofOneSize(benchIntent, 20_000),
  filter: ofOneSize(benchFilter, 100_000),
  workers: ofOneSize(benchWorkers, 50_000),
  peers: {
    run: async (stage, { size, of }) => await benchPeers(stage, size, peersOf(of)),
    size: 20_000,
    parts: true,
  },
  judge: ofOneSize(benchJudge, 100_000),
  growth: {
    run: async (stage, { size: large, small, of }) =>
      await benchGrowth(stage, { of: growingFrom(of), small, large }),
    size: 1_000_000,
    small: 10_000,
  },
};
const MOST_ITEMS = 10_000_000;

async function main(argv: readonly string[]): Promise<void> {
  const { name, bench, json, ...wanted } = read(argv);
  if (!json) console.error(`${name}: ${wanted.size} items, on a database of its own …`);
  const result = await onStage(async (stage) => await bench.run(stage, wanted));
  if (json) console.log(JSON.stringify(result));
  else for (const [key, value] of Object.entries(result)) console.log(key.padEnd(16), value);
}

function read(argv: readonly string[]) {
  const { values, positionals } = parsed(argv);
  const [name = "", ...rest] = positionals;
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  const names = Object.keys(BENCHES).join(", ");
  if (!bench || rest.length > 0) {
    const given = positionals.join(" ");
    throw new UserError(`there is no bench "${given}"; name one of ${names}`);
  }
  const { json, of = [], small, large, size } = values;
  const [options, others] = bench.small
    ? ["--small, --large and --of", size]
    : ["--size", small ?? large ?? (bench.parts ? undefined : of[0])];
  if (others !== undefined) throw new UserError(`${name} takes ${options}; leave "${others}" out`);
  const sizes = bench.small
    ? { size: count("--large", large, bench.size), small: count("--small", small, bench.small) }
    : { size: count("--size", size, bench.size), small: 0 };
  return { name, bench, json, of, ...sizes };
}

function count(option: string, given: string | undefined, otherwise: number): number {
  const value = Number(given ?? otherwise);
  if (Number.isInteger(value) && value >= 1 && value <= MOST_ITEMS) return value;
  throw new UserError(
    `${option} is "${given}"; give a whole number from 1 to ${MOST_ITEMS} of items`,
  );
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        size: { type: "string" },
        small: { type: "string" },
        large: { type: "string" },
        of: { type: "string", multiple: true },
        json: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UserError(`${messageOf(error)}; give NAME [--size N] [--json]`);
  }
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = error instanceof UserError ? 2 : 1;
});
