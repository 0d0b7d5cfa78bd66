import type { Intent } from "./types.ts";

/**
 * Something outside that may propose what a text means when nothing here is sure; undefined: it has nothing to say. It only
 * proposes: what it says is read back and confirmed like every other guess. Never throws; ends within its own timeout.
 */
export type Proposer = (text: string) => Promise<Intent | undefined>;
