// Moves what has not begun to another time; the note has the way back.
import { useApi, useConnection } from "../../api/api.ts";
import { useClient } from "../../api/session.ts";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import type { Move, Placed } from "./block.tsx";
import { localOf } from "./model.ts";
import { words } from "./words.ts";

export function useMoving(placed: readonly Placed[]): Move {
  const t = useWords(words);
  const told = useTold();
  const { zone } = useClient();
  const { memory } = useConnection();
  const { moment } = useFormat();
  const schedule = useApi().useMutation("post", "/v1/campaigns/{campaign_id}/schedule");
  const put = async (id: string, local: string): Promise<string> => {
    const path = { campaign_id: id };
    const { starts_at: at } = await schedule.mutateAsync({
      params: { path },
      body: { starts_at: local },
    });
    await memory.invalidateQueries();
    return moment(at!);
  };
  return (id, local) => {
    const found = placed.find(({ campaign }) => campaign.campaign_id === id)?.campaign;
    if (!found) return;
    const before = localOf(found.starts_at, zone);
    const undo = () => void put(id, before).catch(told.problem);
    put(id, local)
      .then((at) => told.done(t.moved(found.name, at), undo))
      .catch(told.problem);
  };
}
