// What happened, counted from the logs of events and decisions: of all processes, whichever of them is asked. Each time only
// what is new is read, and counted when no transaction can add to it any more: with the next question.
import { sql } from "kysely";
import { Counter, type Registry } from "prom-client";
import type { RouteNames } from "./routes.ts";
import { rowsOf } from "#messages/dispatch/transaction.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";

/** Rows of one log of one client that one question reads; the rest is for the next. */
const MOST_ROWS = 100_000;
/** Clients whose routes have names in the figures. */
const MOST_CLIENTS = 1_000;
/** Reasons that have a line of their own: some are codes of the far side. */
const MOST_REASONS = 100;

const NO_DECISION = "00000000-0000-0000-0000-000000000000";

type Head = { readonly slug: string; readonly seq: bigint; readonly decision: string };
type Heads = ReadonlyMap<string, Head>;

/** What every process asks of: counters that begin with its first question. */
export class LogFigures {
  readonly #db: Db;
  readonly #names: RouteNames;
  readonly #messages: Counter<"event" | "reason">;
  readonly #routes: Counter<"client" | "route" | "event">;
  readonly #decisions: Counter<"outcome" | "reason">;
  readonly #reasons = new Set<string>();
  readonly #counted = new Map<string, { seq: bigint; decision: string }>();
  #seen: { readonly heads: Heads; readonly open: readonly string[] } | undefined;

  constructor(registry: Registry, db: Db, names: RouteNames) {
    this.#db = db;
    this.#names = names;
    const registers = [registry];
    this.#messages = new Counter({
      name: "dunlin_messages_total",
      help: "What became of messages, all processes together; the reason where something did not go out",
      labelNames: ["event", "reason"],
      registers,
    });
    this.#routes = new Counter({
      name: "dunlin_route_messages_total",
      help: "What became of messages by the route that they last had; errors are postponed, failed and uncertain",
      labelNames: ["client", "route", "event"],
      registers,
    });
    this.#decisions = new Counter({
      name: "dunlin_decisions_total",
      help: "Decisions about accounts by what was decided and why",
      labelNames: ["outcome", "reason"],
      registers,
    });
  }

  /** Counts what is new; returns the names of clients. One at a time. */
  async read(): Promise<ReadonlyMap<string, string>> {
    const heads = await headsOf(this.#db);
    const open = await writersOf(this.#db);
    const before = this.#seen;
    if (!before) {
      for (const [id, { seq, decision }] of heads) this.#counted.set(id, { seq, decision });
    } else if (!before.open.some((one) => open.includes(one))) {
      for (const [id, head] of before.heads) await this.#count(id, head);
    }
    // While one of them goes on, what it may still add to stays uncounted.
    if (!before?.open.some((one) => open.includes(one))) this.#seen = { heads, open };
    return new Map([...heads].slice(0, MOST_CLIENTS).map(([id, { slug }]) => [id, slug]));
  }

  async #count(clientId: string, head: Head): Promise<void> {
    const counted = this.#counted.get(clientId) ?? { seq: 0n, decision: NO_DECISION };
    if (head.seq <= counted.seq && head.decision <= counted.decision) return;
    const found = await asClient(this.#db, clientId, async (tx) => ({
      messages: await messagesOf(tx, clientId, counted.seq, head.seq),
      decisions: await decisionsOf(tx, clientId, counted.decision, head.decision),
    }));
    for (const { outcome, reason, count } of found.decisions.rows) {
      this.#decisions.inc({ outcome, reason: this.#reasonOf(reason) }, count);
    }
    for (const { event, reason, route_id: routeId, count } of found.messages.rows) {
      this.#messages.inc({ event, reason: this.#reasonOf(reason) }, count);
      const route = routeId === null ? undefined : await this.#names.of(clientId, routeId);
      if (route !== undefined) this.#routes.inc({ client: head.slug, route, event }, count);
    }
    this.#counted.set(clientId, { seq: found.messages.to, decision: found.decisions.to });
  }

  #reasonOf(reason: string | null): string {
    if (reason === null) return "";
    if (this.#reasons.size < MOST_REASONS && reason.length <= 60) this.#reasons.add(reason);
    return this.#reasons.has(reason) ? reason : "other";
  }
}

async function headsOf(db: Db): Promise<Heads> {
  const rows = await rowsOf(
    db,
    sql<{ id: string; slug: string; seq: bigint; decision: string }>`
      select client_id as id, slug, coalesce(newest_seq, 0) as seq, coalesce(newest_decision, ${NO_DECISION}::uuid) as decision
      from dunlin.log_heads()`,
  );
  return new Map(rows.map(({ id, ...head }) => [id, head]));
}

/** Transactions that write to the logs now. */
async function writersOf(db: Db): Promise<readonly string[]> {
  const rows = await rowsOf(
    db,
    sql<{ id: string }>`
      select distinct virtualtransaction as id from pg_locks
      where locktype = 'relation' and relation in ('dunlin.event'::regclass, 'dunlin.decision'::regclass)
        and mode = 'RowExclusiveLock' and granted
        and database = (select oid from pg_database where datname = current_database())
      limit 10000`,
  );
  return rows.map(({ id }) => id);
}

type Counted<T> = { readonly rows: readonly T[]; readonly to: bigint };
type Message = {
  readonly event: string;
  readonly reason: string | null;
  readonly route_id: string | null;
  readonly count: number;
};

async function messagesOf(
  tx: Tx,
  clientId: string,
  after: bigint,
  upTo: bigint,
): Promise<Counted<Message>> {
  const last = await rowsOf(
    tx,
    sql<{ to: bigint | null }>`select seq as to from dunlin.event
      where client_id = ${clientId} and seq > ${after} and seq <= ${upTo}
      order by seq offset ${MOST_ROWS - 1} limit 1`,
  );
  const to = last[0]?.to ?? upTo;
  // The message of each event by its key: a join might read all there are.
  const rows = await rowsOf(
    tx,
    sql<Message>`
      select split_part(kind, '.', 2) as event, reason, route_id, count(*)::int as count
      from (
        select kind, case when kind in ('message.failed', 'message.suppressed', 'message.expired', 'message.uncertain',
            'message.postponed') then body->>'reason' end as reason,
          case when kind in ('message.handed_over', 'message.delivered', 'message.failed', 'message.postponed',
            'message.uncertain') then (select m.route_id from dunlin.message m
              where m.client_id = ${clientId} and m.message_id = e.message_id) end as route_id
        from dunlin.event e
        where e.client_id = ${clientId} and e.seq > ${after} and e.seq <= ${to} and e.kind like 'message.%'
      ) new
      group by 1, 2, 3`,
  );
  return { rows, to };
}

type Decided = { readonly outcome: string; readonly reason: string; readonly count: number };

async function decisionsOf(
  tx: Tx,
  clientId: string,
  after: string,
  upTo: string,
): Promise<{ readonly rows: readonly Decided[]; readonly to: string }> {
  const last = await rowsOf(
    tx,
    sql<{ to: string }>`select decision_id as to from dunlin.decision
      where client_id = ${clientId} and decision_id > ${after} and decision_id <= ${upTo}
      order by decision_id offset ${MOST_ROWS - 1} limit 1`,
  );
  const to = last[0]?.to ?? upTo;
  const rows = await rowsOf(
    tx,
    sql<Decided>`select outcome, reason, count(*)::int as count from dunlin.decision
      where client_id = ${clientId} and decision_id > ${after} and decision_id <= ${to}
      group by 1, 2`,
  );
  return { rows, to };
}
