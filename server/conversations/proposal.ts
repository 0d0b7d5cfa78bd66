// What somebody outside proposed, and how far it counts.
import type { Intent, Understood } from "#understanding/types.ts";

/** What may follow from a proposal: an answer, a link, or words that are read back and want a yes. The rest is a person's. */
const FOLLOWED: ReadonlySet<Intent> = new Set([
  "pay",
  "pay_part",
  "promise",
  "plan",
  "invoice_copy",
  "balance",
]);

/** What a text is taken for with the proposal in mind: where nothing here is sure, and nothing protected may be meant. */
export function withProposal(
  read: Understood,
  proposed: Intent | undefined,
  isOpen: () => boolean,
): Understood {
  if (proposed === undefined || read.source !== "none" || !FOLLOWED.has(proposed)) return read;
  return isOpen() ? { ...read, intent: proposed, source: "proposal" } : read;
}
