/** What changed for a whole client, in the order of its commits: policies, books, and who opted out. */
import { sql } from "kysely";
import { getClient, type Client } from "#clients/clients.ts";
import type { Policy } from "#policies/types.ts";
import { loadPolicies } from "../replay.ts";
import type { Scope } from "../verdict.ts";
import type { EventRecord } from "./records.ts";

type Books = {
  readonly kind: string;
  readonly asOfMs: number;
  readonly appliedSeq: bigint;
  readonly undoneSeq: bigint | null;
};

type Opting = {
  readonly channel: string;
  readonly address: string;
  readonly seq: bigint | null;
  readonly atMs: number;
  readonly out: boolean;
};

type PolicyChange = { readonly seq: bigint; readonly version: number };

/**
 * Held in memory while a client is judged: some 200 bytes for each opting, import and policy version. Optings have numbers of
 * the events' sequence; those from before they were kept are judged by the time that stands with them.
 */
export class History {
  readonly client: Client;
  readonly #policies: ReadonlyMap<number, Policy>;
  readonly #changes: readonly PolicyChange[];
  readonly #books: readonly Books[];
  readonly #optings = new Map<string, Opting[]>();

  constructor(
    client: Client,
    policies: ReadonlyMap<number, Policy>,
    changes: readonly PolicyChange[],
    books: readonly Books[],
    optings: readonly Opting[],
  ) {
    this.client = client;
    this.#policies = policies;
    this.#changes = changes;
    this.#books = books;
    for (const one of optings) {
      const key = `${one.channel} ${one.address}`;
      const known = this.#optings.get(key);
      if (known) known.push(one);
      else this.#optings.set(key, [one]);
    }
  }

  /** The version of the policy that was in force before the event. */
  policyAt(seq: bigint): Policy | undefined {
    const before = this.#changes.findLast((change) => change.seq < seq);
    if (before) return this.#policies.get(before.version);
    return this.#changes.length === 0
      ? this.#policies.get(Math.max(...this.#policies.keys()))
      : undefined;
  }

  /** A change of the policy between two events. */
  policyChangeBetween(after: bigint, before: bigint): number | undefined {
    return this.#changes.find(({ seq }) => seq > after && seq < before)?.version;
  }

  /** The instant of which the books spoke; undefined before the first. */
  bookAsOfMs(seq: bigint): number | undefined {
    if (this.#books.length === 0) return this.client.bookAsOf?.epochMilliseconds;
    const standing = this.#books.filter(
      ({ appliedSeq, undoneSeq }) => appliedSeq < seq && (undoneSeq === null || undoneSeq > seq),
    );
    if (!standing.some(({ kind }) => kind === "book")) return undefined;
    return Math.max(...standing.map(({ asOfMs }) => asOfMs));
  }

  /**
   * True when the address was opted out before the event. Nobody's lock orders an opting and a message that belongs to no
   * customer: there, an opting out that came less than `slackMs` before is not held against it.
   */
  optedOutAt(channel: string, address: string, event: EventRecord, slackMs: number): boolean {
    const atMs = event.at.epochMilliseconds;
    const known = this.#optings.get(`${channel} ${address}`) ?? [];
    const last = known.findLast((one) =>
      one.seq === null
        ? one.atMs < atMs
        : one.seq < event.seq &&
          (event.customerId !== null || !one.out || one.atMs < atMs - slackMs),
    );
    return last?.out === true;
  }
}

export async function loadHistory(scope: Scope): Promise<History> {
  const { tx, clientId } = scope;
  const client = await getClient(tx, clientId);
  const { rows: changes } = await sql<PolicyChange>`
    select seq, (body ->> 'version')::int as version from dunlin.event
    where client_id = ${clientId} and customer_id is null and kind = 'policy.applied' order by seq
  `.execute(tx);
  return new History(
    client,
    await loadPolicies(scope),
    changes,
    await loadBooks(scope),
    await loadOptings(scope),
  );
}

async function loadBooks({ tx, clientId }: Scope): Promise<readonly Books[]> {
  const { rows } = await sql<Books>`
    select b.kind, 1000 * extract(epoch from b.as_of)::float8 as as_of_ms, e.applied_seq, e.undone_seq
    from dunlin.batch b
    join (
      select cause, min(seq) filter (where kind = 'batch.applied') as applied_seq,
        min(seq) filter (where kind = 'batch.undone') as undone_seq
      from dunlin.event
      where client_id = ${clientId} and customer_id is null and kind in ('batch.applied', 'batch.undone')
      group by cause
    ) e on e.cause = b.batch_id::text
    where b.client_id = ${clientId} and e.applied_seq is not null order by e.applied_seq
  `.execute(tx);
  return rows;
}

/** The history of optings; of addresses that it does not tell of, how they stand. */
async function loadOptings({ tx, clientId }: Scope): Promise<readonly Opting[]> {
  const { rows } = await sql<Opting>`
    select channel, address, seq, 1000 * extract(epoch from at)::float8 as at_ms, opted_out as out
    from dunlin.opting where client_id = ${clientId}
    union all
    select a.channel, a.address, null, 1000 * extract(epoch from a.opted_out_at)::float8, true
    from dunlin.address a
    where a.client_id = ${clientId} and a.opted_out_at is not null and not exists (select from dunlin.opting o
      where o.client_id = a.client_id and o.channel = a.channel and o.address = a.address)
    order by seq nulls first, at_ms
  `.execute(tx);
  return rows;
}
