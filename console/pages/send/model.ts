// What the pages of campaigns speak of: the API's own shapes, and the composer's draft.
import type { paths } from "../../../sdk/schema.ts";

type Json<R> = R extends { content: { "application/json": infer Body } } ? Body : never;

export type CampaignView = Json<paths["/v1/campaigns/{campaign_id}"]["get"]["responses"]["200"]>;
export type Campaign = CampaignView["campaign"];
export type Progress = CampaignView["progress"];
export type Filter = NonNullable<Campaign["filter"]>;
export type Conditions = Omit<Filter, "except">;
export type Field = keyof Conditions;

type PreviewBody = NonNullable<
  paths["/v1/campaigns/preview"]["post"]["requestBody"]
>["content"]["application/json"];
export type OwnWords = NonNullable<PreviewBody["words"]>;
export type Preview = Json<paths["/v1/campaigns/preview"]["post"]["responses"]["200"]>;
export type Example = Preview["examples"][number];
export type Counted = Json<paths["/v1/segments/count"]["post"]["responses"]["200"]>;

/** Which channels, as people choose them. */
export const REACHES = ["sms|email", "sms", "email", "sms,email", "whatsapp|sms"] as const;
export type Reach = (typeof REACHES)[number];

type Channel = NonNullable<PreviewBody["channels"]>[number][number];

const channelsOf = (reach: Reach): Channel[][] =>
  reach.split(",").map((part) => part.split("|") as Channel[]);

const reachOf = (channels: readonly (readonly string[])[]): Reach =>
  REACHES.find((one) => one === channels.map((inner) => inner.join("|")).join(",")) ?? "sms|email";

export type OwnText = {
  readonly subject: string;
  readonly sms: string;
  readonly email: string;
  readonly reserved: string;
};

/** What is being composed; plain data, so that it survives a reload. */
export type Draft = {
  readonly name: string;
  /** A saved segment, or "" for the filter. */
  readonly segment: string;
  readonly filter: Filter;
  readonly reach: Reach;
  readonly class: Campaign["class"];
  readonly says: "template" | "words";
  readonly template: string;
  readonly language: string;
  readonly words: OwnText;
  /** Local time where the client is, "2026-03-06T09:00"; "" means now. */
  readonly startsAt: string;
  readonly spreadMinutes: number;
  readonly repeats: "" | "weekly" | "monthly" | "quarterly";
  /** What was saved of it, so that a second try changes it instead of making another one. */
  readonly saved?: { readonly id: string; readonly version: number } | undefined;
};

export const emptyDraft = (language: string, filter: Filter = { overdue: true }): Draft => ({
  name: "",
  segment: "",
  filter,
  reach: "sms|email",
  class: "collection",
  says: "template",
  template: "reminder",
  language,
  words: { subject: "", sms: "", email: "", reserved: "" },
  startsAt: "",
  spreadMinutes: 0,
  repeats: "",
});

const LOCAL = 16;

/** An instant as a field of a form takes it, in the zone. */
export const localOf = (instant: string | null, zone: string): string =>
  instant === null
    ? ""
    : new Intl.DateTimeFormat("sv-SE", {
        timeZone: zone,
        dateStyle: "short",
        timeStyle: "short",
      })
        .format(new Date(instant))
        .replace(" ", "T")
        .slice(0, LOCAL);

/** The draft of a campaign that was saved. */
export function draftOf(campaign: Campaign, zone: string, language: string): Draft {
  const { words } = campaign;
  const [first = language] = Object.keys(words?.sms ?? words?.email ?? {});
  return {
    name: campaign.name,
    segment: campaign.segment_id ?? "",
    filter: campaign.filter ?? {},
    reach: reachOf(campaign.channels),
    class: campaign.class,
    says: words === null ? "template" : "words",
    template: campaign.template ?? "reminder",
    language: first,
    words: {
      subject: words?.email?.[first]?.subject ?? "",
      sms: words?.sms?.[first]?.text ?? "",
      email: words?.email?.[first]?.text ?? "",
      reserved: words?.sms?.[first]?.reserved ?? words?.email?.[first]?.reserved ?? "",
    },
    startsAt: localOf(campaign.starts_at, zone),
    spreadMinutes: campaign.spread_minutes,
    repeats: campaign.repeats ?? "",
    saved: { id: campaign.campaign_id, version: campaign.version },
  };
}

/** The words of the draft as the API takes them; undefined where nothing was written yet. */
export function wordsOf({ words, reach, language }: Draft): OwnWords | undefined {
  const reserved = words.reserved.trim() === "" ? {} : { reserved: words.reserved };
  const usesSms = /sms|whatsapp/.test(reach);
  const usesMail = reach.includes("email");
  const sms = usesSms && words.sms.trim() !== "" ? { text: words.sms, ...reserved } : undefined;
  const text = words.email.trim() === "" ? words.sms : words.email;
  const email =
    usesMail && text.trim() !== "" && words.subject.trim() !== ""
      ? { subject: words.subject, text, ...reserved }
      : undefined;
  if (!sms && !email) return undefined;
  return {
    ...(sms && { sms: { [language]: sms } }),
    ...(email && { email: { [language]: email } }),
  };
}

/** Who and what, as count and preview ask for them. */
export function meantOf(draft: Draft) {
  return {
    ...(draft.segment === "" ? { filter: draft.filter } : { segment: draft.segment }),
    class: draft.class,
    channels: channelsOf(draft.reach),
  };
}

/** What of the draft the API keeps. */
export function bodyOf(draft: Draft, name: string) {
  const words = draft.says === "words" ? wordsOf(draft) : undefined;
  return {
    name,
    ...meantOf(draft),
    ...(words ? { words } : { template: draft.template }),
    spread_minutes: draft.spreadMinutes,
    repeats: draft.repeats === "" ? null : draft.repeats,
    ...(draft.startsAt === "" ? {} : { starts_at: draft.startsAt }),
  };
}

/** A price in millionths of the currency's major unit, as minor units. */
export const minorOfMicros = (micros: string, digits = 2): bigint => {
  const per = 10n ** BigInt(6 - digits);
  return (BigInt(micros) + per / 2n) / per;
};
