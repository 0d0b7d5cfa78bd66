import { useState } from "react";
import { useApi } from "../../api/api.ts";

const AGAIN_MS = 60_000;

/** The installation's clock, which may stand elsewhere than the browser's; milliseconds. */
export function useClock(): number {
  const [opened] = useState(() => Date.now());
  const { data } = useApi().useQuery(
    "get",
    "/v1/campaigns",
    { params: { query: { limit: 1 } } },
    { staleTime: AGAIN_MS },
  );
  return data ? Date.parse(data.now) : opened;
}
