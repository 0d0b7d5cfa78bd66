import type { Accounts } from "#auth/accounts.ts";
import type { Db } from "#platform/db.ts";

/** What the pages of accounts stand on. */
export type AccountDeps = {
  readonly db: Db;
  readonly accounts: Accounts;
};
