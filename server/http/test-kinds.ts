/** What the tests of message kinds stand on: the HTTP world with a mail route, and short ways to send and look. */
import { expect } from "vitest";
import { NOW, openHttpWorld, type HttpWorld } from "./test-world.ts";

/** Customers' and the staff's mailboxes. */
export const MAIL = { to: "noluthando@customer.example", channel: "email" } as const;
export const FINANCE = { to: "finance@acme.example", channel: "email" } as const;
export const PDF = Buffer.from("%PDF-1.7\n%%EOF\n");

type Sent = { readonly id: string; readonly status: string; readonly reason: string | null };

/** Opens it; links lead to https://dunlin.example. */
export async function openKindsWorld() {
  const world = await openHttpWorld();
  await world.owner.query("update dunlin.installation set public_url = 'https://dunlin.example'");
  const { rows } = await world.owner.query<{ id: string }>(
    `insert into dunlin.route (client_id, name, channel, adapter, config, sender, listens, rate_per_s, burst)
     values ($1, 'mail', 'email', 'smtp', '{}', 'acme@example.org', '{acme@example.org}', 10, 10)
     returning route_id as id`,
    [world.clientId],
  );
  const post = async (url: string, payload: object) =>
    await world.ask("POST", `/v1${url}`, payload);
  return {
    ...world,
    mailRouteId: rows[0]!.id,
    post,
    thread: async (id: string) => (await world.ask("GET", `/v1/messages/${id}`)).json(),
    sent: async (payload: object): Promise<Sent> => {
      const answer = await post("/messages", payload);
      expect(answer.statusCode, answer.body).toBe(202);
      return answer.json<Sent>();
    },
    /** The fields that a refusal names. */
    errorsOf: async (payload: object): Promise<string[]> => {
      const answer = await post("/messages", payload);
      expect(answer.statusCode, answer.body).toBe(422);
      return answer.json().errors.map(({ field }: { field: string }) => field);
    },
    count: async (): Promise<number> =>
      Number((await world.owner.query("select count(*) from dunlin.message")).rows[0]!.count),
  };
}

export type KindsWorld = Awaited<ReturnType<typeof openKindsWorld>>;

/** Another customer of acme, with a number of their own; their id. */
export async function addCustomerAt(
  { owner, clientId }: Pick<HttpWorld, "owner" | "clientId">,
  phone: string,
): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `with cu as (insert into dunlin.customer (client_id, reference, name, language, country, created_at)
        values ($1, $2, 'Sipho', 'en', 'ZA', $3) returning customer_id)
     insert into dunlin.contact_point (client_id, customer_id, kind, address, disclosure, source, created_at)
     select $1, customer_id, 'phone', $2, 'full', 'book', $3 from cu returning customer_id as id`,
    [clientId, phone, NOW.toString()],
  );
  return rows[0]!.id;
}
