/** Invariant 7: what a client's callback was promised was delivered, waits for a retry, or is marked dead. */
import type { Invariant } from "./verdict.ts";

export const callbacks: Invariant = {
  id: 7,
  name: "promised callbacks are delivered, retried or marked dead",
  judge(_scope, found) {
    found.note = "this version promises no callbacks: there is nothing to check";
    return Promise.resolve();
  },
};
