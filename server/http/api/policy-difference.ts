// What another policy would change: its steps beside those in force, the next days, and the last ones decided again.
import { z } from "zod";
import { exclusively, inClient } from "../deps.ts";
import { perform, query } from "../operation.ts";
import { HttpProblem, refusedAs, refuseSource } from "../problems.ts";
import { Counts, ID, InstantOnWire, Limit, snakeKeys } from "../wire.ts";
import { getClient } from "#clients/clients.ts";
import { differenceOf, type DifferenceLine } from "#experiments/difference.ts";
import {
  beginReplay,
  listReplays,
  readReplay,
  replayLines,
  type Replay,
} from "#experiments/replays.ts";
import { checkedPolicy } from "#messages/planning/apply-policy.ts";
import { bigintAsText } from "#ledger/events.ts";
import { clockNow } from "#platform/clock.ts";
import { asClient, type Db, type Tx } from "#platform/db.ts";
import { CHANGES, type Occasion } from "#policies/compare-contacts.ts";
import { comparePolicies } from "#policies/compare-policies.ts";
import { dateOf } from "#policies/day.ts";
import { defaultPolicySource } from "#policies/default-policy.ts";
import { parsePolicy } from "#policies/ladder.ts";
import type { Policy } from "#policies/types.ts";
import { customerReferences } from "#reporting/customer-references.ts";
import { policySource } from "#reporting/policies.ts";

const TAG = "Policies";
const Source = z.string().min(1).max(500_000);

const Side = z.object({
  step: z.string(),
  day: z.iso.date(),
  channels: z.array(z.string()),
  template: z.string(),
});

/** Changes by kind; each kind is there. */
const Changes = z.object({
  same: z.int(),
  added: z.int(),
  dropped: z.int(),
  moved: z.int(),
  other_channel: z.int(),
  other_words: z.int(),
});

const sideOf = (one: Occasion | undefined): z.output<typeof Side> | null =>
  one === undefined
    ? null
    : {
        step: one.stepId,
        day: dateOf(one.on).toString(),
        channels: [...one.channels],
        template: one.template,
      };

/** A source that could be put in force; 422 with its errors otherwise. */
async function candidateOf(tx: Tx, clientId: string, source: string): Promise<Policy> {
  const checked = await checkedPolicy(tx, await getClient(tx, clientId), source, 0);
  return "policy" in checked ? checked.policy : refuseSource(checked.errors);
}

/** What would change of the next days. */
export const policyDifference = perform({
  needs: "policies:read",
  tag: TAG,
  summary:
    "What another policy would change of the days to come, customer by customer; writes nothing",
  description:
    "Decides the real book under the policy in force and under the one given, day by day, as if nobody paid or answered and the books stayed fresh. next counts what becomes of the next thing each account hears, all everything in these days. With cursor only further lines are given, and the counts are of what was looked at for them.",
  body: z.strictObject({
    source: Source,
    days: z.int().min(1).max(60).default(14),
    limit: z.int().min(1).max(500).default(100),
    /** The next_cursor of the page before. */
    cursor: z.uuid().exactOptional(),
  }),
  response: z.object({
    days: z.int(),
    accounts: z.int(),
    changed_accounts: z.int(),
    next: Changes,
    all: Changes,
    lines: z.array(
      z.object({
        customer: z.string(),
        currency: z.string(),
        change: z.enum(CHANGES),
        before: Side.nullable(),
        after: Side.nullable(),
        /** Why it is not said any more. */
        reason: z.string().nullable(),
      }),
    ),
    next_cursor: z.uuid().nullable(),
  }),
  example: { body: { source: defaultPolicySource, days: 3 } },
  work: async ({ deps, clientId }, { body }) =>
    await exclusively(
      clientId,
      async () =>
        await inClient(deps.db, clientId, async (tx, now) => {
          const policy = await candidateOf(tx, clientId, body.source);
          const { days, limit, cursor: after } = body;
          const found = await differenceOf(tx, clientId, policy, { days, now, limit, after });
          const names = await customerReferences(
            tx,
            clientId,
            found.lines.map((line) => line.customerId),
          );
          return {
            days: found.days,
            accounts: found.accounts,
            changed_accounts: found.changedAccounts,
            next: { ...found.next },
            all: { ...found.all },
            lines: found.lines.map((line) => lineOf(line, names)),
            next_cursor: found.nextAfter ?? null,
          };
        }),
    ),
});

function lineOf(line: DifferenceLine, names: ReadonlyMap<string, string>) {
  return {
    customer: names.get(line.customerId) ?? "",
    currency: line.currency,
    change: line.change,
    before: sideOf(line.before),
    after: sideOf(line.after),
    reason: line.reason ?? null,
  };
}

const Field = z.object({ field: z.string(), before: z.unknown(), after: z.unknown() });

async function versionAs(tx: Tx, clientId: string, version: number): Promise<Policy> {
  const found = await policySource(tx, clientId, version);
  if (!found) throw new HttpProblem(404, `there is no version ${version} of the policy`);
  const { country } = await getClient(tx, clientId);
  const parsed = parsePolicy(found.source, { version, country });
  return "policy" in parsed ? parsed.policy : refuseSource(parsed.errors);
}

const Number_ = z.coerce.number().int().min(1).max(1_000_000_000);

/** Two versions beside each other. */
export const policyComparison = query({
  needs: "policies:read",
  tag: TAG,
  summary: "Two versions of the policy compared: settings and steps, field by field",
  params: z.object({ version: Number_ }),
  query: z.strictObject({ with: Number_ }),
  response: z.object({
    settings: z.array(Field),
    steps: z.array(
      z.object({
        step: z.string(),
        change: z.enum(["added", "removed", "changed", "same"]),
        place_before: z.int().nullable(),
        place_after: z.int().nullable(),
        fields: z.array(Field),
      }),
    ),
  }),
  example: { params: { version: "1" }, query: { with: "1" } },
  work: async ({ tx, clientId }, { params, query: asked }) => {
    const before = await versionAs(tx, clientId, params.version);
    const { settings, steps } = comparePolicies(before, await versionAs(tx, clientId, asked.with));
    return plain({
      settings: [...settings],
      steps: steps.map((one) => ({
        step: one.stepId,
        change: one.change,
        place_before: one.placeBefore ?? null,
        place_after: one.placeAfter ?? null,
        fields: [...one.fields],
      })),
    });
  },
});

/** As JSON has it: money as text, no value as null. */
function plain<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) =>
      one === undefined ? null : bigintAsText(key, one),
    ),
  ) as T;
}

const Day = z.object({ date: z.iso.date(), said: z.int(), would: z.int() });
const Result = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  customers: z.int(),
  said: z.int(),
  would: z.int(),
  changes: Changes,
  /** Why the policy would not have said what was. */
  reasons: Counts,
  days: z.array(Day),
  /** What was said, decided again under the policies in force then: how much of it comes out the same. */
  check: z.object({ said: z.int(), same: z.int() }),
  lines_kept: z.int(),
  lines_in_all: z.int(),
});

const ReplayOnWire = z.object({
  replay_id: z.uuid(),
  days: z.int(),
  state: z.enum(["running", "done", "failed"]),
  customers: z.int(),
  customers_in_all: z.int(),
  reason: z.string().nullable(),
  result: Result.nullable(),
  actor: z.string(),
  created_at: InstantOnWire,
});

function replayOnWire({ result, ...replay }: Replay): z.output<typeof ReplayOnWire> {
  if (result === null) return { ...snakeKeys(replay), result };
  const { linesKept, linesInAll, ...rest } = result;
  return {
    ...snakeKeys(replay),
    result: { ...rest, lines_kept: linesKept, lines_in_all: linesInAll },
  };
}

async function replayOf(db: Db, clientId: string, replayId: string) {
  const found = await asClient(
    db,
    clientId,
    async (tx) => await readReplay(tx, clientId, replayId),
  );
  if (!found) throw new HttpProblem(404, `there is no replay ${replayId}`);
  return replayOnWire(found);
}

/** Answers sooner than this when it is done, milliseconds. */
const WAITS_MS = 2_000;

/** Begins a replay. */
export const addReplay = perform({
  needs: "policies:read",
  tag: TAG,
  summary:
    "Decide the last days again under another policy: what would have been said to whom, and what was",
  description:
    "Payments and answers come as they really came: whether another message would have changed them is not known, and nothing is said of money. With state running, ask GET /v1/policies/replays/{replay_id} again.",
  body: z.strictObject({ source: Source, days: z.int().min(1).max(400).default(90) }),
  response: ReplayOnWire,
  status: 202,
  example: { body: { source: defaultPolicySource, days: 7 } },
  work: async ({ deps, clientId, actor }, { body: { source, days } }) => {
    const policy = await asClient(
      deps.db,
      clientId,
      async (tx) => await candidateOf(tx, clientId, source),
    );
    const now = await clockNow(deps.db);
    const { replayId, done } = await refusedAs(
      409,
      beginReplay(deps.db, clientId, { source, policy, days, now, actor }),
    );
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(resolve, WAITS_MS);
    await Promise.race([done, promise]);
    clearTimeout(timer);
    return await replayOf(deps.db, clientId, replayId);
  },
});

/** The last ones. */
export const replays = query({
  needs: "policies:read",
  tag: TAG,
  summary: "Replays of the last days, the last one first; five are kept",
  response: z.object({ replays: z.array(ReplayOnWire) }),
  example: {},
  work: async ({ tx, clientId }) => ({
    replays: (await listReplays(tx, clientId)).map(replayOnWire),
  }),
});

const ReplayPath = z.object({ replay_id: z.uuid() });

async function replayThere(tx: Tx, clientId: string, replayId: string) {
  const found = await readReplay(tx, clientId, replayId);
  if (found) return found;
  throw new HttpProblem(404, `there is no replay ${replayId}`);
}

/** How one is getting on, and what it found. */
export const replayed = query({
  needs: "policies:read",
  tag: TAG,
  summary: "How a replay is getting on, and what it found",
  params: ReplayPath,
  response: ReplayOnWire,
  example: { params: { replay_id: ID } },
  work: async ({ tx, clientId }, { params }) => {
    const found = await replayThere(tx, clientId, params.replay_id);
    return replayOnWire(found);
  },
});

/** Message by message. */
export const replayedLines = query({
  needs: "policies:read",
  tag: TAG,
  summary: "What differs in a replay, message by message; the first 20,000 are kept",
  params: ReplayPath,
  query: z.strictObject({
    change: z.enum(CHANGES).exactOptional(),
    limit: Limit(500, 100),
    /** The next_cursor of the page before. */
    cursor: z.coerce.number().int().min(0).max(1_000_000).default(0),
  }),
  response: z.object({
    lines: z.array(
      z.object({
        line: z.int(),
        customer: z.string(),
        currency: z.string(),
        change: z.enum(CHANGES),
        said: Side.nullable(),
        would: Side.nullable(),
        reason: z.string().nullable(),
      }),
    ),
    next_cursor: z.int().nullable(),
  }),
  example: { params: { replay_id: ID }, query: { change: "moved" } },
  work: async ({ tx, clientId }, { params, query: { change, limit, cursor } }) => {
    await replayThere(tx, clientId, params.replay_id);
    const lines = await replayLines(tx, clientId, params.replay_id, {
      after: cursor,
      limit,
      change,
    });
    const last = lines.length < limit ? undefined : lines.at(-1);
    const side = (one: (typeof lines)[number]["said"]) =>
      one && { ...one, channels: [...one.channels] };
    return {
      lines: lines.map((one) => ({ ...one, said: side(one.said), would: side(one.would) })),
      next_cursor: last?.line ?? null,
    };
  },
});
