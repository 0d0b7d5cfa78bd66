// What the editor of templates asks: words that are not in force, on real customers; a test to one's own people; versions.
import { z } from "zod";
import { change, query } from "../operation.ts";
import { HttpProblem, refusedAs, refuseSource } from "../problems.ts";
import { InstantOnWire, MinorOnWire, Words } from "../wire.ts";
import { loadContext } from "#messages/planning/context.ts";
import { realWords } from "#messages/planning/real-words.ts";
import { readTemplates } from "#messages/templates/file.ts";
import { listVersions } from "#messages/templates/own.ts";
import type { TemplateSource } from "#messages/templates/template.ts";
import { tryTemplate } from "#messages/templates/trying.ts";
import { VARIABLES } from "#messages/templates/variables.ts";

const tag = "Templates";

const Disclosure = z.enum(["full", "name", "unverified"]);
const Channel = z.enum(["sms", "email", "whatsapp", "messenger", "chat", "voice"]);

/** What the words may speak of. */
export const templateVariables = query({
  needs: "templates:read",
  tag,
  summary: "What the words of a template may speak of, and from which disclosure on",
  response: z.object({
    variables: z.array(
      z.object({
        path: z.string(),
        kind: z.enum(["text", "money", "date", "number", "any"]),
        from: Disclosure,
        about: z.string(),
        /** As it is written in a template. */
        snippet: z.string(),
      }),
    ),
  }),
  etag: true,
  example: {},
  work: async () => {
    const variables = VARIABLES.map(({ path, kind, from, about }) => {
      const filter = kind === "money" || kind === "date" ? ` | ${kind}` : "";
      return { path, kind, from, about, snippet: snippetOf(path, filter) };
    });
    return await Promise.resolve({ variables });
  },
});

function snippetOf(path: string, filter: string): string {
  const [list, part] = path.split("[].");
  if (part === undefined) return `{{ ${path}${filter} }}`;
  return `{% for invoice in ${list} %}{{ invoice.${part}${filter} }} {% endfor %}`;
}

const Source = z.string().min(1).max(100_000);

/** One template out of a source of one document; 422 says what is wrong with it. */
function oneOf(text: string): TemplateSource {
  const read = readTemplates(text);
  if (!read.ok) return refuseSource(read.problems);
  const [source, ...more] = read.templates;
  if (!source || more.length > 0) throw new HttpProblem(422, "give one template at a time");
  return source;
}

/** Words on real customers, before they are in force. */
export const previewDraft = query({
  needs: "templates:read",
  tag,
  summary:
    "Words that are not in force, as real customers would read them: the worst case first, with segments and price",
  description:
    "The source is one document as in POST /v1/templates. Customers who owe something and can be reached over its channel are rendered; what only an occasion gives, such as a promise, is made up. Nothing is written.",
  body: z.strictObject({
    source: Source,
    /** Only this customer, by the client's reference. */
    customer: Words(200).exactOptional(),
    disclosure: Disclosure.exactOptional(),
    most: z.int().min(1).max(500).default(100),
    show: z.int().min(1).max(100).default(10),
  }),
  response: z.object({
    customers: z.int(),
    held: z.int(),
    ucs2: z.int(),
    segments: z.int(),
    price_micros: MinorOnWire,
    currency: z.string(),
    shown: z.array(
      z.object({
        customer: z.string(),
        name: z.string(),
        disclosure: Disclosure,
        problem: z.string().nullable(),
        subject: z.string().nullable(),
        text: z.string().nullable(),
        html: z.string().nullable(),
        segments: z.int(),
        encoding: z.string().nullable(),
        offending: z.object({ char: z.string(), index: z.int() }).nullable(),
        price_micros: MinorOnWire,
      }),
    ),
  }),
  example: {
    body: {
      source:
        'name: hello\nclass: service\nlanguage: en\nchannel: sms\ntext:\n  full: "Dear {{ customer.name }}, thank you."\n',
    },
  },
  work: async ({ tx, clientId, now }, { body: { source: text, ...options } }) => {
    const source = oneOf(text);
    const context = await loadContext(tx, clientId);
    const { priceMicros, shown, ...rest } = await realWords(tx, context, source, options, now);
    return {
      ...rest,
      price_micros: priceMicros,
      shown: shown.map(({ priceMicros: micros, ...one }) => ({ ...one, price_micros: micros })),
    };
  },
});

/** A test to one's own people. */
export const sendTestOfTemplate = change({
  needs: "templates:write",
  tag,
  summary:
    "Send words that are not in force to one of the client's own people, filled with a customer's data",
  description:
    "To a role of the staff, an address that stands under one, or another address that is confirmed; never to an address of a customer. At most 20 an hour.",
  body: z.strictObject({
    source: Source,
    to: Words(320),
    customer: Words(200).exactOptional(),
    /** The address was typed and looked at. */
    confirmed: z.boolean().default(false),
  }),
  response: z.object({
    message_id: z.uuid(),
    state: z.string(),
    reason: z.string().nullable(),
  }),
  status: 202,
  example: {
    body: {
      source:
        'name: hello\nclass: service\nlanguage: en\nchannel: sms\ntext:\n  full: "Dear {{ customer.name }}, thank you."\n',
      to: "+27835550199",
      confirmed: true,
    },
  },
  work: async ({ tx, clientId, now, actor }, { body: { source: text, ...asked } }) => {
    const source = oneOf(text);
    const context = await loadContext(tx, clientId);
    const tried = tryTemplate(tx, context, source, { ...asked, actor }, now);
    const { messageId, state, reason } = await refusedAs(422, tried);
    return { message_id: messageId, state, reason };
  },
});

/** What the words were before. */
export const templateVersions = query({
  needs: "templates:read",
  tag,
  summary:
    "The client's own versions of a template in one language and channel, the last one first",
  params: z.object({ name: Words(100) }),
  query: z.strictObject({ language: Words(20), channel: Channel }),
  response: z.object({
    versions: z.array(
      z.object({
        version: z.int(),
        applied_at: InstantOnWire,
        applied_by: z.string(),
        source: z.unknown(),
      }),
    ),
  }),
  example: { params: { name: "reminder" }, query: { language: "en", channel: "sms" } },
  work: async ({ tx, clientId }, { params: { name }, query: of }) => ({
    versions: (await listVersions(tx, clientId, { name, ...of })).map((row) => ({
      version: row.version,
      applied_at: row.appliedAt,
      applied_by: row.appliedBy,
      source: row.source,
    })),
  }),
});
