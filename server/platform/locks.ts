// Advisory locks of PostgreSQL, all in one place: locks of one number and locks of a class with a key do not meet.

/** Locks of one number, each held by one process of an installation at a time. */
export const LOCKS = {
  /** Brings the schema up to date. */
  migrating: 7_000,
  /** Sets up the sample client. */
  demo: 7_002,
  /** Shared by every process that keeps the database of the installation running. */
  keeping: 7_003,
} as const;

/** Classes of locks; the second number is a process, or a hash of what it is about. */
export const LOCK_CLASSES = {
  /** A process lives as long as it holds its own. */
  processes: 7_001,
  /** Judging a client. */
  judging: 7_002,
  /** Sealing the audit of a client. */
  sealing: 7_003,
  /** Forgetting what is old of a client. */
  forgetting: 7_004,
  /** An address that several customers share. */
  addresses: 7_005,
  /** Files of the bank of a client. */
  banking: 7_006,
} as const;

/** Seed of the hash by which requests to one address take turns (locks of 64 bits). */
export const CAP_SEED = 7_024;
