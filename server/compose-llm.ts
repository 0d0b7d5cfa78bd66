// What may propose the meaning of texts, when the operator has set one.
import { chatProposer } from "#adapters/llm/chat.ts";
import type { Config } from "#platform/config.ts";
import type { Proposer } from "#understanding/proposer.ts";

export function proposerOf({ llm }: Config): Proposer | undefined {
  return llm === undefined ? undefined : chatProposer(llm);
}
