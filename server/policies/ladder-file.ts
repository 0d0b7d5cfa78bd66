/** The shape of a policy file, as written; what its words mean is the business of `ladder.ts`. */
import { z } from "zod";

const id = z.string().regex(/^[a-z0-9_-]{1,40}$/u, "write 1 to 40 of a-z, 0-9, _ and -");
const words = z.string().min(1).max(100);
/** Money of several currencies: `{ ZAR: 5.00 }`. */
const amounts = z.record(z.string(), z.union([z.number(), z.string()]));

const step = z.strictObject({
  id,
  when: words,
  window: words.optional(),
  between: words.optional(),
  class: z.enum(["collection", "notice"]).optional(),
  channels: z.union([words, z.array(words).min(1).max(5)]).optional(),
  template: words.optional(),
  if: z
    .strictObject({
      min: amounts.optional(),
      max: amounts.optional(),
      languages: z.array(words).min(1).max(50).optional(),
      segments: z.array(words).min(1).max(50).optional(),
      kinds: z
        .array(z.enum(["person", "firm"]))
        .min(1)
        .max(2)
        .optional(),
    })
    .optional(),
  requires: z.strictObject({ step: id, delivered: words }).optional(),
  exits: z
    .array(z.enum(["call_list", "case", "suspend"]))
    .max(3)
    .optional(),
});

const cap = z.strictObject({
  channels: z.array(words).min(1).max(5),
  count: z.int().min(1).max(1_000),
  // Facts keep contacts for 40 days.
  days: z.int().min(1).max(40),
});

export const policyFile = z.strictObject({
  name: words,
  calendar: words.optional(),
  contact: z
    .strictObject({
      profiles: z.array(words).max(10).optional(),
      party: z.enum(["first", "third"]).optional(),
      caps: z.array(cap).max(20).optional(),
    })
    .optional(),
  tolerance: amounts.optional(),
  stale_after: words.optional(),
  onboard_at: words.optional(),
  catch_up: words.optional(),
  calls_per_day: z.int().min(0).max(100_000).optional(),
  dispute_holds: z.enum(["invoices", "account"]).optional(),
  allocation: z.enum(["oldest_first", "largest_first", "smallest_first"]).optional(),
  steps: z.array(step).min(1).max(50),
});

export type PolicyFile = z.infer<typeof policyFile>;
export type StepFile = z.infer<typeof step>;
