// How a record stands, for the audit: its columns without texts of people. One statement a kind.
import { sql, type RawBuilder } from "kysely";
import type { Tx } from "#platform/db.ts";

type Look = (clientId: string, id: string) => RawBuilder<{ state: unknown }>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const byId =
  (table: string, key: string, columns: RawBuilder<unknown>): Look =>
  (clientId, id) =>
    sql`
    select jsonb_build_object(${columns}) as state from dunlin.${sql.id(table)} t
    where t.client_id = ${clientId} and t.${sql.id(key)}::text = ${id}`;

/** Texts that may be of a person become digests before the row is written: see `withoutPersons`. */
const LOOKS: Readonly<Record<string, Look>> = {
  customer: (clientId, id) => sql`
    select jsonb_build_object(
      'name', t.name, 'kind', t.kind, 'language', t.language, 'zone', t.zone, 'country', t.country,
      'segment', t.segment, 'erased', t.erased_at is not null, 'facts_version', t.facts_version::text,
      'contact_points', (select coalesce(jsonb_agg(jsonb_build_object('id', p.contact_point_id, 'kind', p.kind,
          'disclosure', p.disclosure, 'rank', p.rank, 'retired', p.retired_at is not null)
          order by p.contact_point_id), '[]')
        from (select * from dunlin.contact_point p where p.client_id = t.client_id
          and p.customer_id = t.customer_id order by p.contact_point_id limit 50) p),
      'opted_out', (select coalesce(jsonb_agg(p.contact_point_id || ' ' || a.channel order by p.contact_point_id, a.channel), '[]')
        from dunlin.contact_point p join dunlin.address a on a.client_id = p.client_id and a.address = p.address
        where p.client_id = t.client_id and p.customer_id = t.customer_id and a.opted_out_at is not null),
      'holds', (select coalesce(jsonb_agg(jsonb_build_object('id', h.hold_id, 'kind', h.kind, 'until', h.until_on)
          order by h.hold_id), '[]')
        from (select * from dunlin.hold h where h.client_id = t.client_id and h.customer_id = t.customer_id
          and h.ended_at is null order by h.hold_id limit 50) h),
      'open_minor', (select coalesce(jsonb_object_agg(a.currency, coalesce(i.minor, 0)::text), '{}')
        from dunlin.account a left join lateral (select sum(open_minor) as minor from dunlin.invoice i
          where i.client_id = a.client_id and i.account_id = a.account_id) i on true
        where a.client_id = t.client_id and a.customer_id = t.customer_id)) as state
    from dunlin.customer t where t.client_id = ${clientId} and t.customer_id::text = ${id}`,
  message: byId(
    "message",
    "message_id",
    sql`'state', t.state, 'reason_code', t.reason, 'class', t.class`,
  ),
  campaign: byId(
    "campaign",
    "campaign_id",
    sql`'state', t.state, 'class', t.class, 'segment_id', t.segment_id, 'channels', t.channels, 'template', t.template,
      'starts_at', t.starts_at, 'ends_at', t.ends_at, 'repeats', t.repeats, 'version', t.version,
      'scheduled_by', t.scheduled_by, 'approved_by', t.approved_by`,
  ),
  segment: byId(
    "segment",
    "segment_id",
    sql`'filter_sha256', left(encode(sha256(convert_to(t.filter::text, 'UTF8')), 'hex'), 24), 'removed', t.removed_at is not null`,
  ),
  webhook: byId(
    "webhook_endpoint",
    "endpoint_id",
    sql`'url', t.url, 'kinds', t.kinds, 'enabled', t.enabled, 'ordered', t.ordered, 'disabled_why', t.disabled_why`,
  ),
  key: byId(
    "api_key",
    "key_id",
    sql`'label', t.label, 'hint', t.hint, 'scopes', t.scopes, 'expires_at', t.expires_at, 'revoked_at', t.revoked_at`,
  ),
  user: (clientId, id) => sql`
    select jsonb_build_object('role', t.role) as state from dunlin.member t
    where t.client_id = ${clientId} and t.user_id::text = ${id} and t.ended_at is null`,
  import: byId(
    "batch",
    "batch_id",
    sql`'state', t.state, 'kind', t.kind, 'file_sha256', left(t.digest, 24)`,
  ),
  payment: byId(
    "payment",
    "payment_id",
    sql`'account_id', t.account_id, 'currency', t.currency, 'amount_minor', t.amount_minor::text,
      'unallocated_minor', t.unallocated_minor::text`,
  ),
  client: (clientId) => sql`
    select to_jsonb(t) - '{mapping,settings_stamp,created_at,client_id}'::text[] as state
    from dunlin.client t where t.client_id = ${clientId}`,
  arrangements: (clientId) => sql`
    select to_jsonb(t) - '{client_id,changed_at,changed_by}'::text[] as state
    from dunlin.arrangement_limits t where t.client_id = ${clientId}`,
  routes: (clientId) => sql`
    select coalesce(jsonb_object_agg(t.name, jsonb_build_object('adapter', t.adapter, 'sender', t.sender,
      'enabled', t.enabled, 'priority', t.priority, 'rate_per_s', t.rate_per_s,
      'settings', left(encode(sha256(convert_to(t.config::text || t.prices::text, 'UTF8')), 'hex'), 24))), '{}') as state
    from (select * from dunlin.route where client_id = ${clientId} order by name limit 50) t`,
  policies: (clientId) => sql`
    select jsonb_build_object('version', t.version, 'name', t.name,
      'source_sha256', left(encode(sha256(convert_to(t.source, 'UTF8')), 'hex'), 24)) as state
    from dunlin.policy t where t.client_id = ${clientId} and not t.candidate
    order by t.version desc limit 1`,
  templates: (clientId) => sql`
    select jsonb_build_object('count', count(*)::int, 'newest', max(t.applied_at)) as state
    from dunlin.template t where t.client_id = ${clientId}`,
};

/** Kinds that are one record without an id: the client's own, of which there is one set. */
const WHOLE = new Set(["client", "arrangements", "routes", "policies", "templates"]);

/** The record as it stands now; undefined where it is not there, or is of a kind that has no look. */
export async function lookOf(
  tx: Tx,
  clientId: string,
  kind: string,
  id: string | undefined,
): Promise<unknown> {
  const look = Object.hasOwn(LOOKS, kind) ? LOOKS[kind] : undefined;
  if (!look || (!WHOLE.has(kind) && (id === undefined || !UUID.test(id)))) return undefined;
  const { rows } = await look(clientId, id ?? "").execute(tx);
  return rows[0]?.state;
}
