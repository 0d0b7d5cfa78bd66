// The catalogue of events says what the source records, and docs/integrating/events.md what the catalogue says.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EVENT_KINDS, isKnownKind } from "./catalogue.ts";
import type { EventKind } from "./event-kind.ts";
import { payloadOf } from "./payload.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const files = readdirSync(join(root, "server"), { recursive: true, encoding: "utf8" })
  .map((path) => `server/${path.replaceAll("\\", "/")}`)
  .filter((path) => path.endsWith(".ts") && !/(\.test|fixtures|test-world)\.ts$/.test(path));

/** Where the source puts a kind together, with what can come of it. */
const COMPOSED: Readonly<Record<string, readonly string[]>> = {
  "server/messages/outbox.ts 'message.' || state": ["planned", "held", "suppressed", "shadow"],
  "server/messages/dispatch/bounces.ts `message.${row.state}`": ["delivered", "failed", "expired"],
  "server/messages/dispatch/judge-parts.ts 'message.' || state":
    "handed_over delivered failed expired uncertain".split(" "),
  "server/messages/resolve.ts `message.${outcome}`": ["delivered", "failed"],
  "server/ledger/promises.ts `promise.${one.found}`": "kept part_kept broken cancelled".split(" "),
  "server/ledger/promises.ts `plan.${one.state}`": ["completed", "broken", "cancelled"],
  "server/payments/payments-file.ts `batch.${state}`": ["applied", "refused"],
  "server/payments/settling.ts `checkout.${to.state}`": ["pending", "failed", "expired"],
  // In SQL: the name of the table before it.
  "server/ledger/importing/undo.ts '.removed'": ["invoice.removed", "credit.removed"],
  "server/ledger/importing/undo.ts '.restored'": ["invoice.restored", "credit.restored"],
};

const NOUNS = [...new Set(Object.keys(EVENT_KINDS).map((kind) => kind.split(".")[0]!))];

/** Kinds that a file writes down as they are, and those that it puts together. */
function kindsIn(path: string): { plain: string[]; composed: string[] } {
  const code = read(path).replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, "");
  if (!/\brecordEvents\b|into dunlin\.event\b/.test(code)) return { plain: [], composed: [] };
  const quoted = [...code.matchAll(/(["'])([a-z_]+\.[a-z_]+)\1/g)].map(([, , text]) => text!);
  const composed = [
    ...code.matchAll(/`[a-z_]+\.\$\{[^}]*\}`|'[a-z_]+\.' \|\| [a-z_.]+|'\.[a-z_]+'/g),
  ].map(([text]) => text);
  // A property named kind, and what looks like one of ours: names of files and columns are neither.
  const named = [...code.matchAll(/\bkind:[^;{}]*?["']([a-z_]+\.[a-z_]+)["']/g)].map(
    ([, kind]) => kind!,
  );
  const ours = quoted.filter(
    (text) => NOUNS.includes(text.split(".")[0]!) && !text.endsWith(".ts"),
  );
  return { plain: [...named, ...ours], composed: composed.map((text) => `${path} ${text}`) };
}

const found = files.map(kindsIn);

test("every kind that the source records is in the catalogue, and none that it does not", () => {
  const composed = found.flatMap((one) => one.composed);
  expect([...new Set(composed)].toSorted()).toEqual(Object.keys(COMPOSED).toSorted());
  const built = Object.entries(COMPOSED).flatMap(([where, ends]) => {
    const noun = /[`']([a-z_]+)\.(?:\$|' \|\|)/.exec(where)?.[1];
    return ends.map((end) => (noun === undefined ? end : `${noun}.${end}`));
  });
  const recorded = new Set([...found.flatMap((one) => one.plain), ...built]);
  expect([...recorded].toSorted()).toEqual(Object.keys(EVENT_KINDS).toSorted());
});

test("kinds can be asked for one by one, by noun, or all", () => {
  expect(["message.failed", "message.*", "*"].every(isKnownKind)).toBe(true);
  const wrong = ["", "message", "message.", "*.failed", "messages.*", "constructor", "message.**"];
  expect(wrong.filter(isKnownKind)).toEqual([]);
});

test("no example holds what an event must not: texts, names and addresses", () => {
  const personal = /name|address|text|phone|mail/i;
  // A policy's name is its own.
  const kinds = Object.entries(EVENT_KINDS).filter(([kind]) => kind !== "policy.applied");
  const keys = kinds.flatMap(([, one]) => Object.keys(one.body));
  expect(keys.filter((key) => personal.test(key))).toEqual([]);
});

const EVENT = "019d2b5e-8f20-7d11-a3c4-5b6e7f8091a2";
const MESSAGE = "019d2b5e-8e01-7a52-b4d3-6c7f8091a2b3";

function exampleOf(kind: string, { of, actor, body }: EventKind): string {
  const payload = payloadOf({
    seq: 48_213n,
    eventId: EVENT,
    at: Temporal.Instant.from("2026-03-05T11:00:03.25Z"),
    kind,
    customer: of === "client" ? null : "C-1042",
    currency: of === "account" || of === "message" ? "ZAR" : null,
    messageId: of === "message" ? MESSAGE : null,
    reference: of === "message" ? "T-4711" : null,
    actor,
    cause: null,
    body,
  });
  const text = JSON.stringify(JSON.parse(payload.toString("utf8")), null, 2);
  return text.replaceAll(/\[\n\s+("[^"\n]*")\n\s+\]/g, "[$1]"); // as our formatter writes it
}

function page(): string {
  const sections = Object.entries(EVENT_KINDS).map(
    ([kind, event]) =>
      `## ${kind}\n\n${event.about}\n\n\`\`\`json\n${exampleOf(kind, event)}\n\`\`\`\n`,
  );
  return `# Events

What Dunlin tells by [callbacks](callbacks.md) and in the list of events of the HTTP API, with an example each. This page is written from \`server/webhooks/catalogue.ts\`; a test compares both with what the source records.

- \`type\` is the kind, \`timestamp\` when it happened.
- \`data.seq\` orders the events of a client; it has gaps. \`data.event_id\` is the event's own id.
- \`data.customer\` is your reference of the customer, \`data.currency\` the account's, \`data.message_id\` the message; null where an event is not about one.
- \`data.actor\` says who or what did it, \`data.cause\` because of what: the id of a decision, an import, an inbound message.
- \`data.body\` holds ids, numbers and codes. Names, addresses and texts are never in it: ask the API for those. Amounts are minor units, written as text.
- New kinds and new fields may come at any time; let your code pass over what it does not know.

${sections.join("\n")}`;
}

test("docs/integrating/events.md is the catalogue, with an example each (vitest -u writes it)", async () => {
  await expect(page()).toMatchFileSnapshot("../../docs/integrating/events.md");
});
