import { z } from "zod";
import { CustomerPath, requireCustomer } from "../deps.ts";
import { change, query, type Working } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import { ID, InstantOnWire, snakeKeys, Words } from "../wire.ts";
import { getClient } from "#clients/clients.ts";
import { optIn, optOut } from "#conversations/opting.ts";
import {
  addContactPoint,
  DISCLOSURES,
  listContactPoints,
  retireContactPoint,
  setDisclosure,
  type ContactPoint,
} from "#ledger/contact-points.ts";
import { phoneReader, readEmail } from "#ledger/reading/contacts.ts";
import { changeCustomer } from "#messages/planning/change.ts";
import { loadContext } from "#messages/planning/context.ts";

const Point = z.object({
  contact_point_id: z.uuid(),
  kind: z.enum(["phone", "mailbox", "messenger", "chat"]),
  address: z.string(),
  disclosure: z.enum(DISCLOSURES),
  source: z.string(),
  created_at: InstantOnWire,
  retired_at: InstantOnWire.nullable(),
  retired_by: z.string().nullable(),
  opted_out: z.array(z.string()).readonly(),
  consent_source: z.string().nullable(),
  consent_at: InstantOnWire.nullable(),
});
const Changed = z.object({
  contact_point_id: z.uuid(),
  messages: z.int(),
  withdrawn: z.int(),
});
const PointPath = CustomerPath.extend({ contact_point_id: z.uuid() });
const POINT = { ref: "C/1 é", contact_point_id: ID };
const tag = "Contact points";

/** All of a customer's, live ones first. */
export const contactPoints = query({
  needs: "customers:read",
  tag,
  summary: "Numbers and mailboxes of a customer, live ones first, with consent",
  params: CustomerPath,
  response: z.object({ contact_points: z.array(Point) }),
  example: { params: { ref: "C/1 é" } },
  work: async (working, { params }) => {
    const customerId = await requireCustomer(working, params.ref);
    const found = await listContactPoints(working.tx, working.clientId, customerId);
    return { contact_points: found.map(snakeKeys) };
  },
});

/** A number or a mailbox, as people write them. */
const Address = {
  phone: Words(40).exactOptional(),
  email: Words(254).exactOptional(),
};

function addressOf(
  { phone, email }: { phone?: string | undefined; email?: string | undefined },
  country: string,
): Pick<ContactPoint, "kind" | "address"> {
  if ((phone === undefined) === (email === undefined)) {
    throw refused("phone", 'give either "phone" or "email"');
  }
  const read = phone === undefined ? readEmail(email!) : phoneReader(country)(phone);
  const field = phone === undefined ? "email" : "phone";
  if (!("value" in read)) throw refused(field, read.reason);
  return { kind: phone === undefined ? "mailbox" : "phone", address: read.value };
}

function refused(field: string, message: string): HttpProblem {
  return new HttpProblem(422, `${field} (body): ${message}`, [{ in: "body", field, message }]);
}

/** Adds one; the book leaves it alone. */
export const addPoint = change({
  needs: "customers:write",
  tag,
  summary: "Add a number or a mailbox, or bring a retired one back; the book leaves it alone",
  params: CustomerPath,
  body: z.strictObject({ ...Address, disclosure: z.enum(DISCLOSURES).default("full") }),
  response: Changed,
  status: 201,
  example: {
    params: { ref: "C/1 é" },
    body: { email: "thandi@example.org", disclosure: "name" },
  },
  work: async (working, { params, body }) => {
    const { tx, clientId, actor } = working;
    const customerId = await requireCustomer(working, params.ref);
    const { country } = await getClient(tx, clientId);
    const point = { ...addressOf(body, country), disclosure: body.disclosure, customerId, actor };
    const { done, messages, withdrawn } = await changeCustomer(
      tx,
      clientId,
      actor,
      async (now) => await refusedAs(409, addContactPoint(tx, clientId, point, now)),
    );
    return { contact_point_id: done.contactPointId, messages, withdrawn };
  },
});

/** Says how much may be said at an address. */
export const changePoint = change({
  needs: "customers:write",
  tag,
  summary: "Set what may be said at a contact point: nothing of a debt, the name, or all",
  params: PointPath,
  body: z.strictObject({ disclosure: z.enum(DISCLOSURES) }),
  response: Changed,
  example: { params: POINT, body: { disclosure: "full" } },
  work: async (working, { params, body }) =>
    await touch(
      working,
      params,
      async (point, now) =>
        await setDisclosure(working.tx, working.clientId, { ...point, ...body }, now),
    ),
});

type Touched = { contactPointId: string; customerId: string; actor: string };

async function touch(
  working: Working,
  { ref, contact_point_id: contactPointId }: z.output<typeof PointPath>,
  work: (point: Touched, now: Temporal.Instant) => Promise<{ readonly customerId: string }>,
): Promise<z.output<typeof Changed>> {
  const { tx, clientId, actor } = working;
  const customerId = await requireCustomer(working, ref);
  const { messages, withdrawn } = await changeCustomer(
    tx,
    clientId,
    actor,
    async (now) => await refusedAs(404, work({ contactPointId, customerId, actor }, now)),
  );
  return { contact_point_id: contactPointId, messages, withdrawn };
}

/** Retires one. */
export const retirePoint = change({
  needs: "customers:write",
  tag,
  summary: "Retire a contact point: nothing goes there any more for this customer",
  params: PointPath,
  response: Changed,
  example: { params: POINT },
  work: async (working, { params }) =>
    await touch(
      working,
      params,
      async (point, now) => await retireContactPoint(working.tx, working.clientId, point, now),
    ),
});

/** Records consent, or that it was taken back, with what says so. */
export const consentAtPoint = change({
  needs: "customers:write",
  tag,
  summary: "Record that the person at a contact point agreed to a channel, or no longer does",
  description:
    "It holds for the address, whoever uses it: opted out, nothing that may be refused goes there any more. source is what says so, such as a form or a letter.",
  params: PointPath,
  body: z.strictObject({
    channel: z.enum(["sms", "email"]),
    agreed: z.boolean(),
    source: Words(200),
  }),
  response: z.object({ address: z.string(), changed: z.boolean(), withdrawn: z.int() }),
  example: { params: POINT, body: { channel: "email", agreed: true, source: "web form, 4 May" } },
  work: async (working, { params, body: { channel, agreed, source } }) => {
    const { tx, clientId, actor, now } = working;
    const customerId = await requireCustomer(working, params.ref);
    const points = await listContactPoints(tx, clientId, customerId);
    const point = points.find((one) => one.contactPointId === params.contact_point_id);
    if (!point) throw new HttpProblem(404, "the customer has no such contact point; list them");
    if ((point.kind === "phone") !== (channel === "sms")) {
      throw refused("channel", `${channel} does not reach a ${point.kind}`);
    }
    const wish = { channel, addresses: [point.address], by: actor, cause: source, source };
    const how = agreed ? optIn : optOut;
    const { changed, withdrawn } = await how(tx, await loadContext(tx, clientId), wish, now);
    return { address: point.address, changed: changed.length > 0, withdrawn };
  },
});
