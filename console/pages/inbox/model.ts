// Conversations as the API gives them, and the boxes in which they stand.
import type { paths } from "../../../sdk/schema.ts";

export type Line =
  paths["/v1/conversations"]["get"]["responses"]["200"]["content"]["application/json"]["conversations"][number];
export type Talk =
  paths["/v1/conversations/{conversation_id}"]["get"]["responses"]["200"]["content"]["application/json"];
export type Said = Talk["messages"][number];
export type Intent = NonNullable<
  paths["/v1/reading-corrections"]["post"]["requestBody"]
>["content"]["application/json"]["intent"];

export const BOXES = ["unread", "mine", "waiting", "open", "snoozed", "closed"] as const;
export type Box = (typeof BOXES)[number];

type Query = NonNullable<paths["/v1/conversations"]["get"]["parameters"]["query"]>;

export const ASKED: Readonly<Record<Box, Query>> = {
  unread: { unread: "true", state: "open" },
  mine: { assigned_to: "me", state: "open" },
  waiting: { waiting: "true", state: "open" },
  open: { state: "open" },
  snoozed: { state: "snoozed" },
  closed: { state: "closed" },
};

export const INTENTS = [
  "pay",
  "pay_part",
  "promise",
  "plan",
  "paid_already",
  "dispute",
  "invoice_copy",
  "hardship",
  "wrong_person",
  "stop",
  "balance",
  "agent",
  "other",
] as const satisfies readonly Intent[];

/** The newest of what is shown: ids tell the order in which things were written. */
export const newestOf = ({ messages }: Talk): string | null =>
  messages.reduce<string | null>(
    (newest, { id }) => (newest === null || id > newest ? id : newest),
    null,
  );

/** Somebody without what says how they signed in. */
export const nameOf = (actor: string): string => actor.replace(/^(user|key):/, "");
