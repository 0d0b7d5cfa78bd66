// The system under replay: its own commands, run in this process with one session for all, so that no time goes into starting.
import { sql } from "kysely";
import { allCommands } from "#cli/commands.ts";
import { parseCommand } from "#cli/parse.ts";
import { Session } from "#cli/session.ts";
import type { Config } from "#platform/config.ts";
import { readConfig } from "#platform/config.ts";
import { openLog } from "#platform/log.ts";

const SLUG = "replay";

type Json = Readonly<Record<string, unknown>>;

/** A message as the database has it. */
export type SaidMessage = {
  readonly customer: string;
  readonly step: string;
  readonly anchor: string;
  readonly channel: string;
  readonly state: string;
  readonly reason: string | null;
  readonly plannedOn: string;
  readonly sentOn: string | null;
};

export type PassedStep = {
  readonly customer: string;
  readonly step: string;
  readonly on: string;
  readonly reason: string;
};

export class Dunlin {
  readonly #session: Session;
  /** Milliseconds spent in each command. */
  readonly spentMs = new Map<string, number>();

  constructor(home: string) {
    const env = { DUNLIN_HOME: home, DUNLIN_DEMO: "0", DUNLIN_TEST: "1", LOG_LEVEL: "warn" };
    const config: Config = readConfig({ ...process.env, DATABASE_URL: "", ...env });
    this.#session = new Session(config, openLog);
  }

  /** Runs a command as the command line would; throws when it is refused. `words` come before `--client`. */
  async run(...argv: readonly string[]): Promise<Json> {
    const { command, args } = parseCommand(await allCommands(), argv);
    const started = performance.now();
    const answer = await command.run(this.#session, args);
    const name = command.words.join(" ");
    this.spentMs.set(name, (this.spentMs.get(name) ?? 0) + performance.now() - started);
    if (answer.exit) throw new Error(`${argv.join(" ")}: ${answer.text}`);
    return answer.json;
  }

  /** The same for a command of the replay's client. */
  async of(...argv: readonly string[]): Promise<Json> {
    return await this.run(...argv, "--client", SLUG);
  }

  /** Receipts come back at once: the replay has no time to wait for a network. */
  async hurry(): Promise<void> {
    await (await this.#session.sandbox()).behave({ sms: { receiptDelayMs: 0 } });
  }

  /** Everything that was ever planned, in the customers' local days. */
  async messages(): Promise<readonly SaidMessage[]> {
    return await this.#session.asClient(SLUG, async (tx, clientId) => {
      const { rows } = await sql<SaidMessage>`
        select c.reference as customer, m.step_id as step, coalesce(e.anchor_on::text, m.anchor) as anchor,
          m.channel, m.state, m.reason,
          ((m.created_at at time zone 'America/New_York')::date)::text as planned_on,
          ((m.handed_over_at at time zone 'America/New_York')::date)::text as sent_on
        from dunlin.message m
        join dunlin.customer c using (client_id, customer_id)
        left join dunlin.episode e on e.client_id = m.client_id and e.episode_id::text = m.anchor
        where m.client_id = ${clientId} order by m.created_at, m.message_id
      `.execute(tx);
      return rows;
    });
  }

  /** Steps that were passed over. */
  async passed(): Promise<readonly PassedStep[]> {
    return await this.#session.asClient(SLUG, async (tx, clientId) => {
      const { rows } = await sql<PassedStep>`
        select c.reference as customer, r.step_id as step, r.on_day::text as "on", r.reason
        from dunlin.rung r join dunlin.account a using (client_id, account_id)
        join dunlin.customer c using (client_id, customer_id)
        where r.client_id = ${clientId} and r.outcome = 'superseded'
        order by r.at, c.reference
      `.execute(tx);
      return rows;
    });
  }

  /** What the system wrote down about a customer, oldest first. */
  async history(customer: string): Promise<readonly string[]> {
    return await this.#session.asClient(SLUG, async (tx, clientId) => {
      const { rows } = await sql<{ line: string }>`
        select to_char(e.at at time zone 'America/New_York', 'YYYY-MM-DD HH24:MI') || '  ' || e.kind || '  '
          || e.actor || '  ' || coalesce(e.body::text, '') as line
        from dunlin.event e join dunlin.customer c using (client_id, customer_id)
        where e.client_id = ${clientId} and c.reference = ${customer} order by e.event_id limit 1000
      `.execute(tx);
      return rows.map((row) => row.line);
    });
  }

  async close(): Promise<void> {
    await this.#session.close();
  }
}
