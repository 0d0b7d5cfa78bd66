/** Ways to reach somebody, and what the rules make of them. */
import type { Channel } from "#messages/route.ts";

/** Under which kind of contact point the addresses of a channel stand: one number serves SMS, calls and WhatsApp. */
export type PointKind = "phone" | "mailbox" | "messenger" | "chat";

export const CHANNELS = [
  "sms",
  "email",
  "voice",
  "whatsapp",
  "messenger",
  "chat",
] as const satisfies readonly Channel[];

/**
 * Channels over which a ladder may speak. Messenger and web chat only answer: their networks, or the closed window of the
 * visitor, leave no way to speak first.
 */
export const LADDER_CHANNELS = [
  "sms",
  "email",
  "voice",
  "whatsapp",
] as const satisfies readonly Channel[];

const KINDS: Readonly<Record<Channel, PointKind>> = {
  sms: "phone",
  voice: "phone",
  whatsapp: "phone",
  email: "mailbox",
  messenger: "messenger",
  chat: "chat",
};

/** Under which kind of contact point the channel's addresses stand. */
export function pointKindOf(channel: Channel): PointKind {
  return KINDS[channel];
}

/** What reaches a contact point of the kind. */
export function channelsAt(kind: PointKind): readonly Channel[] {
  return CHANNELS.filter((channel) => KINDS[channel] === kind);
}

/** True for what is read as a short text: words without subject or layout. */
export function isText(channel: Channel): boolean {
  return channel !== "email" && channel !== "voice";
}
