import { CLIENT_OPTION, type Arguments } from "#cli/command.ts";
import { required } from "#cli/parse.ts";
import type { Session } from "#cli/session.ts";
import type { Tx } from "#platform/db.ts";

/** What the commands about callbacks take. */
export const options = {
  ...CLIENT_OPTION,
  events: { type: "string" },
  description: { type: "string" },
  ordered: { type: "boolean" },
  unordered: { type: "boolean" },
  secret: { type: "string" },
  url: { type: "string" },
  skip: { type: "boolean" },
  "keep-old": { type: "string" },
  endpoint: { type: "string" },
  event: { type: "string" },
  state: { type: "string" },
  limit: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  dead: { type: "boolean" },
} as const;

/** One transaction for the client that is named. */
export async function within<T>(
  session: Session,
  args: Arguments,
  work: (tx: Tx, clientId: string) => Promise<T>,
): Promise<T> {
  return await session.asClient(required(args, "client", "harbour-fibre"), work);
}
