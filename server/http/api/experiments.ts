// Experiments: held out and challenged customers, and what the difference is.
import { z } from "zod";
import { change, query } from "../operation.ts";
import { HttpProblem, refusedAs, refuseSource } from "../problems.ts";
import { ID, InstantOnWire, MinorOnWire, snakeKeys, Words } from "../wire.ts";
import {
  endExperiment,
  listExperiments,
  readExperiment,
  startExperiment,
} from "#experiments/experiments.ts";
import { reportOf, type GroupFigures } from "#experiments/report.ts";
import { GROUPS } from "#policies/assignment.ts";

const TAG = "Experiments";

const Experiment = z.object({
  experiment_id: z.uuid(),
  name: z.string(),
  held_out_share: z.int(),
  silences: z.enum(["collection", "ladder"]),
  challenger_version: z.int().nullable(),
  challenger_share: z.int(),
  policy_version: z.int(),
  started_at: InstantOnWire,
  started_by: z.string(),
  ended_at: InstantOnWire.nullable(),
  ended_by: z.string().nullable(),
});

/** All of them. */
export const experiments = query({
  needs: "policies:read",
  tag: TAG,
  summary: "Experiments, the last one first, at most 200",
  response: z.object({ experiments: z.array(Experiment) }),
  example: {},
  work: async ({ tx, clientId }) => ({
    experiments: (await listExperiments(tx, clientId)).map(snakeKeys),
  }),
});

/** Begins one. */
export const addExperiment = change({
  needs: "policies:write",
  tag: TAG,
  summary:
    "Begin an experiment: a share of the customers is left alone, or treated by another policy",
  description:
    "Shares are basis points (100 = 1 %). Customers are drawn by a hash of the experiment and their id; what an account owes counts from its first look with something overdue. silences says what those who are held out do not hear: collection (reminders; notices still go) or ladder (all of it). One runs at a time, and no other policy can be put in force meanwhile. The challenger may differ in its steps, not in contact rules.",
  body: z.strictObject({
    name: Words(100),
    held_out_share: z.int().min(0).max(5_000).default(0),
    silences: z.enum(["collection", "ladder"]).default("collection"),
    challenger: z.string().min(1).max(500_000).exactOptional(),
    challenger_share: z.int().min(0).max(9_000).default(0),
  }),
  response: Experiment,
  status: 201,
  example: { body: { name: "Ten per cent hear nothing", held_out_share: 1_000 } },
  work: async ({ tx, clientId, now, actor }, { body }) => {
    const asked = {
      name: body.name,
      heldOutShare: body.held_out_share,
      silences: body.silences,
      challenger: body.challenger,
      challengerShare: body.challenger_share,
    };
    const made = await refusedAs(409, startExperiment(tx, clientId, asked, { now, actor }));
    return "errors" in made ? refuseSource(made.errors) : snakeKeys(made);
  },
});

/** Ends the one that runs. */
export const endRunningExperiment = change({
  needs: "policies:write",
  tag: TAG,
  summary: "End the experiment that runs: everybody is treated by the policy in force again",
  response: Experiment,
  example: {},
  work: async ({ tx, clientId, now, actor }) =>
    snakeKeys(await refusedAs(409, endExperiment(tx, clientId, { now, actor }))),
});

const Figures = z.object({
  group: z.enum(GROUPS),
  accounts: z.int(),
  owed_minor: MinorOnWire,
  collected_minor: MinorOnWire,
  mean_minor: MinorOnWire,
  payers: z.int(),
  settled_by_absence_minor: MinorOnWire,
  messages: z.int(),
  /** Millionths of the major unit of the client's currency. */
  cost_micros: MinorOnWire,
  /** Per account, against the control, with its 95 % confidence interval. */
  difference: z
    .object({
      per_account_minor: MinorOnWire,
      low_minor: MinorOnWire,
      high_minor: MinorOnWire,
    })
    .nullable(),
  verdict: z.enum(["control", "more", "less", "no_difference_seen", "too_few"]),
});

const figuresOf = ({ difference, ...figures }: GroupFigures) => ({
  ...snakeKeys(figures),
  difference: difference ? snakeKeys(difference) : null,
});

/** One with its figures. */
export const experimentReport = query({
  needs: "reports:read",
  tag: TAG,
  summary:
    "What the groups of an experiment paid, and the difference with its 95 % confidence interval",
  params: z.object({ experiment_id: z.uuid() }),
  response: z.object({
    experiment: Experiment,
    method: z.string(),
    /** Below it nothing is claimed. */
    least_in_group: z.int(),
    currencies: z.array(z.object({ currency: z.string(), groups: z.array(Figures) })),
  }),
  example: { params: { experiment_id: ID } },
  work: async ({ tx, clientId }, { params: { experiment_id: experimentId } }) => {
    const experiment = await readExperiment(tx, clientId, experimentId);
    if (!experiment) throw new HttpProblem(404, `there is no experiment ${experimentId}`);
    const report = await reportOf(tx, clientId, experimentId);
    return {
      experiment: snakeKeys(experiment),
      method: report.method,
      least_in_group: report.leastInGroup,
      currencies: report.currencies.map(({ currency, groups }) => ({
        currency,
        groups: groups.map(figuresOf),
      })),
    };
  },
});
