// What these pages ask of the API: once, since what is refused here is not to be tried again by itself.
import { useState } from "react";
import { connect, DunlinProblem, done } from "../../../sdk/client.ts";
import { useLanguage, useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { passwordWords } from "./password-words.ts";
import { words } from "./words.ts";

export const api = connect({ baseUrl: location.origin, tries: 1 });
export { done };

export const statusOf = (error: unknown): number | undefined =>
  error instanceof DunlinProblem ? error.problem.status : undefined;

export type Sending = {
  readonly busy: boolean;
  readonly fault: string | undefined;
  /** Runs it; what is thrown becomes words: those by status first, else what the server said. */
  readonly send: (
    work: () => Promise<void>,
    byStatus?: Readonly<Record<number, string>>,
  ) => Promise<void>;
  readonly clear: () => void;
};

/** One request at a time, its button busy meanwhile; nothing that was typed is touched by a refusal. */
export function useSending(first?: string): Sending {
  const t = useWords(words);
  const shared = useWords(common);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState(first);
  const send: Sending["send"] = async (work, byStatus = {}) => {
    setBusy(true);
    setFault(undefined);
    try {
      await work();
    } catch (error) {
      const status = statusOf(error);
      if (status === undefined) setFault(shared.unreachable);
      else if (byStatus[status] !== undefined) setFault(byStatus[status]);
      else if (status === 429) setFault(t.tooMany);
      else if (status >= 500) setFault(shared.failed);
      else setFault(passwordWords(t, (error as DunlinProblem).problem.detail));
    } finally {
      setBusy(false);
    }
  };
  return { busy, fault, send, clear: () => setFault(undefined) };
}

/** The language of letters that are asked for. */
export const useLetterLanguage = () => useLanguage().language;

/** Everything anew, as whoever has signed in now. */
export const enter = (): void => location.assign("/");
