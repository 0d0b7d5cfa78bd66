// Campaigns and segments that examples of the API need, as far as their steps have led them.
import type pg from "pg";

type Make = (url: string, payload: object) => Promise<Record<string, string>>;
type Step = "schedule" | "running" | "pause" | "failed" | "waiting";

const SETS: Readonly<Record<"running" | "waiting", string>> = {
  running: "state = 'running', started_at = now()",
  waiting: "state = 'waiting', scheduled_by = 'ann', changed_by = 'ann'",
};

/** What must be there before the examples of campaigns work, by method and path. */
export function campaignsPrepared(
  made: Make,
  world: () => { readonly owner: Pick<pg.Pool, "query">; readonly clientId: string },
): Readonly<Record<string, () => Promise<Record<string, string>>>> {
  let planned = 0;
  const take = async (step: Step, id: string): Promise<void> => {
    const { owner, clientId } = world();
    if (step === "schedule" || step === "pause") await made(`/v1/campaigns/${id}/${step}`, {});
    else if (step === "failed") {
      await owner.query(
        `insert into dunlin.message (client_id, class, lane, channel, state, reason, customer_id, account_id, anchor,
           step_id, address, template, language, body, not_before, not_after, created_at, ended_at)
         select client_id, 'collection', 2, 'sms', 'failed', 'absent', customer_id, account_id, $2, 'campaign',
           '+27821234567', 'reminder', 'en', 'x', now(), now(), now(), now()
         from dunlin.account where client_id = $1 limit 1`,
        [clientId, id],
      );
    } else
      await owner.query(`update dunlin.campaign set ${SETS[step]} where campaign_id = $1`, [id]);
  };
  const campaign =
    (...steps: readonly Step[]) =>
    async () => {
      planned += 1;
      const words = { name: `Word ${planned}`, filter: { overdue: true }, template: "reminder" };
      const { campaign_id: id } = await made("/v1/campaigns", words);
      for (const step of steps) await take(step, id!);
      return { campaign_id: id! };
    };
  const segment = async () => {
    planned += 1;
    const body = { name: `Segment ${planned}`, filter: { overdue: true } };
    return { segment_id: (await made("/v1/segments", body))["segment_id"]! };
  };
  const one = "/campaigns/:campaign_id";
  return {
    [`GET ${one}`]: campaign(),
    [`PATCH ${one}`]: campaign(),
    [`GET ${one}/customers`]: campaign(),
    [`POST ${one}/schedule`]: campaign(),
    [`POST ${one}/approve`]: campaign("schedule", "waiting"),
    [`POST ${one}/unschedule`]: campaign("schedule"),
    [`POST ${one}/pause`]: campaign("schedule", "running"),
    [`POST ${one}/resume`]: campaign("schedule", "running", "pause"),
    [`POST ${one}/cancel`]: campaign("schedule"),
    [`POST ${one}/resend`]: campaign("schedule", "running", "failed"),
    [`POST ${one}/repeat`]: campaign("schedule"),
    "PATCH /segments/:segment_id": segment,
    "DELETE /segments/:segment_id": segment,
  };
}
