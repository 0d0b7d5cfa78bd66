// Campaigns of a stretch of the calendar, with when each will have been handed over.
import { useQueries } from "@tanstack/react-query";
import { LIVE, useApi } from "../../api/api.ts";
import type { Placed } from "./block.tsx";
import type { Campaign, CampaignView } from "./model.ts";

const FORESEEN: ReadonlySet<Campaign["state"]> = new Set(["scheduled", "waiting", "running"]);
/** Of so many the finish is worked out; the others are drawn as short as can be. */
const MOST_FORESEEN = 24;
const LEAST_MS = 30 * 60_000;

export function usePlaced(from: string, to: string): readonly Placed[] {
  const api = useApi();
  const query = { from: `${from}T00:00`, to: `${to}T00:00`, limit: 200 };
  const { data } = api.useQuery("get", "/v1/campaigns", { params: { query } }, LIVE);
  const shown = (data?.campaigns ?? []).filter((one) => one.starts_at !== null);
  const foreseen = shown.filter(({ state }) => FORESEEN.has(state)).slice(0, MOST_FORESEEN);
  const views = useQueries({
    queries: foreseen.map(({ campaign_id: id }) =>
      api.queryOptions("get", "/v1/campaigns/{campaign_id}", {
        params: { path: { campaign_id: id } },
      }),
    ),
  });
  const finishes = new Map(
    views.flatMap(({ data: view }): [string, string][] => {
      const found = view as CampaignView | undefined;
      return found?.finishes_at ? [[found.campaign.campaign_id, found.finishes_at]] : [];
    }),
  );
  return shown.map((campaign) => {
    const startMs = Date.parse(campaign.starts_at!);
    const finish = campaign.ended_at ?? finishes.get(campaign.campaign_id);
    const finishMs = finish === undefined ? startMs + LEAST_MS : Date.parse(finish);
    return { campaign, finishMs: Math.max(finishMs, startMs + LEAST_MS) };
  });
}
