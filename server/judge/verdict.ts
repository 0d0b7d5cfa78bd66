/** What the judge says, and how its findings are gathered: bounded, with a count of all. */
import { sql, type RawBuilder } from "kysely";
import type { Db, Tx } from "#platform/db.ts";

/** Most violations that are shown of one invariant. */
const MOST_SHOWN = 20;

export type Violation = {
  /** Ids of the rows that show it, with their prefixes. */
  readonly rows: readonly string[];
  readonly why: string;
};

/** One invariant of the design, by its number there. */
export type Finding = {
  readonly id: number;
  readonly name: string;
  readonly ok: boolean;
  /** How many rows it was asked of. */
  readonly checked: number;
  readonly violationCount: number;
  /** At most 20. */
  readonly violations: readonly Violation[];
  readonly note?: string;
};

export type Verdict = { readonly ok: boolean; readonly invariants: readonly Finding[] };

/** What an invariant is judged in: one snapshot of one client's rows. */
export type Scope = {
  readonly db: Db;
  readonly tx: Tx;
  readonly clientId: string;
  /** The clock of the installation. */
  readonly now: Temporal.Instant;
  /** Asked between pages; statements are cancelled by the database. */
  readonly signal?: AbortSignal | undefined;
};

export type Invariant = {
  readonly id: number;
  readonly name: string;
  judge(scope: Scope, found: Found): Promise<void>;
};

/** Gathers what one invariant finds. */
export class Found {
  checked = 0;
  note: string | undefined;
  readonly #violations: Violation[] = [];
  readonly #mostShown: number;
  #count = 0;

  constructor(mostShown = MOST_SHOWN) {
    this.#mostShown = mostShown;
  }

  get violations(): readonly Violation[] {
    return this.#violations;
  }

  add(rows: readonly string[], why: string): void {
    this.#count += 1;
    if (this.#violations.length < this.#mostShown) this.#violations.push({ rows, why });
  }

  /** Adds what a statement with the columns `rows` (text[]) and `why` finds; no more of it is fetched than is shown. */
  async collect(tx: Tx, statement: RawBuilder<unknown>): Promise<void> {
    const { rows } = await sql<Violation & { total: bigint }>`
      select rows, why, count(*) over () as total from (${statement}) found limit ${this.#mostShown}
    `.execute(tx);
    const [first] = rows;
    if (!first) return;
    for (const { rows: ids, why } of rows) this.add(ids, why);
    this.#count += Number(first.total) - rows.length;
  }

  /** Counts the rows of a table of the client as checked. */
  async count(
    { tx, clientId }: Pick<Scope, "tx" | "clientId">,
    ...tables: readonly string[]
  ): Promise<void> {
    for (const table of tables) {
      const { rows } = await sql<{ count: bigint }>`
        select count(*) as count from dunlin.${sql.id(table)} where client_id = ${clientId}
      `.execute(tx);
      this.checked += Number(rows[0]?.count ?? 0n);
    }
  }

  finding({ id, name }: Invariant): Finding {
    return {
      id,
      name,
      ok: this.#count === 0,
      checked: this.checked,
      violationCount: this.#count,
      violations: this.#violations,
      ...(this.note === undefined ? {} : { note: this.note }),
    };
  }
}

/** The verdicts of several clients as one; each `why` names its client. Without a client nothing was checked. */
export function together(
  invariants: readonly Invariant[],
  verdicts: readonly { readonly client: string; readonly verdict: Verdict }[],
): Verdict {
  const merged = new Map(invariants.map((one) => [one.id, new Found().finding(one)]));
  for (const { client, verdict } of verdicts) {
    for (const finding of verdict.invariants) {
      const before = merged.get(finding.id);
      const named = finding.violations.map(({ rows, why }) => ({ rows, why: `${client}: ${why}` }));
      merged.set(finding.id, {
        ...finding,
        ok: finding.ok && (before?.ok ?? true),
        checked: finding.checked + (before?.checked ?? 0),
        violationCount: finding.violationCount + (before?.violationCount ?? 0),
        violations: [...(before?.violations ?? []), ...named].slice(0, MOST_SHOWN),
      });
    }
  }
  const findings = [...merged.values()];
  return { ok: findings.every((one) => one.ok), invariants: findings };
}
