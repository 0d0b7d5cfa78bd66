// Dunlin against programs that do part of the same work, one after the other on the same machine. Installs nothing.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { evaluateClient } from "#messages/planning/looker.ts";
import { openDb, openPool } from "#platform/db.ts";
import { assert, UserError } from "#platform/errors.ts";
import { benchDispatch, TEXT } from "./dispatch.ts";
import { measured } from "./measure.ts";
import { findKannel, sendThroughKannel, type KannelPrograms } from "./peers/kannel.ts";
import type { Compared, Skipped } from "./peers/peer.ts";
import { dunWithTryton, findTryton } from "./peers/tryton.ts";
import { round } from "./result.ts";
import { seedClient, seedCustomers, THURSDAY } from "./seed.ts";
import { settle, type Stage } from "./stage.ts";

const WARM_UP = 1_000;
/** Lanes of `evaluateClient`, and its pages. */
const CONNECTIONS = 3;

export const NO_KANNEL: Skipped = {
  skipped: "Kannel is not installed; on Debian, run apt-get install kannel.",
};
export const NO_TRYTON: Skipped = {
  skipped:
    "Tryton's dunnings are not installed; on Debian, run apt-get install tryton-server tryton-modules-account-dunning python3-psycopg2.",
};

type PeersResult = {
  readonly kannel: (Compared & { readonly peer_offered_per_s: number }) | Skipped;
  readonly tryton: (Compared & { readonly peer_processed_per_s: number }) | Skipped;
};

const LEFT_OUT: Skipped = { skipped: "It was left out by --of." };
const PEERS = ["kannel", "tryton"];

/** The names in `of`, or all; a `UserError` for one that is no peer. */
export function peersOf(of: readonly string[]): readonly string[] {
  const unknown = of.find((name) => !PEERS.includes(name));
  if (unknown === undefined) return of.length === 0 ? PEERS : of;
  throw new UserError(`--of "${unknown}" is no peer; name some of ${PEERS.join(", ")}`);
}

/** The comparisons with those in `of`, each skipped where its peer is not installed. */
export async function benchPeers(
  stage: Stage,
  size: number,
  of: readonly string[] = PEERS,
): Promise<PeersResult> {
  const wantsKannel = of.includes("kannel");
  const wantsTryton = of.includes("tryton");
  const programs = wantsKannel ? await findKannel() : undefined;
  const python = wantsTryton ? await findTryton(stage.folder) : undefined;
  const noKannel = wantsKannel ? NO_KANNEL : LEFT_OUT;
  const noTryton = wantsTryton ? NO_TRYTON : LEFT_OUT;
  const kannel = programs ? await againstKannel(stage, programs, size) : noKannel;
  // What is done is told at once: the whole takes minutes, and the second half may fail.
  console.error(`kannel: ${JSON.stringify(kannel)}`);
  const tryton = python !== undefined ? await againstTryton(stage, python, size) : noTryton;
  return { kannel, tryton };
}

async function againstKannel(stage: Stage, programs: KannelPrograms, size: number) {
  const folder = join(stage.folder, "kannel");
  await mkdir(folder);
  const kannel = await sendThroughKannel(programs, folder, TEXT, size);
  const { per_s: dunlinPerS } = await benchDispatch(stage, size);
  return {
    ...compared(dunlinPerS, kannel.spooledPerS, kannel.version),
    peer_offered_per_s: round(kannel.offeredPerS),
  };
}

async function againstTryton(stage: Stage, python: string, size: number) {
  const tryton = await dunWithTryton(python, stage.socketDir, stage.folder, size);
  console.error(`tryton: ${JSON.stringify(tryton)}`);
  const dunlinPerS = await planningRate(stage, size);
  return {
    ...compared(dunlinPerS, tryton.generatedPerS, tryton.version),
    peer_processed_per_s: round(tryton.processedPerS),
  };
}

function compared(dunlinPerS: number, peerPerS: number, version: string): Compared {
  return {
    dunlin_per_s: round(dunlinPerS),
    peer_per_s: round(peerPerS),
    ratio: round(dunlinPerS / peerPerS, 3),
    version,
  };
}

/** Customers a second, of whom each owes one overdue invoice: decided, written down, and a message planned for each. */
export async function planningRate(stage: Stage, size: number, warmUp = WARM_UP): Promise<number> {
  await planEverybody(stage, warmUp);
  return size / (await planEverybody(stage, size));
}

async function planEverybody(stage: Stage, size: number): Promise<number> {
  const at = await stage.database();
  const { clientId } = await seedClient(at, THURSDAY);
  await seedCustomers(at, clientId, size, THURSDAY, 1);
  await settle(at);
  const db = openDb(openPool(at, "dunlin_app", CONNECTIONS));
  try {
    const work = async () => await evaluateClient(db, clientId, "bench");
    const { cost, value } = await measured(stage.socketDir, work);
    assert(value.messages === size, `${value.messages} messages were planned for ${size} accounts`);
    return cost.seconds;
  } finally {
    await db.destroy();
  }
}
