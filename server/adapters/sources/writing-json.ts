// What a JSON API is told of, as its configuration describes: an address, a method and a body for each kind.
import { z } from "zod";
import { SourceError, WRITE_KINDS, type RecordSource, type Writing } from "#sources/source.ts";
import { BookUrl, HeaderName, HeaderValue } from "./web-settings.ts";
import { ask, type SignIn } from "./sign-in.ts";
import { documentOf, type WebClient } from "./web.ts";

const ALL = ["id", "customer", "at", "text"] as const;
const PLACES: Readonly<Record<(typeof WRITE_KINDS)[number], readonly string[]>> = {
  payments: [
    ...ALL,
    "reference",
    "amount",
    "amount_minor",
    "currency",
    "paid_on",
    "invoices",
    "rest",
  ],
  promises: [...ALL, "what", "amount", "currency", "due_on"],
  notes: ALL,
};
const PLACE = /\{([a-z_]+)\}/g;

const Told = z.strictObject({
  url: BookUrl,
  method: z.enum(["POST", "PUT"]).default("POST"),
  headers: z.record(HeaderName, HeaderValue).default({}),
  /** JSON in which {amount} and the like stand for what happened. */
  body: z.json(),
});
export type Told = z.infer<typeof Told>;

/** Settings of a JSON API: what is told where. */
export const WriteBackSettings = z
  .strictObject({
    payments: Told.exactOptional(),
    promises: Told.exactOptional(),
    notes: Told.exactOptional(),
  })
  .superRefine((settings, context) => {
    for (const kind of WRITE_KINDS) {
      const told = settings[kind];
      if (!told) continue;
      const text = JSON.stringify([told.url, told.body]);
      for (const [, name] of text.matchAll(PLACE)) {
        if (PLACES[kind].includes(name!)) continue;
        const message = `{${name}} is unknown; there are ${PLACES[kind].join(", ")}`;
        context.addIssue({ code: "custom", path: [kind], message });
      }
    }
  });
export type WriteBackSettings = z.infer<typeof WriteBackSettings>;

const KNOWN_ALREADY = 409;

/** Writes by configuration. The header Idempotency-Key is the same at each try; 409 means that it is known there. */
export function writeJson(
  settings: WriteBackSettings,
  client: WebClient,
  signIn: SignIn,
  common: Readonly<Record<string, string>>,
): NonNullable<RecordSource["write"]> {
  return async (writing, signal) => {
    const told = settings[writing.kind];
    if (!told) throw new SourceError("refused", `settings.write_back.${writing.kind} is missing`);
    const values = valuesOf(writing);
    const url = told.url.replace(PLACE, (_all, name: string) =>
      encodeURIComponent(asText(values[name])),
    );
    const answer = await ask(
      client,
      signIn,
      {
        method: told.method,
        url,
        headers: {
          ...common,
          ...told.headers,
          "content-type": "application/json",
          "idempotency-key": writing.id,
        },
        body: JSON.stringify(filled(told.body, values)),
      },
      signal,
    );
    if (answer.status === KNOWN_ALREADY || (answer.status >= 200 && answer.status <= 299)) return;
    documentOf(answer, url);
  };
}

type Values = Readonly<Record<string, unknown>>;

function valuesOf(writing: Writing): Values {
  const { id, customer, at, text } = writing;
  const common = { id, customer, at: at.toString(), text };
  if (writing.kind === "notes") return common;
  if (writing.kind === "promises") {
    const { what, amount, currency, dueOn } = writing;
    return { ...common, what, amount, currency, due_on: dueOn };
  }
  const { reference, amount, amountMinor, currency, paidOn, invoices, rest } = writing;
  const parts = invoices.map((one) => ({
    number: one.number,
    id: one.recordId,
    amount: one.amount,
  }));
  return {
    ...common,
    reference,
    amount,
    currency,
    rest,
    amount_minor: Number(amountMinor),
    paid_on: paidOn,
    invoices: parts,
  };
}

const asText = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value ?? "");

// A text that is nothing but one place takes the value as it is: a number stays one.
function filled(part: unknown, values: Values): unknown {
  if (Array.isArray(part)) return part.map((one) => filled(one, values));
  if (typeof part === "object" && part !== null) {
    return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, filled(one, values)]));
  }
  if (typeof part !== "string") return part;
  const alone = /^\{([a-z_]+)\}$/.exec(part)?.[1];
  if (alone !== undefined) return values[alone];
  return part.replace(PLACE, (_all, name: string) => asText(values[name]));
}
