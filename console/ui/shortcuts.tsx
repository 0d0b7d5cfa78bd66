// Keys, and what the palette offers: pages add their own while they are shown.
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from "react";

export type Action = {
  readonly id: string;
  readonly label: string;
  /** Found by these words, too. */
  readonly hint?: string | undefined;
  /** "r", or "g i" for one after the other; shown in the palette. */
  readonly keys?: string | undefined;
  readonly run: () => void;
};

type Registry = {
  readonly actions: readonly Action[];
  readonly add: (actions: readonly Action[]) => () => void;
};

const ActionsContext = createContext<Registry>({ actions: [], add: () => () => {} });

const TWO_KEYS_MS = 900;
const WRITING = "input, textarea, select, [contenteditable=true], [role=textbox]";

export function ActionsProvider({ children }: { readonly children: ReactNode }) {
  const [sets, setSets] = useState<readonly (readonly Action[])[]>([]);
  const registry = useMemo<Registry>(
    () => ({
      actions: sets.flat(),
      add: (actions) => {
        setSets((before) => [...before, actions]);
        return () => setSets((before) => before.filter((one) => one !== actions));
      },
    }),
    [sets],
  );
  useKeys(registry.actions);
  return <ActionsContext value={registry}>{children}</ActionsContext>;
}

// Letters alone act nowhere where something is written, nor while a dialogue is open.
function useKeys(actions: readonly Action[]): void {
  useEffect(() => {
    let first = "";
    let firstAt = 0;
    const press = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : undefined;
      if (event.ctrlKey || event.metaKey || event.altKey || target?.closest(WRITING)) return;
      if (target?.closest("[role=dialog]")) return;
      const both = event.timeStamp - firstAt < TWO_KEYS_MS ? `${first} ${event.key}` : event.key;
      const found =
        actions.findLast(({ keys }) => keys === both) ??
        actions.findLast(({ keys }) => keys === event.key);
      [first, firstAt] = [event.key, event.timeStamp];
      if (!found) return;
      event.preventDefault();
      found.run();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [actions]);
}

/** Everything that can be done now. */
export const useAllActions = (): readonly Action[] => use(ActionsContext).actions;

/** Adds to the palette and to the keys while the page is shown. `actions` must be memoised. */
export function useActions(actions: readonly Action[]): void {
  const { add } = use(ActionsContext);
  // The registry changes with every addition; adding again for that would never end.
  useEffect(() => add(actions), [actions]);
}
