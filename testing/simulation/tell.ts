/** A plan and its report, for people. */
import { DAY_MS, type Happening, type Plan } from "./happenings.ts";
import { personOf } from "./people.ts";
import type { Report } from "./run.ts";

/** The command that runs the very same plan again. */
export function commandOf(plan: Plan, customers: number, whole: boolean): string {
  const days = Math.round((plan.endMs - plan.startMs) / DAY_MS);
  const only = whole ? "" : ` --only ${plan.happenings.map(({ id }) => id).join(",")}`;
  return `npm run simulate-year -- --seed ${plan.seed} --customers ${customers} --days ${days}${only}`;
}

function describe({ what }: Happening): string {
  const { do: happened, ...about } = what;
  const details = Object.entries(about).flatMap(([key, value]) => {
    if (value === undefined || value === false || value === 0 || key === "n") return [];
    return typeof value === "object"
      ? Object.entries(value).map(([k, v]) => `${k} ${String(v)}`)
      : [`${key} ${value}`];
  });
  const who = "n" in what ? `C-${what.n}: ` : "";
  return `${who}${happened}${details.length > 0 ? ` (${details.join(", ")})` : ""}`;
}

/** What was done, what the far side took, and what was wrong with it, in the order of time. */
export function historyOf(plan: Plan, report: Report): string[] {
  const done = plan.happenings.map((one) => ({
    at: new Date(one.at).toISOString(),
    line: `  ${describe(one)}`,
  }));
  const said = report.history.map((line) => ({
    at: line.slice(0, 24),
    line: `→ ${line.slice(25).split("\n", 1)[0]}`,
  }));
  const wrong = report.violations.map(({ at = "", invariant, why }) => ({
    at,
    line: `✗ ${invariant}: ${why}`,
  }));
  const lines = [...done, ...said, ...wrong].toSorted((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  );
  return [...peopleOf(plan), ...lines.map(({ at, line }) => `${at} ${line}`)];
}

function peopleOf({ seed, people }: Plan): string[] {
  return people.map((n) => {
    const { reference, client, zone, tellsZone, phone, mailbox } = personOf(seed, n);
    return `${reference} of ${client}: ${zone}${tellsZone ? "" : " (not told)"}, ${[phone, mailbox].filter(Boolean).join(", ") || "no address"}`;
  });
}

/** A summary of a run that went well, or did not. */
export function summaryOf(report: Report, seconds: number): string[] {
  const counts = Object.entries(report.counts).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...counts.map(([what, count]) => `${String(count).padStart(7)}  ${what}`),
    `${report.messages} messages, ${report.moments} moments, ${seconds.toFixed(0)} s, digest ${report.digest.slice(0, 16)}`,
  ];
}
