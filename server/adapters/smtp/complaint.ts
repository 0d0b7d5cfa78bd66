// Complaints that mail providers report (ARF, RFC 5965): a reader pressed "this is junk". Whoever can reach the listener can
// write one, so all of it is only a claim, but a return path that bears our signature.
import type { Complaint } from "#messages/route.ts";
import { afterType, fieldsOf } from "./bounce.ts";
import type { Mail } from "./parse.ts";
import { readReturnPath, type ReturnPath } from "./verp.ts";

type Claimed = {
  readonly routeId: string;
  readonly returnPathSecret: string;
  readonly returnPath?: ReturnPath;
};

/** The report, and the headers of the mail that it is about, stand at its beginning. */
const MOST_BYTES = 256 * 1024;
const MOST_NAMED = 20;
const RETURN_PATH = /\bbounce\+[a-z0-9_-]{1,32}\.[1-9]\d{0,2}\.[0-9a-f]{20}@[a-z0-9.-]{1,253}/gi;
const MESSAGE_ID = /^message-id:[ \t]*(?:\r?\n[ \t]+)?<?([^\s<>]{1,250})>?/gim;

/** What a complaint says of which message. */
export function complaintOf(
  { raw }: { readonly raw: Buffer },
  mail: Mail,
  { routeId, returnPathSecret, returnPath }: Claimed,
): Complaint {
  const fields = fieldsIn(mail.feedbackReport ?? "");
  const text = raw.subarray(0, MOST_BYTES).toString("latin1");
  const signed = all(text, RETURN_PATH).flatMap(
    (path) => readReturnPath(path, returnPathSecret) ?? [],
  );
  return {
    routeId,
    type: (fields.get("feedback-type")?.[0] ?? "").toLowerCase().slice(0, 40),
    messageId: returnPath?.messageId ?? signed[0]?.messageId,
    providerIds: all(text, MESSAGE_ID, 1).filter((id) => id !== mail.messageId),
    recipients: (fields.get("original-rcpt-to") ?? []).map(mailboxIn).slice(0, MOST_NAMED),
  };
}

/** A report may name several recipients: every value of a field counts. */
function fieldsIn(report: string): ReadonlyMap<string, string[]> {
  const fields = new Map<string, string[]>();
  const lines = report.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/, 200);
  for (const [name, value] of lines.flatMap((line) => [...fieldsOf(line)]))
    fields.set(name, [...(fields.get(name) ?? []), value]);
  return fields;
}

function mailboxIn(value: string): string {
  return afterType(value)
    .replace(/^.*<|>.*$/g, "")
    .trim()
    .toLowerCase();
}

function all(text: string, what: RegExp, group = 0): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(what)) {
    if (found.size >= MOST_NAMED) break;
    found.add(match[group]!);
  }
  return [...found];
}
