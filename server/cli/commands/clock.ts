import type { Answer, Command } from "#cli/command.ts";
import { nextDue } from "#cli/next-due.ts";
import { instantOption } from "#cli/parse.ts";
import { progressLine } from "#cli/progress.ts";
import type { Session } from "#cli/session.ts";
import { clockNow, frozenAt, setClock } from "#platform/clock.ts";
import { UsageError } from "#platform/errors.ts";

/** More steps than a year of looking every minute would be a loop. */
const MOST_STEPS = 500_000;

/** Moves the clock to `target` by way of every instant at which something falls due, in order, and does what is due there. */
async function advanceTo(session: Session, target: Temporal.Instant): Promise<number> {
  const installation = await session.installation();
  const { app, worker } = installation;
  const { settle } = await import("#cli/settle.ts");
  const attend = async () => await session.workers();
  await attend();
  const start = await clockNow(app);
  const progress = progressLine("clock");
  await setClock(app, start, "cli");
  await settle(installation, attend);
  let at = start;
  let steps = 0;
  for (; steps < MOST_STEPS; steps += 1) {
    const due = await nextDue(worker, at);
    if (due === undefined || Temporal.Instant.compare(due, target) > 0) break;
    // What was due already and could not be done (a paused route) must not hold the clock.
    if (Temporal.Instant.compare(due, at) <= 0) break;
    at = due;
    progress.show(steps, undefined, at.toString());
    await setClock(app, at, "cli");
    await settle(installation, attend);
  }
  await setClock(app, target, "cli");
  await settle(installation, attend);
  progress.end();
  return steps;
}

function durationOption(text: string): Temporal.Duration {
  const short = /^(\d{1,5})\s*(d|h|m|s|days?|hours?|minutes?)$/i.exec(text.trim());
  const unit = short?.[2]?.[0]?.toLowerCase();
  const iso = short
    ? unit === "d"
      ? `P${short[1]}D`
      : `PT${short[1]}${unit!.toUpperCase()}`
    : text;
  try {
    const duration = Temporal.Duration.from(iso);
    if (duration.sign > 0) return duration;
  } catch {
    // falls through to the usage error below
  }
  throw new UsageError(`duration "${text}" is not understood; write it as P1D, PT6H or 1d`);
}

async function answer(session: Session, more: Record<string, unknown> = {}): Promise<Answer> {
  const { app } = await session.installation();
  const [now, frozen] = [await clockNow(app), await frozenAt(app)];
  return {
    json: { now, frozen: frozen !== undefined, ...more },
    text: `${now.toString()}${frozen ? " (frozen)" : ""}`,
  };
}

export const clockCommands: readonly Command[] = [
  {
    words: ["clock", "set"],
    usage: "INSTANT",
    about: "Freezes the test clock at an instant (demo mode or DUNLIN_TEST=1).",
    options: {},
    positionals: [1, 1],
    async run(session, args) {
      await session.allowClock();
      const { app } = await session.installation();
      await setClock(app, instantOption(args.positionals[0]!, "INSTANT"), "cli");
      return await answer(session);
    },
  },
  {
    words: ["clock", "advance"],
    usage: "DURATION",
    about: "Moves the test clock on and runs, in order, everything that falls due on the way.",
    options: {},
    positionals: [1, 1],
    async run(session, args) {
      await session.allowClock();
      const duration = durationOption(args.positionals[0]!);
      const { app } = await session.installation();
      const now = await clockNow(app);
      const target = now.toZonedDateTimeISO("UTC").add(duration).toInstant();
      const steps = await advanceTo(session, target);
      return await answer(session, { steps });
    },
  },
  {
    words: ["clock", "release"],
    usage: "",
    about: "Lets the clock run again on real time.",
    options: {},
    positionals: [0, 0],
    async run(session) {
      await session.allowClock();
      const { app } = await session.installation();
      await setClock(app, undefined, "cli");
      return await answer(session);
    },
  },
  {
    words: ["clock"],
    usage: "",
    about: "Says what time it is for the installation.",
    options: {},
    positionals: [0, 0],
    run: async (session) => await answer(session),
  },
];
