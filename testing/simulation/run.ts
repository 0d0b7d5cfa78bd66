/** Runs a plan: the server's own code, on a database of its own, from one moment at which something happens to the next. */
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { pino } from "pino";
import { noticeClient } from "#debits/notices.ts";
import { judge } from "#judge/judge.ts";
import { factsChanged } from "#ledger/facts-changed.ts";
import type { Outcome } from "#messages/dispatch/outcomes.ts";
import type { DispatchPorts } from "#messages/dispatch/ports.ts";
import { rulesAtHandOver } from "#messages/planning/allowed.ts";
import { loadContext } from "#messages/planning/context.ts";
import { evaluate } from "#messages/planning/evaluate.ts";
import { lookAtAll } from "#messages/planning/looker.ts";
import type { Channel } from "#messages/route.ts";
import { setClock } from "#platform/clock.ts";
import { openDb, openPool, type DatabaseAt, type Db } from "#platform/db.ts";
import { messageOf } from "#platform/errors.ts";
import { book, paymentsFile } from "./accounting.ts";
import { act } from "./acting.ts";
import { debitsMatch } from "./debiting.ts";
import { Dispatching } from "./dispatching.ts";
import { accountsMatch, described, handOversMatch, promisesMatch } from "./final.ts";
import { DAY_MS, MINUTE_MS, type AtMs, type Happening, type Plan } from "./happenings.ts";
import { Network } from "./network.ts";
import { Oracle, type Violation } from "./oracle.ts";
import { personOf, type Style } from "./people.ts";
import { STYLES } from "./plan.ts";
import { collectingText } from "./policies.ts";
import { Client, type Installation } from "./town.ts";

/** How a test breaks a rule, to see that it is found. */
export type Faults = {
  /** Changes what dispatch is told of a hand-over. */
  readonly outcome?: (outcome: Outcome) => Outcome;
  /** A statement that somebody runs as the owner of the database whenever the clock has moved. */
  readonly meddle?: string;
};

export type Report = {
  readonly messages: number;
  readonly violations: readonly Violation[];
  /** Of everything that the far side took: the same for the same seed. */
  readonly digest: string;
  readonly history: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly moments: number;
};

export type RunOptions = {
  readonly faults?: Faults;
  readonly onProgress?: (nowMs: AtMs, messages: number) => void;
  /** Stop at the first violation; what follows from it is of no interest. */
  readonly stopEarly?: boolean;
  /** Whether the judge looks; true unless told otherwise. What the oracle finds needs no judge. */
  readonly judged?: boolean;
};

/** After the last happening: receipts come, and texts that are under way end. */
const AFTERMATH_MS = 4 * DAY_MS;
const JUDGED_EVERY_MS = 30 * DAY_MS;
/** Where nothing goes out and nothing comes in, this is often enough. */
const UPKEEP_MS = 10 * MINUTE_MS;
const MOST_MOMENTS = 1_000_000;
const MOST_TURNS = 100;

export async function run(at: DatabaseAt, plan: Plan, options: RunOptions = {}): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), "dunlin-year-"));
  const [app, worker, owner] = [
    openPool(at, "dunlin_app", 3),
    openPool(at, "dunlin_worker", 3),
    openPool(at, "owner", 1),
  ];
  const year = new Year(
    plan,
    { app: openDb(app), appPool: app, worker: openDb(worker), owner, folder },
    options,
  );
  try {
    await year.live();
    return year.report();
  } finally {
    await Promise.all([app.end(), worker.end(), owner.end()]);
    await rm(folder, { recursive: true, force: true });
  }
}

type Later = { readonly atMs: AtMs; readonly work: () => Promise<void> };
type Base = Pick<Installation, "app" | "appPool" | "worker" | "owner" | "folder">;

class Year {
  readonly #plan: Plan;
  readonly #options: RunOptions;
  readonly #at: Installation;
  readonly #network: Network;
  readonly #dispatching: Dispatching;
  readonly #clients = new Map<Style, Client>();
  readonly #counts: Record<string, number> = {};
  readonly #errors: Violation[] = [];
  #oracle: Oracle | undefined;
  #later: Later[] = [];
  #nowMs: AtMs;
  #judgedMs: AtMs;
  #keptUpMs = 0;
  #taken = 0;
  #moments = 0;

  constructor(plan: Plan, base: Base, options: RunOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#nowMs = plan.startMs;
    this.#judgedMs = plan.startMs;
    this.#network = new Network(plan.seed);
    const count = (what: string): void => void (this.#counts[what] = (this.#counts[what] ?? 0) + 1);
    const later = (atMs: AtMs, work: Later["work"]): void => {
      this.#later.push({ atMs, work });
      this.#later.sort((a, b) => a.atMs - b.atMs);
    };
    this.#at = { seed: plan.seed, ...base, network: this.#network, later, count };
    this.#dispatching = new Dispatching(this.#ports(base.worker), base.owner);
  }

  #ports(db: Db) {
    const { faults = {} } = this.#options;
    const write = (line: string): void => {
      const { error, msg } = JSON.parse(line) as { error?: string; msg: string };
      if (error !== undefined) this.#fail("no errors", `${msg}: ${error}`);
    };
    const redecide: DispatchPorts["redecide"] = async (tx, clientId, customerIds, now) => {
      await factsChanged(tx, clientId, customerIds, now);
      await evaluate(tx, await loadContext(tx, clientId), customerIds, now, "dispatch");
    };
    return {
      db,
      log: pino({ level: "warn", base: null }, { write }),
      quote: () => ({ priceMicros: 0n, currency: null }),
      redecide,
      allowedAt: () => rulesAtHandOver(db),
      told: faults.outcome ?? ((outcome: Outcome) => outcome),
      openRoute: ({
        clientId,
        routeId,
        name,
        channel,
      }: {
        clientId: string;
        routeId: string;
        name: string;
        channel: Channel;
      }) => this.#network.route({ client: this.#styleOf(clientId), routeId, name, channel }),
    };
  }

  #styleOf(clientId: string): Style {
    return [...this.#clients.values()].find((client) => client.clientId === clientId)!.style;
  }

  #fail(invariant: string, why: string): void {
    this.#errors.push({ invariant, why, at: new Date(this.#nowMs).toISOString() });
  }

  async live(): Promise<void> {
    try {
      await this.#begin();
      await this.#through(this.#plan.happenings, this.#plan.endMs);
      await this.#closeBooks();
      await this.#through([], this.#plan.endMs + AFTERMATH_MS);
      await this.#end();
    } catch (error) {
      this.#fail(
        "no crash",
        error instanceof Error ? (error.stack ?? error.message) : messageOf(error),
      );
    }
  }

  async #begin(): Promise<void> {
    const { seed, startMs, people } = this.#plan;
    this.#network.nowMs = startMs;
    await setClock(this.#at.app, Temporal.Instant.fromEpochMilliseconds(startMs), "simulation");
    for (const style of STYLES)
      this.#clients.set(style, await Client.found(this.#at, style, people));
    await this.#dispatching.openRoutes();
    const known = {
      ledger: this.#clients.get("ledger")!.known,
      aged: this.#clients.get("aged")!.known,
    };
    this.#oracle = new Oracle(new Map(people.map((n) => [n, personOf(seed, n)])), known);
  }

  /** From moment to moment until `endMs`. */
  async #through(happenings: readonly Happening[], endMs: AtMs): Promise<void> {
    let next = 0;
    for (; this.#moments < MOST_MOMENTS; this.#moments += 1) {
      for (; (happenings[next]?.at ?? Infinity) <= this.#nowMs; next += 1)
        await act(happenings[next]!, (what) => this.#clientOf(what));
      await this.#settle();
      if (this.#options.stopEarly && this.violations().length > 0) return;
      const atMs = Math.min(happenings[next]?.at ?? Infinity, endMs, await this.#nextMs());
      if (this.#nowMs >= endMs) return;
      await this.#moveTo(atMs);
    }
    throw new Error("the year does not end");
  }

  #clientOf(what: Happening["what"]): Client | undefined {
    const style = "client" in what ? what.client : personOf(this.#plan.seed, what.n).client;
    const client = this.#clients.get(style);
    return "n" in what && !client?.books.people.has(what.n) ? undefined : client;
  }

  async #nextMs(): Promise<AtMs> {
    const { rows } = await sql<{ look: Temporal.Instant | null; message: Temporal.Instant | null }>`
      select dunlin.next_look_at() as look, min(m.not_before) as message from dunlin.next_message_at() as m (not_before)
    `.execute(this.#at.worker);
    const { look, message } = rows[0]!;
    const moments = [this.#network.nextMs(), this.#later[0]?.atMs, this.#dispatching.nextMs()];
    // The clock counts microseconds, we milliseconds: one too late is late enough.
    for (const due of [look, message])
      if (due) moments.push(Math.ceil(Number(due.epochNanoseconds) / 1e6));
    return Math.min(...moments.filter((at) => at !== undefined && at > this.#nowMs).map(Number));
  }

  async #moveTo(atMs: AtMs): Promise<void> {
    const byMs = atMs - this.#nowMs;
    this.#nowMs = atMs;
    this.#network.nowMs = atMs;
    await setClock(this.#at.app, Temporal.Instant.fromEpochMilliseconds(atMs), "simulation");
    await this.#dispatching.age(byMs, atMs);
    const { meddle } = this.#options.faults ?? {};
    if (meddle !== undefined) await this.#at.owner.query(meddle);
    if (atMs - this.#judgedMs < JUDGED_EVERY_MS) return;
    this.#judgedMs = atMs;
    this.#options.onProgress?.(atMs, this.#network.taken.length);
    // The clock may have jumped by hours, in which upkeep would have ended what its time was over for.
    await this.#keepUp();
    await this.#judge();
  }

  /** Everything that is due now, until nothing is. */
  async #settle(): Promise<void> {
    while ((this.#later[0]?.atMs ?? Infinity) <= this.#nowMs) await this.#later.shift()!.work();
    let busy = await this.#hearNetwork();
    await this.#tellOfDebits();
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      const { decisions } = await lookAtAll(this.#at.worker);
      const claimed = await this.#dispatching.dispatch(this.#nowMs);
      if (Object.keys(decisions).length === 0 && claimed === 0) break;
      busy ||= claimed > 0;
    }
    if (busy || this.#nowMs - this.#keptUpMs >= UPKEEP_MS) await this.#keepUp();
    for (; this.#taken < this.#network.taken.length; this.#taken += 1)
      this.#oracle!.took(this.#network.taken[this.#taken]!);
  }

  /** As the worker does every few seconds; where nothing is to be debited there is nothing to tell. */
  async #tellOfDebits(): Promise<void> {
    for (const { clientId, known } of this.#clients.values()) {
      const isAhead = [...known.debits.values()].some(
        ({ strikeMs }) => strikeMs + 20 * DAY_MS > this.#nowMs,
      );
      if (isAhead) await noticeClient(this.#at.worker, clientId);
    }
  }

  async #keepUp(): Promise<void> {
    this.#keptUpMs = this.#nowMs;
    await this.#dispatching.keepUp();
    await this.#dispatching.dispatch(this.#nowMs);
  }

  /** True when anything came. */
  async #hearNetwork(): Promise<boolean> {
    const arrived = this.#network.arrived();
    for (const { style, clientId } of this.#clients.values()) {
      const receipts = arrived
        .filter(({ client }) => client === style)
        .map(({ receipt }) => receipt);
      if (receipts.length > 0) await this.#dispatching.receive(clientId, receipts);
    }
    return arrived.length > 0;
  }

  /** The last word of the accounting: every payment told, and the whole book. */
  async #closeBooks(): Promise<void> {
    for (const client of this.#clients.values()) {
      if (client.style === "ledger") await paymentsFile(client, true);
      await book(client, { yes: true });
    }
  }

  async #end(): Promise<void> {
    await this.#judge();
    for (const client of this.#clients.values()) {
      for (const why of await accountsMatch(this.#at.owner, client)) this.#fail("balances", why);
      for (const why of await handOversMatch(this.#at.owner, client, this.#network))
        this.#fail("hand-overs", why);
      for (const why of await promisesMatch(this.#at.owner, client, this.#nowMs))
        this.#fail("promises", why);
      for (const why of await debitsMatch(this.#at.owner, client)) this.#fail("debits", why);
    }
  }

  async #judge(): Promise<void> {
    if (this.#options.judged === false) return;
    const at = new Date(this.#nowMs).toISOString();
    for (const { clientId, style } of this.#clients.values()) {
      const { invariants } = await judge(this.#at.app, clientId);
      for (const { name, violations } of invariants) {
        for (const { rows, why } of violations) {
          const about = await described(this.#at.owner, rows);
          const told = [`${style}: ${why}`, ...about].join("; ");
          this.#errors.push({ invariant: `judge: ${name}`, why: told, rows, at });
        }
      }
    }
  }

  violations(): readonly Violation[] {
    return [...(this.#oracle?.violations ?? []), ...this.#errors];
  }

  report(): Report {
    const history = this.#network.taken.map(({ atMs, client, channel, to, text }) => {
      const step = collectingText(text)?.step ?? "reply";
      return `${new Date(atMs).toISOString()} ${client} ${channel} ${step} ${to} ${text}`;
    });
    const digest = createHash("sha256").update(history.toSorted().join("\n")).digest("hex");
    const { taken } = this.#network;
    return {
      messages: taken.length,
      violations: this.violations(),
      digest,
      history,
      counts: this.#counts,
      moments: this.#moments,
    };
  }
}
