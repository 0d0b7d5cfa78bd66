/** Matchers with which a test of deciding reads as policy. Import for its effect: `import "./expect-decide.ts"`. */
import { expect } from "vitest";

import { headlineOf } from "./answer.ts";
import { ZONE } from "./fixtures.ts";
import type { Answer, Decision, Reason } from "./types.ts";

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

const sends = (answer: Answer) =>
  answer.decisions.filter((decision) => decision.outcome === "send");

expect.extend({
  toSend(answer: Answer, stepId: string) {
    const sent = sends(answer);
    return result(answer, sent.length === 1 && sent[0]?.stepId === stepId, `send ${stepId}`);
  },
  toSendNothing(answer: Answer) {
    return result(answer, sends(answer).length === 0, "send nothing");
  },
  toWaitFor(answer: Answer, reason: Reason) {
    const waits = answer.decisions.some(
      (decision) => decision.outcome === "wait" && decision.reason === reason,
    );
    return result(answer, waits && sends(answer).length === 0, `wait for ${reason}`);
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
    const [sent] = sends(answer);
    const notBefore = localOf(sent?.says[0]?.notBefore ?? 0);
    return result(answer, sent !== undefined && notBefore.endsWith(local), `send at ${local}`);
  },
  toLookAgainAt(answer: Answer, local: string | undefined) {
    const looks = answer.nextLookAt === undefined ? undefined : localOf(answer.nextLookAt);
    return {
      pass: looks === local,
      message: () => `wanted a look at ${local}, decided on ${looks}`,
    };
  },
});
