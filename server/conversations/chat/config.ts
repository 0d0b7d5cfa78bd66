// How web chat of one client is set up: where its window may stand, and what it is called.
import { z } from "zod";

const isOrigin = (text: string): boolean => {
  const url = URL.parse(text);
  if (url?.origin !== text) return false;
  return url.protocol === "https:" || /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname);
};

/** Settings of a route of web chat. The id of the route is the public key of the site. */
export const ChatConfig = z.strictObject({
  /** Of the pages that may show the window, as https://www.example.com. */
  origins: z
    .array(z.string().refine(isOrigin, "write it as https://www.example.com, without a path"))
    .max(50)
    .default([]),
  /** Stands above the conversation; the client's name unless given. */
  title: z.string().min(1).max(60).exactOptional(),
  /** A visitor who comes back within so many hours goes on where they were. */
  sessionHours: z.int().min(1).max(720).default(48),
});
export type ChatConfig = z.infer<typeof ChatConfig>;
