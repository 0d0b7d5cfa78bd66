// What the cards of money and contacts share: one question, asked once.
import { useState } from "react";
import type { paths } from "../../../sdk/schema.ts";
import { useApi } from "../../api/api.ts";
import { useClient } from "../../api/session.ts";

export type Figures =
  paths["/v1/figures"]["get"]["responses"]["200"]["content"]["application/json"];
export type MoneyDay = Figures["money"][number]["days"][number];
export type MoneyKey = Exclude<keyof MoneyDay, "date">;

const AGAIN_MS = 60_000;
const INIT = { params: { query: { by: "day" as const } } };

/** The last 90 days; asked again every minute, for it is about a whole book. */
export const useFigures = () =>
  useApi().useQuery("get", "/v1/figures", INIT, {
    refetchInterval: AGAIN_MS,
    staleTime: AGAIN_MS / 2,
    // The same can be had as CSV, which nobody asks for here.
    select: (data) => data as Figures,
  });

/** The currency that is shown, and how to choose another: the client's own where there is anything in it. */
export function useCurrency(currencies: readonly string[]) {
  const { currency: own } = useClient();
  const [chosen, choose] = useState<string>();
  const usual = currencies.includes(own) ? own : currencies[0];
  const currency = chosen !== undefined && currencies.includes(chosen) ? chosen : usual;
  return { currency, choose };
}

/** The sum of a figure over days. Exact. */
export const sumOf = (days: readonly MoneyDay[], key: MoneyKey): bigint =>
  days.reduce((sum, day) => sum + BigInt(day[key]), 0n);
