// The customer whose page this is, as the API gives them.
import type { paths } from "../../../sdk/schema.ts";
import { LIVE, useApi } from "../../api/api.ts";

export type Whole =
  paths["/v1/customers/{ref}/overview"]["get"]["responses"]["200"]["content"]["application/json"];
export type Entry =
  paths["/v1/customers/{ref}/timeline"]["get"]["responses"]["200"]["content"]["application/json"]["entries"][number];
export type Group = Entry["group"];

/** Everything that stands; asked again when something happens. */
export function useWhole(ref: string) {
  return useApi().useQuery(
    "get",
    "/v1/customers/{ref}/overview",
    { params: { path: { ref } } },
    LIVE,
  );
}

/** Minor units as people write them: "149.90". */
export function decimalOf(minor: string, currency: string): string {
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
      .maximumFractionDigits ?? 2;
  const text = minor.replace("-", "").padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  return digits === 0 ? whole : `${whole}.${text.slice(text.length - digits)}`;
}

/** The account that owes most: what forms begin with. */
export const mainAccount = ({ accounts }: Whole): Whole["accounts"][number] | undefined =>
  accounts.toSorted((a, b) => Number(BigInt(b.overdue_minor) - BigInt(a.overdue_minor)))[0];

/** A step's id as words. */
export const stepName = (id: string): string => id.replaceAll("_", " ");
