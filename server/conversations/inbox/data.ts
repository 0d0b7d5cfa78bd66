// What words to one correspondent may speak of: names, and what each account stands at.
import { sql } from "kysely";
import { accountData, balanceOf } from "#conversations/balance.ts";
import { loadHoldings } from "#conversations/holdings.ts";
import { languageFor } from "#conversations/speaking.ts";
import type { PlanContext } from "#messages/planning/context.ts";
import { zonesOf } from "#messages/planning/zones.ts";
import type { TemplateData } from "#messages/templates/variables.ts";
import type { Tx } from "#platform/db.ts";
import { dateOf, dayAt } from "#policies/day.ts";
import type { Conversation } from "./hold.ts";
import type { Way } from "./way.ts";

type Customer = {
  readonly language: string;
  /** Of the conversation. */
  readonly speaks: string | null;
  readonly name: string;
  readonly reference: string;
  readonly zone: string | null;
  readonly country: string;
  readonly person: string | null;
};

/** The variables, all of them: what may be told is picked where words are made. Of several accounts, the one that owes most. */
export async function dataFor(
  tx: Tx,
  { client }: PlanContext,
  { customerId }: Conversation,
  { contactPointId }: Pick<Way, "contactPointId">,
  now: Temporal.Instant,
): Promise<{ readonly language: string; readonly data: TemplateData }> {
  const { clientId, name, phone, email, site } = client;
  const own: TemplateData = {
    client: { name, ...(phone && { phone }), ...(email && { email }), ...(site && { site }) },
    today: dateOf(dayAt(now.epochMilliseconds, client.zone)),
  };
  if (customerId === null) return { language: client.language, data: own };
  const customer = await customerOf(tx, clientId, customerId, contactPointId);
  const zone = zonesOf(customer.zone, customer.country, [])[0] ?? client.zone;
  const balances = (await loadHoldings(tx, clientId, customerId))
    .map((one) => balanceOf(one, now.epochMilliseconds, zone))
    .toSorted((a, b) => Number(b.openMinor - a.openMinor));
  const data: TemplateData = {
    ...own,
    customer: { name: customer.name, reference: customer.reference },
    ...(customer.person === null ? {} : { person: { name: customer.person } }),
    ...(balances[0] === undefined ? {} : { account: accountData(balances[0]) }),
  };
  return { language: languageFor(customer.speaks, customer.language), data };
}

async function customerOf(
  tx: Tx,
  clientId: string,
  customerId: string,
  contactPointId: string | undefined,
): Promise<Customer> {
  const { rows } = await sql<Customer>`
    select c.language, c.name, c.reference, c.zone, c.country,
      (select v.language from dunlin.conversation v
        where v.client_id = c.client_id and v.customer_id = c.customer_id) as speaks,
      (select n.name from dunlin.contact_point p join dunlin.person n using (client_id, person_id)
        where p.client_id = c.client_id and p.contact_point_id = ${contactPointId ?? null}::uuid) as person
    from dunlin.customer c
    where c.client_id = ${clientId} and c.customer_id = ${customerId}`.execute(tx);
  return rows[0]!;
}
