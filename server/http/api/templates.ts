import { z } from "zod";
import { change, query } from "../operation.ts";
import { HttpProblem, refuseSource } from "../problems.ts";
import { Words } from "../wire.ts";
import { loadContext } from "#messages/planning/context.ts";
import { applyTemplates, loadTemplates } from "#messages/templates/own.ts";
import { shippedTemplates } from "#messages/templates/shipped.ts";
import { preview } from "#messages/templates/preview.ts";

const Line = z.object({
  name: z.string(),
  language: z.string(),
  channel: z.string(),
  class: z.string(),
  origin: z.enum(["own", "shipped"]),
});

/** The client's own templates, then the shipped ones that they do not replace. */
export const templates = query({
  needs: "templates:read",
  tag: "Templates",
  summary: "Templates: the client's own ones and those that are shipped",
  response: z.object({ templates: z.array(Line) }),
  etag: true,
  example: {},
  work: async ({ tx, clientId }) => {
    const own = await loadTemplates(tx, clientId);
    const all = [
      ...own.map((source) => ({ source, origin: "own" as const })),
      ...shippedTemplates().map((source) => ({ source, origin: "shipped" as const })),
    ];
    return {
      templates: all.map(({ source: { name, language, channel, class: cls }, origin }) => ({
        name,
        language,
        channel,
        class: cls,
        origin,
      })),
    };
  },
});

const NamePath = z.object({ name: Words(100) });

/** Every version of the words in every language and channel. */
export const template = query({
  needs: "templates:read",
  tag: "Templates",
  summary: "One template in all languages and channels, as it stands",
  params: NamePath,
  response: z.object({ name: z.string(), variants: z.array(Line.extend({ source: z.unknown() })) }),
  etag: true,
  example: { params: { name: "reminder" } },
  work: async ({ tx, clientId }, { params: { name } }) => {
    const own = (await loadTemplates(tx, clientId)).filter((source) => source.name === name);
    const shipped = shippedTemplates().filter((source) => source.name === name);
    const replaced = new Set(own.map(({ language, channel }) => `${language} ${channel}`));
    const variants = [
      ...own.map((source) => ({ source, origin: "own" as const })),
      ...shipped
        .filter(({ language, channel }) => !replaced.has(`${language} ${channel}`))
        .map((source) => ({ source, origin: "shipped" as const })),
    ];
    if (variants.length === 0) throw new HttpProblem(404, `there is no template "${name}"`);
    return {
      name,
      variants: variants.map(({ source, origin }) => {
        const { language, channel, class: cls, ...words } = source;
        return { name, language, channel, class: cls, origin, source: words };
      }),
    };
  },
});

/** Puts templates in force. */
export const putTemplates = change({
  needs: "templates:write",
  tag: "Templates",
  summary: "Check templates and put them in force as new versions; all or none",
  body: z.strictObject({ source: z.string().min(1).max(900_000) }),
  response: z.object({
    applied: z.array(
      z.object({
        name: z.string(),
        language: z.string(),
        channel: z.string(),
        version: z.int(),
      }),
    ),
  }),
  example: {
    body: {
      source:
        'name: ticket_closed\nclass: service\nlanguage: en\nchannel: sms\ntext:\n  full: "{{ client.name }}: ticket {{ vars.ticket }} was closed."\n',
    },
  },
  work: async ({ tx, clientId, now, actor }, { body }) => {
    const result = await applyTemplates(tx, clientId, body.source, now, actor);
    if ("errors" in result) return refuseSource(result.errors);
    return { applied: [...result.applied] };
  },
});

/** What a template says with given data. */
export const previewTemplate = query({
  needs: "templates:read",
  tag: "Templates",
  summary: "What a template says, with its segments, its price and the character that forces UCS-2",
  params: NamePath,
  body: z.strictObject({
    channel: z.enum(["sms", "email"]),
    language: Words(20).exactOptional(),
    to: Words(320).exactOptional(),
    data: z.record(z.string().max(100), z.unknown()).default({}),
  }),
  response: z.object({
    ok: z.boolean(),
    problem: z.string().nullable(),
    subject: z.string().nullable(),
    text: z.string().nullable(),
    html: z.string().nullable(),
    segments: z.int().nullable(),
    encoding: z.string().nullable(),
    offending: z.string().nullable(),
    price_micros: z.string().nullable(),
  }),
  example: {
    params: { name: "reminder" },
    body: { channel: "sms", language: "en", data: { customer: { name: "Thandi" } } },
  },
  work: async ({ tx, clientId, now }, { params: { name }, body }) => {
    const context = await loadContext(tx, clientId);
    const shown = preview(context, { ...body, template: name }, now);
    if (!shown) {
      throw new HttpProblem(404, `template "${name}" has no words for ${body.channel}`);
    }
    return shown;
  },
});
