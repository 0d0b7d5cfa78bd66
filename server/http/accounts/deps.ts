import type { Accounts } from "#auth/accounts.ts";
import type { Db } from "#platform/db.ts";
import type { Logger } from "#platform/log.ts";
import type { SealKey } from "#platform/seal.ts";

/** What signing in and looking after accounts stand on. */
export type AccountDeps = {
  readonly db: Db;
  readonly accounts: Accounts;
  /** Opens the secrets of providers of single sign-on, and seals links in letters. */
  readonly sealKey: SealKey;
  readonly log: Logger;
  /** Whether letters go out. */
  readonly letters?: boolean | undefined;
};
