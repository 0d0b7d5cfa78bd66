// The period and the questions of the report page; what was chosen stands in the address.
import { nowMs } from "../../api/clock.ts";
import { keepPreviousData } from "@tanstack/react-query";
import { useAddress } from "../../ui/go.tsx";
import { useApi } from "../../api/api.ts";
import type { paths } from "../../../sdk/schema.ts";

export type Figures =
  paths["/v1/figures"]["get"]["responses"]["200"]["content"]["application/json"];
export type Compared =
  paths["/v1/report/compare"]["get"]["responses"]["200"]["content"]["application/json"];
export type ComparedBy = Compared["by"];

export const PERIODS = [30, 90, 365] as const;
const AGAIN_MS = 60_000;

const KEEP = { staleTime: AGAIN_MS, refetchInterval: AGAIN_MS } as const;

const dayBefore = (days: number): string => {
  const day = new Date(nowMs());
  day.setUTCDate(day.getUTCDate() - days + 1);
  return day.toISOString().slice(0, 10);
};

/** What was chosen, and how to choose. */
export function useChoice() {
  const [address, choose] = useAddress();
  const days = PERIODS.find((one) => String(one) === address["days"]) ?? 90;
  const unit: "day" | "week" = address["unit"] === "day" ? "day" : "week";
  const by = (address["by"] ?? "step") as ComparedBy;
  return { days, unit, by, choose };
}

/** Counted up to the installation's today, which the server knows. */
export function useFigures(to: string | undefined, days: number, unit: "day" | "week") {
  const from = to === undefined ? dayBefore(days) : daysBefore(to, days);
  const query = { from, by: unit, ...(to !== undefined && { to }) };
  return useApi().useQuery(
    "get",
    "/v1/figures",
    { params: { query } },
    {
      ...KEEP,
      placeholderData: keepPreviousData,
      select: (data) => data as Figures,
    },
  );
}

export const daysBefore = (date: string, days: number): string => {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - days + 1);
  return day.toISOString().slice(0, 10);
};

export function useCompared(from: string, by: ComparedBy) {
  return useApi().useQuery(
    "get",
    "/v1/report/compare",
    { params: { query: { from, by } } },
    { ...KEEP, placeholderData: keepPreviousData, select: (data) => data as Compared },
  );
}

/** The installation's day, for its clock may stand elsewhere than the browser's. */
export function useToday(): string | undefined {
  const { data } = useApi().useQuery("get", "/v1/today", {}, { staleTime: AGAIN_MS });
  return data?.date;
}
