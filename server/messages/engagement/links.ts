// What messages of an installation need to lead back to it: where it is found, the key of its tokens, and what of a client's
// messages is watched.
import { sql } from "kysely";
import { segmentsOf, type Encoding } from "#messages/text/gsm.ts";
import type { Channel, Outgoing } from "#messages/route.ts";
import type { Db, Tx } from "#platform/db.ts";
import type { MessageClass } from "#policies/types.ts";
import { replaceInHtml, replaceInText, targetsInHtml } from "./targets.ts";
import { tokenKeyOf, tokenOf } from "./tokens.ts";

/** Where the installation is found, and the key of its tokens. */
export type Links = { readonly publicUrl: string; readonly key: Buffer };

/** What a client wants to know of its readers. */
export type Tracking = {
  readonly opens: boolean;
  readonly clicks: boolean;
  readonly smsClicks: boolean;
};

/** What is watched of one message. */
export type Tracked = { readonly opens: boolean; readonly clicks: boolean };

export const UNTRACKED: Tracked = { opens: false, clicks: false };

type Row = { publicUrl: string | null; secret: Buffer; demo: boolean };

/** Undefined until a server has said where it is found; an address without encryption is one only for a demo. */
export async function readLinks(db: Db | Tx): Promise<Links | undefined> {
  const { rows } = await sql<Row>`
    select public_url, secret, demo from dunlin.installation`.execute(db);
  const [row] = rows;
  if (!row || row.publicUrl === null) return undefined;
  if (!row.publicUrl.startsWith("https://") && !row.demo) return undefined;
  return { publicUrl: row.publicUrl, key: tokenKeyOf(row.secret) };
}

type Ids = { readonly clientId: string; readonly messageId: string };

/** Where whoever has a mail stops more of them: a page for people, one POST for mail programs (RFC 8058). */
export function wayOutOf({ publicUrl, key }: Links, ids: Ids): string {
  return `${publicUrl}/u/${tokenOf(key, "u", ids)}`;
}

/** One-time pins are nobody's reading matter. In a text message only links can be watched. */
export function trackedOf(
  tracking: Tracking,
  { channel, class: messageClass }: { channel: Channel; class: MessageClass },
): Tracked {
  if (messageClass === "otp") return UNTRACKED;
  if (channel === "sms") return { opens: false, clicks: tracking.smsClicks };
  if (channel !== "email") return UNTRACKED;
  return { opens: tracking.opens, clicks: tracking.clicks };
}

/** The text of an SMS as it goes out, when its links are watched. */
function trackedText(links: Links, ids: Ids, text: string): string {
  return replaceInText(text, (link) => linkOf(links, ids, link));
}

/** How a text travels with its links replaced; undefined when there are none, or it would take too many parts. */
export function trackedSize(
  links: Links,
  ids: Ids,
  text: string,
  mostSegments: number,
): { readonly segments: number; readonly encoding: Encoding } | undefined {
  const other = trackedText(links, ids, text);
  if (other === text) return undefined;
  const { parts, encoding } = segmentsOf(other);
  return parts.length > mostSegments ? undefined : { segments: parts.length, encoding };
}

/** The message as it goes out: with the links and the picture that it was decided to watch. */
export function withTracks(links: Links, message: Outgoing): Outgoing {
  const { tracked = UNTRACKED } = message;
  if (message.html === undefined) {
    return tracked.clicks
      ? { ...message, text: trackedText(links, message, message.text) }
      : message;
  }
  const { html, text } = tracked.clicks
    ? trackedMail(links, message, message.html)
    : { html: message.html, text: message.text };
  const pictured = tracked.opens ? withPicture(html, pictureOf(links, message)) : html;
  return { ...message, text, html: pictured };
}

/** Both parts of a mail: whoever reads the plain one follows links as well. */
function trackedMail(
  links: Links,
  message: Outgoing,
  html: string,
): { readonly html: string; readonly text: string } {
  const replace = (link: number): string => linkOf(links, message, link);
  const first = targetsInHtml(html).length;
  return { html: replaceInHtml(html, replace), text: replaceInText(message.text, replace, first) };
}

function linkOf({ publicUrl, key }: Links, ids: Ids, link: number): string {
  return `${publicUrl}/l/${tokenOf(key, "l", { ...idsOf(ids), link })}`;
}

function pictureOf({ publicUrl, key }: Links, ids: Ids): string {
  return `${publicUrl}/o/${tokenOf(key, "o", idsOf(ids))}.gif`;
}

const idsOf = ({ clientId, messageId }: Ids): Ids => ({ clientId, messageId });

function withPicture(html: string, address: string): string {
  const picture = `<img src="${address}" alt="" width="1" height="1">`;
  const end = html.lastIndexOf("</body>");
  return end === -1 ? html + picture : html.slice(0, end) + picture + html.slice(end);
}
