// `npm run -s bench -- NAME [--size N] [--json]`: one bench on a cluster of its own, against a ceiling of the same run.
import { parseArgs } from "node:util";
import { messageOf, UserError } from "#platform/errors.ts";
import { benchApi } from "./api.ts";
import { benchDecide } from "./decide.ts";
import { benchDispatch } from "./dispatch.ts";
import { benchImport } from "./import.ts";
import { benchJudge } from "./judge.ts";
import { benchPeers } from "./peers.ts";
import { benchReply } from "./reply.ts";
import { onStage, type Stage } from "./stage.ts";

type Bench = {
  readonly run: (stage: Stage, size: number) => Promise<object>;
  readonly size: number;
};

const BENCHES: Readonly<Record<string, Bench>> = {
  api: { run: benchApi, size: 20_000 },
  import: { run: benchImport, size: 100_000 },
  decide: { run: benchDecide, size: 100_000 },
  dispatch: { run: benchDispatch, size: 100_000 },
  reply: { run: benchReply, size: 20_000 },
  peers: { run: benchPeers, size: 20_000 },
  judge: { run: benchJudge, size: 100_000 },
};
const MOST_ITEMS = 10_000_000;

async function main(argv: readonly string[]): Promise<void> {
  const { name, bench, size, json } = wanted(argv);
  if (!json) console.error(`${name}: ${size} items, on a database of its own …`);
  const result = await onStage(async (stage) => await bench.run(stage, size));
  if (json) console.log(JSON.stringify(result));
  else for (const [key, value] of Object.entries(result)) console.log(key.padEnd(16), value);
}

function wanted(argv: readonly string[]) {
  const { values, positionals } = parsed(argv);
  const [name = "", ...rest] = positionals;
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  const names = Object.keys(BENCHES).join(", ");
  if (!bench || rest.length > 0) {
    const given = positionals.join(" ");
    throw new UserError(`there is no bench "${given}"; name one of ${names}`);
  }
  const size = Number(values.size ?? bench.size);
  if (!Number.isInteger(size) || size < 1 || size > MOST_ITEMS) {
    throw new UserError(
      `--size is "${values.size}"; give a whole number from 1 to ${MOST_ITEMS} of items`,
    );
  }
  return { name, bench, size, json: values.json };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { size: { type: "string" }, json: { type: "boolean", default: false } },
    });
  } catch (error) {
    throw new UserError(`${messageOf(error)}; give NAME [--size N] [--json]`);
  }
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = error instanceof UserError ? 2 : 1;
});
