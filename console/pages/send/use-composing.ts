// The composer's work: count and preview while it is written, save, schedule.
import { keepPreviousData } from "@tanstack/react-query";
import { useDebouncedValue } from "@mantine/hooks";
import { useMemo, useState } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { bodyOf, meantOf, wordsOf, type Campaign, type Draft } from "./model.ts";

const COUNT_AFTER_MS = 250;
const PREVIEW_AFTER_MS = 500;

/** What stood still for a moment, and whether that is what there is now. As text: an object would be another one each time. */
function useSettled<T>(value: T, afterMs: number): readonly [settled: T, isLast: boolean] {
  const text = JSON.stringify(value);
  const [settled] = useDebouncedValue(text, afterMs, { leading: true });
  return [useMemo(() => JSON.parse(settled) as T, [settled]), settled === text];
}

/** Counted live, as it stands. */
export function useCount(draft: Draft) {
  const [asked, isLast] = useSettled(meantOf(draft), COUNT_AFTER_MS);
  const query = useApi().useQuery(
    "post",
    "/v1/segments/count",
    { body: asked },
    { placeholderData: keepPreviousData },
  );
  return { ...query, isFresh: isLast && !query.isPlaceholderData };
}

/** Rendered for real customers; not asked for before there is something to say. */
export function usePreview(draft: Draft) {
  const words = draft.says === "words" ? wordsOf(draft) : undefined;
  const body = {
    ...meantOf(draft),
    ...(draft.says === "words" ? (words ? { words } : {}) : { template: draft.template }),
    ...(draft.startsAt === "" ? {} : { starts_at: draft.startsAt }),
  };
  const [asked, isLast] = useSettled(body, PREVIEW_AFTER_MS);
  const enabled = "words" in asked || "template" in asked;
  const query = useApi().useQuery(
    "post",
    "/v1/campaigns/preview",
    { body: asked },
    { enabled, placeholderData: keepPreviousData },
  );
  return { ...query, enabled, isFresh: isLast && !query.isPlaceholderData };
}

/** Saves the draft and, where asked, schedules it. What was saved before a failure is changed by the next try. */
export function useSaving(draft: Draft, keep: (saved: Draft["saved"]) => void) {
  const { dunlin, memory } = useConnection();
  const [doing, setDoing] = useState<"save" | "schedule">();
  const [error, setError] = useState<unknown>();
  const save = async (name: string): Promise<Campaign> => {
    const body = bodyOf(draft, name);
    const { saved } = draft;
    const campaign =
      saved === undefined
        ? await done(dunlin.POST("/v1/campaigns", { body }))
        : await done(
            dunlin.PATCH("/v1/campaigns/{campaign_id}", {
              params: { path: { campaign_id: saved.id } },
              body: { ...body, version: saved.version },
            }),
          );
    keep({ id: campaign.campaign_id, version: campaign.version });
    return campaign;
  };
  const run = async (what: "save" | "schedule", name: string): Promise<Campaign | undefined> => {
    setDoing(what);
    setError(undefined);
    try {
      const campaign = await save(name);
      if (what === "save") return campaign;
      return await done(
        dunlin.POST("/v1/campaigns/{campaign_id}/schedule", {
          params: { path: { campaign_id: campaign.campaign_id } },
          body: { version: campaign.version },
        }),
      );
    } catch (failure) {
      setError(failure);
      return undefined;
    } finally {
      setDoing(undefined);
      void memory.invalidateQueries();
    }
  };
  return { run, doing, error };
}
