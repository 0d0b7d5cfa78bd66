/** A refused promise or plan in a sentence for people who work with it; customers are told by templates. */
import { formatMoney } from "#platform/money.ts";
import type { Refusal, RefusalReason } from "./arrangements.ts";

/** One sentence that names the bound and the nearest that would be taken. */
export function sentenceOfRefusal(refusal: Refusal, currency: string): string {
  const near = nearestOf(refusal, currency);
  return `${reasonOf(refusal, currency)}${near === undefined ? "" : `; the nearest is ${near}`}`;
}

const PLAIN: Readonly<Partial<Record<RefusalReason, string>>> = {
  not_offered: "the client does not offer this",
  nothing_to_promise: "nothing is owed that is not disputed or promised already",
  too_many: "there are as many open promises or plans as the client allows",
  date_over: "the date is over",
  too_few_instalments: "a plan has at least two instalments",
  out_of_order: "each instalment must fall due after the one before",
};

function reasonOf(refusal: Refusal, currency: string): string {
  const { reason, latestOn, leastMinor = 0n, mostMinor = 0n, mostInstalments = 0 } = refusal;
  if (reason === "too_late")
    return `the date is too late: at latest ${latestOn?.toString() ?? "-"}`;
  if (reason === "too_little") {
    return `it is too little: at least ${formatMoney(leastMinor, currency, "en")}`;
  }
  if (reason === "too_much") {
    return `it is more than can be promised: at most ${formatMoney(mostMinor, currency, "en")}`;
  }
  if (reason === "too_many_instalments") {
    return `there are too many instalments: at most ${mostInstalments}`;
  }
  return PLAIN[reason] ?? reason;
}

function nearestOf({ nearest, nearestPlan }: Refusal, currency: string): string | undefined {
  if (nearest)
    return `${formatMoney(nearest.amountMinor, currency, "en")} by ${nearest.on.toString()}`;
  const [first] = nearestPlan ?? [];
  if (!first || !nearestPlan) return undefined;
  const last = nearestPlan.at(-1)!;
  return `${nearestPlan.length} instalments of ${formatMoney(first.amountMinor, currency, "en")} from ${first.dueOn.toString()} to ${last.dueOn.toString()}`;
}
