/** `look` at an account and matchers for what was decided: with them a test of deciding reads as policy. */
import { expect } from "vitest";

import { headlineOf } from "./answer.ts";
import { decide } from "./decide.ts";
import { at, policy, ZONE } from "./fixtures.ts";
import type { Answer, Decision, Facts, Policy, Reason } from "./types.ts";

/** What is decided at that local time, under the default ladder where no other is given. */
export function look(facts: Facts, local: string, rules: Policy = policy): Answer {
  return decide(facts, rules, at(local));
}

/** The decisions to send. */
export function sent(answer: Answer) {
  return answer.decisions.filter((decision) => decision.outcome === "send");
}

declare module "vitest" {
  // The type parameters must be named as Vitest names them, although these matchers use neither.
  // oxlint-disable-next-line no-unused-vars
  interface Matchers<R extends void | Promise<void>, T> {
    /** Sends that step, and no other. */
    toSend: (stepId: string) => R;
    /** Sends nothing. */
    toSendNothing: () => R;
    /** Waits for that reason. */
    toWaitFor: (reason: Reason) => R;
    /** The headline is a hold of that reason, and nothing is sent. */
    toHoldFor: (reason: Reason) => R;
    toSuppress: (stepId: string, reason: Reason) => R;
    /** Says it at that local time at the earliest: "06:00", or with a date "2026-03-03 06:00". */
    toWaitUntil: (local: string) => R;
    /** Looks again at that local time of the customer: "2026-03-08 08:00". */
    toLookAgainAt: (local: string | undefined) => R;
  }
}

const localOf = (ms: number): string =>
  Temporal.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO(ZONE)
    .toPlainDateTime()
    .toString({ smallestUnit: "minute" })
    .replace("T", " ");

function inWords(decision: Decision): string {
  const when =
    decision.outcome === "send" ? ` at ${localOf(decision.says[0]?.notBefore ?? 0)}` : "";
  return `${decision.outcome} ${decision.stepId ?? "-"} (${decision.reason})${when}`;
}

function result(answer: Answer, pass: boolean, wanted: string) {
  const said = answer.decisions.map(inWords).join(", ");
  return { pass, message: () => `wanted: ${wanted}; decided: ${said}` };
}

expect.extend({
  toSend(answer: Answer, stepId: string) {
    const said = sent(answer);
    return result(answer, said.length === 1 && said[0]?.stepId === stepId, `send ${stepId}`);
  },
  toSendNothing(answer: Answer) {
    return result(answer, sent(answer).length === 0, "send nothing");
  },
  toWaitFor(answer: Answer, reason: Reason) {
    const waits = answer.decisions.some(
      (decision) => decision.outcome === "wait" && decision.reason === reason,
    );
    return result(answer, waits && sent(answer).length === 0, `wait for ${reason}`);
  },
  toHoldFor(answer: Answer, reason: Reason) {
    const headline = headlineOf(answer);
    const holds = headline.decision === "hold" && headline.reason === reason;
    return result(answer, holds, `hold for ${reason}`);
  },
  toSuppress(answer: Answer, stepId: string, reason: Reason) {
    const found = answer.decisions.some(
      (one) => one.outcome === "suppress" && one.stepId === stepId && one.reason === reason,
    );
    return result(answer, found, `suppress ${stepId} (${reason})`);
  },
  toWaitUntil(answer: Answer, local: string) {
    const [said] = sent(answer);
    const notBefore = localOf(said?.says[0]?.notBefore ?? 0);
    return result(answer, said !== undefined && notBefore.endsWith(local), `send at ${local}`);
  },
  toLookAgainAt(answer: Answer, local: string | undefined) {
    const looks = answer.nextLookAt === undefined ? undefined : localOf(answer.nextLookAt);
    return {
      pass: looks === local,
      message: () => `wanted a look at ${local}, decided on ${looks}`,
    };
  },
});
