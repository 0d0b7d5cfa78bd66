// Replays as work of minutes: a row says how far one is, and keeps what it found.
import { sql } from "kysely";
import { getClient } from "#clients/clients.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import type { Change } from "#policies/compare-contacts.ts";
import type { Policy } from "#policies/types.ts";
import { keepLines, replay, startOfReplay, type ReplayResult } from "./replay.ts";

/** Whose process has said nothing for so long is dead. */
const SILENT_S = 60;
/** Replays of a client that are kept with their lines. */
const MOST_KEPT = 5;

export type NewReplay = {
  readonly source: string;
  readonly policy: Policy;
  readonly days: number;
  readonly now: Temporal.Instant;
  readonly actor: string;
  readonly onProgress?: ((customers: number, inAll: number) => void) | undefined;
};

export type ReplayState = "running" | "done" | "failed";

export type Replay = {
  readonly replayId: string;
  readonly days: number;
  readonly state: ReplayState;
  readonly customers: number;
  readonly customersInAll: number;
  readonly reason: string | null;
  readonly result: ReplayResult | null;
  readonly actor: string;
  readonly createdAt: Temporal.Instant;
};

/** Writes that it began; `done` resolves when it was done or failed, and never rejects. One at a time for a client. */
export async function beginReplay(
  db: Db,
  clientId: string,
  asked: NewReplay,
): Promise<{ readonly replayId: string; readonly done: Promise<void> }> {
  const { source, days, now, actor } = asked;
  const made = await asClient(db, clientId, async (tx) => {
    await sql`select from dunlin.client where client_id = ${clientId} for update`.execute(tx);
    const { zone } = await getClient(tx, clientId);
    const from = startOfReplay(now, days, zone);
    const { rows: running } = await sql`
      select from dunlin.policy_replay where client_id = ${clientId} and state = 'running'
        and touched_at > clock_timestamp() - make_interval(secs => ${SILENT_S})`.execute(tx);
    if (running.length > 0)
      throw new UserError("a replay of this client is under way; wait for it");
    await sql`delete from dunlin.policy_replay where client_id = ${clientId} and replay_id not in (
      select replay_id from dunlin.policy_replay where client_id = ${clientId}
      order by created_at desc, replay_id desc limit ${MOST_KEPT - 1})`.execute(tx);
    const { rows } = await sql<{ replayId: string; inAll: number }>`
      insert into dunlin.policy_replay (client_id, source, days, from_at, to_at, customers_in_all, actor, created_at)
      select ${clientId}, ${source}, ${days}, ${from}, ${now}, count(*)::int, ${actor}, ${now}
      from dunlin.customer where client_id = ${clientId}
      returning replay_id, customers_in_all as in_all`.execute(tx);
    return { ...rows[0]!, from };
  });
  return { replayId: made.replayId, done: work(db, clientId, asked, made) };
}

async function work(
  db: Db,
  clientId: string,
  { policy, now, onProgress }: NewReplay,
  { replayId, from, inAll }: { replayId: string; from: Temporal.Instant; inAll: number },
): Promise<void> {
  const tell = async (customers: number): Promise<void> => {
    onProgress?.(customers, inAll);
    await asClient(db, clientId, async (tx) => {
      await sql`update dunlin.policy_replay set customers = ${customers}, touched_at = clock_timestamp()
        where client_id = ${clientId} and replay_id = ${replayId}`.execute(tx);
    });
  };
  try {
    const result = await replay(db, clientId, {
      candidate: policy,
      from,
      to: now,
      onPage: tell,
      keep: async (tx, lines, first) => await keepLines(tx, clientId, replayId, lines, first),
    });
    await finish(db, clientId, replayId, "done", null, result);
  } catch (error) {
    const reason =
      error instanceof UserError
        ? messageOf(error)
        : "something went wrong on this side; ask again";
    await finish(db, clientId, replayId, "failed", reason, null).catch(() => undefined);
  }
}

async function finish(
  db: Db,
  clientId: string,
  replayId: string,
  state: ReplayState,
  reason: string | null,
  result: ReplayResult | null,
): Promise<void> {
  const text = result === null ? null : JSON.stringify(result);
  await asClient(db, clientId, async (tx) => {
    await sql`update dunlin.policy_replay set state = ${state}, reason = ${reason}, result = ${text}::jsonb,
        touched_at = clock_timestamp()
      where client_id = ${clientId} and replay_id = ${replayId}`.execute(tx);
  });
}

const columns = sql`replay_id, days, customers, customers_in_all, result, actor, created_at,
  case when state = 'running' and touched_at < clock_timestamp() - make_interval(secs => ${SILENT_S})
    then 'failed' else state end as state,
  case when state = 'running' and touched_at < clock_timestamp() - make_interval(secs => ${SILENT_S})
    then 'the server stopped while it ran; ask again' else reason end as reason`;

/** The last ones first. */
export async function listReplays(tx: Tx, clientId: string): Promise<readonly Replay[]> {
  const { rows } = await sql<Replay>`select ${columns} from dunlin.policy_replay
    where client_id = ${clientId} order by created_at desc, replay_id desc limit ${MOST_KEPT}`.execute(
    tx,
  );
  return rows;
}

/** How one is getting on; undefined when there is none. */
export async function readReplay(
  tx: Tx,
  clientId: string,
  replayId: string,
): Promise<Replay | undefined> {
  const { rows } = await sql<Replay>`select ${columns} from dunlin.policy_replay
    where client_id = ${clientId} and replay_id = ${replayId}`.execute(tx);
  return rows[0];
}

/** One side of a line, as it is kept. */
export type KeptSide = {
  readonly step: string;
  readonly day: string;
  readonly channels: readonly string[];
  readonly template: string;
};

export type KeptLine = {
  readonly line: number;
  readonly customer: string;
  readonly currency: string;
  readonly change: Change;
  readonly said: KeptSide | null;
  readonly would: KeptSide | null;
  readonly reason: string | null;
};

/** What it found, behind a line, of one change or of all. */
export async function replayLines(
  tx: Tx,
  clientId: string,
  replayId: string,
  {
    after,
    limit,
    change,
  }: {
    readonly after: number;
    readonly limit: number;
    readonly change?: Change | undefined;
  },
): Promise<readonly KeptLine[]> {
  const { rows } = await sql<KeptLine>`
    select l.line, c.reference as customer, a.currency, l.change, l.said, l.would, l.reason
    from dunlin.policy_replay_line l join dunlin.account a using (client_id, account_id)
    join dunlin.customer c using (client_id, customer_id)
    where l.client_id = ${clientId} and l.replay_id = ${replayId} and l.line > ${after}
      and (${change ?? null}::text is null or l.change = ${change ?? null})
    order by l.line limit ${limit}`.execute(tx);
  return rows;
}
