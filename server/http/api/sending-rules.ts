// How single messages are treated, and the client's own people by what they do.
import { z } from "zod";
import { change, query } from "../operation.ts";
import { HttpProblem } from "../problems.ts";
import { InstantOnWire, snakeKeys, Words } from "../wire.ts";
import { loadContext } from "#messages/planning/context.ts";
import { destinationOf } from "#messages/sending.ts";
import { loadRules, setRules } from "#messages/sending-rules.ts";
import { listStaff, removeStaff, setStaff } from "#messages/staff.ts";

const MOST = 1_000_000;
const Rules = z.object({
  pins_per_hour: z.int().nullable(),
  service_per_day: z.int().nullable(),
  welcome_template: z.string().nullable(),
  welcome_since: InstantOnWire.nullable(),
});

/** The rules in force. */
export const sendingRules = query({
  needs: "policies:read",
  tag: "Messages",
  summary: "Caps of an address for pins and service messages, and the welcome of new customers",
  response: Rules,
  example: {},
  work: async ({ tx, clientId }) => snakeKeys(await loadRules(tx, clientId)),
});

/** Changes what is given; the rest stays. */
export const putSendingRules = change({
  needs: "policies:write",
  tag: "Messages",
  summary: "Change the caps of an address (null: none) or the welcome (null: none is sent)",
  body: z.strictObject({
    pins_per_hour: z.int().min(1).max(MOST).nullable().exactOptional(),
    service_per_day: z.int().min(1).max(MOST).nullable().exactOptional(),
    welcome_template: z
      .string()
      .regex(/^[a-z0-9_-]{1,40}$/, { error: "is no name of a template" })
      .nullable()
      .exactOptional(),
  }),
  response: Rules,
  example: { body: { pins_per_hour: 5, welcome_template: "welcome" } },
  work: async ({ tx, clientId, now, actor }, { body }) => {
    const before = await loadRules(tx, clientId);
    const {
      pins_per_hour: pinsPerHour = before.pinsPerHour,
      service_per_day: servicePerDay = before.servicePerDay,
      welcome_template: welcomeTemplate = before.welcomeTemplate,
    } = body;
    const { templates, client } = await loadContext(tx, clientId);
    const channels = ["sms", "email"] as const;
    if (
      welcomeTemplate !== null &&
      channels.every((channel) => !templates.find(welcomeTemplate, client.language, channel))
    ) {
      const message = `is no template of yours: "${welcomeTemplate}"`;
      throw new HttpProblem(422, `welcome_template ${message}`, [
        { in: "body", field: "welcome_template", message },
      ]);
    }
    await setRules(tx, clientId, { pinsPerHour, servicePerDay, welcomeTemplate }, { now, actor });
    return snakeKeys(await loadRules(tx, clientId));
  },
});

const Role = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, {
  error: "is no role; use up to 40 of a-z, 0-9, _ and -",
});
const Person = z.object({
  role: z.string(),
  channel: z.enum(["sms", "email"]),
  address: z.string(),
  name: z.string(),
  language: z.string().nullable(),
});

/** Who stands under which role. */
export const staffContacts = query({
  needs: "users:read",
  tag: "Messages",
  summary: 'The client\'s own people: "to": "role:finance" reaches whoever stands under finance',
  response: z.object({ staff: z.array(Person) }),
  example: {},
  work: async ({ tx, clientId }) => ({ staff: await listStaff(tx, clientId) }),
});

/** Puts people under roles. */
export const putStaffContacts = change({
  needs: "users:write",
  tag: "Messages",
  summary: "Put addresses under roles; one address for each role and channel",
  body: z.strictObject({
    staff: z
      .array(
        z.strictObject({
          role: Role,
          channel: z.enum(["sms", "email"]),
          address: Words(320),
          name: z.string().max(200).default(""),
          language: z
            .string()
            .regex(/^[a-z]{2,3}$/, { error: 'is no language; write it like "en"' })
            .exactOptional(),
        }),
      )
      .min(1)
      .max(100)
      .refine(
        (staff) => new Set(staff.map((one) => `${one.role} ${one.channel}`)).size === staff.length,
        { error: "names a role and channel twice" },
      ),
  }),
  response: z.object({ staff: z.array(Person) }),
  example: {
    body: { staff: [{ role: "finance", channel: "email", address: "finance@acme.example" }] },
  },
  work: async ({ tx, clientId, now, actor }, { body }) => {
    const { client } = await loadContext(tx, clientId);
    const contacts = body.staff.map(({ language = null, address, ...one }) => ({
      ...one,
      language,
      address: destinationOf({ to: address, channel: one.channel }, client.country),
    }));
    await setStaff(tx, clientId, contacts, { now, actor });
    return { staff: await listStaff(tx, clientId) };
  },
});

/** Takes a role out of the book. */
export const endStaffContact = change({
  needs: "users:write",
  tag: "Messages",
  summary: "Take a role out of the book, on both channels",
  params: z.object({ role: Role }),
  response: z.object({ removed: z.string() }),
  example: { params: { role: "duty" } },
  work: async ({ tx, clientId }, { params: { role } }) => {
    if (await removeStaff(tx, clientId, role)) return { removed: role };
    throw new HttpProblem(404, `nobody stands under the role "${role}"`);
  },
});
