// Campaigns as facts: which of those under way an account was chosen for, and the words that a campaign brought along.
import { sql } from "kysely";
import type { TemplateBook } from "#messages/templates/book.ts";
import { compile, type TemplateSource } from "#messages/templates/template.ts";
import type { Channel } from "#messages/route.ts";
import { asNamed, type Tx } from "#platform/db.ts";
import { CAMPAIGN_STEP_ID } from "#policies/campaign.ts";
import { isText } from "#policies/channels.ts";
import type { CampaignFact, MessageClass } from "#policies/types.ts";

/** Words of a campaign's own in one language: for whoever may be told all, and for whoever may be told less. */
export type CampaignWords = {
  readonly subject?: string | undefined;
  readonly text: string;
  /** Names no debt; without it whoever may not be told all is told nothing. */
  readonly reserved?: string | undefined;
};

/** By channel and language. */
export type WordsByChannel = {
  readonly [C in Channel]?: Readonly<Record<string, CampaignWords>> | undefined;
};

type Scope = {
  readonly tx: Tx;
  readonly clientId: string;
  readonly customerIds: readonly string[];
  readonly hopeful: boolean;
};

/** The name under which words of a campaign's own go out. */
export const ownTemplateOf = (campaignId: string): string => `campaign ${campaignId}`;

type Row = {
  readonly accountId: string;
  readonly id: string;
  readonly class: MessageClass;
  readonly channels: CampaignFact["channels"];
  readonly template: string | null;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly paused: boolean;
};

/** Open campaigns by account, the oldest first. A look ahead knows of none: what people plan later is not foreseen either. */
export async function loadCampaigns({
  tx,
  clientId,
  customerIds,
  hopeful,
}: Scope): Promise<ReadonlyMap<string, readonly CampaignFact[]>> {
  const byAccount = new Map<string, CampaignFact[]>();
  if (hopeful) return byAccount;
  const { rows } = await sql<Row>`
    select t.account_id as "accountId", c.campaign_id as id, c.class, c.channels, c.template,
      1000 * extract(epoch from t.from_at)::float8 as "fromMs", 1000 * extract(epoch from c.ends_at)::float8 as "untilMs",
      c.state = 'paused' as paused
    from dunlin.campaign_target t join dunlin.campaign c using (client_id, campaign_id)
    where t.client_id = ${clientId} and t.customer_id = any(${customerIds}::uuid[])
      and c.state in ('running', 'paused')
    order by c.campaign_id
    -- Whoever pauses or cancels waits for those who are about to speak for it, and nobody speaks for it after that.
    for share of c
  `.execute(asNamed(tx));
  for (const { accountId, template, fromMs, untilMs, ...rest } of rows) {
    const fact = {
      ...rest,
      template: template ?? ownTemplateOf(rest.id),
      from: fromMs,
      until: untilMs,
    };
    const known = byAccount.get(accountId);
    if (known) known.push(fact);
    else byAccount.set(accountId, [fact]);
  }
  return byAccount;
}

/** A template of a campaign's words. Throws a `UserError` that names what does not parse when it is compiled. */
function sourceOf(
  name: string,
  messageClass: MessageClass,
  channel: Channel,
  language: string,
  { subject, text, reserved }: CampaignWords,
): TemplateSource {
  return {
    name,
    class: messageClass,
    language,
    channel,
    ...(subject === undefined ? {} : { subject }),
    transliterate: false,
    text: { full: text, ...(reserved === undefined ? {} : { unverified: reserved }) },
  };
}

/** The book with words of the campaign under its own name; languages fall back as those of templates do. */
export function withWords(
  book: TemplateBook,
  name: string,
  sources: readonly TemplateSource[],
  fallback: string,
): TemplateBook {
  const find = (language: string, channel: Channel) =>
    sources.find((one) => one.language === language && one.channel === channel) ??
    (isText(channel)
      ? sources.find((one) => one.language === language && one.channel === "sms")
      : undefined);
  return {
    find: (wanted, language, channel) => {
      if (wanted !== name) return book.find(wanted, language, channel);
      for (const one of [language, language.split("-")[0]!, fallback, "en"]) {
        const source = find(one, channel);
        if (source) return compile(source);
      }
      // Somebody wrote in one language only: that is the one in which it is said.
      const any = sources.find((one) => one.channel === channel);
      return any && compile(any);
    },
  };
}

/** All templates of a campaign's words. */
export function sourcesOf(
  name: string,
  messageClass: MessageClass,
  words: WordsByChannel,
): TemplateSource[] {
  return Object.entries(words).flatMap(([channel, byLanguage]) =>
    Object.entries(byLanguage ?? {}).map(([language, one]) =>
      sourceOf(name, messageClass, channel as Channel, language, one),
    ),
  );
}

const known = new Map<string, readonly TemplateSource[]>();
const MOST_KNOWN = 500;

/** The book with the words of those campaigns among `anchors` that brought their own; they do not change once scheduled. */
export async function withCampaignWords(
  tx: Tx,
  clientId: string,
  book: TemplateBook,
  said: readonly { readonly stepId: string; readonly anchor: string }[],
  fallback: string,
): Promise<TemplateBook> {
  const ids = [
    ...new Set(said.flatMap((one) => (one.stepId === CAMPAIGN_STEP_ID ? [one.anchor] : []))),
  ];
  if (ids.length === 0) return book;
  const missing = ids.filter((id) => !known.has(`${clientId} ${id}`));
  if (missing.length > 0) {
    const { rows } = await sql<{ id: string; class: MessageClass; words: WordsByChannel | null }>`
      select campaign_id as id, class, words from dunlin.campaign
      where client_id = ${clientId} and campaign_id = any(${missing}::uuid[])
    `.execute(tx);
    if (known.size >= MOST_KNOWN) known.clear();
    for (const { id, class: messageClass, words } of rows) {
      const name = ownTemplateOf(id);
      known.set(`${clientId} ${id}`, words ? sourcesOf(name, messageClass, words) : []);
    }
  }
  return ids.reduce((sum, id) => {
    const sources = known.get(`${clientId} ${id}`) ?? [];
    return sources.length === 0 ? sum : withWords(sum, ownTemplateOf(id), sources, fallback);
  }, book);
}
