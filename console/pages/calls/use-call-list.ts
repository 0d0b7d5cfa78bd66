// The call list as it is now, with those who have just left it for as long as they fade.
import { useEffect, useRef, useState } from "react";
import type { paths } from "../../../sdk/schema.ts";
import { LIVE, useApi } from "../../api/api.ts";

export type Call =
  paths["/v1/call-list"]["get"]["responses"]["200"]["content"]["application/json"]["rows"][number];
export type Shown = Call & { readonly left: boolean };

const FADES_MS = 3_000;
/** Beside what the events tell: time alone puts nobody on the list, but nothing is certain. */
const AGAIN_MS = 30_000;

export const keyOf = ({ customer, currency }: Call): string => `${customer} ${currency}`;

/** Those who are gone stand where they stood, marked. Pure. */
function withLeavers(before: readonly Call[], now: readonly Call[]): readonly Shown[] {
  const here = new Set(now.map(keyOf));
  const shown: Shown[] = now.map((one) => ({ ...one, left: false }));
  before.forEach((one, at) => {
    if (!here.has(keyOf(one))) shown.splice(Math.min(at, shown.length), 0, { ...one, left: true });
  });
  return shown;
}

/** The rows to show. */
export function useCallList() {
  const asked = useApi().useQuery(
    "get",
    "/v1/call-list",
    {},
    { ...LIVE, refetchInterval: AGAIN_MS },
  );
  const { data } = asked;
  const before = useRef<readonly Call[]>([]);
  const [rows, setRows] = useState<readonly Shown[]>([]);
  useEffect(() => {
    if (!data) return;
    const next = withLeavers(before.current, data.rows);
    before.current = data.rows;
    setRows(next);
    if (!next.some(({ left }) => left)) return;
    const timer = setTimeout(() => setRows(next.filter(({ left }) => !left)), FADES_MS);
    return () => clearTimeout(timer);
  }, [data]);
  return { ...asked, rows: data && rows.length === 0 ? withLeavers([], data.rows) : rows };
}
