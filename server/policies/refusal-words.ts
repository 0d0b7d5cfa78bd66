/** A refused promise or plan in a sentence for people who work with it; customers are told by templates. */
import { formatMoney } from "#platform/money.ts";
import type { Refusal } from "./arrangements.ts";

/** One sentence that names the bound and the nearest that would be taken. */
export function sentenceOfRefusal(refusal: Refusal, currency: string): string {
  const near = nearestOf(refusal, currency);
  return `${reasonOf(refusal, currency)}${near === undefined ? "" : `; the nearest is ${near}`}`;
}

function reasonOf(refusal: Refusal, currency: string): string {
  const { reason, latestOn, leastMinor, mostMinor, mostInstalments } = refusal;
  const money = (minor: bigint | undefined): string => formatMoney(minor ?? 0n, currency, "en");
  switch (reason) {
    case "not_offered":
      return "the client does not offer this";
    case "nothing_to_promise":
      return "nothing is owed that is not disputed or promised already";
    case "too_many":
      return "there are as many open promises or plans as the client allows";
    case "date_over":
      return "the date is over";
    case "too_late":
      return `the date is too late: at latest ${latestOn?.toString() ?? "sooner"}`;
    case "too_little":
      return `it is too little: at least ${money(leastMinor)}`;
    case "too_much":
      return `it is more than can be promised: at most ${money(mostMinor)}`;
    case "too_few_instalments":
      return "a plan has at least two instalments";
    case "too_many_instalments":
      return `there are too many instalments: at most ${mostInstalments ?? 0}`;
    case "out_of_order":
      return "each instalment must fall due after the one before";
  }
}

function nearestOf({ nearest, nearestPlan }: Refusal, currency: string): string | undefined {
  if (nearest)
    return `${formatMoney(nearest.amountMinor, currency, "en")} by ${nearest.on.toString()}`;
  const [first] = nearestPlan ?? [];
  if (!first || !nearestPlan) return undefined;
  const last = nearestPlan.at(-1)!;
  return `${nearestPlan.length} instalments of ${formatMoney(first.amountMinor, currency, "en")} from ${first.dueOn.toString()} to ${last.dueOn.toString()}`;
}
