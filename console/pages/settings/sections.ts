// The pages of the settings, and the scope without which each is not shown.
import type { words } from "./words.ts";

export type Section = {
  readonly id: keyof (typeof words)["en"]["sections"];
  /** Undefined: for everybody who has an account. */
  readonly needs?: string;
};

export const SECTIONS: readonly Section[] = [
  { id: "account" },
  { id: "client", needs: "client:read" },
  { id: "users", needs: "users:read" },
  { id: "routes", needs: "routes:read" },
  { id: "rules", needs: "policies:read" },
  { id: "answers", needs: "conversations:read" },
  { id: "paying", needs: "routes:read" },
  { id: "sources", needs: "sources:read" },
  { id: "callbacks", needs: "webhooks:read" },
  { id: "keys", needs: "keys:read" },
  { id: "audit", needs: "audit:read" },
];
