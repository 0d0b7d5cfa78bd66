import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useApi } from "../../api/api.ts";
import { useTold } from "../../ui/told.tsx";
import { arrangementOf, toKeep, type Arrangement } from "./arrangement.ts";

const NAME = "home.cards";
const INIT = { params: { path: { name: NAME } } };

/** The arrangement of whoever has signed in, and a way to change it: seen at once, kept behind it, with a way back. */
export function useArrangement() {
  const api = useApi();
  const memory = useQueryClient();
  const told = useTold();
  const { data, isPending } = api.useQuery("get", "/v1/preferences/{name}", INIT, {
    staleTime: Infinity,
  });
  const { queryKey } = api.queryOptions("get", "/v1/preferences/{name}", INIT);
  const { mutateAsync } = api.useMutation("put", "/v1/preferences/{name}");
  const put = useCallback(
    async (next: Arrangement) => {
      const before = memory.getQueryData(queryKey);
      memory.setQueryData(queryKey, { value: toKeep(next), changed_at: null });
      try {
        await mutateAsync({ ...INIT, body: { value: toKeep(next) } });
      } catch (error) {
        memory.setQueryData(queryKey, before);
        told.problem(error);
      }
    },
    [memory, mutateAsync, told],
  );
  const arrangement = arrangementOf(data?.value);
  const change = (next: Arrangement, text: string) => {
    void put(next);
    told.done(text, () => void put(arrangement));
  };
  return { arrangement, change, isPending };
}
