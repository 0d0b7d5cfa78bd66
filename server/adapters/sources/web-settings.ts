// Settings that sources over HTTP have in common.
import { z } from "zod";

const LOOPBACK = /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/;

/** Books travel unencrypted only within this machine. */
export const BookUrl = z
  .string()
  .max(2_000)
  .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ""), "write it as https://…")
  .refine((text) => {
    const { protocol, hostname, username } = URL.parse(text) ?? {};
    return username === "" && (protocol === "https:" || LOOPBACK.test(hostname ?? ""));
  }, "only https is safe out there, and keys belong under auth");

export const HeaderName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, "is no header name");
export const HeaderValue = z
  .string()
  .max(8_000)
  .regex(/^[\x20-\x7e]*$/, "may hold printable ASCII only");

export const webFields = {
  headers: z.record(HeaderName, HeaderValue).default({}),
  timeout_s: z.int().min(1).max(600).default(60),
  /** Requests in any minute. */
  per_minute: z.int().min(1).max(10_000).default(60),
  retries: z.int().min(0).max(10).default(4),
  most_bytes: z.int().min(1_000).max(268_435_456).default(67_108_864),
};
