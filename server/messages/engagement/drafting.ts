// What leading back does to a message while it is written: its way out, and the length of a text whose links are watched.
import type { Rendered } from "#messages/templates/template.ts";
import type { TemplateData } from "#messages/templates/variables.ts";
import type { Encoding } from "#messages/text/gsm.ts";
import type { Channel } from "#messages/route.ts";
import type { MessageClass } from "#policies/types.ts";
import {
  trackedOf,
  trackedSize,
  wayOutOf,
  type Links,
  type Tracked,
  type Tracking,
} from "./links.ts";

export type Leading = { readonly links: Links; readonly tracking: Tracking };

type Ids = { readonly clientId: string; readonly messageId: string };
type Written = {
  readonly channel: Channel;
  readonly class: MessageClass;
  readonly data: TemplateData;
};

/** More parts than the words may take by themselves: then the links stay as they are. */
const MOST_SEGMENTS = 10;

/** The data of a message with its own way out; a mail has one, a text is answered. */
export function ledBack(
  leading: Leading | undefined,
  ids: Ids,
  { channel, data }: Written,
): TemplateData {
  if (!leading || channel !== "email" || data.unsubscribe_url !== undefined) return data;
  return { ...data, unsubscribe_url: wayOutOf(leading.links, ids) };
}

type Size = {
  readonly segments: number;
  /** Of a text; undefined: as it was rendered. */
  readonly encoding: Encoding | undefined;
  readonly tracked: Tracked;
};

/** How the message travels, and what of it is watched. */
export function sizeOf(
  leading: Leading | undefined,
  ids: Ids,
  message: Written,
  rendered: Extract<Rendered, { ok: true }>,
): Size {
  const plain = { segments: rendered.segments ?? 1, encoding: undefined };
  if (!leading) return { ...plain, tracked: { opens: false, clicks: false } };
  const tracked = trackedOf(leading.tracking, message);
  if (message.channel !== "sms") return { ...plain, tracked };
  const size = tracked.clicks && trackedSize(leading.links, ids, rendered.text, MOST_SEGMENTS);
  return size ? { ...size, tracked } : { ...plain, tracked: { opens: false, clicks: false } };
}
