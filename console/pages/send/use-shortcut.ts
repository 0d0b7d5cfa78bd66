// One key for what one page does.
import { useEffect, useMemo, useRef } from "react";
import { useActions } from "../../ui/shortcuts.tsx";

/** Does it when the key is pressed, and stands in the palette, while the page is shown. */
export function useShortcut(keys: string, label: string, run: () => void): void {
  const last = useRef(run);
  useEffect(() => {
    last.current = run;
  });
  useActions(
    useMemo(() => [{ id: `send ${keys}`, label, keys, run: () => last.current() }], [keys, label]),
  );
}
