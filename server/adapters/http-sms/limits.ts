import { z } from "zod";

/** Settings that every provider has. Times are in milliseconds of the real clock. */
export const limitFields = {
  /** Requests under way at once, in each process. */
  window: z.int().min(1).max(1_000).default(20),
  connectTimeoutMs: z.int().min(10).max(60_000).default(5_000),
  /** After it the outcome is unknown. */
  responseTimeoutMs: z.int().min(10).max(120_000).default(20_000),
  /** First and longest rest after trouble; it doubles, with jitter. */
  restMinMs: z.int().min(1).default(1_000),
  restMaxMs: z.int().min(1).max(600_000).default(60_000),
  /** Longest wait of `close` for answers under way. */
  closeTimeoutMs: z.int().min(0).max(60_000).default(3_000),
};

export type Limits = { readonly [K in keyof typeof limitFields]: number };

const LOOPBACK = /^(127(\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|localhost)$/;

/** True for an address that means this machine, whoever says it. */
export function isLoopback(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && LOOPBACK.test(parsed.hostname);
}

/** An address of the provider: keys and customers' numbers travel unencrypted only within this machine. */
export const ProviderUrl = z
  .string()
  .max(2_000)
  .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ""), "write it as https://…")
  .refine((text) => text.startsWith("https:") || isLoopback(text), "only https is safe out there");
