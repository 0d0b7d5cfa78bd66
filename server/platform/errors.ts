/** An expected failure that the user can mend: one sentence that names the key, the value and the cure. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** Thrown when the caller used the command line wrongly (exit code 2). */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A bug: the state of the program is not what it must be, so the work stops. */
class AssertionError extends Error {
  override readonly name = "AssertionError";
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** The message of anything thrown, for a log line or a reason column. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
