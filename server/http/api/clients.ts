import { z } from "zod";
import { inClient } from "../deps.ts";
import { auditedIn } from "../audited.ts";
import { knownAnswer, onceIn } from "../idempotency.ts";
import { change, operate, query, type Operating } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import { Currency, InstantOnWire, snakeKeys, Words } from "../wire.ts";
import { clientIdOf, createClient, getClient, SlugTaken, updateClient } from "#clients/clients.ts";
import { recordEvents } from "#ledger/events.ts";
import { everybodyAgain } from "#messages/planning/apply-policy.ts";
import { clockNow } from "#platform/clock.ts";
import { listClients } from "#reporting/client-list.ts";

const Client = z.object({
  slug: z.string(),
  name: z.string(),
  currency: z.string(),
  country: z.string(),
  zone: z.string(),
  language: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  site: z.string().nullable(),
  book_as_of: InstantOnWire.nullable(),
});

/** The clients of the installation, by name. */
export const clients = operate({
  needs: "clients:read",
  tag: "Clients",
  summary: "Clients of the installation, at most 500",
  response: z.object({ clients: z.array(Client) }),
  example: {},
  work: async ({ deps }) => ({ clients: (await listClients(deps.db, 500)).map(snakeKeys) }),
});

const Language = z.string().regex(/^[a-z]{2,3}$/, { error: 'is no language; write it like "en"' });
const Name = Words(200);
const Zone = Words(60);
const Phone = Words(40);
const Mailbox = z.email({ error: "is no mail address" }).max(254);
const Site = Words(300);

const NewClient = z.strictObject({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
    error: "is no slug; use small letters, digits and dashes",
  }),
  name: Name,
  currency: Currency,
  country: z.string().regex(/^[A-Z]{2}$/, { error: "is no ISO 3166 code such as ZA" }),
  zone: Zone,
  language: Language.default("en"),
  phone: Phone.exactOptional(),
  email: Mailbox.exactOptional(),
  site: Site.exactOptional(),
});

/** Makes a client. The slug makes it happen once. */
export const addClient = operate({
  needs: "clients:write",
  tag: "Clients",
  summary: "Make a client; 409 when the slug is taken, so that it happens once",
  body: NewClient,
  response: Client,
  status: 201,
  example: {
    body: {
      slug: "harbour",
      name: "Harbour Fibre",
      currency: "ZAR",
      country: "ZA",
      zone: "Africa/Johannesburg",
      phone: "+27 21 555 0199",
    },
  },
  work: async (asked, { body }) => {
    const { deps, once } = asked;
    const now = await clockNow(deps.db);
    const made = await createClient(deps.db, body, now, async (tx, clientId) => {
      await onceIn(
        tx,
        clientId,
        once,
        async () => await auditedIn({ ...asked, tx, clientId }, MADE),
      );
    }).catch(async (error: unknown) => {
      if (!(error instanceof SlugTaken)) throw error;
      return (await madeBefore(asked, body.slug)) ?? conflict(error);
    });
    return await inClient(deps.db, made, async (tx) => snakeKeys(await getClient(tx, made)));
  },
});

// What the client is told is read when it is there; the key is bound to the client that it made.
const MADE = async () => await Promise.resolve({ status: 201, text: "{}" });

function conflict(error: SlugTaken): never {
  throw new HttpProblem(409, error.message);
}

/** The client with the slug, if a request with this very key made it. 409 when the key was used for another body. */
async function madeBefore({ deps, once }: Operating, slug: string): Promise<string | undefined> {
  if (once === undefined) return undefined;
  const clientId = await clientIdOf(deps.db, slug);
  return await inClient(deps.db, clientId, async (tx) =>
    (await knownAnswer(tx, clientId, once)) ? clientId : undefined,
  );
}

/** The client that the request is for. */
export const client = query({
  needs: "client:read",
  tag: "Clients",
  summary: "The client that the key belongs to",
  response: Client,
  example: {},
  work: async ({ tx, clientId }) => snakeKeys(await getClient(tx, clientId)),
});

/** Changes the client's own settings; with another zone everybody is decided again. */
export const putClient = change({
  needs: "client:write",
  tag: "Clients",
  summary: "Change name, zone, language and contacts of the client; null takes a contact away",
  description:
    "Slug, currency and country stay. After a change of the zone every customer is decided again, ten minutes later.",
  body: z.strictObject({
    name: Name.exactOptional(),
    zone: Zone.exactOptional(),
    language: Language.exactOptional(),
    phone: Phone.nullable().exactOptional(),
    email: Mailbox.nullable().exactOptional(),
    site: Site.nullable().exactOptional(),
  }),
  response: Client,
  example: { body: { phone: "+27 21 555 0100", site: "https://acme.example" } },
  work: async ({ tx, clientId, now, actor }, { body }) => {
    const fields = await refusedAs(422, updateClient(tx, clientId, body));
    if (fields.includes("zone")) await everybodyAgain(tx, clientId, now);
    if (fields.length > 0) {
      await recordEvents(tx, clientId, now, [{ kind: "client.updated", actor, body: { fields } }]);
    }
    return snakeKeys(await getClient(tx, clientId));
  },
});
